import type { Bundles } from "../access/index.ts";
import type { Actor, Command, Incident, IncidentOutcome, World } from "../world/index.ts";
import { type Judged, partiesOf, requireNoConflict } from "./conflict.ts";
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
      requireNoConflict(bundles, { world, at }, actor, judged(world, requireIncident(world, id)));
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
  throw new ReviewError("incident-unknown");
}

function judged(world: World, incident: Incident): Judged {
  return {
    parties: partiesOf(world, incident),
    own: "own-incident",
    ofYourManager: "managers-incident",
  };
}
