/**
 * What can be wrong with what this folder is given.
 *
 * | code | meaning |
 * | --- | --- |
 * | `hash-malformed` | a hash that is not 32 bytes long |
 * | `salt-malformed` | a salt that is not 16 bytes long |
 * | `entry-too-large` | a record that does not fit into a tlog entry (65,535 bytes with its salt) |
 * | `frontier-malformed` | a frontier that is not one of the size it is said to have |
 * | `proof-impossible` | a proof asked for an index or sizes that no tree has |
 * | `tile-malformed` | a tile or entry bundle address outside tlog-tiles, or content of the wrong length |
 * | `tile-beyond-log` | a tile of leaves that the log does not have yet |
 * | `note-malformed` | text that is not a C2SP signed note, or a name that cannot stand in one |
 * | `key-malformed` | text that is not a C2SP verifier key for Ed25519 |
 * | `checkpoint-malformed` | text that is not a C2SP tlog-checkpoint |
 */
export type AuditErrorCode =
  | "hash-malformed"
  | "salt-malformed"
  | "entry-too-large"
  | "frontier-malformed"
  | "proof-impossible"
  | "tile-malformed"
  | "tile-beyond-log"
  | "note-malformed"
  | "key-malformed"
  | "checkpoint-malformed";

/** The one error of this folder. Its message never holds the content of a record. */
export class AuditError extends Error {
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string) {
    super(message);
    this.name = "AuditError";
    this.code = code;
  }
}
