import { seenCounts } from "../access/index.ts";
import type { Command, Handling, Kind, Outcome } from "../world/index.ts";
import { onlyEmergencies, seenTooLongAgo } from "./errors.ts";

/**
 * What may be recorded while the log does not answer: who comes and goes at a seat, what is decided, and broken glass with what
 * follows from it (X14). What a command does beyond that, it does not do at all. `decide` says what is permitted.
 */
const goesOn: ReadonlySet<Kind> = new Set<Kind>([
  "badge.questioned",
  "badge.refused",
  "pin.mistyped",
  "pin.proved",
  "session.opened",
  "session.resumed",
  "session.raised",
  "session.focused",
  "session.parked",
  "session.closed",
  "emergency.joined",
  "patient.searched",
  "decision.permitted",
  "decision.denied",
  "glass.broken",
  "glass.renewed",
  "glass.ended",
  "review.opened",
]);

/** By these somebody comes in, or has what they have for longer. */
const rests: ReadonlySet<Kind> = new Set<Kind>([
  "session.opened",
  "session.resumed",
  "session.raised",
  "glass.renewed",
]);

/**
 * Makes a command one that is done on a node's own fork of the world: what it leads to is looked at, and refused where it may not
 * go on without the log.
 *
 * @throws OfflineError `database-away`
 */
export function limitCommand<A>(command: Command<A>): Command<A> {
  return {
    ...command,
    handle: (handling) => {
      const outcome = command.handle(handling);
      requireLimits(outcome, handling);
      return outcome;
    },
  };
}

function requireLimits(
  { records, side = [] }: Outcome<unknown>,
  { world, at }: Pick<Handling, "world" | "at">,
): void {
  if (side.length > 0 || records.some(({ kind }) => !goesOn.has(kind))) throw onlyEmergencies();
  const since = world.downtime?.since ?? Number.NEGATIVE_INFINITY;
  if (at >= since + seenCounts && records.some(({ kind }) => rests.has(kind))) {
    throw seenTooLongAgo();
  }
}
