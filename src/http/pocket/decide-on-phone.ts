import { type Denial, type Permit, type Recorded, recordDecision } from "../../access/index.ts";
import { type Following, sceneOf } from "../../sessions/index.ts";
import type { Handling, NewRecord, Session } from "../../world/index.ts";
import type { RefusalView } from "../contract.ts";
import { withNames } from "../names.ts";
import { refusalView } from "../refusal.ts";
import { type PhoneVisit, submitOnPhone } from "./phone-visit.ts";

/**
 * Decides and records what the phone's person asks for, in one batch with the check that they are still in on it and
 * where the request came from (C8, D2), and with the records that follow from a permit.
 *
 * @throws SessionError `occupant-changed`, `place-changed`
 */
export function decideOnPhone(
  visit: PhoneVisit,
  session: Session,
  {
    purpose,
    ...wish
  }: {
    readonly action: string;
    readonly resource: { readonly type: string; readonly id: string };
    /** Purpose of use, where it is not treatment (D4). */
    readonly purpose?: string;
  },
  onPermit: (
    session: Session,
    handling: Handling,
    permit: Permit,
  ) => readonly NewRecord[] | Following = () => [],
): Promise<Recorded> {
  const { device, pocket } = visit;
  const actor = { type: "person", id: session.person } as const;
  const why = purpose === undefined ? {} : { purpose };
  const request = { subject: actor, ...wish, context: { session: session.id, device, ...why } };
  const decision = recordDecision(pocket.decisions, request, { actor, remedies: true });
  return submitOnPhone(visit, session, decision, (answer, now, handling) =>
    answer.type === "permit" ? onPermit(now, handling, answer) : [],
  );
}

/** A recorded denial as the phone shows it. */
export function refusalOf(
  { pocket }: PhoneVisit,
  action: string,
  denial: Denial & { readonly position?: number },
): Promise<RefusalView> {
  const { app } = pocket.deps;
  return withNames(app.side, app.world, (names, world) => {
    const { bundle } = sceneOf({ bundles: app.bundles }, world, app.now());
    return refusalView(bundle, action, denial, denial.position ?? world.next, names);
  });
}
