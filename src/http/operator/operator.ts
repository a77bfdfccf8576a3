import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyPluginAsync } from "fastify";
import { HttpError } from "../errors.ts";

/** A file to take in: `kind` and the options are the command's. */
interface ImportBody {
  readonly kind: string;
  readonly path: string;
  readonly zone?: string;
  readonly site?: string;
  readonly full?: boolean;
}

const text = { type: "string", minLength: 1 } as const;
const importSchema = {
  type: "object",
  required: ["kind", "path"],
  properties: { kind: text, path: text, zone: text, site: text, full: { type: "boolean" } },
};

/** What the data directory's owner may have done by the running server. */
export interface OperatorOptions {
  /** Stands in the data directory, for its owner only. */
  readonly token: string;
  /** Takes in a file of this machine. Coded errors are answered with their words. */
  readonly importFile: (order: ImportBody) => Promise<unknown>;
}

/** What the command line asks of the server that has its data directory. Not for programs: it is not described. */
export function operator({ importFile, token }: OperatorOptions): FastifyPluginAsync {
  const expected = digest(`Bearer ${token}`);
  return async (server) => {
    server.addHook("onRequest", async ({ headers }) => {
      if (timingSafeEqual(digest(headers.authorization ?? ""), expected)) return;
      throw new HttpError("refused", "This is for the owner of the data directory.");
    });
    server.post("/import", {
      schema: { body: importSchema, hide: true },
      handler: async (request) => {
        try {
          return await importFile(request.body as ImportBody);
        } catch (error) {
          // The file, not the server, is what is wrong: the owner hears what.
          if (!(error instanceof Error) || !("code" in error)) throw error;
          throw new HttpError("bad-request", error.message);
        }
      },
    });
  };
}

/** Digests have one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
