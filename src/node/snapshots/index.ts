export { loadSnapshot, pruneSnapshots } from "./load-snapshot.ts";
export { takeSnapshot } from "./take-snapshot.ts";
