import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { type Described, describeAnswers, sharedComponents } from "./describe-answers.ts";

/** What the pages at `/docs` may load: files of this server, and the icons in their own style sheet. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "object-src 'none'",
].join("; ");

/** What is described, and what is not on purpose, with the reason. */
const about = [
  "Identity and access for hospitals: sessions, decisions and their records.",
  "",
  "An error is answered as `ErrorReply`; AuthZEN's own operations answer it in text, as that standard has it.",
  "",
  "Not described here, each for its reason:",
  "- `/healthz` (the process answers) and `/readyz` (it can do its work; 503 with `why` where not): for whoever watches the server, without a credential.",
  "- `/oidc/*`, `/connect/*`, `/bedside/api/launch`, `/bedside/api/applications` and their metadata: OpenID Connect and SMART App Launch describe themselves at `/.well-known/smart-configuration` and `/oidc/.well-known/openid-configuration`; the rest belongs to their sign-in pages.",
  "- `/passports/*`: what wallets say (OpenID4VP, OpenID4VCI) and the list of staff passports of this house; described at `/.well-known/openid-credential-issuer/passports`.",
  "- `/arrive/api/*`: what the page of a locum's link says, by the link; not for programs.",
  "- `/leaks`: where scanners and strangers say that they found a secret, in the form of GitHub's secret scanning partners; answered the same whether it was one of this house.",
  "- `/operator/*`: what the command line asks of the server that has its data directory; not for programs.",
].join("\n");

/** Serves the OpenAPI description at `/openapi.json`, made from the routes themselves, to be browsed at `/docs`. */
export async function describeInterfaces(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      components: sharedComponents as object,
      info: {
        title: "Wardkey",
        description: about,
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
        {
          name: "signals",
          description:
            "Shared Signals Framework 1.0: streams of events about sessions and devices.",
        },
      ],
    },
    transformObject: (document) =>
      "openapiObject" in document
        ? describeAnswers(document.openapiObject as Described)
        : document.swaggerObject,
  });
  server.get("/openapi.json", { schema: { hide: true } }, async () => server.swagger());
  await server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: contentSecurityPolicy,
    uiConfig: { url: "/openapi.json", supportedSubmitMethods: [], validatorUrl: null },
  });
}
