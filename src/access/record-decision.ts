import type { Instant, SideKey } from "../ports/index.ts";
import type { Actor, Command, DecisionBody, Handling, NewRecord, World } from "../world/index.ts";
import { isWorkloadLive } from "../world/index.ts";
import type { Answer, Denial, Permit } from "./answer.ts";
import { currentDecider } from "./bundle/activate-policy.ts";
import type { Bundle } from "./bundle/bundle.ts";
import type { Bundles } from "./bundle/bundles.ts";
import { withoutPolicy } from "./decide.ts";
import { decideAgain } from "./decide-again.ts";
import { AccessError } from "./errors.ts";
import { recordable } from "./recorded-ids.ts";
import type { Repeats } from "./repeats.ts";
import type { AccessRequest } from "./request.ts";
import type { Words } from "./words.ts";

/** What recording decisions works with. */
export interface DecisionDeps {
  readonly bundles: Bundles;
  /** This node's memory of denials (D8); it must follow the log. */
  readonly repeats: Repeats;
  readonly words?: Words;
}

/** How a decision is wanted. */
export interface DecisionWish {
  /** Who asks: the person themselves at a seat, or a workload on somebody's behalf. */
  readonly actor: Actor;
  /** Whether a denial comes with remedies and advice. */
  readonly remedies: boolean;
  readonly revocationStream?: boolean;
  /** The actor is the subject, a workload that calls a service of ours: it need not be one that asks about others. */
  readonly ownCall?: true;
  /** The row that proved who asks: it must still name the actor where the decision is recorded. */
  readonly credential?: SideKey;
}

/** The answer, at the position where it is recorded. */
export type Recorded = (Permit | Denial) & {
  /** The same was denied less than a minute ago, and `position` is that denial's (D8). */
  readonly repeated?: true;
};

/** The scope that lets a workload ask about others. */
export const askScope = "decision.ask";

/**
 * Decides and records: permits and denials both (D8), at the position where they stand (D2). The answer
 * reaches the caller only once the record is durable, so what cannot be recorded is not permitted (U1). A
 * permit for an action that contributes to care says so in the same batch (C3), and so does the first that rests on a grant (X7).
 *
 * Handling throws AccessError `caller-not-live` when the workload that asks has ended or lacks the scope.
 */
export function recordDecision(
  deps: DecisionDeps,
  request: AccessRequest,
  wish: DecisionWish,
): Command<Recorded> {
  const counted: Counted = { first: undefined };
  return {
    name: "decision.record",
    actor: wish.actor,
    ...(wish.credential === undefined ? {} : { needs: [wish.credential] }),
    handle(handling) {
      const { world } = handling;
      checkCaller(handling, wish);
      const bundle = deps.bundles.current(world);
      const decided = decideWith(deps, bundle, request, wish, handling);
      // Cut off from the log there is no position yet at which it stands: what it rests on is the answer's (X14).
      const position = decided.offline ? decided.position : handling.position;
      const answer = { ...decided, position };
      const body = bodyOf(bundle, world, request, answer);
      if (answer.type === "permit") {
        const records = permitRecords(bundle, answer, wish.actor, body);
        return { records: [...records, ...firstUse(world, answer, body.context.seat)], answer };
      }
      const denied = { actor: wish.actor, body, asked: request };
      return deny(deps.repeats, denied, answer, handling, counted);
    },
  };
}

function decideWith(
  { words }: DecisionDeps,
  bundle: Bundle | undefined,
  request: AccessRequest,
  { remedies, revocationStream = false }: DecisionWish,
  { world, at }: Handling,
): Answer {
  const question = {
    world,
    request,
    at,
    remedies,
    revocationStream,
    ...(words === undefined ? {} : { words }),
  };
  return bundle === undefined ? withoutPolicy(question) : decideAgain({ ...question, bundle });
}

function checkCaller(
  { world, at, side }: Handling,
  { actor, credential, ownCall }: DecisionWish,
): void {
  const proved = credential === undefined || side(credential) === actor.id;
  if (proved && (ownCall || mayAsk(world, actor, at))) return;
  throw new AccessError(
    "caller-not-live",
    `This workload may not ask: it or its key has ended, or it lacks the scope ${askScope}.`,
  );
}

/**
 * Whether an actor may ask about others: a workload only while it lives and has the scope; a connected application likewise,
 * and only about somebody who signed in to it.
 */
export function mayAsk(world: World, actor: Actor, at: Instant): boolean {
  if (actor.type !== "workload") return true;
  const application = world.applications.get(actor.id);
  if (application !== undefined) {
    const isTheirs = (id: string) => world.connections.get(id)?.person === actor.onBehalfOf;
    return (
      application.scopes.includes(askScope) &&
      world.connectionsByApplication.get(actor.id).some(isTheirs)
    );
  }
  const workload = world.workloads.get(actor.id);
  return isWorkloadLive(workload, at) && workload.scopes.includes(askScope);
}

/** The body, its keys in canonical order, so that writing it needs no sorting. */
function bodyOf(
  bundle: Bundle | undefined,
  world: World,
  request: AccessRequest,
  answer: Answer,
): DecisionBody {
  const { subject, action, resource, context } = recordable(bundle, world, request);
  const { bundle: hash, policies } = answer;
  const decider = currentDecider;
  if (answer.type === "permit") {
    const { validUntil } = answer;
    return { action, bundle: hash, context, decider, policies, resource, subject, validUntil };
  }
  const { cause, codes: reasons } = answer;
  return { action, bundle: hash, cause, context, decider, policies, reasons, resource, subject };
}

function permitRecords(
  bundle: Bundle | undefined,
  { ward, grant }: Pick<Permit, "ward" | "grant">,
  actor: Actor,
  body: DecisionBody,
): readonly NewRecord[] {
  const seat = body.context.seat;
  const place = seat === undefined ? {} : { seat };
  const decision: NewRecord = { kind: "decision.permitted", body, actor, ...place };
  const { resource, subject } = body;
  const contributes = bundle?.actions.get(body.action)?.contributes === true;
  if (!contributes || resource.type !== "patient" || ward === undefined) return [decision];
  const by = grant === undefined ? {} : { grant };
  const contribution = { ...by, patient: resource.id, person: subject.id, ward };
  return [decision, { kind: "care.contributed", body: contribution, actor, ...place }];
}

/** That a grant was used is kept once, beside the first permit that rests on it: what nobody uses ends (X7). */
function firstUse(
  world: World,
  { grant }: Pick<Permit, "grant">,
  seat: string | undefined,
): readonly NewRecord[] {
  if (grant === undefined || world.grants.get(grant)?.usedAt !== undefined) return [];
  const place = seat === undefined ? {} : { seat };
  return [{ kind: "grant.used", body: { grant }, ...place }];
}

interface Denied {
  readonly actor: Actor;
  readonly body: DecisionBody;
  /** With the ids that the body may not hold. */
  readonly asked: AccessRequest;
}

interface Counted {
  first: { count: number } | undefined;
}

/** A batch may be handled again on a newer world: one command counts once, whichever first it found. */
function deny(
  repeats: Repeats,
  { actor, body, asked }: Denied,
  answer: Denial,
  { world, at, position, id: newId }: Handling,
  counted: Counted,
): { readonly records: readonly NewRecord[]; readonly answer: Recorded } {
  const key = repeats.keyOf(actor, asked, body);
  const first = repeats.find(key, world, at);
  if (counted.first !== undefined) counted.first.count--;
  counted.first = first;
  if (first !== undefined) {
    first.count++;
    const place = answer.offline ? answer.position : first.position;
    return { records: [], answer: { ...answer, position: place, repeated: true } };
  }
  const seat = body.context.seat;
  const id = newId("rec");
  repeats.remember({ key, id, position, at, actor, seat, body, draft: world });
  const place = seat === undefined ? {} : { seat };
  return { records: [{ kind: "decision.denied", body, actor, id, ...place }], answer };
}
