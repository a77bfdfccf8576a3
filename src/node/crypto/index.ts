export type { CryptoError, CryptoErrorCode } from "./errors.ts";
export { nodeHasher } from "./hasher.ts";
export { nodeIds } from "./ids.ts";
export type { KeyedHash, KeyedHashUse, PepperSource } from "./keyed-hash.ts";
export { openKeyedHash, readPepper } from "./keyed-hash.ts";
export { openSealer, type Sealer } from "./sealer.ts";
export type { KeySource } from "./signer.ts";
export { openSigner, verifyEd25519 } from "./signer.ts";
