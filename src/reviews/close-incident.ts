import { type Bundles, conflictOf } from "../access/index.ts";
import type { Actor, Command, Incident, IncidentOutcome, World } from "../world/index.ts";
import { partiesOf, policyUnloaded } from "./close-reviews.ts";
import { ReviewError } from "./errors.ts";

/** What is to be closed, as what, and by whom. */
export interface CloseIncidentWish {
  readonly incident: string;
  readonly outcome: IncidentOutcome;
  readonly actor: Actor;
}

/**
 * Closes an incident with what it came to (X13): never by the one it is about, nor by who reports to them (X19). Whether the
 * actor may close any is the caller's to decide.
 *
 * @throws ReviewError `incident-unknown`, `own-incident`, `managers-incident`, `policy-changed`
 */
export function closeIncident(
  { bundles }: { readonly bundles: Bundles },
  { incident: id, outcome, actor }: CloseIncidentWish,
): Command<void> {
  return {
    name: "incident.close",
    actor,
    handle: ({ world, at }) => {
      const incident = requireIncident(world, id);
      const bundle = bundles.current(world);
      if (bundle === undefined) throw policyUnloaded();
      const parties = { people: partiesOf(world, incident), patient: incident.patient };
      requireOther(conflictOf(bundle, world, actor.id, parties, at));
      return {
        records: [{ kind: "incident.closed", body: { incident: id, outcome } }],
        answer: undefined,
      };
    },
  };
}

function requireIncident(world: World, id: string): Incident {
  const incident = world.incidents.get(id);
  if (incident !== undefined) return incident;
  const what = "There is no such open incident. Somebody else may have closed it.";
  throw new ReviewError("incident-unknown", what);
}

function requireOther(conflict: ReturnType<typeof conflictOf>): void {
  if (conflict === undefined) return;
  if (conflict === "of-your-manager") {
    const what =
      "Nobody closes an incident about somebody whom they report to. Another one has to look.";
    throw new ReviewError("managers-incident", what);
  }
  const what = "Nobody closes an incident about themselves or their own chart. A colleague has to.";
  throw new ReviewError("own-incident", what);
}
