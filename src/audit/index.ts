export type { Checkpoint, OpenedCheckpoint } from "./checkpoint.ts";
export { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from "./checkpoint.ts";
export type { CheckpointDue, LastCheckpoint } from "./checkpoint-due.ts";
export { checkpointDue, checkpointInterval } from "./checkpoint-due.ts";
export { encodeBundle, parseBundle } from "./entry-bundle.ts";
export type { AuditErrorCode } from "./errors.ts";
export { AuditError } from "./errors.ts";
export { extend, rootOf } from "./frontier.ts";
export { entryHash, leafHash, maximumRecordLength, saltLength } from "./leaf.ts";
export type { ConsistencyClaim, InclusionClaim, SubtreeReader } from "./proofs.ts";
export {
  consistencyProof,
  inclusionProof,
  subtreesOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from "./proofs.ts";
export type { OpenedReceipt, Receipt, ReceiptRefusal } from "./receipt.ts";
export { makeReceipt, openReceipt, sizeOfCheckpoint } from "./receipt.ts";
export type { Note, NoteKey, NoteSignature, OpenedNote, VerifySignature } from "./signed-note.ts";
export {
  formatNote,
  formatVerifierKey,
  noteKey,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from "./signed-note.ts";
export type { LeafHashReader, TileCacheSizes } from "./tile-reader.ts";
export { leafHashesOfLog, tileReader } from "./tile-reader.ts";
export type { TileAddress, TileReader, TileResource } from "./tiles.ts";
export {
  entriesPath,
  hashesOf,
  hasTile,
  parseTilePath,
  subtreesOfTiles,
  tilePath,
  tilesFor,
  tileWidth,
} from "./tiles.ts";
export type { LogProblem, LogVerdict, VerifyLogOptions } from "./verify-log.ts";
export { maximumProblems, verifyLog } from "./verify-log.ts";
export type { ParsedRecord } from "./verify-record.ts";
