import { relative } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/**
 * Serves the built screens: bedside at `/`, console at `/console/`, the phone at `/pocket/`; each file as the `.br` or `.gz` beside
 * it where there is one and the browser takes it (RFC 9110 section 12.5.3).
 */
export async function serveScreens(server: FastifyInstance, root: string): Promise<void> {
  await server.register(fastifyStatic, {
    root,
    prefix: "/",
    redirect: true,
    cacheControl: false,
    preCompressed: true,
    schemaHide: true,
    setHeaders: (reply, path) => {
      // Assets carry a hash of their content in their name; pages are asked for anew each time.
      const forever = path.includes("/assets/");
      reply.header("cache-control", forever ? "public, max-age=31536000, immutable" : "no-cache");
      // The bedside closes the windows of applications that it has opened (S7): it has to keep their handles.
      if (relative(root, path).startsWith("index.html")) {
        reply.header("cross-origin-opener-policy", "same-origin-allow-popups");
      }
    },
  });
}
