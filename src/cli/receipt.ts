import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Receipt } from "../audit/index.ts";
import { decodeRecord } from "../sequencer/index.ts";
import type { LogRecord } from "../world/index.ts";
import type { RunCommand } from "./index.ts";
import { openStore } from "./installation.ts";
import { readArguments } from "./read-arguments.ts";
import { createReceipts } from "./receipts.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey receipt [--to <folder>] <engagement or position> ...

Writes the signed receipt that access ended: the record, and the proof that it is in the log, for whoever knows the log's key.
An engagement is named by its id, as the console shows it; a position is that of the record access.ended.

  --to   write each as a file access-ended-<engagement>.json into this folder, instead of one a line

It only reads, and may run beside a server. wardkey verify --receipt <file> checks one, anywhere.`;

/** `wardkey receipt` */
export const receipt: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: { to: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError(`Say of which engagement.\n\n${usage}`);
  const store = await openStore(readSettings(environment), true);
  try {
    const ends = await findEnds(store.log, positionals);
    const receipts = createReceipts(store);
    for (const { body, position } of ends) {
      const made = await receipts.soon(position);
      if (values.to === undefined) console.log(JSON.stringify(made));
      else console.log(writeReceipt(values.to, body.engagement, made));
    }
    return 0;
  } finally {
    await store.close();
  }
};

/** Writes a receipt as a file of its own, and answers its path. The id names it: letters that no file system takes are left out. */
export function writeReceipt(folder: string, engagement: string, made: Receipt): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `access-ended-${engagement.replaceAll(/[^\w.-]/g, "_")}.json`);
  writeFileSync(path, `${JSON.stringify(made)}\n`);
  return path;
}

type End = Extract<LogRecord, { readonly kind: "access.ended" }>;

/** @throws UsageError for what names no end of access */
async function findEnds(
  log: Awaited<ReturnType<typeof openStore>>["log"],
  wanted: readonly string[],
): Promise<readonly End[]> {
  const found = new Map<string, End>();
  const { next } = await log.head();
  for (let from = 0; from < next; ) {
    const changes = await log.changes(from, { to: next, limit: 4096 });
    for (const change of changes) {
      const record = decodeRecord(change);
      from = record.position + 1;
      if (record.kind !== "access.ended") continue;
      for (const name of [record.body.engagement, String(record.position)]) {
        if (wanted.includes(name)) found.set(name, record);
      }
    }
    if (changes.length === 0) break;
  }
  return wanted.map((name) => {
    const end = found.get(name);
    if (end !== undefined) return end;
    throw new UsageError(`The log has no end of access that "${name}" names.`);
  });
}
