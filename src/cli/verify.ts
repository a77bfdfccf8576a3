import { keptFiles } from "../access/index.ts";
import {
  formatVerifierKey,
  type LogProblem,
  type LogVerdict,
  type ParsedRecord,
  verifyLog,
} from "../audit/index.ts";
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
import { readVerifierKeys, type VerifierKeys } from "./keys.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings, type Settings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";
import { verifyReceipt } from "./verify-receipt.ts";

const usage = `Usage: wardkey verify [--json]
       wardkey verify --receipt <file> [--key <verifier key>] [--json]

Reads the whole log again, recomputes every hash, folds every record, and compares the result with the
head and with the signed checkpoints; and the rows of batches and the texts of policies with the records
that name them. Names the position of what does not fit, and of what is missing. It only reads, makes no
key, and may run beside a server.

  --receipt  check one receipt instead, such as that access ended: by the log's key alone, on any machine
  --key      the log's key, as wardkey verify says it (default: the one that this installation has)

Exit code: 0 the log is whole or the receipt holds, 1 not so.`;

/** `wardkey verify` */
export const verify: RunCommand = async (args, environment) => {
  const { values } = readArguments(usage, {
    args: [...args],
    options: {
      json: { type: "boolean" },
      receipt: { type: "string" },
      key: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const settings = readSettings(environment);
  const { json = false, key, receipt } = values;
  if (receipt !== undefined) return verifyReceipt(settings, { file: receipt, json, key });
  if (key !== undefined) throw new UsageError(`--key goes with --receipt.\n\n${usage}`);
  const store = await openStore(settings, true);
  try {
    const keys = await readVerifierKeys(settings, store);
    const verdict = await verifyStore(store, { settings, keys, quiet: values.json === true });
    console.log(values.json ? JSON.stringify(asJson(verdict, keys)) : inWords(verdict, keys));
    return verdict.type === "whole" ? 0 : 1;
  } finally {
    await store.close();
  }
};

interface Verification {
  readonly settings: Settings;
  readonly keys: VerifierKeys;
  readonly quiet: boolean;
}

async function verifyStore(
  store: Store,
  { keys, quiet, settings }: Verification,
): Promise<LogVerdict> {
  const { own, recorded } = keys;
  // Before the checkpoints: a running server may keep a larger one meanwhile.
  const largest = await store.checkpoints.largest();
  const checkpoints = await store.checkpoints.list();
  const bar = progressBar("verifying", quiet);
  const { activated, fold } = folding();
  const verdict = await verifyLog({
    log: store.log,
    hasher: nodeHasher,
    checkpoints,
    largest,
    batches: store.batches,
    origin: settings.origin,
    keys: own === undefined ? recorded : [own, ...recorded],
    verifySignature: verifyEd25519,
    fold,
    onProgress: ({ checked, size }) => bar.update(checked, size),
  });
  bar.stop();
  const end = (await store.log.head()).next;
  return withProblems(verdict, [
    ...(await policyProblems(store, activated)),
    ...keyProblems(keys).map((what) => ({ position: end, what })),
  ]);
}

/** Folds record after record, says what cannot be folded, and remembers which policies were made active, and where first. */
function folding(): {
  readonly fold: (
    record: ParsedRecord,
    row: { readonly position: number; readonly state: boolean },
  ) => string | undefined;
  readonly activated: ReadonlyMap<string, number>;
} {
  const world = emptyWorld();
  const activated = new Map<string, number>();
  const fold = (parsed: ParsedRecord, { state }: { readonly state: boolean }) => {
    const record = parsed as unknown as LogRecord;
    try {
      apply(world, record);
    } catch (error) {
      if (error instanceof UnknownRecordError) return error.message;
      return "the record's body cannot be folded";
    }
    if (record.kind === "policy.activated" && !activated.has(record.body.hash)) {
      activated.set(record.body.hash, record.position);
    }
    // The flag is not hashed, and a record without it is skipped by every fold.
    if (changesState(record.kind) !== state)
      return "the record's state flag is not that of its kind";
    return undefined;
  };
  return { fold, activated };
}

async function policyProblems(
  { side }: Pick<Store, "side">,
  activated: ReadonlyMap<string, number>,
): Promise<readonly LogProblem[]> {
  const problems: LogProblem[] = [];
  for (const [hash, position] of activated) {
    const { type } = await keptFiles({ hasher: nodeHasher, side }, hash);
    if (type === "whole") continue;
    const what =
      type === "missing"
        ? `the text of the policy ${hash}, which this record made active, is missing from the table bundles`
        : `the text of the policy ${hash} in the table bundles is not the one that this record made active`;
    problems.push({ position, what });
  }
  return problems;
}

/** Whoever can write to the database can name a key of their own there: that of this node counts for more. */
function keyProblems({ own, recorded }: VerifierKeys): readonly string[] {
  const signing = recorded.at(-1);
  if (own === undefined || signing === undefined) return [];
  const [ours, theirs] = [formatVerifierKey(own), formatVerifierKey(signing)];
  if (ours === theirs) return [];
  return [`the database says that the key ${theirs} signs this log, but this node's is ${ours}`];
}

function withProblems(verdict: LogVerdict, more: readonly LogProblem[]): LogVerdict {
  if (more.length === 0) return verdict;
  const { problems, total } = verdict.type === "broken" ? verdict : { problems: [], total: 0 };
  const all = [...problems, ...more].toSorted((a, b) => a.position - b.position);
  return { type: "broken", problems: all, total: total + more.length };
}

function inWords(verdict: LogVerdict, keys: VerifierKeys): string {
  if (verdict.type === "whole") {
    return `The log is whole: ${verdict.size} records, root ${hex(verdict.root)}.\n${aboutKeys(keys)}`;
  }
  const lines = verdict.problems.map(({ position, what }) => `  position ${position}: ${what}`);
  const more = verdict.total - lines.length;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  return [`The log is not what was recorded:`, ...lines, ...rest, aboutKeys(keys)].join("\n");
}

/** A database that was forged as a whole fits itself: only a key known from elsewhere tells. */
function aboutKeys({ own, recorded }: VerifierKeys): string {
  if (own !== undefined)
    return `Checkpoints are checked by this node's key ${formatVerifierKey(own)}`;
  if (recorded.length === 0) return "There is no key here to check checkpoints by.";
  const list = recorded.map(formatVerifierKey).join(", ");
  return `Checkpoints are checked by the key that the database names: ${list}. Compare it with the one that you know, or name yours with WARDKEY_LOG_KEY.`;
}

function asJson(verdict: LogVerdict, { own, recorded }: VerifierKeys): unknown {
  const keys = {
    own: own && formatVerifierKey(own),
    recorded: recorded.map(formatVerifierKey),
  };
  const said = verdict.type === "whole" ? { ...verdict, root: hex(verdict.root) } : verdict;
  return { ...said, keys };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
