import { type DecisionDeps, recordDecision, type Start, starting } from "../../access/index.ts";
import { startShift } from "../../exceptions/index.ts";
import { type Begin, type Scene, sayTime, sayWard, zoneOf } from "../../sessions/index.ts";
import type { StartView } from "../roster-contract.ts";
import { capital } from "./waiting.ts";

/** Shifts that somebody may start, as a screen offers them. */
export function startViews(
  { world, at, bundle }: Scene,
  starts: readonly Start[],
): readonly StartView[] {
  return starts.map(({ role, ward, to }) => {
    const zone = zoneOf(world, ward);
    const title = capital(bundle.roles.get(role)?.title ?? role);
    const isService = world.wards.get(ward)?.type === "service";
    const where = isService ? `on call for ${sayWard(world, ward)}` : `on ${sayWard(world, ward)}`;
    const unless = sayTime(at + bundle.rosters.unconfirmed, at, zone);
    return { ward, role, label: `${title} ${where}`, unless, to: sayTime(to, at, zone) };
  });
}

/**
 * Starts a shift for somebody who comes in at a seat and is off duty (L9): decided and recorded in the batch in which they come
 * in.
 *
 * Throws ExceptionError `start-unknown` where it is handled
 */
export function beginning(
  deps: DecisionDeps,
  { seat, ward, role }: { readonly seat: string; readonly ward: string; readonly role: string },
): Begin {
  return (handling, person) => {
    const actor = { type: "person", id: person } as const;
    const resource = { type: "ward", id: ward };
    const request = { subject: actor, action: starting, resource, context: { seat } };
    const decision = recordDecision(deps, request, { actor, remedies: false });
    const { records, answer } = decision.handle(handling);
    const bundle = deps.bundles.current(handling.world);
    if (answer.type === "deny" || bundle === undefined) {
      const why = answer.type === "deny" ? answer.reasons.join(" ") : "";
      return { type: "refused", records, why };
    }
    const begun = startShift({ ...handling, bundle }, { person, ward, role });
    return { type: "begun", records: [...records, ...begun.records], duty: begun.duty };
  };
}
