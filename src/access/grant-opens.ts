import type { Instant } from "../ports/index.ts";
import type { Grant, World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { engineRequest } from "./engine-request.ts";
import { factsAt, type PolicyFacts } from "./facts.ts";

/** What of a request says what it would open. */
export type GrantScope = Pick<Grant, "action" | "kind" | "patient" | "person">;

/**
 * Whether a grant would open anything for its holder, on duty and in at a screen, with all that they could show (C10): of a patient
 * the chart, of a task for a patient its action. What it is for besides is a ward's or a role's, of which one closed chart is
 * no part. Where it would not: whether broken glass would.
 */
export function grantOpens(
  { bundle, world, at }: { readonly bundle: Bundle; readonly world: World; readonly at: Instant },
  { action: asked, kind, patient, person }: GrantScope,
): "yes" | "glass" | "nothing" {
  const action = bundle.actions.get(kind === "patient" ? "chart.open" : (asked ?? ""));
  if (patient === undefined || action === undefined) return "yes";
  const request = {
    subject: { type: "person", id: person },
    action: action.name,
    resource: { type: "patient", id: patient },
    context: {},
  };
  const { forPolicies } = factsAt({ bundle, world, request, action }, noBoundaries(at));
  const may = (by: Partial<PolicyFacts>): boolean =>
    bundle.pdp.decide(engineRequest(request, { ...forPolicies, ...atWork, ...by })).allow;
  if (may({ granted: true })) return "yes";
  return may({ glassBroken: true }) ? "glass" : "nothing";
}

/** At a screen, and sure enough: none of this is the chart's. Nor is emergency access. */
export const atAScreen: Partial<PolicyFacts> = {
  glassBroken: false,
  responding: false,
  signedIn: true,
  here: true,
  level: 4,
  assured: true,
  witnessed: true,
  managed: true,
  onSite: true,
  purpose: "TREAT",
};

/** At work too, and without what they have by another exception. */
const atWork: Partial<PolicyFacts> = {
  ...atAScreen,
  engaged: true,
  booked: true,
  onDuty: true,
  entitled: true,
  declared: false,
  granted: false,
};
