import type { Hasher } from "../ports/index.ts";
import { AuditError } from "./errors.ts";

/** The length of a record's salt, in bytes. */
export const saltLength = 16;

/** The most bytes of a record: a tlog entry (salt and record) has a length of 16 bits in its bundle (tlog-tiles, "Log entries"). */
export const maximumRecordLength: number = 0xffff - saltLength;

/** 0x00, salt, bytes: kept from call to call, since a record is hashed for every decision. */
const scratch = new Uint8Array(1 + 0xffff);

/**
 * The Merkle leaf hash of a record: SHA-256(0x00 || salt || bytes), RFC 9162 section 2.1.1 over the entry salt || bytes.
 *
 * @param salt 16 random bytes, so that nobody can guess a record from its hash
 * @param bytes the record as canonical JSON, at most {@link maximumRecordLength} bytes
 * @throws AuditError `salt-malformed`, `entry-too-large`
 */
export function leafHash(hasher: Hasher, salt: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (salt.length !== saltLength) {
    throw new AuditError("salt-malformed", `a salt has ${saltLength} bytes, not ${salt.length}`);
  }
  if (bytes.length > maximumRecordLength) {
    throw new AuditError(
      "entry-too-large",
      `a record has at most ${maximumRecordLength} bytes, not ${bytes.length}`,
    );
  }
  scratch.set(salt, 1);
  scratch.set(bytes, 1 + saltLength);
  return hasher.sha256(scratch.subarray(0, 1 + saltLength + bytes.length));
}

/**
 * The Merkle leaf hash of a whole tlog entry, as a client meets it in an entry bundle: SHA-256(0x00 || entry).
 *
 * @throws AuditError `entry-too-large`
 */
export function entryHash(hasher: Hasher, entry: Uint8Array): Uint8Array {
  if (entry.length > 0xffff) {
    throw new AuditError(
      "entry-too-large",
      `an entry has at most 65535 bytes, not ${entry.length}`,
    );
  }
  scratch.set(entry, 1);
  return hasher.sha256(scratch.subarray(0, 1 + entry.length));
}
