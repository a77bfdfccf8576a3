import { Temporal } from "temporal-polyfill";
import type { Duty } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { BadgeQuestion, World } from "../world/index.ts";
import type { NextDuty } from "./duties.ts";
import type { RespondAnswer } from "./respond-by-tap.ts";
import type { TapAnswer } from "./tap.ts";

/** What a screen says when a PIN is asked for: plain, and never blaming. */
export const questions: Readonly<Record<BadgeQuestion | "off-duty", string>> = {
  first: "Welcome. Please enter your PIN to start.",
  grace: "It's been a while, please enter your PIN.",
  "too-fast": "Your badge was just used at another seat. Please enter your PIN.",
  typed: "A number that is typed needs the PIN as well. Please enter it.",
  "off-ward": "This seat is not on your ward. Please enter your PIN.",
  "other-site": "This seat is at another site. Please enter your PIN.",
  responding: "You are off duty here. Are you responding to the emergency?",
  witness: "You witness for a colleague. Please enter your PIN.",
  "off-duty": "You are off duty. Please enter your PIN to start a shift.",
  locked:
    "This badge is locked after several wrong PINs. Ask the nurse in charge to have it unlocked.",
};

/** The question for a reason. */
export function sayQuestion(why: BadgeQuestion | "off-duty"): string {
  return questions[why];
}

/** A sentence, and what it says by a code, for a screen of another language; its instants are in `zone`. */
export interface Told {
  readonly text: string;
  readonly code: string;
  readonly values: Readonly<Record<string, string | { readonly instant: Instant }>>;
  readonly zone: string;
}

/** Fills a sentence of a table, and keeps what fills it. */
export function tell(
  words: Readonly<Record<string, string>>,
  { code, values, zone }: Omit<Told, "text">,
  at: Instant,
): Told {
  const text = (words[code] ?? "").replace(/\{([a-z]+)\}/g, (_whole, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "string" ? value : sayTime(value.instant, at, zone);
  });
  return { text, code, values, zone };
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

/** That somebody is off duty, and what helps: the roster put right, or a shift that they start. */
export const offDutyWords: Readonly<Record<string, string>> = {
  none: "You are off duty: no shift is on the roster for you. If you should be on, ask the ward manager to correct the roster.",
  "none.start":
    "You are off duty: no shift is on the roster for you. If you are at work now, start your shift.",
  next: "You are off duty. Your next time is on {ward} from {from}; you can tap in from {opens}. If you should be on, ask the ward manager to correct the roster.",
  "next.start":
    "You are off duty. Your next time is on {ward} from {from}; you can tap in from {opens}. If you are at work now, start your shift.",
};

/** That somebody is off duty, and when the roster has them next. */
export function tellOffDuty(
  next: NextDuty | undefined,
  world: World,
  at: Instant,
  canStart = false,
): Told {
  const variant = canStart ? ".start" : "";
  if (next === undefined) {
    return tell(offDutyWords, { code: `none${variant}`, values: {}, zone: "UTC" }, at);
  }
  const { from, opens, ward } = next;
  const values = {
    ward: sayWard(world, ward),
    from: { instant: from },
    opens: { instant: opens },
  };
  return tell(offDutyWords, { code: `next${variant}`, values, zone: zoneOf(world, ward) }, at);
}

/** The same, as a sentence. */
export function sayOffDuty(
  next: NextDuty | undefined,
  world: World,
  at: Instant,
  canStart = false,
): string {
  return tellOffDuty(next, world, at, canStart).text;
}

/** One sentence for every badge that opens nothing, so that it tells nobody why. */
export const unknownBadge =
  "This badge does not open anything here. Ask the ward manager if it should.";

/** What somebody is here for, with the margin where it runs already. */
export const dutyWords: Readonly<Record<string, string>> = {
  relief: "Relief on {ward} has not come: your own patients to {to}",
  drafts: "To finish what you began on {ward}, to {to}",
  shift: "Shift on {ward} to {to}",
  "shift.declared": "Shift on {ward} to {to}, not confirmed yet",
  "shift.before": "Shift on {ward} from {from}",
  "shift.after": "Shift on {ward} ended {to}, handover",
  "on-call": "On call for {ward} to {to}",
  "on-call.declared": "On call for {ward} to {to}, not confirmed yet",
  "on-call.before": "On call for {ward} from {from}",
  "on-call.after": "On call for {ward} ended {to}, handover",
};

/** "Shift on 4B to 07:30", "On call for cardiology to 08:00". */
export function tellDuty(world: World, duty: Duty, at: Instant): Told {
  const { from, to, ward } = duty;
  const values = { ward: sayWard(world, ward), from: { instant: from }, to: { instant: to } };
  return tell(dutyWords, { code: dutyCode(duty), values, zone: zoneOf(world, ward) }, at);
}

function dutyCode({ declared, late, state, type }: Duty): string {
  if (late !== undefined) return late;
  if (state !== "on") return `${type}.${state}`;
  return declared === undefined ? type : `${type}.declared`;
}

/** The same, as a sentence. */
export function sayDuty(world: World, duty: Duty, at: Instant): string {
  return tellDuty(world, duty, at).text;
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

/** Why "I am responding" let nobody in (X17). */
export function sayNoResponse(why: Extract<RespondAnswer, { type: "refused" }>["why"]): string {
  if (why === "nothing-here") return "The emergency here is over.";
  if (why === "no-clinician") {
    return "Only clinicians respond to an emergency. Tell the team here how you can help.";
  }
  return unknownBadge;
}
