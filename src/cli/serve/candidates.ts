import type { App } from "../../app.ts";
import type { Candidates } from "../../http/index.ts";
import { type CandidateWatch, watchCandidate } from "../../rehearsal/index.ts";

/** The candidate of this node: one at most, in memory, gone with the process. */
export function candidatesOf(
  app: Pick<App, "load" | "follow" | "world" | "bundles" | "now">,
): Candidates {
  let running: { readonly watch: CandidateWatch; readonly unfollow: () => void } | undefined;
  const end = () => {
    const found = running?.watch.found() ?? null;
    running?.unfollow();
    running = undefined;
    return found;
  };
  return {
    async begin(files, share) {
      const loaded = await app.load(files);
      if (loaded.type === "refused") {
        throw Object.assign(new Error("The candidate is refused; what was watched before stays."), {
          code: "policy-refused",
        });
      }
      end();
      const watch = watchCandidate({
        candidate: loaded.bundle,
        share,
        since: app.now(),
        world: app.world,
        active: app.bundles.current,
        random: Math.random,
      });
      running = { watch, unfollow: app.follow(watch.follow) };
      return watch.found();
    },
    found: () => running?.watch.found() ?? null,
    end,
  };
}
