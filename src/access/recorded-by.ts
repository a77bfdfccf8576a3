import { provenBy, type Session } from "../world/index.ts";
import type { Boundaries } from "./boundaries.ts";
import { isFor, responderAt, respondsTo } from "./emergencies.ts";
import type { Situation } from "./facts.ts";
import { whereaboutsOf } from "./whereabouts.ts";

/**
 * The session of a colleague who records what the subject performs (X18), as the subject's own for the length of the decision:
 * at the colleague's seat, and without any level, since nobody has shown that it is the subject. Undefined unless both respond to
 * one emergency that the patient belongs to, the one recording and the other performing.
 */
export function recordingSession(
  { request: { resource, subject }, world }: Situation,
  id: string,
  isIn: (session: Session) => boolean,
  boundaries: Boundaries,
): Session | undefined {
  const session = world.sessions.get(id);
  if (session === undefined || session.person === subject.id || !isIn(session)) return undefined;
  if (session.surface.type !== "seat" || resource.type !== "patient") return undefined;
  const whereabouts = whereaboutsOf(world, resource.id, subject.id, boundaries);
  const isShared = respondsTo(world, subject.id, boundaries).some((emergency) => {
    const task = (person: string) => responderAt(world, emergency, person, boundaries)?.task;
    return (
      isFor(world, emergency, whereabouts) &&
      task(subject.id) === "performs" &&
      task(session.person) === "records"
    );
  });
  if (!isShared) return undefined;
  const { engagement, openedAt, seenAt, surface, until } = session;
  return {
    id,
    person: subject.id,
    engagement,
    surface,
    state: "open",
    ...provenBy({ level: 0, at: 0 }),
    openedAt,
    seenAt,
    until,
  };
}
