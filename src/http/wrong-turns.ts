import type { FastifyInstance } from "fastify";
import { HttpError, nothingThere } from "./errors.ts";

/** Answers addresses that are not there (404) and methods that an address does not take (405, RFC 9110 section 15.5.6). */
export function answerWrongTurns(server: FastifyInstance): void {
  const routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];
  server.addHook("onRoute", ({ url, method }) => {
    // A route for everything (the screens' files) says nothing about single addresses.
    if (url.includes("*")) return;
    const pattern = url
      .split("/")
      .map((part) => (part.startsWith(":") ? "[^/]+" : part.replace(/[^\w-]/g, "\\$&")))
      .join("/");
    routes.push({ path: new RegExp(`^${pattern}$`), methods: [method].flat() });
  });
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] as string;
    const methods = routes
      .filter((route) => route.path.test(path))
      .flatMap((route) => route.methods);
    const allowed = [...new Set(methods)].toSorted();
    if (allowed.length === 0 || allowed.includes(request.method)) {
      throw new HttpError("not-found", nothingThere);
    }
    reply.header("allow", allowed.join(", "));
    throw new HttpError(
      "method-not-allowed",
      `This address does not take ${request.method}; it takes ${allowed.join(", ")}.`,
    );
  });
}
