export { machineClock, wait } from "./clock/index.ts";
export {
  type KeyedHash,
  nodeHasher,
  nodeIds,
  openKeyedHash,
  openSealer,
  openSigner,
  readPepper,
  type Sealer,
  verifyEd25519,
} from "./crypto/index.ts";
export { openPostgresRoles, type RoleTerms } from "./databases/index.ts";
export { type FileJournal, openCache, openJournal, readJournal } from "./journal/index.ts";
export { openMailer } from "./mail/index.ts";
export { connectMllp, listenMllp, type MllpClosed, type MllpListener } from "./mllp/index.ts";
export { createPins, owaspCost, type Pins } from "./pin/index.ts";
export { openFileRegister, openHttpRegister } from "./registers/index.ts";
export { loadSnapshot, pruneSnapshots, takeSnapshot } from "./snapshots/index.ts";
export { openPostgresStore, openSqliteStore, type Store, StoreError } from "./store/index.ts";
