import type { Bundle } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Draft, fork } from "../../world/index.ts";
import { boundariesOf } from "./boundaries-of.ts";
import { mayOpen } from "./may-open.ts";
import { type Reason, reasonOf } from "./reason-of.ts";

/** A time in which somebody could open a chart and had no reason to any more. */
export interface Residual {
  readonly person: string;
  readonly patient: string;
  /** The reason that had ended. */
  readonly after: Reason;
  readonly from: Instant;
  /** Undefined: it has no end. */
  readonly to: Instant | undefined;
}

/** Watches access outlive its reasons while a rehearsal runs. Ids are the product's. */
export interface ResidualMeter {
  /** Looks at the time from the last look to before `to`, in which the world was as it is now. */
  cover(world: Draft, patients: readonly string[], to: Instant): void;
  /** Looks at everything that is still to come, and gives what was found, the longest first. */
  finish(world: Draft, patients: readonly string[]): readonly Residual[];
}

interface Pair {
  readonly person: string;
  readonly patient: string;
  /** The reason that held when it was last looked, or had just ended with the access going on. */
  reason: Reason | undefined;
  openSince: Instant | undefined;
}

interface State {
  readonly bundle: Bundle;
  readonly people: readonly string[];
  readonly pairs: Map<string, Pair>;
  readonly found: Residual[];
  covered: Instant;
}

/** Begins to watch at `from`. */
export function createResidualMeter(
  bundle: Bundle,
  people: readonly string[],
  from: Instant,
): ResidualMeter {
  const state: State = { bundle, people, pairs: new Map(), found: [], covered: from };
  return {
    cover(world, patients, to) {
      if (to > state.covered) look(state, world, patients, to);
    },
    finish(world, patients) {
      look(state, world, patients, Number.POSITIVE_INFINITY);
      for (const pair of state.pairs.values()) close(state, pair, undefined);
      return state.found.toSorted((a, b) => compare(lengthOf(b), lengthOf(a)));
    },
  };
}

/** In milliseconds; infinite when it has no end. */
function lengthOf({ from, to }: Residual): number {
  return to === undefined ? Number.POSITIVE_INFINITY : to - from;
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function look(state: State, world: Draft, patients: readonly string[], to: Instant): void {
  // Most looks find a reason, and ask nothing of a world of their own.
  let probing: Draft | undefined;
  const probe = () => {
    probing ??= fork(world);
    return probing;
  };
  const looking = { state, world, probe };
  for (const person of state.people) {
    for (const patient of patients) {
      const pair = pairOf(state, person, patient);
      lookAt(looking, pair, state.covered);
      for (const at of boundariesOf(state.bundle, world, person, patient)) {
        if (at > state.covered && at < to) lookAt(looking, pair, at);
      }
    }
  }
  state.covered = to;
}

function pairOf({ pairs }: State, person: string, patient: string): Pair {
  const key = `${person}|${patient}`;
  const known = pairs.get(key);
  if (known !== undefined) return known;
  const fresh: Pair = { person, patient, reason: undefined, openSince: undefined };
  pairs.set(key, fresh);
  return fresh;
}

interface Looking {
  readonly state: State;
  readonly world: Draft;
  /** A fork, to ask in. */
  readonly probe: () => Draft;
}

/** At one instant: with a reason there is nothing to measure, without one access must not have outlived it. */
function lookAt({ state, world, probe }: Looking, pair: Pair, at: Instant): void {
  const reason = reasonOf(world, pair.person, pair.patient, at);
  if (reason !== undefined) {
    close(state, pair, at);
    pair.reason = reason;
    return;
  }
  if (pair.reason === undefined) return;
  if (mayOpen(state.bundle, probe(), pair, at)) {
    pair.openSince ??= at;
    return;
  }
  close(state, pair, at);
  pair.reason = undefined;
}

function close({ found }: State, pair: Pair, to: Instant | undefined): void {
  const { person, patient, reason, openSince: from } = pair;
  if (from === undefined || reason === undefined) return;
  found.push({ person, patient, after: reason, from, to });
  pair.openSince = undefined;
}
