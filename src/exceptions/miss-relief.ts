import { type Bundle, findPattern, workOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { opened } from "../reviews/index.ts";
import type { NewRecord, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import type { Starting } from "./start-shift.ts";

/** The shift after which somebody would stay. */
interface Stay {
  readonly shift: string;
  readonly engagement: string;
  readonly role: string;
  /** When the work began that is theirs to see to its end. */
  readonly from: Instant;
}

/**
 * The records of "relief has not come" (S9), which follow in one batch from the permit for `shift.stay`: the person's assigned
 * patients for an hour, from now; said again, for another. With the first, the review that somebody else owes it.
 *
 * @throws ExceptionError `too-early`
 */
export function missRelief(
  { bundle, world, at, id }: Starting,
  { person, ward }: { readonly person: string; readonly ward: string },
): { readonly records: readonly NewRecord[]; readonly until: Instant } {
  const stay = stayOn(bundle, world, { person, ward }, at);
  if (stay === undefined || bundle.rosters.relief === 0) {
    throw new ExceptionError("too-early.relief");
  }
  const until = at + bundle.rosters.relief;
  const before = world.reliefsByPerson.get(person).flatMap((each) => world.reliefs.get(each) ?? []);
  const relief = id("rlf");
  const said: NewRecord = {
    kind: "relief.missed",
    body: { ...stay, person, relief, until, ward },
  };
  const ended = before.map(
    ({ id: known }): NewRecord => ({ kind: "relief.ended", body: { relief: known } }),
  );
  const isAgain = before.some(({ shift }) => shift === stay.shift);
  const due = at + bundle.rosters.reviewWithin;
  const review = {
    about: stay.shift,
    due,
    person,
    reason: "relief",
    type: "no-relief",
    ward,
  } as const;
  return { records: [...ended, said, ...(isAgain ? [] : [opened(id("rev"), review)])], until };
}

/** Whether somebody may say it now: their shift on the ward has ended, and they are still here. */
export function stayOn(
  bundle: Bundle,
  world: World,
  { person, ward }: { readonly person: string; readonly ward: string },
  at: Instant,
): Stay | undefined {
  const duties = workOf(bundle, world, person, at).filter((duty) => duty.ward === ward);
  // Who goes on in another shift there has nobody to wait for.
  if (duties.some(({ state }) => state !== "after")) return undefined;
  const running = world.reliefsByPerson
    .get(person)
    .map((id) => world.reliefs.get(id))
    .find((relief) => relief?.ward === ward && at < relief.until);
  if (running !== undefined) {
    const { engagement, from, role, shift } = running;
    return { engagement, from, role, shift };
  }
  const duty = duties.find(({ type, declared }) => type === "shift" && declared === undefined);
  const shift = duty && world.shifts.get(duty.id);
  if (shift === undefined) return undefined;
  const margin = findPattern(bundle, world, ward)?.handoverMarginBefore ?? 0;
  const { engagement, from, role } = shift;
  return { engagement, from: from - margin, role, shift: shift.id };
}
