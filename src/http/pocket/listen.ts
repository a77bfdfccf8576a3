import type { FastifyReply } from "fastify";
import { phoneSessionOf, type Scene } from "../../sessions/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { isNewsOfGrants } from "../grants/grant-view.ts";
import { isShown } from "./emergency-picture.ts";
import { type PhoneVisit, personIn } from "./phone-visit.ts";
import { sceneNow } from "./pocket-context.ts";

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
  const isNewsOfEmergencies = watchEmergencies(sceneNow(pocket), person);
  pocket.changes.open(reply, {
    session,
    isIn: (scene) => phoneSessionOf(scene, device)?.id === session,
    concerns: (scene, record) =>
      isNewsOfGrants(scene, viewer, record) ||
      isNewsOfEmergencies(scene, record) ||
      // What they break, renew or give back elsewhere; that it runs out, the chart's own time says.
      (record.kind.startsWith("glass.") && record.actor.id === person),
  });
}

/**
 * Of the emergencies that are shown to somebody, or were: what has ended is told by its id, since by then nothing else is left of it.
 */
function watchEmergencies(
  first: Scene,
  person: string,
): (scene: Scene, record: LogRecord) => boolean {
  const { world, at } = first;
  const lasting = [...world.emergencies.values()].filter(({ until }) => at < until);
  const known = new Set(lasting.filter((each) => isShown(first, each, person)).map(({ id }) => id));
  return (scene, { kind, body }) => {
    if (!kind.startsWith("emergency.")) return false;
    const { emergency: id } = body as { readonly emergency: string };
    const emergency = scene.world.emergencies.get(id);
    if (emergency !== undefined && isShown(scene, emergency, person)) known.add(id);
    return known.has(id);
  };
}
