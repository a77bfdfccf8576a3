import type { Duration } from "../ports/index.ts";
import type { AssuranceLevel } from "../world/index.ts";
import type { Remedy } from "./answer.ts";
import { noBoundaries } from "./boundaries.ts";
import type { RemedyKind } from "./bundle/bundle.ts";
import { askedAlready, type CoverChoice, coverToRequest, readyToStart } from "./cover.ts";
import type { Telling } from "./explain.ts";
import { factsAt, freshness, type PolicyFacts } from "./facts.ts";
import { breaking, glassLasts } from "./glass.ts";
import { livePasskeys, passkeyLevel } from "./passkeys.ts";
import type { AccessRequest } from "./request.ts";
import { dutyToBe, type Start, starting, startsOf } from "./starts.ts";
import { fill, type Words } from "./words.ts";

/** How often a denial's request is decided again, at most (D3). */
const budget = 32;

/** Decides the same request, or one for another action or about something else, under other facts. */
export type DecideAgain = (
  facts: PolicyFacts,
  asked?: Partial<Pick<AccessRequest, "action" | "resource">>,
) => boolean;

interface Candidate {
  readonly kind: RemedyKind;
  readonly change: (facts: PolicyFacts) => PolicyFacts;
  /** Of broken glass, of what was approved, and of a shift: for how long. */
  readonly lasts?: Duration;
  /** What was approved, or would be asked for. */
  readonly grant?: string;
  readonly cover?: CoverChoice;
  readonly start?: Start;
}

/**
 * The ways forward that lead to a permit: the request is decided again under the facts that each would
 * bring about, cheapest first, then each two of them, at most 32 times in all. What would lead to no permit
 * is not offered.
 */
export function findRemedies(telling: Telling, decideAgain: DecideAgain): readonly Remedy[] {
  const { facts, situation, words } = telling;
  const candidates = situation.bundle.remedies
    .map((kind) => candidateOf(kind, telling, decideAgain))
    .filter((candidate) => candidate !== undefined);
  const within = freshness(facts.need, facts.pattern);
  const found: Remedy[] = [];
  let left = budget;
  for (const set of setsOf(candidates)) {
    if (left-- === 0) break;
    // What one of them does alone, two are not offered for.
    if (set.length > 1 && set.some(({ kind }) => found.some(isOf(kind)))) continue;
    const changed = set.reduce((known, { change }) => change(known), facts.forPolicies);
    if (decideAgain(changed)) found.push(remedyOf(set, words, within));
  }
  return found;
}

/** What a remedy would change, when it could be done at all. */
function candidateOf(
  kind: RemedyKind,
  telling: Telling,
  decideAgain: DecideAgain,
): Candidate | undefined {
  const { session, need, pattern } = telling.facts;
  // What a colleague records is the performer's to be allowed: nothing that the colleague proves helps (X18).
  const isRecorded = telling.situation.request.context.recording !== undefined;
  if (kind.type === "sign-in") return signingIn(kind, telling);
  if (session === undefined || isRecorded) return undefined;
  if (kind.type === "start-shift") return shiftToStart(kind, telling, decideAgain);
  if (kind.type === "break-glass") return glassToBreak(kind, telling, decideAgain);
  if (kind.type === "start-cover" || kind.type === "request-cover") {
    return coverOf(kind, telling, decideAgain);
  }
  if (kind.type === "witness") {
    // Only at a seat is there a screen at which a colleague can countersign (S10).
    if (session.surface.type !== "seat") return undefined;
    return { kind, change: (known) => ({ ...known, witnessed: true }) };
  }
  if (kind.type === "sign") {
    const canSign = need.within === "act" && session.surface.type === "seat";
    if (!canSign || !canReach(need.level, telling)) return undefined;
    return { kind, change: (known) => ({ ...known, assured: true }) };
  }
  const { level } = kind;
  // No PIN is given on a phone: a passkey is what it has, and is surer.
  const byPin = level <= 2 && session.surface.type === "phone";
  if (byPin || !canReach(level, telling)) return undefined;
  const fresh = (freshness(need, pattern) ?? 1) > 0;
  return {
    kind,
    change: (known) => ({
      ...known,
      level: Math.max(known.level, level),
      assured: known.assured || (fresh && level >= need.level),
    }),
  };
}

/**
 * Signing in at a screen, where nobody is in, or at a console alone, which shows nothing clinical (C8). Of whoever is in at several
 * places it is asked at which; a colleague who records or witnesses is in already.
 */
function signingIn(kind: RemedyKind, telling: Telling): Candidate | undefined {
  const { facts, situation } = telling;
  const { need, pattern, session, several } = facts;
  const { recording, witnessing } = situation.request.context;
  if (recording !== undefined || witnessing !== undefined || several.length > 0) return undefined;
  const isAtConsole = session?.surface.type === "console" && situation.action.clinical;
  if (session !== undefined && !isAtConsole) return undefined;
  if (!canReach(need.level, telling)) return undefined;
  // What is signed by a ceremony of its own is not, by signing in (A4).
  const isFresh = (freshness(need, pattern) ?? 1) > 0;
  return {
    kind,
    change: (known) => ({
      ...known,
      signedIn: true,
      here: true,
      managed: true,
      onSite: true,
      level: Math.max(known.level, need.level),
      assured: known.assured || isFresh,
    }),
  };
}

/**
 * Starting a shift that the roster does not have (L9), where the policy lets this person do it: of those that they could start,
 * one that leads on, the patient's own ward first.
 */
function shiftToStart(
  kind: RemedyKind,
  telling: Telling,
  decideAgain: DecideAgain,
): Candidate | undefined {
  const { facts, situation, at } = telling;
  const { bundle, world, request } = situation;
  if (!situation.action.clinical) return undefined;
  const isThere = ({ ward }: Start) => (facts.wards.includes(ward) ? 0 : 1);
  const starts = startsOf(bundle, world, request.subject.id, at);
  for (const start of starts.toSorted((a, b) => isThere(a) - isThere(b)).slice(0, fewStarts)) {
    if (!mayStart(telling, start, decideAgain)) continue;
    const change = (before: PolicyFacts) => ({
      ...factsAt({ ...situation, assumed: dutyToBe(bundle, world, start, at) }, noBoundaries(at))
        .forPolicies,
      ...proofIn(before),
    });
    // With the PIN that it asks for, whatever else that leads to.
    const proved = { level: Math.max(facts.forPolicies.level, 2), assured: true };
    if (!decideAgain({ ...change(facts.forPolicies), ...proved })) continue;
    return { kind, change, start, lasts: bundle.rosters.unconfirmed };
  }
  return undefined;
}

function mayStart({ situation, at }: Telling, { ward }: Start, decideAgain: DecideAgain): boolean {
  const action = situation.bundle.actions.get(starting);
  if (action === undefined) return false;
  const asked = { action: starting, resource: { type: "ward", id: ward } };
  const request = { ...situation.request, ...asked };
  const { forPolicies } = factsAt({ ...situation, action, request }, noBoundaries(at));
  return decideAgain(forPolicies, asked);
}

/** Of the shifts that somebody could start, so many are tried for a remedy. */
const fewStarts = 4;

/** What a shift changes nothing of: how sure it is who they are, and where. */
function proofIn({ level, assured, witnessed, glassBroken, granted }: PolicyFacts) {
  return { level, assured, witnessed, glassBroken, granted };
}

/**
 * Breaking the glass (X10), where the policy lets this person do it once they have just shown that it is them (X11); with that
 * proof they are in for what comes next, too.
 */
function glassToBreak(
  kind: RemedyKind,
  telling: Telling,
  decideAgain: DecideAgain,
): Candidate | undefined {
  const { facts, situation, at } = telling;
  const { bundle, request } = situation;
  const action = bundle.actions.get(breaking);
  // At a seat and on a phone; a console shows no chart.
  if (facts.session === undefined || facts.session.surface.type === "console") return undefined;
  const isForCare = situation.action.clinical && request.resource.type === "patient";
  if (action === undefined || bundle.breakGlass.reasons.size === 0 || !isForCare) return undefined;
  const { level } = action.assurance;
  if (situation.action === action || facts.glass !== undefined || !canReach(level, telling)) {
    return undefined;
  }
  const asked = { ...situation, action, request: { ...request, action: breaking } };
  const known = factsAt(asked, noBoundaries(at)).forPolicies;
  if (
    !decideAgain(
      { ...known, level: Math.max(known.level, level), assured: true },
      { action: breaking },
    )
  ) {
    return undefined;
  }
  const { need, pattern } = facts;
  const fresh = (freshness(need, pattern) ?? 1) > 0;
  const prove = (before: PolicyFacts) => {
    return {
      ...before,
      level: Math.max(before.level, level),
      assured: before.assured || (fresh && level >= need.level),
    };
  };
  // Whom the proof alone lets in has no glass to break.
  if (decideAgain(prove(facts.forPolicies))) return undefined;
  const change = (before: PolicyFacts) => ({ ...prove(before), glassBroken: true });
  return { kind, lasts: glassLasts(bundle, pattern), change };
}

/** Access that somebody else approves, or has approved already (X1): what is waiting for an answer is not asked for twice. */
function coverOf(
  kind: RemedyKind & { readonly type: "start-cover" | "request-cover" },
  telling: Telling,
  decideAgain: DecideAgain,
): Candidate | undefined {
  if (telling.facts.grant !== undefined) return undefined;
  const change = (known: PolicyFacts) => ({ ...known, granted: true });
  const ready = readyToStart(telling);
  if (kind.type === "start-cover") {
    return ready && { kind, change, grant: ready.id, lasts: ready.lasts };
  }
  if (ready !== undefined || askedAlready(telling) !== undefined) return undefined;
  const cover = coverToRequest(telling, decideAgain);
  return cover && { kind, change, cover };
}

/** Whether the person has what the step-up asks for: above the PIN's level a passkey that is live (D3). */
function canReach(level: AssuranceLevel, { situation, at }: Telling): boolean {
  if (level <= 2) return true;
  const { bundle, world, request } = situation;
  const levels = livePasskeys(world, request.subject.id, at).map((key) =>
    passkeyLevel(bundle, key),
  );
  return levels.some((each) => each >= level);
}

/** Singles by cost, then pairs by cost. */
function setsOf(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const pairs = candidates.flatMap((first, index) =>
    candidates.slice(index + 1).map((second) => [first, second] as const),
  );
  const cost = (set: readonly Candidate[]) => set.reduce((sum, { kind }) => sum + kind.cost, 0);
  const byCost = (a: readonly Candidate[], b: readonly Candidate[]) => cost(a) - cost(b);
  return [...candidates.map((each) => [each]).sort(byCost), ...pairs.sort(byCost)];
}

function isOf(kind: RemedyKind): (remedy: Remedy) => boolean {
  return (remedy) => remedy.and === undefined && nameOf(remedy) === nameOf(kind);
}

/** What it is called in the words' catalogue. */
function nameOf(of: RemedyKind | Remedy): string {
  return of.type === "step-up" ? `${of.type}.${of.level}` : of.type;
}

function remedyOf(
  [first, ...rest]: readonly Candidate[],
  words: Words,
  within: Duration | undefined,
): Remedy {
  const one = plainRemedy(first as Candidate, words, within);
  if (rest.length === 0) return one;
  const and = remedyOf(rest, words, within);
  return { ...one, cost: one.cost + and.cost, and };
}

function plainRemedy(
  { kind, lasts = 0, grant = "", cover, start }: Candidate,
  words: Words,
  within: Duration | undefined,
): Remedy {
  const label = words.remedies[nameOf(kind)] ?? "";
  switch (kind.type) {
    case "break-glass":
      return { ...kind, label, lasts };
    case "start-cover":
      return { ...kind, label, grant, lasts };
    case "start-shift": {
      const { ward = "", role = "" } = start ?? {};
      const said = fill(words, label, { ward }, { zone: "UTC", at: 0 });
      return { ...kind, label: said, lasts, ward, role };
    }
    case "request-cover": {
      const { least, wider } = cover as CoverChoice;
      // A ward has its name in the sentence; there are no instants in it.
      const said = fill(words, label, { ward: least.ward }, { zone: "UTC", at: 0 });
      return { ...kind, label: said, request: least, wider };
    }
    case "step-up":
      return { ...kind, ...(within === undefined ? {} : { within }), label };
    default:
      return { ...kind, label };
  }
}
