import type { FastifyReply } from "fastify";
import { phoneSessionOf } from "../../sessions/index.ts";
import { isNewsOfGrants } from "../grants/grant-view.ts";
import { type PhoneVisit, personIn } from "./phone-visit.ts";

/**
 * Says to the phone when something that it shows its person may have changed. It asks for its state then: what it shows, and where
 * it is (C8), is decided by that and by nothing else.
 *
 * @throws SessionError `occupant-changed`; HttpError `too-many-streams`
 */
export async function listenOnPhone(visit: PhoneVisit, reply: FastifyReply): Promise<void> {
  const { device, pocket } = visit;
  const { id: session, person } = await personIn(visit);
  const viewer = { person, context: { session, device } };
  pocket.changes.open(reply, {
    session,
    isIn: (scene) => phoneSessionOf(scene, device)?.id === session,
    concerns: (scene, record) => isNewsOfGrants(scene, viewer, record),
  });
}
