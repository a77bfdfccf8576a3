import type { ExplainedPolicy } from "../engine/index.ts";
import type { Asking } from "./ask.ts";
import { noBoundaries } from "./boundaries.ts";
import { engineRequest } from "./engine-request.ts";
import { factsAt } from "./facts.ts";
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
  if (request.subject.type !== "person" || !world.people.has(request.subject.id)) return [];
  const facts = factsAt({ bundle, world, request, action }, noBoundaries(at));
  const { policies } = bundle.pdp.explain(engineRequest(request, facts.forPolicies));
  return policies.map((policy) => {
    const { title = policy.id, file = "", line = 1 } = bundle.policies.get(policy.id) ?? {};
    return { ...policy, title, file, line };
  });
}
