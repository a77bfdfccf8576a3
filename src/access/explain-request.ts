import type { ExplainedPolicy } from "../engine/index.ts";
import type { Asking } from "./ask.ts";
import { type Boundaries, noBoundaries } from "./boundaries.ts";
import { engineRequest } from "./engine-request.ts";
import { factsAt, type PolicyFacts, type Situation } from "./facts.ts";
import { type ProgramFacts, programFactsAt } from "./programs/program-facts.ts";
import type { AccessRequest } from "./request.ts";

/** What became of one policy, and where it is written. */
export interface PolicyStory extends ExplainedPolicy {
  /** The rule in plain language. */
  readonly title: string;
  readonly file: string;
  readonly line: number;
}

/**
 * Which condition of which policy decided, with the values that it saw: for those who answer for the policy, where an
 * answer's own words do not do. Unrecorded, on the committed world; nothing for a request that no policy is about.
 */
export function explainRequest(
  { bundles, world, at }: Asking,
  request: AccessRequest,
): readonly PolicyStory[] {
  const bundle = bundles.current(world);
  const action = bundle?.actions.get(request.action);
  if (bundle === undefined || action === undefined) return [];
  const facts = factsOf({ bundle, world, request, action }, noBoundaries(at));
  if (facts === undefined) return [];
  const { policies } = bundle.pdp.explain(engineRequest(request, facts));
  return policies.map((policy) => {
    const { title = policy.id, file = "", line = 1 } = bundle.policies.get(policy.id) ?? {};
    return { ...policy, title, file, line };
  });
}

/** Of nobody whom the action is for there are none. */
function factsOf(
  situation: Situation,
  boundaries: Boundaries,
): PolicyFacts | ProgramFacts["forPolicies"] | undefined {
  const { action, request, world } = situation;
  const { id, type } = request.subject;
  if (!action.subjectTypes.has(type)) return undefined;
  const workload = type === "workload" ? world.workloads.get(id) : undefined;
  if (workload !== undefined) return programFactsAt(situation, workload, boundaries).forPolicies;
  const isPerson = type === "person" && world.people.has(id);
  return isPerson ? factsAt(situation, boundaries).forPolicies : undefined;
}
