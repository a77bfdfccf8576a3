import { engagementByRole } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, Shift, Swap, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

interface Proposing {
  readonly world: World;
  readonly at: Instant;
  readonly id: (prefix: string) => string;
}

/** Whose shift a colleague is to do, and which of theirs in return, if any. */
export interface SwapWish {
  readonly person: string;
  readonly colleague: string;
  readonly shift: string;
  readonly inReturn?: string;
}

/**
 * The record of proposing a swap of shifts (L9), which follows from the permit for `shift.swap`. It changes nothing until the
 * colleague agrees, and the roster only once somebody in charge confirms it.
 *
 * @throws ExceptionError `swap-unknown`, `own-swap`
 */
export function proposeSwap(
  { world, at, id }: Proposing,
  { person, colleague, shift, inReturn }: SwapWish,
): readonly NewRecord[] {
  if (person === colleague) throw new ExceptionError("own-swap");
  const given = coming(world, shift, person, at);
  const taken = inReturn === undefined ? undefined : coming(world, inReturn, colleague, at);
  requireRole(world, colleague, given);
  if (taken !== undefined) requireRole(world, person, taken);
  const isKnown = world.swapsByPerson
    .get(person)
    .some((each) => world.swaps.get(each)?.shift === shift);
  if (isKnown) throw new ExceptionError("swap-unknown.known");
  const { ward } = given;
  const back = inReturn === undefined ? {} : { inReturn };
  const body = { colleague, ...back, person, shift, swap: id("swp"), ward };
  return [{ kind: "swap.proposed", body }];
}

/**
 * The record of a colleague's answer to a swap, or of taking it back.
 *
 * @throws ExceptionError `swap-unknown`
 */
export function answerSwap(
  world: World,
  {
    person,
    swap: id,
    agrees,
  }: { readonly person: string; readonly swap: string; readonly agrees: boolean },
): readonly NewRecord[] {
  const swap = world.swaps.get(id);
  if (swap === undefined) throw new ExceptionError("swap-unknown");
  if (swap.person === person && !agrees) return ended(swap, "withdrawn");
  if (swap.colleague !== person) throw new ExceptionError("swap-unknown.not-yours");
  if (!agrees) return ended(swap, "declined");
  return swap.agreed === true ? [] : [{ kind: "swap.agreed", body: { swap: id } }];
}

function ended({ id: swap }: Swap, reason: "withdrawn" | "declined"): readonly NewRecord[] {
  return [{ kind: "swap.ended", body: { reason, swap } }];
}

/** A shift of theirs that has not begun. */
function coming(world: World, id: string, person: string, at: Instant): Shift {
  const shift = world.shifts.get(id);
  if (shift?.person === person && at < shift.from) return shift;
  throw new ExceptionError("swap-unknown.begun");
}

/** Whoever does a shift holds its role, then. */
function requireRole(world: World, person: string, { role, from }: Shift): void {
  const then = { at: from, until: from, found: [] };
  if (engagementByRole(world, person, role, then) !== undefined) return;
  throw new ExceptionError("swap-unknown.role");
}
