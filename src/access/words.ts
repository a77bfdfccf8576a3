import type { Instant } from "../ports/index.ts";

/** What fills a template: words as they are, and instants, which are said in the site's own time. */
export type Values = Readonly<Record<string, string | { readonly instant: Instant }>>;

/** A thing to say: an entry of the catalogue and what fills it. Entries are recorded; texts are not. */
export interface Saying {
  readonly code: string;
  readonly values: Values;
}

/** A catalogue of what answers say, in one language. */
export interface Words {
  /** BCP 47; also how times are written. */
  readonly language: string;
  /** Why something is permitted, by code. */
  readonly because: Readonly<Record<string, string>>;
  /** Why something is denied, by code. */
  readonly denied: Readonly<Record<string, string>>;
  /** What a permit asks of those who rely on it. */
  readonly obligations: Readonly<Record<string, string>>;
  readonly remedies: Readonly<Record<string, string>>;
  readonly advice: Readonly<Record<string, string>>;
  /** `{time}` on the day before and after the one on which it is said, and on any other. */
  readonly days: { readonly before: string; readonly after: string; readonly other: string };
  /** How long ago: `{n}` minutes, hours, days. */
  readonly ago: { readonly minutes: string; readonly hours: string; readonly days: string };
}

/** English. Names of people and patients never stand in these: they are recorded nowhere but in erasable tables. */
export const english: Words = {
  language: "en-GB",
  because: {
    "on-shift": "You are on shift on {ward}.",
    "on-shift.before": "Your shift on {ward} starts at {from}, and handover has begun.",
    "on-shift.after": "Your shift on {ward} ended at {to}; access ends at {until}.",
    "on-shift.declared":
      "You started a shift on {ward}; it ends at {to} unless whoever is in charge confirms it.",
    "on-call": "You are on call for {service}.",
    "care-team": "You are in this patient's care team.",
    finishing:
      "You were at work here before the patient left {ward}; you can finish until {until}.",
    "after-discharge":
      "You were responsible at discharge: summaries and results stay open until {until}.",
    expected: "The patient has an appointment with {service} at {from}; access ends at {until}.",
    "expected.referral": "The patient is referred to {service}; access ends at {until}.",
    "expected.consult": "{service} is asked for a consult; access ends at {until}.",
    "expected.transfer": "{service} is to take the patient over; access ends at {until}.",
    "expected.order": "{service} has an order for this patient; access ends at {until}.",
    pathway:
      "The patient's shared care with {service} lets your team in; access ends at {until} at the latest.",
    "pathway.transfer":
      "The patient's transfer lets your team in with {service}; access ends at {until} at the latest.",
    "broken-glass": "You broke the glass for this patient; access ends at {until}.",
    responding: "You are responding to an emergency; access ends at {until} at the latest.",
    "signs-for-own": "You performed this in an emergency.",
    granted: "You were granted access for a time; it ends at {until}.",
    "answers-requests": "You answer requests for {ward}.",
    relief: "Nobody has come to take over on {ward}: your own patients stay open until {until}.",
    "own-draft": "You are finishing what you began on {ward}; you can until {until}.",
    "break-glass": "You are on duty and may break the glass.",
    "patient-search": "You are on duty and may look patients up.",
    "application-reach":
      "You are on duty, and what you are signed in to may reach the patients that you may see.",
    "starts-a-shift": "You have a role on {ward}.",
    "swaps-shifts": "You have a role on {ward}.",
    "stays-on": "Your shift on {ward} is the one that ends.",
    "in-role": "Your role as {role} includes this.",
    "runs-the-ward": "You are {role} of {ward}.",
    "program-in-scope": "The scopes that this program was approved for include it.",
  },
  denied: {
    "no-engagement": "You have no engagement here at the moment.",
    "no-engagement.ended": "Your engagement here ended at {to}.",
    "no-engagement.later": "Your engagement here starts at {from}.",
    "no-engagement.offered":
      "Your engagement here is not active yet: show who you are, and have it activated.",
    "no-engagement.suspended":
      "Your engagement here is suspended. Whoever is in charge of you can have it resumed.",
    "locum-not-booked": "You are outside your booked shifts.",
    "locum-not-booked.later":
      "You are outside your booked shifts: your next one, on {ward}, starts at {from}.",
    "not-in-role": "Your role as {role} does not include this.",
    "not-in-role.none": "You hold no role here at the moment.",
    "own-chart": "This is your own chart, and nobody opens their own.",
    "colleague-as-patient":
      "This patient works here: the chart opens for those named in their care, not for a whole ward.",
    protected:
      "This chart is protected: it opens for those named in the patient's care, not for a whole ward.",
    "sealed-chart":
      "This chart is sealed: it opens for those named in the patient's care, not for a whole ward.",
    "off-duty": "You are off duty, and no shift is rostered for you.",
    "off-duty.later": "You are off duty: your next shift on {ward} starts at {from}.",
    "off-duty.lapsed":
      "The shift that you started on {ward} ended at {to}, since nobody confirmed it.",
    "off-duty.refused": "The shift that you started on {ward} was not confirmed.",
    "off-duty.ended": "You are off duty: your shift on {ward} ended at {to}.",
    "not-confirmed": "The shift that you started is not confirmed yet.",
    "started-in-vain":
      "You started a shift there not long ago, and nobody confirmed it. Whoever is in charge still can.",
    "not-for-treatment": "Patients can be opened for treatment only.",
    "not-here": "You are signed in elsewhere. Tap your badge here.",
    "unmanaged-device":
      "This device is not managed by the hospital, so nothing clinical opens on it.",
    "off-site": "Away from the hospital only your own and on-call patients open.",
    "off-site.start": "A shift on a ward is started in the hospital.",
    "not-sure-enough": "You are not signed in here. Tap your badge.",
    "not-sure-enough.several":
      "You are signed in at several places ({places}), and nothing says at which of them this is done.",
    "not-sure-enough.pin": "This needs your PIN.",
    "not-sure-enough.pin-again": "This needs your PIN (last given {ago} ago).",
    "not-sure-enough.passkey": "This needs your passkey.",
    "not-sure-enough.no-passkey":
      "This needs a passkey, and you have none yet. An enrolment desk gives you one.",
    "not-sure-enough.hardware": "This needs your hardware passkey, as the act of signing.",
    "not-sure-enough.no-hardware":
      "This needs a hardware passkey as the act of signing, and you have none yet. An enrolment desk gives you one.",
    "not-sure-enough.hardware-nowhere":
      "This needs a hardware passkey as the act of signing, and this hospital's policy names no model that counts as one yet. Those who run Wardkey can change that.",
    "not-witnessed": "This needs a colleague who witnesses it at this screen.",
    "patient.moved": "The patient moved to {to} at {at}, and {ward}'s access ended with the move.",
    "patient.discharged": "The patient was discharged at {at}, and {ward}'s access ended with it.",
    "patient.elsewhere": "The patient is on {wards}, and you are on duty for {own}.",
    "patient.elsewhere.unknown":
      "It is not known yet who this patient is: they are on {wards}, and you are on duty for {own}.",
    "patient.admitted":
      "Admissions have told of this patient: they are on {to}, and access through their registration on {ward} ended at {at}.",
    "patient.arrival-over":
      "The registration on {ward} ended at {at}, and access through it. Admissions tell where this patient is now.",
    "patient.arrival-over.unknown":
      "The registration on {ward} ended at {at}, and it is not known yet who this patient is. Register them again if they are still here.",
    "patient.not-in": "The patient is not in the hospital.",
    "patient.expected-later":
      "{service} sees this patient at {from}, and access begins at {opens}.",
    "patient.pathway-later":
      "The patient's care pathway with {service} lets your team in from {from}.",
    "patient.unknown":
      "No visit, appointment or referral of such a patient is known here at the moment.",
    "ward.no-role": "You have no role on {ward}.",
    "ward.not-yours": "You do not run {ward}.",
    "nothing-permits": "No rule permits this.",
    "unknown-action": "There is no such action here.",
    "unknown-subject": "Whoever asks is not known here.",
    "cannot-decide":
      "A rule could not be evaluated, so nothing is permitted. Please tell those who run Wardkey.",
    "database-away":
      "The database does not answer, so only emergency access is given: break the glass.",
    "database-away.reads":
      "The database does not answer, so charts can only be read, and nothing can be written, ordered or given here. It works again once the database does.",
    "database-away.too-long":
      "The database has not answered for more than four hours, so nothing is permitted here. Go by the hospital's procedure for when systems are down.",
    "database-away.programs":
      "The database does not answer, so programs get nothing that is decided here. It works again once the database does.",
    "program-not-live":
      "This program is not let in now: it is not active, or its end has come. Whoever answers for it can have it resumed or extended.",
    "program-out-of-scope":
      "No scope that this program was approved for includes this. Whoever answers for it can ask for one.",
    "program-elsewhere":
      "This program was approved for {wards} only, and what it asks for is not known to be of there.",
    "program-purpose":
      "This program was approved for other purposes of use only ({purposes}). Whoever serves it says the purpose of each request.",
    "program-hours": "This program works between {from} and {to} ({zone}) only.",
    "program-network":
      "This program does not call from there, or it is not said where it calls from. Its networks are part of what it was approved for.",
    "no-policy": "No policy is active on this server, so nothing is permitted.",
  },
  obligations: {
    "summary-only": "Summaries and pending results only.",
    "feed-stale.adt": "Where patients are has not been heard since {since}.",
    "feed-stale.roster": "The roster has not been heard since {since}.",
  },
  remedies: {
    "step-up.2": "Enter your PIN",
    "step-up.3": "Use your passkey",
    "step-up.4": "Use your hardware passkey",
    sign: "Sign it with your passkey",
    "sign-in": "Sign in at a screen in the hospital, and ask again from there",
    "start-cover": "Begin the access that was approved",
    "request-cover": "Ask {ward} for access",
    "break-glass": "Break the glass",
    "start-shift": "Start a shift on {ward}",
    witness: "Ask a colleague to witness it here",
  },
  advice: {
    "wait-for-shift": "It opens for you at {opens}, before your shift on {ward} at {from}.",
    "cover-asked": "You asked {ward} for access at {at}; nobody has answered yet.",
    "ask-role": "Ask the {role} of {ward}.",
    "ask-ward": "Ask somebody on duty on {ward}.",
    "ask-service": "Ask who is on call for {service}.",
    "ask-confirm": "Ask the {role} of {ward} to confirm your shift.",
    "ask-manager": "Ask the ward manager of {ward}.",
    "ask-responsible": "Ask who was responsible for this patient last.",
    "ask-own-record":
      "Ask the medical records office: they show you your own chart, and give you a copy.",
    "ask-assigned": "Ask whoever is named in this patient's care.",
    "ask-assigned.glass":
      "Ask whoever is named in this patient's care. Access for a time does not open this chart; where care cannot wait, breaking the glass does.",
    "ask-assigned.privacy":
      "Ask whoever is named in this patient's care, or the privacy officer: access for a time does not open this chart.",
    "ask-records": "Ask the medical records office.",
    "ask-other-role": "Ask your {roles}.",
    "ask-own-manager": "Ask your manager or the people office.",
  },
  days: { before: "{time} yesterday", after: "{time} tomorrow", other: "{time} on {date}" },
  ago: { minutes: "{n} min", hours: "{n} h", days: "{n} d" },
};

/** Whether a policy may say this; variants (`on-shift.before`) are chosen by the facts, not by policies. */
export function sayable(effect: "permit" | "forbid", code: string): boolean {
  return Object.hasOwn(effect === "permit" ? english.because : english.denied, code);
}

/** Fills a template. Instants are said in `zone`, with the day where it is not the day of `at`. */
export function fill(
  words: Words,
  template: string,
  values: Values,
  { zone, at }: { readonly zone: string; readonly at: Instant },
): string {
  if (!template.includes("{")) return template;
  return template.replace(/\{([a-z]+)\}/g, (_whole, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "string" ? value : sayInstant(words, value.instant, zone, at);
  });
}

const minute = 60_000;
const day = 1_440 * minute;

function sayInstant(words: Words, instant: Instant, zone: string, at: Instant): string {
  const said = formats(words.language, zone);
  const { clock, on } = saidOf(said, instant);
  // Of the day that it is asked on, the minute says as much as the millisecond: no zone is off by less.
  const now = at - (((at % minute) + minute) % minute);
  if (on === saidOf(said, now).on) return clock;
  if (on === saidOf(said, now - day).on) return words.days.before.replace("{time}", clock);
  if (on === saidOf(said, now + day).on) return words.days.after.replace("{time}", clock);
  return words.days.other.replace("{time}", clock).replace("{date}", on);
}

/** How long before `at` something was: in minutes below an hour, hours below two days, else days. */
export function sayAgo(words: Words, length: number): string {
  const minutes = Math.floor(length / 60_000);
  if (minutes < 60) return words.ago.minutes.replace("{n}", String(minutes));
  if (minutes < 48 * 60) return words.ago.hours.replace("{n}", String(Math.floor(minutes / 60)));
  return words.ago.days.replace("{n}", String(Math.floor(minutes / 1440)));
}

interface Formats {
  readonly time: Intl.DateTimeFormat;
  readonly date: Intl.DateTimeFormat;
  /** What was said lately: shifts begin and end at the same few times for everybody. */
  readonly lately: Map<Instant, SaidInstant>;
}

interface SaidInstant {
  readonly clock: string;
  readonly on: string;
}

const mostSaid = 10_000;

function saidOf({ date, lately, time }: Formats, instant: Instant): SaidInstant {
  const known = lately.get(instant);
  if (known !== undefined) return known;
  if (lately.size >= mostSaid) lately.clear();
  const said = { clock: time.format(instant), on: date.format(instant) };
  lately.set(instant, said);
  return said;
}

/** Making a format is slow; there are only so many zones. */
const made = new Map<string, Formats>();

function formats(language: string, zone: string): Formats {
  const key = `${language} ${zone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh: Formats = {
    time: new Intl.DateTimeFormat(language, {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
    date: new Intl.DateTimeFormat(language, {
      timeZone: zone,
      weekday: "short",
      day: "numeric",
      month: "short",
    }),
    lately: new Map(),
  };
  made.set(key, fresh);
  return fresh;
}
