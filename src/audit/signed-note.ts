import type { Hasher, Signer } from "../ports/index.ts";
import { concatBytes, decodeBase64, encodeBase64 } from "./bytes.ts";
import { AuditError } from "./errors.ts";

/** signed-note, "Signature types": Ed25519 as specified there. */
const ed25519Type = 0x01;

/** signed-note, "Format": verifiers should apply a limit, and must accept 16. */
const maximumSignatures = 100;

/** One signature line: `— <name> base64(key id || signature)`. */
export interface NoteSignature {
  readonly name: string;
  /** The first four bytes, as a big-endian number. */
  readonly keyId: number;
  /** What follows them; 64 bytes for Ed25519. */
  readonly signature: Uint8Array;
}

/** A note taken apart; nothing about it is verified. */
export interface Note {
  /** The signed text, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key that may sign notes: an Ed25519 public key under a name. */
export interface NoteKey {
  readonly name: string;
  readonly keyId: number;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Uint8Array;
}

/** Whether `signature` is that of `message` by an Ed25519 public key (RFC 8032). Never throws. */
export type VerifySignature = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

/** `signed`: at least one of the keys signed the text. The text of a refused note must be ignored. */
export type OpenedNote =
  | { readonly type: "signed"; readonly text: string; readonly by: readonly NoteKey[] }
  | { readonly type: "refused"; readonly why: "malformed" | "no-known-key" | "bad-signature" };

/** The key with its id: SHA-256(name || 0x0A || 0x01 || public key)[:4] (signed-note, "Ed25519 signatures"). */
export function noteKey(hasher: Hasher, name: string, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name))
    throw new AuditError("note-malformed", "a key name has no space and no plus");
  if (publicKey.length !== 32) {
    throw new AuditError(
      "key-malformed",
      `an Ed25519 public key has 32 bytes, not ${publicKey.length}`,
    );
  }
  const named = concatBytes([utf8.encode(`${name}\n`), Uint8Array.of(ed25519Type), publicKey]);
  return { name, keyId: readUint32(hasher.sha256(named)), publicKey };
}

/** `<name>+<hex key id>+base64(0x01 || public key)` (signed-note, "Verifier keys"). */
export function formatVerifierKey(key: NoteKey): string {
  const id = key.keyId.toString(16).padStart(8, "0");
  return `${key.name}+${id}+${encodeBase64(concatBytes([Uint8Array.of(ed25519Type), key.publicKey]))}`;
}

/**
 * The key in a verifier key text.
 *
 * @throws AuditError `key-malformed`, also for other algorithms than Ed25519 and for an id that is not the key's
 */
export function parseVerifierKey(hasher: Hasher, text: string): NoteKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const [, name = "", id = "", material = ""] = match ?? [];
  const bytes = decodeBase64(material);
  if (!isKeyName(name) || bytes?.length !== 33 || bytes[0] !== ed25519Type) {
    throw new AuditError("key-malformed", "not a verifier key for Ed25519 signatures");
  }
  const key = noteKey(hasher, name, bytes.subarray(1));
  if (key.keyId !== Number.parseInt(id, 16)) {
    throw new AuditError("key-malformed", "the verifier key's id is not that of its key");
  }
  return key;
}

/**
 * A note as text.
 *
 * @param text ends in a newline
 * @throws AuditError `note-malformed`
 */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  if (!isNoteText(text) || signatures.length === 0) {
    throw new AuditError("note-malformed", "a note is lines of text with at least one signature");
  }
  const lines = signatures.map(({ name, keyId, signature }) => {
    if (!isKeyName(name))
      throw new AuditError("note-malformed", "a key name has no space and no plus");
    return `— ${name} ${encodeBase64(concatBytes([writeUint32(keyId), signature]))}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/**
 * Takes a note apart without verifying it; use {@link openNote} to trust one.
 *
 * @throws AuditError `note-malformed`
 */
export function parseNote(note: string): Note {
  const parsed = splitNote(note);
  if (parsed === undefined) throw new AuditError("note-malformed", "not a signed note");
  return parsed;
}

/** Verifies a note (signed-note, "Signatures"): signatures of unknown keys are ignored, a bad one of a known key spoils it. */
export function openNote(
  note: string,
  keys: readonly NoteKey[],
  verifySignature: VerifySignature,
): OpenedNote {
  const parsed = splitNote(note);
  if (parsed === undefined) return { type: "refused", why: "malformed" };
  const message = utf8.encode(parsed.text);
  const by = new Set<NoteKey>();
  for (const line of parsed.signatures) {
    for (const key of keys) {
      if (key.name !== line.name || key.keyId !== line.keyId) continue;
      if (!verifySignature(key.publicKey, message, line.signature)) {
        return { type: "refused", why: "bad-signature" };
      }
      by.add(key);
    }
  }
  if (by.size === 0) return { type: "refused", why: "no-known-key" };
  return { type: "signed", text: parsed.text, by: [...by] };
}

/**
 * Signs a text with our key.
 *
 * @throws AuditError `note-malformed`
 */
export function signNote(hasher: Hasher, text: string, signer: Signer): string {
  const { name, keyId } = noteKey(hasher, signer.name, signer.publicKey);
  return formatNote(text, [{ name, keyId, signature: signer.sign(utf8.encode(text)) }]);
}

const utf8 = new TextEncoder();

/** signed-note, "Format". */
function splitNote(note: string): Note | undefined {
  // "the text is separated from the signatures by the last empty line in the note"
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0 || !note.endsWith("\n")) return undefined;
  const text = note.slice(0, blank + 1);
  const lines = note.slice(blank + 2, -1).split("\n");
  if (!isNoteText(text) || lines.length > maximumSignatures) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return { text, signatures };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [dash, name, base64, ...more] = line.split(" ");
  if (dash !== "—" || name === undefined || base64 === undefined || more.length > 0)
    return undefined;
  const bytes = decodeBase64(base64);
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: readUint32(bytes), signature: bytes.subarray(4) };
}

/** Valid UTF-8, ends in a newline, no other ASCII control character. */
function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.isWellFormed() && text.endsWith("\n") && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

/** "Key names MUST be non-empty and MUST NOT contain any Unicode spaces or plus (U+002B) characters." */
function isKeyName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no note may hold them
  return name.isWellFormed() && /^[^\p{White_Space}+\u0000-\u001f]+$/u.test(name);
}

function readUint32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

function writeUint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
