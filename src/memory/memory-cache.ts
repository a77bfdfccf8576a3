import type { Cache } from "../ports/index.ts";

/** A cache in memory, for tests and rehearsals. */
export function createMemoryCache(): Cache {
  let kept: string | undefined;
  return {
    async keep(text) {
      kept = text;
    },
    read: async () => kept,
    async erase() {
      kept = undefined;
    },
  };
}
