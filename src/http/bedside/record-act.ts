import { recordDecision, signing } from "../../access/index.ts";
import { ExceptionError, oweSignature, signFor } from "../../exceptions/index.ts";
import { asOccupant, requireConfirmed, sceneOf } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { ActReply } from "../bedside-contract.ts";
import type { RecordActRequest, SignForRequest } from "../emergency-contract.ts";
import { spoken } from "../spoken.ts";
import { checkedAct, perform } from "./act.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { seatReply } from "./reply.ts";
import { occupantIn, type Visit } from "./visit.ts";

/**
 * The occupant records what a colleague performs in an emergency (X18): the performer is the subject of the decision, the occupant
 * its actor, and both stand in the chart. The performer signs for it afterwards.
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`; ExceptionError `performs-alone`; HttpError `bad-request`,
 *   `charts-unreachable`
 */
export async function recordAct(visit: Visit, request: RecordActRequest): Promise<ActReply> {
  const { bedside, seat } = visit;
  const { app } = bedside.deps;
  const { bundles } = app;
  const checked = checkedAct(visit, request);
  const { action, confirmed, patient } = checked;
  const session = occupantIn(visit);
  const { performer } = request;
  if (performer === session.person) {
    throw new ExceptionError("performs-alone");
  }
  const scribe = session.person;
  const asked = {
    subject: { type: "person", id: performer },
    action,
    resource: { type: "patient", id: patient },
    context: { seat, recording: session.id },
  } as const;
  const actor = { type: "person", id: scribe } as const;
  const decision = recordDecision(bedside.decisions, asked, { actor, remedies: true });
  const at = { seat, session: session.id };
  const answer = await app.submit(
    asOccupant({ bundles }, at, decision, (given, _now, handling) => {
      if (given.type === "deny") return [];
      const scene = sceneOf({ bundles }, handling.world, handling.at);
      requireConfirmed(scene, { seat, action, patient, confirmed });
      const { bundle } = scene;
      return oweSignature({ ...handling, bundle }, asked, { ward: given.ward, scribe });
    }),
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, action, answer) };
  }
  return perform(visit, session, checked, { author: performer, enterer: scribe });
}

/**
 * The occupant signs, with a PIN given just now, for all that they performed for a patient in an emergency (X18).
 *
 * @throws SessionError `occupant-changed`
 */
export async function signForActs(visit: Visit, request: SignForRequest): Promise<ActReply> {
  const session = occupantIn(visit);
  const patient = survivorOf(visit.bedside.deps.app.world(), request.patient);
  const wish = { action: signing, resource: { type: "patient", id: patient } };
  const answer = await decideAtSeat(visit, session, wish, ({ person }, _permit, { world }) =>
    signFor(world, person, patient),
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, wish.action, answer) };
  }
  const { state } = await seatReply(visit);
  return { type: "done", state, ...spoken("done.signed-for") };
}
