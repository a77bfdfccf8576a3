import type { Instant } from "../ports/index.ts";
import type { Grant, World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { engineRequest } from "./engine-request.ts";
import { factsAt } from "./facts.ts";
import { grantFor, isWithin } from "./grants.ts";

/** What it takes for a person's chart to be open, whatever the screen: so that only the right to see it is compared. */
const atAScreen = {
  signedIn: true,
  here: true,
  level: 4,
  assured: true,
  managed: true,
  onSite: true,
} as const;

/** Whether somebody sees a chart by this grant alone: without it the policy would not let them open it (X4). */
export function restsOnGrant(
  bundle: Bundle,
  world: World,
  grant: Grant,
  patient: string,
  at: Instant,
): boolean {
  const action = bundle.actions.get("chart.open");
  if (action === undefined) return false;
  const subject = { type: "person", id: grant.person };
  const resource = { type: "patient", id: patient };
  const request = { subject, action: action.name, resource, context: {} };
  const situation = { bundle, world, request, action };
  const facts = factsAt(situation, noBoundaries(at));
  if (!isWithin(world, facts.holder, grant)) return false;
  const granted = grantFor(situation, facts.holder, noBoundaries(at), "active", grant.id);
  const known = { ...facts.forPolicies, ...atAScreen, granted: granted !== undefined };
  return !bundle.pdp.decide(engineRequest(request, known)).allow;
}
