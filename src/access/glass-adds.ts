import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Action, Bundle } from "./bundle/bundle.ts";
import { withholding } from "./downtime.ts";
import { engineRequest } from "./engine-request.ts";
import { factsAt } from "./facts.ts";
import type { RequestContext } from "./request.ts";

/** What somebody shows in a moment, and broken glass changes nothing of: only what is theirs to do is compared. */
const proved = { level: 4, assured: true, witnessed: true } as const;

/**
 * Whether broken glass lets somebody do anything for a patient that they may not do without it (X10): open the chart, see more of it
 * than summaries, or one of the other clinical actions.
 */
export function glassAdds(
  scene: { readonly bundle: Bundle; readonly world: World; readonly at: Instant },
  person: string,
  patient: string,
  context: RequestContext,
): boolean {
  for (const action of scene.bundle.actions.values()) {
    const isAbout = action.clinical && action.resourceTypes.has("patient");
    if (isAbout && opensBy(scene, action, { person, patient, context })) return true;
  }
  return false;
}

function opensBy(
  { bundle, world, at }: Parameters<typeof glassAdds>[0],
  action: Action,
  {
    person,
    patient,
    context,
  }: { readonly person: string; readonly patient: string; readonly context: RequestContext },
): boolean {
  const request = {
    subject: { type: "person", id: person },
    action: action.name,
    resource: { type: "patient", id: patient },
    context,
  };
  const { forPolicies, pattern } = factsAt({ bundle, world, request, action }, noBoundaries(at));
  const withholds = withholding({ bundle, world }, action.name, pattern, noBoundaries(at));
  const isWhole = (id: string) => bundle.policies.get(id)?.limit !== "summary";
  const may = (glassBroken: boolean): boolean => {
    const known = { ...forPolicies, ...proved, glassBroken };
    const { allow, reasons } = bundle.pdp.decide(engineRequest(request, known));
    return allow && reasons.some(isWhole) && withholds(known) === undefined;
  };
  return may(true) && !may(false);
}
