import type { EngineDecision } from "../../engine/index.ts";
import type { Instant } from "../../ports/index.ts";
import type { Workload, World } from "../../world/index.ts";
import type { Answer, Denial, Obligation, Permit } from "../answer.ts";
import {
  causeOf,
  firstSite,
  horizon,
  placeOf,
  plainDenial,
  validityKey,
  validityOf,
} from "../answer-parts.ts";
import { type Boundaries, noBoundaries, note } from "../boundaries.ts";
import type { Bundle } from "../bundle/bundle.ts";
import { findPattern } from "../bundle/pattern-of.ts";
import { seenCounts } from "../bundle/seen-counts.ts";
import { engineRequest } from "../engine-request.ts";
import type { AccessRequest } from "../request.ts";
import { saySilence } from "../say-silence.ts";
import { english, fill, type Values, type Words } from "../words.ts";
import { type ProgramFacts, programFactsAt } from "./program-facts.ts";

/** A question about a workload that is known, and an action of the policy. */
interface ProgramQuestion {
  readonly bundle: Bundle;
  readonly world: World;
  readonly request: AccessRequest;
  readonly at: Instant;
  readonly revocationStream?: boolean;
  readonly words?: Words;
}

/** What is said of an answer. */
interface Telling extends Required<Pick<ProgramQuestion, "bundle" | "words" | "at">> {
  readonly facts: ProgramFacts;
  readonly zone: string;
}

/**
 * Decides about a program as about a person: what scopes include is permitted, and whatever forbids wins (D1). Nobody is asked for
 * a PIN, and nothing is offered: whoever answers for it changes what it was approved for.
 */
export function decideProgram(question: ProgramQuestion): Answer {
  const { at, bundle, request, words = english, world } = question;
  const workload = world.workloads.get(request.subject.id);
  if (workload === undefined) return plainDenial(question, "no-policy", "unknown-subject");
  const key = validityKey(question);
  const boundaries: Boundaries = { at, until: at + horizon(bundle, key), found: [] };
  const away = withheld(question, boundaries);
  if (away !== undefined) return plainDenial(question, "forbidden", away);
  const facts = programFactsAt(question, workload, boundaries);
  const decision = bundle.pdp.decide(engineRequest(request, facts.forPolicies));
  const telling: Telling = { at, bundle, facts, words, zone: zoneOf(world, facts) };
  if (!decision.allow) return denial(question, telling, decision);
  const pattern =
    facts.wards[0] === undefined ? undefined : findPattern(bundle, world, facts.wards[0]);
  const latest = at + validityOf({ bundle, world }, { wards: facts.wards, pattern }, key);
  const { said, texts } = toldBy(telling, decision.reasons, words.because);
  return {
    type: "permit",
    policies: decision.reasons,
    because: texts,
    said,
    obligations: obligations(telling, decision),
    validUntil: endOf(question, workload, decision, boundaries, latest),
    ...placeOf(world),
    bundle: bundle.hash,
  };
}

/** Cut off from the log, people may still be asked about (X14); programs get nothing else that is decided here. */
function withheld(
  { request, world: { downtime } }: ProgramQuestion,
  boundaries: Boundaries,
): string | undefined {
  if (downtime === undefined) return undefined;
  const tooLong = downtime.since + seenCounts;
  note(boundaries, tooLong);
  if (boundaries.at >= tooLong) return "database-away.too-long";
  return request.action === askAction ? undefined : "database-away.programs";
}

/** What a program asks that asks for decisions about others. */
const askAction = "decision.ask";

/** D6: the first boundary at which deciding again would not permit by the same policies. */
function endOf(
  question: ProgramQuestion,
  workload: Workload,
  { reasons }: EngineDecision,
  { found }: Boundaries,
  latest: Instant,
): Instant {
  const { bundle, request } = question;
  for (const boundary of [...new Set(found)].sort((a, b) => a - b)) {
    if (boundary >= latest) break;
    const never = noBoundaries(boundary);
    if (withheld(question, never) !== undefined) return boundary;
    const then = programFactsAt(question, workload, never);
    const again = bundle.pdp.decide(engineRequest(request, then.forPolicies));
    if (!again.allow || reasons.some((id) => !again.reasons.includes(id))) return boundary;
  }
  return latest;
}

function denial(question: ProgramQuestion, telling: Telling, decision: EngineDecision): Denial {
  const { reasons: policies } = decision;
  const cause = causeOf(decision);
  // Nothing forbids it: no scope includes it, or a policy could not be evaluated.
  const nothing = cause === "error" ? "cannot-decide" : "program-out-of-scope";
  const plain = plainDenial(question, cause, nothing);
  if (policies.length === 0) return plain;
  const { codes, said, texts } = toldBy(telling, policies, telling.words.denied);
  return { ...plain, policies, reasons: texts, codes, said };
}

interface Told {
  readonly texts: readonly string[];
  readonly codes: readonly string[];
  readonly said: Permit["said"];
}

/** What each policy that determined it says: a hospital's own, its own text. */
function toldBy(
  { at, bundle, facts, words, zone }: Telling,
  policies: readonly string[],
  catalogue: Readonly<Record<string, string>>,
): Told {
  const told = policies.map((id) => {
    const { says, title = id } = bundle.policies.get(id) ?? {};
    if (says === undefined) return { text: title, code: id, said: { code: "", values: {}, zone } };
    const values = valuesOf(facts);
    const text = fill(words, catalogue[says] ?? "", values, { zone, at });
    return { text, code: says, said: { code: says, values, zone } };
  });
  return {
    texts: told.map(({ text }) => text),
    codes: told.map(({ code }) => code),
    said: told.map(({ said }) => said),
  };
}

/** Where a patient is, is told to nobody here: only what the program itself was approved for. */
function valuesOf({ workload: { hours, purposes = ["TREAT"], wards = [] } }: ProgramFacts): Values {
  return {
    wards: wards.join(", "),
    purposes: purposes.join(", "),
    ...(hours === undefined ? {} : { from: hours.from, to: hours.to, zone: hours.zone }),
  };
}

function obligations(
  { at, facts, words, zone }: Telling,
  decision: EngineDecision,
): readonly Obligation[] {
  return [
    ...facts.stale.map(({ feed, since, type }): Obligation => {
      const text = saySilence({ type, since }, { zone, at }, words);
      return { type: "feed-stale", feed, since, text };
    }),
    ...decision.obligations.map((name): Obligation => ({ type: "policy", name })),
  ];
}

function zoneOf(world: World, { wards }: ProgramFacts): string {
  const site = world.sites.get(world.wards.get(wards[0] ?? "")?.site ?? "") ?? firstSite(world);
  return site?.zone ?? "UTC";
}
