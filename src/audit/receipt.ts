import type { Entry, Hasher, Json } from "../ports/index.ts";
import { canonical } from "../world/index.ts";
import { decodeBase64, encodeBase64 } from "./bytes.ts";
import { openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { AuditError } from "./errors.ts";
import { leafHash, saltLength } from "./leaf.ts";
import { inclusionProof, type SubtreeReader, verifyInclusion } from "./proofs.ts";
import type { NoteKey, VerifySignature } from "./signed-note.ts";
import type { ParsedRecord } from "./verify-record.ts";

/** What a receipt begins with. */
const receiptType = "wardkey/receipt@1";

/**
 * The proof that one record is in the log, for somebody who has nothing but the log's key: the very bytes that were hashed, their
 * salt, the way from their leaf to a root, and the root as the log signed it. JSON; bytes are base64 (RFC 4648 section 4).
 */
export interface Receipt {
  readonly type: typeof receiptType;
  /** What the record says, to be read: the same as `bytes`, or the receipt is refused. */
  readonly record: ParsedRecord;
  readonly bytes: string;
  readonly salt: string;
  /** The inclusion proof (RFC 9162 section 2.1.3), the leaf's sibling first. */
  readonly proof: readonly string[];
  /** A signed note of C2SP tlog-checkpoint over at least this record. */
  readonly checkpoint: string;
}

/** `holds`: the record stood at this position of the log that one of the keys signs. */
export type OpenedReceipt =
  | {
      readonly type: "holds";
      readonly record: ParsedRecord;
      readonly position: number;
      readonly origin: string;
      readonly size: number;
      readonly by: readonly NoteKey[];
    }
  | { readonly type: "refused"; readonly why: ReceiptRefusal };

/** Why a receipt proves nothing. */
export type ReceiptRefusal =
  /** It is no receipt, or a part of it cannot be read. */
  | "malformed"
  /** What it says is not what its bytes say. */
  | "record-differs"
  /** No known key has signed its checkpoint, or not just this one. */
  | "not-signed"
  /** It is not in the tree that was signed. */
  | "not-included";

/**
 * Makes the receipt of a record under a checkpoint that covers it.
 *
 * @throws AuditError `proof-impossible` when the checkpoint does not
 */
export async function makeReceipt(
  hasher: Hasher,
  { bytes, position, salt }: Pick<Entry, "bytes" | "position" | "salt">,
  { checkpoint, read }: { readonly checkpoint: string; readonly read: SubtreeReader },
): Promise<Receipt> {
  const { size } = parseCheckpoint(noteText(checkpoint));
  const proof = await inclusionProof(hasher, read, position, size);
  const record = readRecord(bytes);
  if (record === undefined) {
    throw new AuditError("proof-impossible", `the record at ${position} cannot be read`);
  }
  return {
    type: receiptType,
    record,
    bytes: encodeBase64(bytes),
    salt: encodeBase64(salt),
    proof: proof.map(encodeBase64),
    checkpoint,
  };
}

/** How many records a signed checkpoint covers. @throws AuditError `checkpoint-malformed` */
export function sizeOfCheckpoint(checkpoint: string): number {
  return parseCheckpoint(noteText(checkpoint)).size;
}

/** What a text that is said to be a receipt proves by these keys. Never throws. */
export function openReceipt(
  text: string,
  {
    hasher,
    keys,
    verifySignature,
  }: {
    readonly hasher: Hasher;
    readonly keys: readonly NoteKey[];
    readonly verifySignature: VerifySignature;
  },
): OpenedReceipt {
  const refused = (why: ReceiptRefusal) => ({ type: "refused", why }) as const;
  const parts = readReceipt(text);
  if (parts === undefined) return refused("malformed");
  const { bytes, checkpoint, proof, said, salt } = parts;
  const record = readRecord(bytes);
  const position = record?.["position"];
  if (record === undefined || typeof position !== "number") return refused("malformed");
  if (canonicalOf(said) !== new TextDecoder().decode(bytes)) return refused("record-differs");
  // A key signs under its own name only, so that the origin is that of a key that is known.
  const [origin = ""] = checkpoint.split("\n");
  const opened = openCheckpoint(checkpoint, origin, keys, verifySignature);
  if (opened.type === "refused") return refused("not-signed");
  const { root, size } = opened.checkpoint;
  const by = opened.by.filter(({ name }) => name === origin);
  if (by.length === 0) return refused("not-signed");
  const claim = { leafHash: leafHash(hasher, salt, bytes), index: position, size, root };
  if (!verifyInclusion(hasher, claim, proof)) return refused("not-included");
  return { type: "holds", record, position, origin, size, by };
}

interface Parts {
  readonly bytes: Uint8Array;
  readonly salt: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
  readonly said: Json;
}

/** No log is so large that a proof has more steps. */
const longestProof = 64;

function readReceipt(text: string): Parts | undefined {
  const value = parse(text);
  if (value === undefined || value["type"] !== receiptType) return undefined;
  const { bytes: of, checkpoint, proof: steps, record, salt: with_ } = value;
  const bytes = base64(of);
  const salt = base64(with_);
  if (bytes === undefined || bytes.length === 0 || bytes.length > 0xffff - saltLength) {
    return undefined;
  }
  if (salt?.length !== saltLength || typeof checkpoint !== "string" || record === undefined) {
    return undefined;
  }
  if (!Array.isArray(steps) || steps.length > longestProof) return undefined;
  const proof = steps.map(base64).filter((step) => step !== undefined);
  if (proof.length !== steps.length) return undefined;
  return { bytes, checkpoint, proof, said: record, salt };
}

function parse(text: string): { readonly [key: string]: Json } | undefined {
  try {
    const value = JSON.parse(text) as Json;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as { readonly [key: string]: Json }) : undefined;
  } catch {
    return undefined;
  }
}

function base64(value: Json | undefined): Uint8Array | undefined {
  return typeof value === "string" ? decodeBase64(value) : undefined;
}

function readRecord(bytes: Uint8Array): ParsedRecord | undefined {
  try {
    return parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function canonicalOf(value: Json): string | undefined {
  try {
    return canonical(value);
  } catch {
    return undefined;
  }
}

/** A note's text ends where its signatures begin (signed-note, "Format"). */
function noteText(note: string): string {
  const end = note.lastIndexOf("\n\n");
  return end === -1 ? note : note.slice(0, end + 1);
}
