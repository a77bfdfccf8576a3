export { machineClock, wait } from "./clock/index.ts";
export {
  createSeal,
  type KeyedHash,
  nodeHasher,
  nodeIds,
  openKeyedHash,
  openSigner,
  readPepper,
  type Seal,
  verifyEd25519,
} from "./crypto/index.ts";
export { connectMllp, listenMllp } from "./mllp/index.ts";
export { createPins, owaspCost, type Pins } from "./pin/index.ts";
export { loadSnapshot, pruneSnapshots, takeSnapshot } from "./snapshots/index.ts";
export { openPostgresStore, openSqliteStore, type Store, StoreError } from "./store/index.ts";
