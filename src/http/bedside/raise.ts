import { pinBadge, pinGate, stepUp } from "../../sessions/index.ts";
import type { PinRequest, StepUpReply } from "../bedside-contract.ts";
import { sayFailure, verifierOf } from "./give-pin.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * The occupant's PIN for something that needs to be surer who they are; they stay where they are (A2).
 *
 * @throws SessionError `occupant-changed`
 */
export async function raise(visit: Visit, { pin }: PinRequest): Promise<StepUpReply> {
  const { bedside, seat } = visit;
  const { app, pins } = bedside.deps;
  const session = occupantIn(visit);
  const { world, at } = sceneNow(bedside);
  const badge = pinBadge(world, session, at);
  const counts = badge === undefined || pinGate(badge, seat, at).type === "open";
  const right =
    counts && (await pins.verify(await verifierOf(visit, session.person), pin, "surface"));
  const answer = await app.submit(
    stepUp({ bundles: app.bundles }, { seat, session: session.id, right }),
  );
  bedside.memories.changed(seat);
  if (answer.type === "raised") return { type: "raised" };
  const wait = answer.type === "locked" ? undefined : answer.waitUntil;
  return {
    type: "wrong",
    ...sayFailure(answer),
    ...(wait === undefined ? {} : { waitUntil: wait }),
  };
}
