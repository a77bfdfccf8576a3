import { open, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Cache } from "../../ports/index.ts";
import type { Sealer } from "../crypto/index.ts";

/** The cache's file in a data directory. */
export const cacheFile = "offline.cache";
/** What it is sealed for. */
const bound = "offline cache";

/** What is kept for a downtime, in a file of a data directory: sealed, and replaced whole or not at all. */
export function openCache(options: {
  readonly directory: string;
  readonly sealer: Pick<Sealer, "seal" | "open">;
}): Cache {
  const { directory, sealer } = options;
  const path = join(directory, cacheFile);
  const draft = `${path}.new`;
  return {
    async keep(text) {
      const file = await open(draft, "w", 0o600);
      try {
        await file.writeFile(sealer.seal("offline-cache", text, bound));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    },
    async read() {
      const sealed = await readFile(path, "utf8").catch(orNothing);
      return sealed === undefined ? undefined : sealer.open("offline-cache", sealed, bound);
    },
    async erase() {
      await Promise.all([path, draft].map((each) => unlink(each).catch(orNothing)));
    },
  };
}

function orNothing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
