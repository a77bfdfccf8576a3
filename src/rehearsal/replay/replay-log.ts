import type { Bundle } from "../../access/index.ts";
import type { Instant, Log, Position } from "../../ports/index.ts";
import { catchUp, decodeRecord } from "../../sequencer/index.ts";
import { apply, emptyWorld, type World } from "../../world/index.ts";
import { findPosition } from "./find-position.ts";
import { type ChangeGroup, compareAnswers } from "./group-changes.ts";
import {
  changeOf,
  type Decided,
  isDecision,
  isUnnamed,
  recordedVerdict,
  repeatsOf,
  sameVerdict,
  verdictUnder,
} from "./verdict.ts";

/** Why a recorded request is not decided again: counted, never guessed. */
export type Undecidable =
  /** The log does not begin at its beginning any more: nobody can say what the world was. */
  | "compacted"
  /** A node decided it while it was cut off, in a world of its own (X14). */
  | "cut-off"
  /** It named something that the log may not hold (U3). */
  | "unnamed"
  /** The same denied request again within a minute: counted in the log, not told one by one (D8). */
  | "repeated"
  /** Its own policy does not answer as recorded today, or is not kept: a difference would not be the other policy's. */
  | "irreproducible";

/** What would change. */
export interface ReplayedLog {
  /** Requests that were decided again. */
  readonly decided: number;
  readonly same: number;
  /** Those that would be answered otherwise. */
  readonly changed: readonly ChangeGroup[];
  /** Those that would be answered the same, because of other rules. */
  readonly otherRules: readonly ChangeGroup[];
  readonly undecidable: Readonly<Record<Undecidable, number>>;
}

/** What a replay reads. */
export interface ReplaySource {
  readonly log: Pick<Log, "head" | "read" | "changes">;
  /** A policy that was active once; undefined where its text is not kept whole. */
  readonly bundle: (hash: string) => Promise<Bundle | undefined>;
}

/** What is decided again, and how. */
export interface ReplayWish {
  /** Requests recorded at or after `from` and before `to`. */
  readonly from: Instant;
  readonly to: Instant;
  readonly against: Bundle;
  readonly onProgress?: (done: number, of: number) => void;
}

/** Entries in one page. */
const page = 5_000;

/**
 * Decides the requests that the log recorded in a time again, under another policy, each in the world as it was at its position.
 * The world is as it came to be under the policies of then: what people did after another answer, nobody can know.
 *
 * @throws SequencerError `damaged-record`, UnknownRecordError
 */
export async function replayLog(
  { log, bundle }: ReplaySource,
  { from, to, against, onProgress = () => undefined }: ReplayWish,
): Promise<ReplayedLog> {
  const { next: end } = await log.head();
  const start = await findPosition(log, end, from);
  const stop = await findPosition(log, end, to);
  const whole = (await log.read(0, { to: 1, limit: 1 })).length === 1;
  const world = emptyWorld();
  if (whole) await catchUp(log, world, { next: start, at: 0, changed: start });
  const judge = judging(against, bundle);
  for (let position: Position = start; position < stop; ) {
    onProgress(position - start, stop - start);
    const entries = await log.read(position, { to: stop, limit: page });
    for (const entry of entries) {
      const record = decodeRecord(entry);
      if (isDecision(record)) await judge.add(record, whole ? world : undefined);
      if (whole) apply(world, record);
    }
    position = (entries.at(-1)?.position ?? stop) + 1;
  }
  return judge.found();
}

interface Judge {
  /** `world`: undefined where it is not known. */
  readonly add: (record: Decided, world: World | undefined) => Promise<void>;
  readonly found: () => ReplayedLog;
}

function judging(against: Bundle, load: ReplaySource["bundle"]): Judge {
  const own = owning(load);
  const compared = compareAnswers();
  const undecidable = { compacted: 0, "cut-off": 0, unnamed: 0, repeated: 0, irreproducible: 0 };
  let decided = 0;
  return {
    async add(record, world) {
      const why = whyNot(record, world);
      if (why !== undefined || world === undefined) {
        undecidable[why ?? "compacted"] += repeatsOf(record) ?? 1;
        return;
      }
      const before = recordedVerdict(record);
      const after = verdictUnder(against, world, record);
      const isSame = sameVerdict(before, after);
      if (!isSame && !(await own.answers(record, world))) {
        undecidable.irreproducible++;
        return;
      }
      decided++;
      if (isSame) compared.noteSame();
      else compared.noteChange(changeOf(world, record, { before, after }));
    },
    found: () => ({ decided, ...compared.found(), undecidable }),
  };
}

function whyNot(record: Decided, world: World | undefined): Undecidable | undefined {
  if (world === undefined) return "compacted";
  if (repeatsOf(record) !== undefined) return "repeated";
  if (record.offline !== undefined) return "cut-off";
  return isUnnamed(record.body) ? "unnamed" : undefined;
}

interface Own {
  /** Whether the policy that a decision names answers it today as it did. */
  readonly answers: (record: Decided, world: World) => Promise<boolean>;
}

/** Asked of what differs only: each policy is loaded once, and most requests are answered alike. */
function owning(load: ReplaySource["bundle"]): Own {
  const loaded = new Map<string, Bundle | undefined>();
  return {
    async answers(record, world) {
      const { bundle: hash, reasons = [] } = record.body;
      // There was no policy to ask, and that is what was answered.
      if (reasons.includes("no-policy")) return true;
      if (!loaded.has(hash)) loaded.set(hash, await load(hash));
      const bundle = loaded.get(hash);
      return (
        bundle !== undefined &&
        sameVerdict(recordedVerdict(record), verdictUnder(bundle, world, record))
      );
    },
  };
}
