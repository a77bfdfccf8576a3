import type { EngineDecision } from "../engine/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type { Session, World } from "../world/index.ts";
import { advise } from "./advice.ts";
import type { Answer, Denial, Obligation, Permit, Remedy, SessionPlace } from "./answer.ts";
import {
  causeOf,
  firstSite,
  horizon,
  placeOf,
  plainDenial,
  validityKey,
  validityOf,
} from "./answer-parts.ts";
import { type Boundaries, noBoundaries } from "./boundaries.ts";
import type { Action, Bundle } from "./bundle/bundle.ts";
import { isOpenOffline, type Withheld, type Withholds, withholding } from "./downtime.ts";
import { engineRequest } from "./engine-request.ts";
import { because, type Said, severalPlaces, type Telling, whyNot } from "./explain.ts";
import { type Facts, factsAt, type Situation } from "./facts.ts";
import { decideProgram } from "./programs/decide-program.ts";
import { type DecideAgain, findRemedies } from "./remedies.ts";
import type { AccessRequest } from "./request.ts";
import { saySilence } from "./say-silence.ts";
import { silencesOf } from "./stale-feeds.ts";
import { english, fill, type Saying, type Words } from "./words.ts";

/** What a decision is a function of, and what of the answer is wanted. */
export interface Question {
  readonly bundle: Bundle;
  readonly world: World;
  readonly request: AccessRequest;
  /** The instant it is decided at. */
  readonly at: Instant;
  /** Whether a denial comes with remedies and advice; true when absent. */
  readonly remedies?: boolean;
  /** Whether the caller hears of revocations, so that a permit may be relied on for longer (D6). */
  readonly revocationStream?: boolean;
  readonly words?: Words;
}

/**
 * Decides: a pure function of the world, the request and the instant (D5). It denies unless a policy
 * permits, and forbid wins (D1). Never throws: what cannot be evaluated is a denial of its own kind.
 */
export function decide(question: Question): Answer {
  return decideFor(question, 0).answer;
}

/** Whether {@link decide} would permit: without the words for it, and without looking ahead. */
export function isPermitted(
  question: Pick<Question, "bundle" | "world" | "request" | "at">,
): boolean {
  const { at, bundle, request, world } = question;
  const action = bundle.actions.get(request.action);
  if (action === undefined || unknownIn(world, request, action) !== undefined) return false;
  const situation: Situation = { bundle, world, request, action };
  const now = noBoundaries(at);
  const facts = factsAt(situation, now);
  return (
    bundle.pdp.decide(engineRequest(request, facts.forPolicies)).allow &&
    withheldAt(situation, facts, now)(facts.forPolicies) === undefined
  );
}

/** An answer, and what a permit rests on besides the world. */
export interface Decided {
  readonly answer: Answer;
  readonly lasting?: Lasting;
}

/** Why a permit would be given again until a time, where the world stays as it is. */
export interface Lasting {
  readonly facts: Facts;
  /** How long it may be relied on from when it is given. */
  readonly validity: Duration;
  /** Whether it would be given while ADT feeds are silent: it was looked at, since one could fall silent meanwhile. */
  readonly inSilence: boolean;
}

/**
 * Decides as {@link decide}. A permit comes with what it rests on where nothing begins or lapses by itself for as long as any permit
 * could be relied on that is given up to `ahead` later, but that an ADT feed falls silent: until then it would be the same.
 */
export function decideFor(question: Question, ahead: Duration): Decided {
  const { bundle, world, request, at, words = english } = question;
  const action = bundle.actions.get(request.action);
  const unknown = unknownIn(world, request, action);
  if (action === undefined || unknown !== undefined) {
    return { answer: plainDenial(question, "no-policy", unknown ?? "unknown-action") };
  }
  if (request.subject.type === "workload") return { answer: decideProgram(question) };
  const situation: Situation = { bundle, world, request, action };
  const longest = validityKey(question);
  const until = at + horizon(bundle, longest) + ahead;
  const boundaries: Boundaries = { at, until, found: [] };
  const facts = factsAt(situation, boundaries);
  const decision = bundle.pdp.decide(engineRequest(request, facts.forPolicies));
  const telling: Telling = { situation, facts, at, words };
  const withheld = withheldAt(situation, facts, boundaries)(facts.forPolicies);
  if (decision.allow && withheld === undefined) {
    const validity = validityOf(situation, facts, longest);
    const answer = permit(telling, decision, validUntil(telling, decision, boundaries, validity));
    const lasting = lastingOf(telling, answer, boundaries, validity);
    return { answer, ...(lasting === undefined ? {} : { lasting }) };
  }
  const isOnly = withheld !== undefined && (decision.allow || isUnproved(situation, facts));
  const why = isOnly ? withheld : undefined;
  return { answer: denial(telling, decision, question.remedies !== false, why) };
}

/** As far as a permit to this question can reach: no boundary beyond it matters. */
export function reachOf(question: Pick<Question, "bundle" | "revocationStream">): Duration {
  return horizon(question.bundle, validityKey(question));
}

/** Whether a PIN, a passkey or a witness is all that the policy misses: of what is withheld nobody is asked for one in vain (X14). */
function isUnproved({ bundle, request }: Situation, { forPolicies }: Facts): boolean {
  const proved = { ...forPolicies, level: 4, assured: true, witnessed: true };
  return bundle.pdp.decide(engineRequest(request, proved)).allow;
}

/** A denial for want of a policy to decide by: no bundle is active, or this node could not load it. */
export function withoutPolicy(question: Omit<Question, "bundle">): Denial {
  return plainDenial({ ...question, bundle: undefined }, "error", "no-policy");
}

function unknownIn(
  world: World,
  { subject, resource }: AccessRequest,
  action: Action | undefined,
): string | undefined {
  if (action === undefined) return "unknown-action";
  if (!isKnown(world, subject)) return "unknown-subject";
  const isAbout = action.subjectTypes.has(subject.type) && action.resourceTypes.has(resource.type);
  return isAbout ? undefined : "nothing-permits";
}

function isKnown(world: World, { id, type }: AccessRequest["subject"]): boolean {
  return type === "workload" ? world.workloads.has(id) : type === "person" && world.people.has(id);
}

/** What is withheld while the log does not answer, whatever the policy says (X14). */
function withheldAt(
  situation: Situation,
  { pattern }: Facts,
  boundaries: Boundaries,
  action: string = situation.request.action,
): Withholds {
  return withholding(situation, action, pattern, boundaries);
}

/** D6: the first boundary at which deciding again would not permit by the same policies. */
function validUntil(
  { situation, at }: Telling,
  { reasons }: EngineDecision,
  { found }: Boundaries,
  validity: Duration,
): Instant {
  const latest = at + validity;
  if (found.length === 0) return latest;
  for (const boundary of [...new Set(found)].sort((a, b) => a - b)) {
    if (boundary >= latest) break;
    const then = factsAt(situation, noBoundaries(boundary));
    const again = situation.bundle.pdp.decide(engineRequest(situation.request, then.forPolicies));
    const withheld = withheldAt(situation, then, noBoundaries(boundary))(then.forPolicies);
    if (withheld !== undefined) return boundary;
    if (!again.allow || reasons.some((id) => !again.reasons.includes(id))) return boundary;
  }
  return latest;
}

function lastingOf(
  { situation: { bundle, world }, facts, at }: Telling,
  { validUntil: holdsUntil }: Permit,
  { found, until }: Boundaries,
  validity: Duration,
): Lasting | undefined {
  const { duties, stale, wards } = facts;
  if (stale.length > 0) return undefined;
  if (found.length === 0) return { facts, validity, inSilence: false };
  const silences = silencesOf(bundle, world, wards, duties).filter(({ from }) => from < until);
  if (silences.length < found.length || silences.some(({ type }) => type !== "adt"))
    return undefined;
  // Looked at were those within its validity, and they took nothing from it: more than one feed of a type tells the policies no more.
  const latest = at + validity;
  return holdsUntil === latest && found.some((each) => each < latest)
    ? { facts, validity, inSilence: true }
    : undefined;
}

function permit(telling: Telling, decision: EngineDecision, until: Instant): Permit {
  const { bundle, world } = telling.situation;
  const said = because(telling, decision);
  return {
    type: "permit",
    policies: decision.reasons,
    because: texts(telling, said, telling.words.because),
    said: said.map((each) => ({ ...sayingOf(each), zone: zoneOf(telling) })),
    obligations: obligations(telling, decision),
    ...(telling.facts.workWard === undefined ? {} : { ward: telling.facts.workWard }),
    ...grantOf(telling, decision),
    validUntil: until,
    ...placeOf(world),
    bundle: bundle.hash,
  };
}

/** What somebody does by a grant alone ends with it (X4). */
function grantOf(
  { situation, facts }: Telling,
  { reasons }: EngineDecision,
): Pick<Permit, "grant"> {
  const isByGrant = (id: string) => situation.bundle.policies.get(id)?.says === "granted";
  return facts.grant !== undefined && reasons.every(isByGrant) ? { grant: facts.grant.id } : {};
}

function obligations(telling: Telling, decision: EngineDecision): readonly Obligation[] {
  const { situation, facts, words, at } = telling;
  const { policies } = situation.bundle;
  const found: Obligation[] = [];
  // A limit holds only when no other policy permits without it.
  if (decision.reasons.every((id) => policies.get(id)?.limit === "summary")) {
    found.push({ type: "summary-only", text: words.obligations["summary-only"] ?? "" });
  }
  for (const { feed, type, since } of facts.stale) {
    const text = saySilence({ type, since }, { zone: zoneOf(telling), at }, words);
    found.push({ type: "feed-stale", feed, since, text });
  }
  for (const name of decision.obligations) found.push({ type: "policy", name });
  return found;
}

function denial(
  telling: Telling,
  decision: EngineDecision,
  help: boolean,
  withheld: Withheld | undefined,
): Denial {
  const { situation, words, facts, at } = telling;
  const { bundle, world, request } = situation;
  const said =
    withheld === undefined ? whyNot(telling, decision) : [{ code: withheld, values: {} }];
  const again: DecideAgain = (changed, asked = {}) =>
    bundle.pdp.decide(engineRequest({ ...request, ...asked }, changed)).allow &&
    withheldAt(situation, facts, noBoundaries(at), asked.action)(changed) === undefined;
  const found = help ? findRemedies(telling, again) : [];
  const remedies = world.downtime === undefined ? found : found.filter(isOpenOffline);
  // Nobody need be asked where the caller has only to say where it is done.
  const isUnplaced = said.some(({ code }) => code === severalPlaces);
  return {
    type: "deny",
    cause: withheld === undefined ? causeOf(decision) : "forbidden",
    policies: withheld === undefined ? decision.reasons : [],
    reasons: texts(telling, said, words.denied),
    codes: said.map(({ code }) => code),
    said: said.map((each) => ({ ...sayingOf(each), zone: zoneOf(telling) })),
    remedies,
    ...(facts.several.length === 0 ? {} : { sessions: facts.several.map(sessionPlace) }),
    // Who can go on alone is not sent to ask; who would have to break the glass may ask first.
    advice:
      help && !isUnplaced && remedies.every(({ type }) => needsOthers.includes(type))
        ? advise(telling, zoneOf(telling), remedies)
        : [],
    ...placeOf(world),
    bundle: bundle.hash,
  };
}

function sessionPlace({ id: session, surface: { id, type } }: Session): SessionPlace {
  if (type === "console") return { session, type };
  return { session, type, ...(type === "seat" ? { seat: id } : { device: id }) };
}

/** A hospital's own text stays as it is, whatever the language. */
function sayingOf(said: Said): Saying {
  return "text" in said ? { code: "", values: {} } : { code: said.code, values: said.values };
}

/** What somebody else has to confirm, or looks at afterwards. */
const needsOthers: readonly Remedy["type"][] = ["break-glass", "request-cover", "start-shift"];

function texts(
  telling: Telling,
  said: readonly Said[],
  catalogue: Readonly<Record<string, string>>,
): readonly string[] {
  const { words, at } = telling;
  return said.map((each) => {
    if ("text" in each) return each.text;
    const template = catalogue[each.code] ?? "";
    if (!template.includes("{")) return template;
    return fill(words, template, each.values, { zone: zoneOf(telling), at });
  });
}

/**
 * The zone that times are said in: of the seat that the person stands at, by whose clock they live; elsewhere of the site that it
 * is about, the patient's or ward's, else that of the person's duty.
 */
function zoneOf({ situation: { world }, facts }: Telling): string {
  const { surface } = facts.session ?? {};
  const here = surface?.type === "seat" ? world.seats.get(surface.id)?.ward : undefined;
  const ward = here ?? facts.wards[0] ?? facts.duties[0]?.ward ?? facts.whereabouts?.left[0]?.ward;
  const site = world.sites.get(world.wards.get(ward ?? "")?.site ?? "") ?? firstSite(world);
  return site?.zone ?? "UTC";
}
