import { provenBy, type Session } from "../world/index.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Situation } from "./facts.ts";

/**
 * What somebody proved as a witness at somebody else's seat (S10), as a session of its own for the length of
 * the decision: level 2 since their PIN, at that seat. Nobody's session moves by it. Undefined when the request
 * is not about that, or the seat does not ask them (any more).
 */
export function witnessSession(
  { request: { subject, resource }, world }: Situation,
  asking: string,
  isIn: (session: Session) => boolean,
  boundaries: Boundaries,
): Session | undefined {
  const asked = world.sessions.get(asking);
  const { witness, until, patient } = asked?.asking ?? {};
  if (asked === undefined || witness === undefined || until === undefined || !isIn(asked)) {
    return undefined;
  }
  note(boundaries, until);
  const isTheirs = witness.person === subject.id && asked.person !== subject.id;
  if (!isTheirs || resource.id !== patient || until <= boundaries.at) return undefined;
  const { provedAt, badge } = witness;
  const { surface, engagement } = asked;
  const since = { openedAt: provedAt, seenAt: provedAt };
  return {
    id: asking,
    person: subject.id,
    engagement,
    surface,
    state: "open",
    ...provenBy({ level: 2, at: provedAt }),
    badge,
    until,
    ...since,
  };
}

/**
 * Whether another person countersigned just this for the session, at its seat, and it was not used yet (S10). Nobody
 * witnesses their own.
 */
export function isWitnessed(
  { request: { action, context, resource } }: Situation,
  session: Session | undefined,
  boundaries: Boundaries,
): boolean {
  const asking = session?.asking;
  if (context.witness === undefined || session === undefined || asking === undefined) return false;
  note(boundaries, asking.until);
  const { witness } = asking;
  const isTheirs = witness?.agreed === true && witness.person === context.witness;
  const isThis = asking.action === action && asking.patient === resource.id;
  return isTheirs && isThis && witness.person !== session.person && boundaries.at < asking.until;
}
