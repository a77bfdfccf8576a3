import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";

/** What the pages at `/docs` may load: files of this server, and the icons in their own style sheet. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "object-src 'none'",
].join("; ");

/** Serves the OpenAPI description at `/openapi.json`, made from the routes themselves, to be browsed at `/docs`. */
export async function describeInterfaces(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Wardkey",
        description: "Identity and access for hospitals: sessions, decisions and their records.",
        version: "0.1.0",
      },
      tags: [
        { name: "decisions", description: "OpenID AuthZEN Authorization API 1.0" },
        {
          name: "bedside",
          description: "What a seat's screen says. Every request carries a DPoP proof.",
        },
        {
          name: "presence",
          description: "What a seat's presence sensor says. Every request carries a DPoP proof.",
        },
        {
          name: "pocket",
          description: "What a registered phone says. Every request carries a DPoP proof.",
        },
        {
          name: "grants",
          description: "Access for a time: asked for, answered, begun and ended, with an API key.",
        },
        {
          name: "devices",
          description: "What the management of devices says of phones, with an API key.",
        },
        {
          name: "console",
          description: "What the console's pages say, with the cookie of a sign-in.",
        },
      ],
    },
  });
  server.get("/openapi.json", { schema: { hide: true } }, async () => server.swagger());
  await server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: contentSecurityPolicy,
    uiConfig: { url: "/openapi.json", supportedSubmitMethods: [], validatorUrl: null },
  });
}
