import { readFileSync } from "node:fs";
import {
  formatVerifierKey,
  type NoteKey,
  type OpenedReceipt,
  openReceipt,
  parseVerifierKey,
  type ReceiptRefusal,
} from "../audit/index.ts";
import { nodeHasher, verifyEd25519 } from "../node/index.ts";
import type { LogRecord } from "../world/index.ts";
import { openStore } from "./installation.ts";
import { readVerifierKeys } from "./keys.ts";
import type { Settings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

/** A receipt to check. */
export interface ReceiptCheck {
  readonly file: string;
  /** The verifier key to check it by; absent: those that this installation knows. */
  readonly key: string | undefined;
  readonly json: boolean;
}

/** Checks a receipt, and says what it proves. Exit code: 0 it holds, 1 it does not. */
export async function verifyReceipt(
  settings: Settings,
  { file, json, key }: ReceiptCheck,
): Promise<number> {
  const text = readText(file);
  const keys = key === undefined ? await ownKeys(settings) : [namedKey(key)];
  const opened = openReceipt(text, { hasher: nodeHasher, keys, verifySignature: verifyEd25519 });
  console.log(json ? JSON.stringify(asJson(opened)) : inWords(file, opened));
  return opened.type === "holds" ? 0 : 1;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`There is no file ${file} that can be read.`);
  }
}

function namedKey(key: string): NoteKey {
  try {
    return parseVerifierKey(nodeHasher, key);
  } catch {
    throw new UsageError(
      "--key is no verifier key. It reads like hospital.example/log+1a2b3c4d+AaBb..., as wardkey verify says it.",
    );
  }
}

async function ownKeys(settings: Settings): Promise<readonly NoteKey[]> {
  const store = await openStore(settings, true).catch((cause: unknown) => {
    const what = "There is no log here whose key could be taken. Give the key with --key.";
    throw Object.assign(new Error(what, { cause }), { code: "no-key" });
  });
  try {
    const { own, recorded } = await readVerifierKeys(settings, store);
    return own === undefined ? recorded : [own, ...recorded];
  } finally {
    await store.close();
  }
}

const whyNot: Readonly<Record<ReceiptRefusal, string>> = {
  malformed: "it is no receipt, or a part of it is missing",
  "record-differs": "what it says is not what its bytes say",
  "not-signed": "no key that is known here has signed it; give the log's key with --key",
  "not-included": "its record is not in the log that was signed",
};

function inWords(file: string, opened: OpenedReceipt): string {
  if (opened.type === "refused") return `${file} proves nothing: ${whyNot[opened.why]}.`;
  const { by, origin, position, size } = opened;
  const record = opened.record as unknown as LogRecord;
  const signed = by.map(formatVerifierKey).join(", ");
  return [
    `${file} holds: position ${position} of ${origin}, ${instant(record.at)}, signed over ${size} records`,
    `  by ${signed}`,
    ...whatItSays(record),
  ].join("\n");
}

function whatItSays(record: LogRecord): readonly string[] {
  if (record.kind !== "access.ended") return [`  It is a record of another kind: ${record.kind}.`];
  const { ended, engagement, more, others, person } = record.body;
  return [
    `  The engagement ${engagement} of ${person} ended, and with it:`,
    ...Object.entries(ended).map(([kind, ids]) => `    ${kind}: ${ids.join(", ")}`),
    ...(more === undefined ? [] : [`    and ${more} more in the same batch`]),
    others.length === 0
      ? "  They had no other engagement then: nothing was open to them from there on."
      : `  Other engagements went on: ${others.join(", ")}.`,
  ];
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

function asJson(opened: OpenedReceipt): unknown {
  if (opened.type === "refused") return opened;
  return { ...opened, by: opened.by.map(formatVerifierKey) };
}
