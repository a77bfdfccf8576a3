import { keptFiles, loadBundle } from "../access/index.ts";
import { nodeHasher, type Store } from "../node/index.ts";
import type { ReplaySource } from "../rehearsal/index.ts";

/** The log of an installation, with the policies that were active in it, to decide recorded requests again. */
export function replaySource({ log, side }: Pick<Store, "log" | "side">): ReplaySource {
  return {
    log,
    async bundle(hash) {
      const kept = await keptFiles({ hasher: nodeHasher, side }, hash);
      if (kept.type !== "whole") return undefined;
      const loaded = await loadBundle({ hasher: nodeHasher }, kept.files);
      return loaded.type === "loaded" ? loaded.bundle : undefined;
    },
  };
}
