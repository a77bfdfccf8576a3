import type { World } from "../../world/index.ts";
import type { Bundle } from "./bundle.ts";

/** The bundles that this node has loaded, by hash. Which of them counts, the log says. */
export interface Bundles {
  /** The active one; undefined when none is, or when this node has not loaded it. */
  readonly current: (world: World) => Bundle | undefined;
  readonly get: (hash: string) => Bundle | undefined;
  readonly add: (bundle: Bundle) => void;
  readonly has: (hash: string) => boolean;
}

/** An empty set of bundles. */
export function createBundles(): Bundles {
  const known = new Map<string, Bundle>();
  return {
    current: ({ policy }) => (policy === undefined ? undefined : known.get(policy.hash)),
    get: (hash) => known.get(hash),
    add: (bundle) => void known.set(bundle.hash, bundle),
    has: (hash) => known.has(hash),
  };
}
