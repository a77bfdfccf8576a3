/** Runs a set through Cedar and through the engine, in all its ways, and says where they differ. */

import { checkData } from "./check-data.ts";
import { checkLinks, checkRequests } from "./check-requests.ts";
import { checkSearches } from "./check-searches.ts";
import { type Differ, type Difference, differingAspect } from "./compare.ts";
import { type Answer, countInvalid, prepareOracle, printSet } from "./oracle.ts";
import { count, countOperators, type Stats } from "./stats.ts";
import { prepareDropIn } from "./subject-drop-in.ts";
import { prepareTyped, type Typed } from "./subject-typed.ts";
import type { FuzzSet, Request } from "./types.ts";

/** What came of a set. */
export interface Checked {
  readonly differences: readonly Difference[];
  readonly stats: Stats;
}

/** What is compared besides what always is. */
export interface CheckOptions {
  /** Whether a message that differs is a difference, not only counted. */
  readonly messages: boolean;
  /** Whether every set is validated, or one in sixteen. */
  readonly validateAll?: boolean;
}

/** Checks a set. Never throws for what the engine does: a crash is a difference. */
export async function checkSet(set: FuzzSet, options: CheckOptions): Promise<Checked> {
  const stats: Stats = {};
  const differences: Difference[] = [];
  const differ: Differ = (aspect, way, request, ...said) =>
    void differences.push({ aspect, way, request, expected: said[0], actual: said[1] });
  const printed = printSet(set);
  count(stats, "sets");
  count(stats, `sets ${set.kind}`);
  countOperators(stats, set);
  const oracle = prepareOracle(set, printed);
  if (oracle.type === "refused") {
    count(stats, "sets that cedar does not parse");
    return { differences, stats };
  }
  if (set.kind === "typed" && (options.validateAll || set.index % 16 === 0)) {
    count(stats, "typed sets validated");
    if (countInvalid(set, printed) === 0) count(stats, "typed sets valid");
  }
  let typed: Typed | undefined;
  const ways: Record<string, (request: Request) => Answer> = {};
  try {
    if (set.kind !== "wild") typed = await prepareTyped(set, printed);
    Object.assign(ways, typed?.ways);
    // Without a schema there is one form of code only: it takes less to go through it.
    if (set.kind === "wild" || set.index % 6 === 0) {
      const dropIn = prepareDropIn(set, printed);
      ways["drop-in"] = dropIn.stateful;
      if (set.index % 4 === 0) ways["drop-in, whole"] = dropIn.whole;
    }
  } catch (error) {
    differ("crash", "compiling", undefined, "a compiled set", inFull(error));
    return { differences, stats };
  }
  for (const [at, request] of set.requests.entries()) {
    if (at === 0 || request.phase !== set.requests[at - 1]?.phase) {
      try {
        if (at === 0 && request.phase === 1) typed?.enter(0);
        typed?.enter(request.phase);
      } catch (error) {
        differ("crash", "store", at, "the entities in the store", inFull(error));
        return { differences, stats };
      }
    }
    const expected = oracle.ask(request);
    countAnswer(stats, expected);
    for (const [way, ask] of Object.entries(ways)) {
      // A whole set at each request takes as long as compiling it.
      if (way === "drop-in, whole" && at % 10 !== 3) continue;
      const actual = attempt(() => ask(request));
      if ("crash" in actual) {
        differ("crash", way, at, expected, actual.crash);
        continue;
      }
      const aspect = differingAspect(expected, actual);
      if (aspect === "messages") count(stats, `messages that differ, ${way}`);
      if (aspect === undefined || (aspect === "messages" && !options.messages)) continue;
      differ(aspect, way, at, expected, actual);
    }
    if (typed !== undefined) checkStrict(set, typed, request, expected, at, differ);
  }
  if (typed !== undefined && set.index % 8 === 1) checkSearches(set, typed, differ);
  if (set.index % 8 === 2) {
    try {
      checkData(set, printed, typed, stats, differ);
    } catch (error) {
      differ("crash", "data", undefined, "taken or refused", inFull(error));
    }
  }
  try {
    if (typed !== undefined && set.index % 16 === 3) {
      checkRequests(set, printed, typed, stats, differ);
    }
    if (set.index % 8 === 4) await checkLinks(set, printed, stats, differ);
  } catch (error) {
    differ("crash", "requests", undefined, "taken or refused", inFull(error));
  }
  return { differences, stats };
}

/** A forbid that errors denies; everything else is as Cedar has it. */
function checkStrict(
  set: FuzzSet,
  typed: Typed,
  request: Request,
  expected: Answer,
  at: number,
  differ: Differ,
): void {
  if (expected.type === "refused") return;
  const forbids = new Set(
    [...set.policies, ...set.templates].flatMap(({ id, effect }) =>
      effect === "forbid" ? [id] : [],
    ),
  );
  for (const { id, template } of set.links) if (forbids.has(template)) forbids.add(id);
  const allow = expected.allow && !expected.errors.some(({ policy }) => forbids.has(policy));
  const actual = attempt(() => typed.strictly(request));
  if (actual !== allow) differ("decision", "forbid-denies", at, allow, actual);
}

function attempt<T>(call: () => T): T | { readonly crash: string } {
  try {
    return call();
  } catch (error) {
    return { crash: inFull(error) };
  }
}

function inFull(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function countAnswer(stats: Stats, answer: Answer): void {
  count(stats, "cases");
  if (answer.type === "refused") {
    count(stats, "cases that cedar refuses");
    return;
  }
  if (answer.allow) count(stats, "cases allowed");
  if (answer.reasons.length > 0) count(stats, "cases with reasons");
  if (answer.errors.length > 0) count(stats, "cases with errors");
  count(stats, "messages", answer.errors.length);
}
