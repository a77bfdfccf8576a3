import type { Bundle } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import type { LogRecord, World } from "../../world/index.ts";
import { type Change, type ChangeGroup, compareAnswers, type Verdict } from "./group-changes.ts";
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

/** What a candidate came to, so far, on this node. */
export interface CandidateFound {
  /** The candidate's hash. */
  readonly candidate: string;
  readonly since: Instant;
  /** The share of decisions that are decided under it too, 0 to 1. */
  readonly share: number;
  readonly compared: number;
  readonly same: number;
  readonly changed: readonly ChangeGroup[];
  readonly otherRules: readonly ChangeGroup[];
  /** Differences that are in no group, because there were too many kinds. */
  readonly ungrouped: number;
  /** Of the share, those that were not compared. */
  readonly left: {
    /** The world or the policy had moved on within their batch: they say nothing about the candidate. */
    readonly moved: number;
    /** They named something that the log may not hold. */
    readonly unnamed: number;
    /** Too many were drawn of one batch. */
    readonly busy: number;
  };
}

/** Decides what was decided under a candidate too. It hears of a decision only when that is recorded, so it changes none. */
export interface CandidateWatch {
  /** To be given to `app.follow`. */
  readonly follow: (records: readonly LogRecord[]) => void;
  readonly found: () => CandidateFound;
}

/** What a watch works with. */
export interface WatchPorts {
  readonly candidate: Bundle;
  readonly share: number;
  readonly since: Instant;
  readonly world: () => World;
  /** The active policy, where this node has it. */
  readonly active: (world: World) => Bundle | undefined;
  /** Uniform, from 0 to below 1. */
  readonly random: () => number;
}

/** However much differs, the memory is bounded. */
const limits = { groups: 500, each: 2_000 };
/** Of one batch: those whose answers wait for it must not wait for all of them. */
const mostAtOnce = 20;

/** Begins to watch; nothing is decided before {@link CandidateWatch.follow} is called. */
export function watchCandidate(ports: WatchPorts): CandidateWatch {
  const { candidate, share, since } = ports;
  const answers = compareAnswers(limits);
  const left = { moved: 0, unnamed: 0, busy: 0 };
  let compared = 0;
  const compare = (record: Decided) => {
    // Nothing that goes wrong here may end the server.
    const change = attempt(() => differenceOf(ports, record));
    if (change === undefined) {
      left.moved++;
      return;
    }
    compared++;
    if (sameVerdict(change.before, change.after)) answers.noteSame();
    else answers.noteChange(change);
  };
  return {
    // At once: later the world is another one, and what that would say of the candidate is nothing.
    follow(records) {
      let here = 0;
      for (const record of records) {
        if (!isDecision(record) || !isLive(record) || ports.random() >= share) continue;
        if (isUnnamed(record.body)) left.unnamed++;
        else if (here >= mostAtOnce) left.busy++;
        else {
          here++;
          compare(record);
        }
      }
    },
    found: () => ({
      candidate: candidate.hash,
      since,
      share,
      compared,
      ...answers.found(),
      ungrouped: answers.ungrouped(),
      left: { ...left },
    }),
  };
}

/** Counts of repeated denials are no decisions, and what a cut-off node decided was in another world. */
function isLive(record: Decided): boolean {
  return repeatsOf(record) === undefined && record.offline === undefined;
}

/** Both answers in one world: where the active policy does not answer there as was recorded, a difference would be the world's. */
function differenceOf(
  { active, candidate, world: current }: WatchPorts,
  record: Decided,
): Change | undefined {
  const world = current();
  const bundle = active(world);
  if (bundle === undefined || bundle.hash !== record.body.bundle) return undefined;
  const before = recordedVerdict(record);
  const now = attempt(() => verdictUnder(bundle, world, record));
  if (now === undefined || !sameVerdict(before, now)) return undefined;
  const after = attempt(() => verdictUnder(candidate, world, record)) ?? failed;
  return changeOf(world, record, { before, after });
}

/** What cannot be evaluated permits nothing: a difference, not a failure. */
const failed: Verdict = { decision: "deny", policies: [], cause: "error" };

function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
