import type { Bundle, Bundles } from "../access/index.ts";
import { engagementByRole, findPattern } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import { opened } from "../reviews/index.ts";
import type {
  Command,
  DeclaredDuty,
  Handling,
  NewRecord,
  Shift,
  Swap,
  World,
} from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import { toConfirm } from "./to-confirm.ts";

/** What somebody in charge says to shifts that were started without the roster, and to swaps: to all in one act (L9). */
export interface ShiftAnswers {
  /** Who says it. Whether they may, on each of the wards, is the caller's to decide, in the same batch. */
  readonly person: string;
  readonly confirm: readonly string[];
  readonly refuse: readonly string[];
}

/** What confirming works with. */
export interface ConfirmDeps {
  readonly bundles: Bundles;
  /** The records by which somebody's session lasts as long as they may stay now. */
  readonly extend: (handling: Handling, person: string, to: Instant) => readonly NewRecord[];
}

/**
 * Confirms shifts and swaps, or refuses them, as one list in one act (L9). What is confirmed is the roster's from then on; what
 * is refused ends at once, and somebody looks at it. Nobody confirms their own (X2).
 *
 * @throws ExceptionError `shift-unknown`, `own-shift`
 */
export function answerShifts(deps: ConfirmDeps, answers: ShiftAnswers): Command<void> {
  const { person, confirm, refuse } = answers;
  return {
    name: "shifts.answer",
    actor: { type: "person", id: person },
    handle: (handling) => {
      const bundle = deps.bundles.current(handling.world);
      if (bundle === undefined) throw unknownShift();
      const confirmed = [...new Set(confirm)].flatMap((id) => {
        const found = find(handling, id, person);
        return found.type === "duty"
          ? confirmDuty(deps, bundle, handling, found.duty)
          : confirmSwap(deps, bundle, handling, found.swap);
      });
      const refused = [...new Set(refuse)]
        .filter((id) => !confirm.includes(id))
        .flatMap((id) => refuseOne(bundle, handling, find(handling, id, person)));
      return { records: [...confirmed, ...refused], answer: undefined };
    },
  };
}

type Found =
  | { readonly type: "duty"; readonly duty: DeclaredDuty }
  | { readonly type: "swap"; readonly swap: Swap };

/** The wards on which the answers are given: on each of them they must be permitted. */
export function wardsAnswered(
  world: Handling["world"],
  { confirm, refuse }: Pick<ShiftAnswers, "confirm" | "refuse">,
): readonly string[] {
  const wards = [...confirm, ...refuse].map(
    (id) => world.declared.get(id)?.ward ?? world.swaps.get(id)?.ward,
  );
  if (wards.includes(undefined)) throw unknownShift();
  return [...new Set(wards.filter((ward) => ward !== undefined))];
}

function find({ world, at }: Handling, id: string, person: string): Found {
  const duty = world.declared.get(id);
  const swap = world.swaps.get(id);
  if (duty?.person === person || swap?.person === person || swap?.colleague === person) {
    throw new ExceptionError("own-shift");
  }
  if (duty !== undefined && toConfirm(duty, at)) return { type: "duty", duty };
  if (swap?.agreed === true) return { type: "swap", swap };
  throw unknownShift();
}

/** From when it was started; one that has lapsed meanwhile goes on. */
function confirmDuty(
  deps: ConfirmDeps,
  bundle: Bundle,
  handling: Handling,
  { id: duty, at: from, engagement, person, role, to, ward }: DeclaredDuty,
): readonly NewRecord[] {
  const { world } = handling;
  const known = world.wards.get(ward);
  const isService = known?.type === "service";
  const site = known === undefined ? {} : { site: known.site };
  const period: NewRecord = isService
    ? {
        kind: "on-call.rostered",
        body: { engagement, from, onCall: handling.id("onc"), role, service: ward, ...site, to },
      }
    : {
        kind: "shift.rostered",
        body: { engagement, from, role, shift: handling.id("shf"), to, ward },
      };
  return [
    { kind: "duty.confirmed", body: { duty } },
    period,
    ...deps.extend(handling, person, to + marginAfter(bundle, world, ward)),
  ];
}

function marginAfter(bundle: Bundle, world: World, ward: string): Duration {
  return findPattern(bundle, world, ward)?.handoverMarginAfter ?? 0;
}

function confirmSwap(
  deps: ConfirmDeps,
  bundle: Bundle,
  handling: Handling,
  swap: Swap,
): readonly NewRecord[] {
  const { world, at, id } = handling;
  const theirs = world.shifts.get(swap.shift);
  const inReturn = swap.inReturn === undefined ? undefined : world.shifts.get(swap.inReturn);
  const isWhole = swap.inReturn === undefined || inReturn !== undefined;
  if (theirs === undefined || theirs.to <= at || !isWhole) throw unknownShift();
  const to = (shift: Shift, person: string): readonly NewRecord[] => {
    const boundaries = { at: Math.max(at, shift.from), until: at, found: [] };
    const engagement = engagementByRole(world, person, shift.role, boundaries);
    if (engagement === undefined) throw unknownShift();
    const { from, role, ward } = shift;
    return [
      { kind: "shift.cancelled", body: { shift: shift.id } },
      {
        kind: "shift.rostered",
        body: { engagement, from, role, shift: id("shf"), to: shift.to, ward },
      },
      ...deps.extend(handling, person, shift.to + marginAfter(bundle, world, ward)),
    ];
  };
  return [
    { kind: "swap.confirmed", body: { swap: swap.id } },
    ...to(theirs, swap.colleague),
    ...(inReturn === undefined ? [] : to(inReturn, swap.person)),
  ];
}

function refuseOne(bundle: Bundle, handling: Handling, found: Found): readonly NewRecord[] {
  if (found.type === "swap") {
    return [{ kind: "swap.ended", body: { reason: "refused", swap: found.swap.id } }];
  }
  const { duty } = found;
  const refused: NewRecord = { kind: "duty.refused", body: { duty: duty.id } };
  // Of one that has lapsed there is a review already.
  const isReviewed = duty.ended !== undefined;
  return isReviewed ? [refused] : [refused, unconfirmedReview(bundle, handling, duty, "refused")];
}

/** The review of a shift that was not confirmed: somebody was at work whom nobody knows of. */
export function unconfirmedReview(
  bundle: Bundle,
  { at, id }: Pick<Handling, "at" | "id">,
  { id: about, person, ward }: DeclaredDuty,
  reason: "lapsed" | "refused",
): NewRecord {
  const due = at + bundle.rosters.reviewWithin;
  return opened(id("rev"), { about, due, person, reason, type: "unrostered-shift", ward });
}

function unknownShift(): ExceptionError {
  return new ExceptionError("shift-unknown");
}
