import type { FastifyPluginAsync } from "fastify";
import type { App } from "../../app.ts";
import { hearSet } from "./hear-set.ts";
import { longestSet, SetError, type SetVerifier } from "./verify-set.ts";

/** What the receiver of security events works with. */
export interface ReceiverDeps {
  readonly app: Pick<App, "submit" | "side" | "now">;
  readonly verify: SetVerifier;
}

/** The receiver of Shared Signals by push (RFC 8935), as a Fastify plugin: `POST /ssf/events`. */
export function signalReceiver({ app, verify }: ReceiverDeps): FastifyPluginAsync {
  return async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      "application/secevent+jwt",
      { parseAs: "string", bodyLimit: longestSet },
      (_request, body, done) => done(null, body),
    );
    server.setErrorHandler((error, _request, reply) => {
      // What is not ours is answered, and reported, by the server around this one.
      if (!(error instanceof SetError)) throw error;
      if (error.code === "keys-unreachable")
        return reply.code(503).header("retry-after", "5").send();
      // Section 2.3
      reply.header("content-language", "en");
      return reply.code(400).send({ err: error.code, description: error.message });
    });
    server.post("/ssf/events", {
      schema: { tags: ["signals"], summary: "Security events of transmitters that are believed" },
      handler: async (request, reply) => {
        const set = await verify(String(request.body), app.now());
        await hearSet(app, set);
        return reply.code(202).send();
      },
    });
  };
}
