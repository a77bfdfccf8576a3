import { Temporal } from "temporal-polyfill";
import type { Duty } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { BadgeQuestion, World } from "../world/index.ts";
import type { NextDuty } from "./duties.ts";
import type { TapAnswer } from "./tap.ts";

/** What a screen says when a PIN is asked for: plain, and never blaming. */
export function sayQuestion(why: BadgeQuestion | "off-duty"): string {
  switch (why) {
    case "first":
      return "Welcome. Please enter your PIN to start.";
    case "grace":
      return "It's been a while, please enter your PIN.";
    case "too-fast":
      return "Your badge was just used at another seat. Please enter your PIN.";
    case "typed":
      return "A number that is typed needs the PIN as well. Please enter it.";
    case "off-ward":
      return "This seat is not on your ward. Please enter your PIN.";
    case "other-site":
      return "This seat is at another site. Please enter your PIN.";
    case "responding":
      return "You are off duty here. Are you responding to the emergency?";
    case "witness":
      return "You witness for a colleague. Please enter your PIN.";
    case "off-duty":
      return "You are off duty. Please enter your PIN to start a shift.";
    case "locked":
      return "This badge is locked after several wrong PINs. Ask the nurse in charge to have it unlocked.";
  }
}

/** What a screen says when a tap led to nothing: one sentence for everything but being off duty. */
export function sayRefusal(
  answer: Extract<TapAnswer, { type: "refused" }>,
  world: World,
  at: Instant,
): string {
  if (answer.why !== "off-duty") return unknownBadge;
  return sayOffDuty(answer.next, world, at);
}

/** That somebody is off duty, and when the roster has them next. */
export function sayOffDuty(
  next: NextDuty | undefined,
  world: World,
  at: Instant,
  canStart = false,
): string {
  const advice = canStart
    ? "If you are at work now, start your shift."
    : "If you should be on, ask the ward manager to correct the roster.";
  if (next === undefined) return `You are off duty: no shift is on the roster for you. ${advice}`;
  const place = sayWard(world, next.ward);
  const zone = zoneOf(world, next.ward);
  const from = sayTime(next.from, at, zone);
  const opens = sayTime(next.opens, at, zone);
  return `You are off duty. Your next time is on ${place} from ${from}; you can tap in from ${opens}. ${advice}`;
}

/** One sentence for every badge that opens nothing, so that it tells nobody why. */
export const unknownBadge =
  "This badge does not open anything here. Ask the ward manager if it should.";

/** What a screen says of a wrong PIN. */
export const wrongPin = "That was not the right PIN. Please try again.";

/** "Shift on 4B to 07:30", "On call for cardiology to 08:00", with the margin where it runs already. */
export function sayDuty(world: World, duty: Duty, at: Instant): string {
  const zone = zoneOf(world, duty.ward);
  const name = sayWard(world, duty.ward);
  const until = sayTime(duty.to, at, zone);
  if (duty.late === "relief")
    return `Relief on ${name} has not come: your own patients to ${until}`;
  if (duty.late === "drafts") return `To finish what you began on ${name}, to ${until}`;
  const what = duty.type === "on-call" ? `On call for ${name}` : `Shift on ${name}`;
  if (duty.state === "before") return `${what} from ${sayTime(duty.from, at, zone)}`;
  if (duty.state === "after") return `${what} ended ${sayTime(duty.to, at, zone)}, handover`;
  return `${what} to ${until}${duty.declared === undefined ? "" : ", not confirmed yet"}`;
}

/** "14:05" where nobody can mistake the day; else with it: "Tue 14:05". */
export function sayTime(instant: Instant, now: Instant, zone: string): string {
  const local = (value: Instant) =>
    Temporal.Instant.fromEpochMilliseconds(value).toZonedDateTimeISO(zone);
  const time = local(instant);
  const clock = time.toPlainTime().toString({ smallestUnit: "minute" });
  const isToday = time.toPlainDate().equals(local(now).toPlainDate());
  if (isToday || Math.abs(instant - now) < unmistakable) return clock;
  const day = days[time.dayOfWeek - 1];
  const isNear = Math.abs(instant - now) < 6 * 86_400_000;
  return isNear ? `${day} ${clock}` : `${day} ${time.toPlainDate().toString()} ${clock}`;
}

/** A time that is no further away than this is said without its day, as people on a night shift do. */
const unmistakable = 18 * 3_600_000;

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** The time zone of a ward's site; UTC where nothing is known. */
export function zoneOf(world: World, ward: string | undefined): string {
  const site = ward === undefined ? undefined : world.wards.get(ward)?.site;
  return (site === undefined ? undefined : world.sites.get(site)?.zone) ?? "UTC";
}

/** What a ward or service is called in a sentence: "4B", "cardiology". */
export function sayWard(world: World, ward: string): string {
  const known = world.wards.get(ward);
  if (known === undefined) return ward;
  return known.type === "service" ? known.name.toLowerCase() : ward;
}
