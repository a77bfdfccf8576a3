import type { Hasher, Signer } from "../ports/index.ts";
import { decodeBase64, encodeBase64 } from "./bytes.ts";
import { AuditError } from "./errors.ts";
import { hashLength } from "./frontier.ts";
import {
  type NoteKey,
  type OpenedNote,
  openNote,
  signNote,
  type VerifySignature,
} from "./signed-note.ts";

/** The head of a log's tree at one size (tlog-checkpoint, "Note text"). */
export interface Checkpoint {
  /** Which log it is; a URL without its scheme, e.g. `hospital.example/log`. */
  readonly origin: string;
  /** How many leaves. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, which we never write. */
  readonly extensions: readonly string[];
}

/** `signed`: one of the keys signed it for this origin. */
export type OpenedCheckpoint =
  | { readonly type: "signed"; readonly checkpoint: Checkpoint; readonly by: readonly NoteKey[] }
  | {
      readonly type: "refused";
      readonly why:
        | Extract<OpenedNote, { type: "refused" }>["why"]
        | "not-a-checkpoint"
        | "other-origin";
    };

/**
 * The text of a checkpoint, ready to be signed.
 *
 * @throws AuditError `checkpoint-malformed`
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint;
  const lines = [origin, String(size), encodeBase64(root), ...extensions];
  const text = `${lines.join("\n")}\n`;
  const parsed = readCheckpoint(text);
  if (parsed === undefined || parsed.extensions.length !== extensions.length) {
    throw new AuditError("checkpoint-malformed", "a checkpoint needs an origin, a size and a root");
  }
  return text;
}

/**
 * What a checkpoint's text says.
 *
 * @throws AuditError `checkpoint-malformed`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const checkpoint = readCheckpoint(text);
  if (checkpoint === undefined) throw new AuditError("checkpoint-malformed", "not a checkpoint");
  return checkpoint;
}

/** Verifies a signed checkpoint of the log `origin`. */
export function openCheckpoint(
  note: string,
  origin: string,
  keys: readonly NoteKey[],
  verifySignature: VerifySignature,
): OpenedCheckpoint {
  const opened = openNote(note, keys, verifySignature);
  if (opened.type === "refused") return opened;
  const checkpoint = readCheckpoint(opened.text);
  if (checkpoint === undefined) return { type: "refused", why: "not-a-checkpoint" };
  if (checkpoint.origin !== origin) return { type: "refused", why: "other-origin" };
  return { type: "signed", checkpoint, by: opened.by };
}

/**
 * The signed note of a tree head. A log must never sign two heads that are not consistent (tlog-checkpoint,
 * "Signatures"): call it only with the root of a frontier read from the log's head row.
 *
 * @throws AuditError `checkpoint-malformed`, `note-malformed`
 */
export function signCheckpoint(
  hasher: Hasher,
  head: {
    readonly origin: string;
    readonly size: number;
    readonly root: Uint8Array;
    readonly signer: Signer;
  },
): string {
  const { origin, size, root, signer } = head;
  return signNote(hasher, formatCheckpoint({ origin, size, root, extensions: [] }), signer);
}

/** tlog-checkpoint, "Note text". */
function readCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith("\n")) return undefined;
  const [origin, digits, base64, ...extensions] = text.slice(0, -1).split("\n");
  if (!origin || digits === undefined || base64 === undefined || extensions.includes("")) {
    return undefined;
  }
  const size = Number(digits);
  const root = decodeBase64(base64);
  if (!/^(?:0|[1-9]\d*)$/.test(digits) || !Number.isSafeInteger(size)) return undefined;
  if (root?.length !== hashLength) return undefined;
  return { origin, size, root, extensions };
}
