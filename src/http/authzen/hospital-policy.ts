import {
  type AccessRequest,
  type Answer,
  ask,
  explainRequest,
  mayAsk,
  type PolicyStory,
  type Recorded,
  type RequestContext,
  recordDecision,
} from "../../access/index.ts";
import type { App } from "../../app.ts";
import type { Actor } from "../../world/index.ts";
import { AuthzenError } from "./errors.ts";
import type { AuthzenOptions, Decision, Evaluation, Properties } from "./types.ts";

/** What the hospital's policy is asked through. */
export interface HospitalPolicyDeps {
  readonly app: Pick<App, "submit" | "world" | "bundles" | "repeats" | "now">;
}

/**
 * Decides by the hospital's policy. A single evaluation is recorded, permit and deny, and answered once the
 * record is durable (U1); one of a batch is advice, unless its context says `enforce: true`. Callers'
 * properties are ignored: facts come from the world.
 */
export function hospitalPolicy({ app }: HospitalPolicyDeps): AuthzenOptions["evaluate"] {
  return async (evaluation, caller, { single }) => {
    const request = accessRequest(evaluation);
    const { enforce, remedies, explain } = switchesOf(evaluation.context);
    const actor = actorOf(app.world(), caller.id, request);
    if (single || enforce) {
      const { credential } = caller;
      const wish = { actor, remedies, ...(credential === undefined ? {} : { credential }) };
      const answer = await app.submit(recordDecision(app, request, wish));
      const decision = decisionOf(answer, true);
      return explain ? explained(decision, explanationOf(app, request)) : decision;
    }
    const at = app.now();
    const world = app.world();
    if (!mayAsk(world, actor, at)) {
      throw new AuthzenError("not-allowed", "This workload may not ask for decisions.");
    }
    const answer = ask({ bundles: app.bundles, world, at, remedies }, request);
    const decision = decisionOf(answer, false);
    return explain ? explained(decision, explanationOf(app, request)) : decision;
  };
}

/** What each policy looked at, and in which world: it may have moved on since the answer. */
interface Explanation {
  readonly position: number;
  readonly policies: readonly PolicyStory[];
}

function explanationOf(
  { bundles, world, now }: HospitalPolicyDeps["app"],
  request: AccessRequest,
): Explanation {
  const asking = { bundles, world: world(), at: now() };
  return { position: asking.world.next, policies: explainRequest(asking, request) };
}

function explained(decision: Decision, explanation: Explanation): Decision {
  return { ...decision, context: { ...decision.context, explanation } };
}

function accessRequest({ subject, action, resource, context }: Evaluation): AccessRequest {
  return {
    subject: { type: subject.type, id: subject.id },
    action: action.name,
    resource: { type: resource.type, id: resource.id },
    context: contextOf(context),
  };
}

const names = ["session", "seat", "device", "purpose", "address", "data"] as const;

/** The things that a request's context names. @throws AuthzenError */
export function contextOf(context: Properties = {}): RequestContext {
  const found: { -readonly [K in keyof RequestContext]: string } = {};
  for (const name of names) {
    const value = context[name];
    if (value === undefined) continue;
    if (typeof value !== "string") {
      throw new AuthzenError("bad-request", `The member context.${name} must be a string.`);
    }
    found[name] = value;
  }
  return found;
}

/** How a request is to be answered. */
interface Switches {
  /** Whether it is recorded also where it need not be. */
  readonly enforce: boolean;
  readonly remedies: boolean;
  /** Whether the policies' conditions and what they saw are wanted. */
  readonly explain: boolean;
}

/** Reads them from a request's context. @throws AuthzenError */
export function switchesOf(context: Properties = {}): Switches {
  const { enforce = false, remedies = true, explain = false } = context;
  if (
    typeof enforce !== "boolean" ||
    typeof remedies !== "boolean" ||
    typeof explain !== "boolean"
  ) {
    throw new AuthzenError(
      "bad-request",
      "The members context.enforce, context.remedies and context.explain must be true or false.",
    );
  }
  return { enforce, remedies, explain };
}

/** The workload, for the person it asks about where that is one of ours: the log takes no names (U3). */
function actorOf(
  { people }: ReturnType<App["world"]>,
  id: string,
  { subject }: AccessRequest,
): Actor {
  const person = subject.type === "person" && people.has(subject.id);
  // In the order of keys in which the log writes it.
  return { id, ...(person ? { onBehalfOf: subject.id } : {}), type: "workload" };
}

/** An answer as AuthZEN carries it: all that is more than yes or no stands in `context` (section Additional Context in a Response). */
function decisionOf(answer: Answer | Recorded, recorded: boolean): Decision {
  const { position, bundle, policies } = answer;
  // Cut off from the log, `position` is what the answer rests on (X14).
  const offline = answer.offline === undefined ? {} : { offline: true };
  const shared = { recorded, position, ...offline, bundle, policies };
  if (answer.type === "permit") {
    const { because, validUntil, obligations } = answer;
    return {
      decision: true,
      context: { ...shared, validUntil, obligations, reason_user: { en: because.join(" ") } },
    };
  }
  const { cause, reasons, codes, remedies, advice, sessions } = answer;
  return {
    decision: false,
    context: {
      ...shared,
      ...("repeated" in answer ? { repeated: true } : {}),
      cause,
      reason_user: { en: reasons.join(" ") },
      reason_admin: { en: [cause, ...policies, ...codes].join(" ") },
      remedies,
      ...(sessions === undefined ? {} : { sessions }),
      // What fills its sentence is for our own screens, which say it in another language.
      advice: advice.map(({ said: _said, ...told }) => told),
    },
  };
}
