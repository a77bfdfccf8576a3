import { caseAt, closeCase, openCase } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { CaseReply } from "../bedside-contract.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { seatReply } from "./reply.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * Opens a case for the patient on the screen, or says why not and what next: from then on a lock takes writing away, and not that
 * patient's chart (S7). It is in the batch of the permit.
 *
 * @throws SessionError `occupant-changed`, `no-case-here`
 */
export async function openCaseHere(visit: Visit, asked: string): Promise<CaseReply> {
  const { app } = visit.bedside.deps;
  const session = occupantIn(visit);
  const patient = survivorOf(app.world(), asked);
  const wish = { action: "case.open", resource: { type: "patient", id: patient } };
  const answer = await decideAtSeat(visit, session, wish, (now, _permit, { at, world }) => {
    const bundle = app.bundles.current(world);
    return bundle === undefined ? [] : openCase({ at, bundle, world }, now, patient);
  });
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, wish.action, answer) };
  }
  return done(visit);
}

/**
 * Closes the case that is open at the screen, whoever opened it, or says why not. Where none is, there is nothing to do.
 *
 * @throws SessionError `occupant-changed`
 */
export async function closeCaseHere(visit: Visit): Promise<CaseReply> {
  const { bedside, seat: id } = visit;
  const { app } = bedside.deps;
  const session = occupantIn(visit);
  const scene = sceneNow(bedside);
  const seat = scene.world.seats.get(id);
  const known = seat && caseAt(scene, seat);
  if (known === undefined) return done(visit);
  const wish = { action: "case.close", resource: { type: "patient", id: known.patient } };
  const answer = await decideAtSeat(visit, session, wish, (_now, _permit, { at, world }) => {
    const bundle = app.bundles.current(world);
    return bundle === undefined ? [] : closeCase({ at, bundle, world }, id, "closed");
  });
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, wish.action, answer) };
  }
  return done(visit);
}

async function done(visit: Visit): Promise<CaseReply> {
  return { type: "done", state: (await seatReply(visit)).state };
}
