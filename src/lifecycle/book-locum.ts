import { type Bundle, type Bundles, findPattern } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, Command, World } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { agencyKey, offerEngagement } from "./offer-engagement.ts";

const hour: Duration = 3_600_000;

/** No shift is longer. */
const longestShift: Duration = 24 * hour;

/** Further ahead it is the roster's to plan, and HR's to engage. */
const furthest: Duration = 31 * 24 * hour;

/** Who is to come for which shift. */
export interface LocumBooking {
  /** Somebody who was here before; absent: `name` is a new person's. */
  readonly person?: string;
  readonly name?: string;
  readonly agency?: string;
  readonly role: string;
  readonly ward: string;
  readonly from: Instant;
  readonly to: Instant;
  /** The person who books, and answers for it: the sponsor (L6). */
  readonly booker: string;
}

/** What was booked. */
export interface BookedLocum {
  readonly engagement: string;
  readonly person: string;
  readonly shift: string;
}

/** The roles that a locum may be booked as: clinical ones, and none that is in charge or holds an office. */
export function locumRoles({ roles }: Pick<Bundle, "roles">): readonly string[] {
  return [...roles.values()]
    .filter(({ clinical, inCharge }) => clinical && !inCharge)
    .map(({ name }) => name);
}

/**
 * Books a locum for one shift: an engagement is offered that ends with it, handover margin included, with the role and the shift
 * itself, in one batch. Whoever books is the sponsor. Nothing is open by it until who it is has been shown; and then only within the shift
 * and its margins (L5). Whether the booker may is the caller's to decide.
 *
 * @throws LifecycleError `shift-refused`, `shift-overlaps`, `role-refused`, and as {@link offerEngagement} does
 */
export function bookLocum(
  deps: { readonly bundles: Bundles },
  booking: LocumBooking,
): Command<BookedLocum> {
  const { agency, booker, from, name, person, role, to, ward } = booking;
  const actor: Actor = { type: "person", id: booker };
  return {
    name: "locum.book",
    actor,
    ...(agency === undefined ? {} : { needs: [agencyKey(agency)] }),
    handle: (handling) => {
      const { at, id, world } = handling;
      requireShift(booking, at);
      const bundle = deps.bundles.current(world);
      const pattern = bundle && findPattern(bundle, world, ward);
      if (bundle === undefined || pattern === undefined || !locumRoles(bundle).includes(role)) {
        throw new LifecycleError("role-refused.locum", { role, ward });
      }
      if (person !== undefined) requireFree(world, person, booking);
      const until = to + pattern.handoverMarginAfter;
      const begins = Math.max(at, from - pattern.handoverMarginBefore);
      const offered = offerEngagement(deps, {
        ...(person === undefined ? {} : { person }),
        ...(name === undefined ? {} : { name }),
        ...(agency === undefined ? {} : { agency }),
        type: "locum",
        from: at,
        to: until,
        sponsor: booker,
        roles: [{ role, ward, from: begins, to: until }],
        actor,
      }).handle(handling);
      const { engagement } = offered.answer;
      const shift = id("shf");
      const body = { engagement, from, role, shift, to, ward };
      return {
        ...offered,
        records: [...offered.records, { kind: "shift.rostered", body }],
        answer: { ...offered.answer, shift },
      };
    },
  };
}

function requireShift({ from, to }: LocumBooking, at: Instant): void {
  const isWhole = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from < to;
  if (isWhole && at < to && to - from <= longestShift && from <= at + furthest) return;
  throw new LifecycleError("shift-refused");
}

/** Nobody is in two places: not by two bookings, and not beside a shift that they have anyway. */
function requireFree(world: World, person: string, { from, to }: LocumBooking): void {
  const isTaken = world.shiftsByPerson
    .get(person)
    .flatMap((id) => world.shifts.get(id) ?? [])
    .some((shift) => shift.from < to && from < shift.to);
  if (isTaken) throw new LifecycleError("shift-overlaps");
}
