import { type LogVerdict, type ParsedRecord, verifyLog } from "../audit/index.ts";
import { nodeHasher, type Store, verifyEd25519 } from "../node/index.ts";
import {
  apply,
  changesState,
  emptyWorld,
  type LogRecord,
  UnknownRecordError,
} from "../world/index.ts";
import type { RunCommand } from "./index.ts";
import { openStore } from "./installation.ts";
import { readVerifierKeys } from "./keys.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings, type Settings } from "./settings.ts";

const usage = `Usage: wardkey verify [--json]

Reads the whole log again, recomputes every hash, folds every record, and compares the result with the
head and with the signed checkpoints. Names the position of what does not fit. It only reads, and may run
beside a server.

Exit code: 0 the log is whole, 1 it is not.`;

/** `wardkey verify` */
export const verify: RunCommand = async (args, environment) => {
  const { values } = readArguments(usage, {
    args: [...args],
    options: { json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const settings = readSettings(environment);
  const store = await openStore(settings, true);
  try {
    const verdict = await verifyStore(store, settings, values.json === true);
    console.log(values.json ? JSON.stringify(asJson(verdict)) : inWords(verdict));
    return verdict.type === "whole" ? 0 : 1;
  } finally {
    await store.close();
  }
};

async function verifyStore(store: Store, settings: Settings, quiet: boolean): Promise<LogVerdict> {
  const { own, recorded } = await readVerifierKeys(settings, store);
  const checkpoints = await store.checkpoints.list();
  const bar = progressBar("verifying", quiet);
  const verdict = await verifyLog({
    log: store.log,
    hasher: nodeHasher,
    checkpoints,
    origin: settings.origin,
    keys: own === undefined ? recorded : [own, ...recorded],
    verifySignature: verifyEd25519,
    fold: folding(),
    onProgress: ({ checked, size }) => bar.update(checked, size),
  });
  bar.stop();
  return verdict;
}

/** Folds record after record, and says what cannot be folded. */
function folding(): (
  record: ParsedRecord,
  row: { readonly position: number; readonly state: boolean },
) => string | undefined {
  const world = emptyWorld();
  return (parsed, { state }) => {
    const record = parsed as unknown as LogRecord;
    try {
      apply(world, record);
    } catch (error) {
      if (error instanceof UnknownRecordError) return error.message;
      return "the record's body cannot be folded";
    }
    // The flag is not hashed, and a record without it is skipped by every fold.
    if (changesState(record.kind) !== state)
      return "the record's state flag is not that of its kind";
    return undefined;
  };
}

function inWords(verdict: LogVerdict): string {
  if (verdict.type === "whole") {
    return `The log is whole: ${verdict.size} records, root ${hex(verdict.root)}.`;
  }
  const lines = verdict.problems.map(({ position, what }) => `  position ${position}: ${what}`);
  const more = verdict.total - lines.length;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  return [`The log is not what was recorded:`, ...lines, ...rest].join("\n");
}

function asJson(verdict: LogVerdict): unknown {
  return verdict.type === "whole" ? { ...verdict, root: hex(verdict.root) } : verdict;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
