import type { EngineDecision } from "../engine/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Session } from "../world/index.ts";
import type { Bundle, PolicyText } from "./bundle/bundle.ts";
import { shiftsAround } from "./duty-of.ts";
import { signing } from "./emergencies.ts";
import { type Facts, freshness, type Situation } from "./facts.ts";
import { breaking } from "./glass.ts";
import { livePasskeys, passkeyLevel } from "./passkeys.ts";
import { vainDuty } from "./starts.ts";
import type { Departure } from "./whereabouts.ts";
import { type Saying, sayAgo, type Values, type Words } from "./words.ts";

/** A saying, or a text that a hospital's own policy says as it stands. */
export type Said = Saying | { readonly code: string; readonly text: string };

/** What a saying is chosen and filled from. */
export interface Telling {
  readonly situation: Situation;
  readonly facts: Facts;
  readonly at: Instant;
  readonly words: Words;
}

/** Why it is permitted: what each policy that determined it says. */
export function because(telling: Telling, decision: EngineDecision): readonly Said[] {
  return decision.reasons.map((id) => {
    const policy = telling.situation.bundle.policies.get(id);
    return say(policy, id, (code) => permitted(telling, code));
  });
}

/**
 * Why it is denied, the most fundamental first. What would not help before that is put right is left out: a
 * PIN does not help somebody who has nothing to do with the patient.
 */
export function whyNot(telling: Telling, decision: EngineDecision): readonly Said[] {
  const { bundle } = telling.situation;
  const said: Said[] = decision.reasons.map((id) =>
    say(bundle.policies.get(id), id, (code) => forbidden(telling, code)),
  );
  if (decision.reasons.length === 0 && decision.errors.length > 0) {
    return [{ code: "cannot-decide", values: {} }];
  }
  const unrelated = unrelatedBecause(telling);
  if (unrelated !== undefined) said.push(unrelated);
  if (said.length === 0) said.push({ code: "nothing-permits", values: {} });
  return foremost(said, telling.facts);
}

function say(policy: PolicyText | undefined, id: string, fill: (code: string) => Saying): Said {
  if (policy === undefined) return { code: id, text: id };
  return policy.says === undefined ? { code: id, text: policy.title } : fill(policy.says);
}

/** From the most fundamental; a hospital's own come after the role. */
const order = [
  "unknown-subject",
  "no-engagement",
  "own-chart",
  "not-for-treatment",
  "not-in-role",
  "own",
  "locum-not-booked",
  "off-duty",
  // Before all that tells where the patient is: of these that is said to nobody whom it does not concern.
  "sensitive",
  "not-confirmed",
  "started-in-vain",
  "unrelated",
  "not-here",
  "unmanaged-device",
  "off-site",
  "not-sure-enough",
  "not-witnessed",
];

const sensitive: ReadonlySet<string> = new Set([
  "colleague-as-patient",
  "protected",
  "sealed-chart",
]);

function rank({ code }: Said): number {
  const base = code.split(".")[0] ?? code;
  if (["patient", "ward", "nothing-permits"].includes(base)) return order.indexOf("unrelated");
  if (sensitive.has(base)) return order.indexOf("sensitive");
  const known = order.indexOf(base);
  return known === -1 ? order.indexOf("own") : known;
}

function foremost(said: readonly Said[], { session }: Facts): readonly Said[] {
  const ordered = [...said].sort((a, b) => rank(a) - rank(b));
  const unrelated = order.indexOf("unrelated");
  const first = rank(ordered[0] as Said);
  // Before "unrelated" one reason is enough to know; after it, all that must be put right are.
  if (first < unrelated) return ordered.filter((each) => rank(each) === first);
  // Where nobody is in, or at a console alone, that is why nothing is offered: what would help is told once they are in somewhere else.
  const isNowhere = session === undefined || session.surface.type === "console";
  if (first === unrelated && !isNowhere) {
    return ordered.filter((each) => rank(each) === unrelated);
  }
  return ordered;
}

function permitted({ situation, facts, at }: Telling, code: string): Saying {
  const ward = facts.shift?.ward ?? facts.wards[0] ?? "";
  switch (code) {
    case "on-shift":
      return onShift(facts, ward);
    case "on-call":
      return { code, values: { service: facts.onCall?.ward ?? ward } };
    case "finishing":
      return { code, values: finishing(facts) };
    case "after-discharge":
      return { code, values: afterDischarge(facts) };
    case "expected":
      return expectedNow(facts);
    case "pathway":
      return onPathway(facts);
    case "relief":
    case "own-draft":
      return { code, values: staying(facts) };
    case "broken-glass":
      return { code, values: brokenGlass(facts) };
    case "responding":
      return { code, values: responding(facts) };
    case "granted":
      return { code, values: { until: { instant: facts.grant?.until ?? at } } };
    case "answers-requests":
      return { code, values: { ward: situation.request.resource.id } };
    case "in-role":
    case "runs-the-ward":
      return { code, values: { role: entitlingRole(situation, facts), ward } };
    default:
      return { code, values: { ward } };
  }
}

function onShift({ shift }: Facts, ward: string): Saying {
  if (shift === undefined) return { code: "on-shift", values: { ward } };
  const { declared, from, to, marginAfter, state } = shift;
  if (declared !== undefined) {
    return { code: "on-shift.declared", values: { ward, to: { instant: to } } };
  }
  return {
    code: state === "on" ? "on-shift" : `on-shift.${state}`,
    values: {
      ward,
      from: { instant: from },
      to: { instant: to },
      until: { instant: to + marginAfter },
    },
  };
}

function finishing({ finishing: work }: Facts): Values {
  return work === undefined ? {} : { ward: work.ward, until: { instant: work.until } };
}

const thirtyDays = 30 * 86_400_000;

function afterDischarge({ whereabouts }: Facts): Values {
  const since = whereabouts?.responsibleAt;
  return since === undefined ? {} : { until: { instant: since + thirtyDays } };
}

function staying({ late }: Facts): Values {
  return late === undefined ? {} : { ward: late.ward, until: { instant: late.to } };
}

function brokenGlass({ glass }: Facts): Values {
  return glass === undefined ? {} : { until: { instant: glass.until } };
}

function responding({ emergency }: Facts): Values {
  return emergency === undefined ? {} : { until: { instant: emergency.until } };
}

function expectedNow({ expected }: Facts): Saying {
  if (expected === undefined) return { code: "expected", values: {} };
  const { type, service, from, ends } = expected;
  const values = { service, from: { instant: from }, until: { instant: ends } };
  return { code: type === "appointment" ? "expected" : `expected.${type}`, values };
}

function onPathway({ pathway }: Facts): Saying {
  if (pathway === undefined) return { code: "pathway", values: {} };
  const values = { service: pathway.service, until: { instant: pathway.to } };
  return { code: pathway.type === "shared-care" ? "pathway" : "pathway.transfer", values };
}

function forbidden(telling: Telling, code: string): Saying {
  switch (code) {
    case "no-engagement":
      return noEngagement(telling);
    case "locum-not-booked":
      return notBooked(telling, code);
    case "not-in-role":
      return notInRole(telling);
    case "off-duty":
      return offDuty(telling);
    case "not-sure-enough":
      return notSureEnough(telling);
    default:
      return { code, values: {} };
  }
}

function noEngagement({ situation: { world, request }, at }: Telling): Saying {
  let ended: Instant | undefined;
  let starts: Instant | undefined;
  let waits: string | undefined;
  for (const id of world.engagementsByPerson.get(request.subject.id)) {
    const engagement = world.engagements.get(id);
    if (engagement === undefined) continue;
    const { state } = engagement;
    if (state === "suspended") waits = "no-engagement.suspended";
    else if (state === "offered" || state === "proofed") waits ??= "no-engagement.offered";
    else if (engagement.from > at) starts = Math.min(starts ?? engagement.from, engagement.from);
    else ended = Math.max(ended ?? engagement.to, engagement.to);
  }
  // What somebody can do something about is said first.
  if (waits !== undefined) return { code: waits, values: {} };
  if (starts !== undefined) {
    return { code: "no-engagement.later", values: { from: { instant: starts } } };
  }
  if (ended === undefined) return { code: "no-engagement", values: {} };
  return { code: "no-engagement.ended", values: { to: { instant: ended } } };
}

function notBooked({ situation: { world, request }, at }: Telling, code: string): Saying {
  const { next } = shiftsAround(world, request.subject.id, at);
  if (next === undefined) return { code, values: {} };
  return { code: `${code}.later`, values: { ward: next.ward, from: { instant: next.from } } };
}

function notInRole({ situation, facts }: Telling): Saying {
  const [role] = facts.forPolicies.roles;
  if (role === undefined) return { code: "not-in-role.none", values: {} };
  return { code: "not-in-role", values: { role: titleOf(situation.bundle, role) } };
}

function offDuty({ situation: { world, request }, at }: Telling): Saying {
  const vain = vainDuty(world, request.subject.id, at);
  if (vain !== undefined) {
    const values = { ward: vain.ward, to: { instant: vain.until } };
    return { code: `off-duty.${vain.ended ?? "lapsed"}`, values };
  }
  const { next, last } = shiftsAround(world, request.subject.id, at);
  const justEnded = last !== undefined && at - last.to < 2 * 3_600_000;
  if (justEnded) {
    return { code: "off-duty.ended", values: { ward: last.ward, to: { instant: last.to } } };
  }
  if (next === undefined) return { code: "off-duty", values: {} };
  return { code: "off-duty.later", values: { ward: next.ward, from: { instant: next.from } } };
}

function notSureEnough({ situation, facts, at, words }: Telling): Saying {
  const { session, several, need, pattern } = facts;
  const code = "not-sure-enough";
  if (session === undefined && several.length > 0) {
    const places = several.map(({ surface }) => placeOf(situation, surface)).join(", ");
    return { code: severalPlaces, values: { places } };
  }
  if (session === undefined) return { code, values: {} };
  // No PIN is given on a phone: a passkey is what it has, and is surer.
  if (need.level > 2 || session.surface.type === "phone") {
    const { bundle, world, request } = situation;
    const kind = need.level === 4 ? "hardware" : "passkey";
    const has = livePasskeys(world, request.subject.id, at).some(
      (passkey) => passkeyLevel(bundle, passkey) >= need.level,
    );
    // Where no model counts as hardware no desk gives anybody one: it is the policy's to change.
    const nowhere =
      need.level === 4 && bundle.hardware.size === 0 ? "hardware-nowhere" : `no-${kind}`;
    return { code: `${code}.${has ? kind : nowhere}`, values: {} };
  }
  const age = at - session.provedAt;
  // Of a tap alone there is no last time (X17).
  const given = session.provedAt > 0 && session.level >= need.level;
  const old = given && age >= (freshness(need, pattern) ?? 0);
  // "0 min ago" tells nobody anything.
  if (!old || age < 60_000) return { code: `${code}.pin`, values: {} };
  return { code: `${code}.pin-again`, values: { ago: sayAgo(words, age) } };
}

/** That they are in at several places, and the request does not say at which of them it is made (S1). */
export const severalPlaces = "not-sure-enough.several";

/** A screen by its ward and name, anything else by what it is. */
function placeOf({ world }: Situation, { id, type }: Session["surface"]): string {
  const seat = type === "seat" ? world.seats.get(id) : undefined;
  if (seat === undefined) return type;
  return seat.name.startsWith(seat.ward) ? seat.name : `${seat.ward} ${seat.name}`;
}

/** Why nothing ties the person to what was asked about, if nothing does. */
function unrelatedBecause(telling: Telling): Saying | undefined {
  const { situation, facts } = telling;
  const { action, request } = situation;
  const { forPolicies: known } = facts;
  const ward = facts.wards[0] ?? "";
  if (action.name.startsWith("shift.")) {
    const own = known.ownWard || known.onWard || known.late;
    return own ? undefined : { code: "ward.no-role", values: { ward } };
  }
  if (request.resource.type === "ward" && !known.manages && !known.onWard) {
    return { code: "ward.not-yours", values: { ward } };
  }
  if (facts.whereabouts === undefined || !action.clinical) return undefined;
  const related =
    known.onWard ||
    known.onCall ||
    known.careTeam ||
    known.finishing ||
    known.expected ||
    known.pathway ||
    known.glassBroken ||
    known.granted ||
    known.responding ||
    known.relief ||
    known.draft ||
    (action.name === signing && known.owesSignature);
  // Looking somebody up, and breaking the glass, are for whoever is on duty: related to the patient or not.
  const onDuty = ["patient.search", breaking].includes(action.name) && known.onDuty;
  const responsible = known.afterDischarge && facts.whereabouts.wards.length === 0;
  return related || onDuty || responsible ? undefined : unrelated(facts);
}

function unrelated({ whereabouts, duties, expected, pathway }: Facts): Saying {
  if (whereabouts?.known !== true) return { code: "patient.unknown", values: {} };
  if (expected !== undefined) {
    const { service, from, opens } = expected;
    const values = { service, from: { instant: from }, opens: { instant: opens } };
    return { code: "patient.expected-later", values };
  }
  if (pathway !== undefined) {
    const values = { service: pathway.service, from: { instant: pathway.from } };
    return { code: "patient.pathway-later", values };
  }
  const { wards, left, unidentified } = whereabouts;
  const own = duties.map(({ ward }) => ward);
  const departure = left.find(({ ward }) => own.includes(ward));
  if (departure !== undefined) return departed(departure, wards);
  if (wards.length === 0) {
    const byHand = left.find((each) => each.byHand === "unknown");
    return byHand === undefined ? { code: "patient.not-in", values: {} } : departed(byHand, wards);
  }
  return {
    code: unidentified ? "patient.elsewhere.unknown" : "patient.elsewhere",
    values: { wards: wards.join(", "), own: own.join(", ") },
  };
}

/** Registered by hand nobody was moved or discharged: it ended by itself, or admissions told of them (C9). */
function departed({ ward, at, to, byHand }: Departure, wards: readonly string[]): Saying {
  const moved = wards.length > 0;
  const values = { ward, at: { instant: at }, to: to ?? wards[0] ?? "" };
  if (byHand === undefined) return { code: moved ? "patient.moved" : "patient.discharged", values };
  if (moved) return { code: "patient.admitted", values };
  const over = "patient.arrival-over";
  return { code: byHand === "unknown" ? `${over}.unknown` : over, values };
}

/** The title of the first role held that includes the action. */
function entitlingRole({ bundle, action }: Situation, { forPolicies }: Facts): string {
  const role = forPolicies.roles.find((each) => bundle.roles.get(each)?.may.has(action.name));
  return role === undefined ? "" : titleOf(bundle, role);
}

function titleOf(bundle: Bundle, role: string): string {
  return bundle.roles.get(role)?.title ?? role;
}
