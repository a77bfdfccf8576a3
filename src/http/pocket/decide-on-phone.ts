import { type Denial, type Permit, type Recorded, recordDecision } from "../../access/index.ts";
import { asPhone, type Following, sceneOf } from "../../sessions/index.ts";
import type { Handling, NewRecord, Session } from "../../world/index.ts";
import type { RefusalView } from "../contract.ts";
import { withNames } from "../names.ts";
import { refusalView } from "../refusal.ts";
import type { PhoneVisit } from "./phone-visit.ts";

/**
 * Decides and records what the phone's person asks for, in one batch with the check that they are still in on it and
 * where the request came from (C8, D2), and with the records that follow from a permit.
 *
 * @throws SessionError `occupant-changed`, `place-changed`
 */
export function decideOnPhone(
  { pocket, device, site }: PhoneVisit,
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
  const { app } = pocket.deps;
  const actor = { type: "person", id: session.person } as const;
  const why = purpose === undefined ? {} : { purpose };
  const request = { subject: actor, ...wish, context: { session: session.id, device, ...why } };
  const decision = recordDecision(pocket.decisions, request, { actor, remedies: true });
  const also = (answer: Recorded, now: Session, handling: Handling) =>
    answer.type === "permit" ? onPermit(now, handling, answer) : [];
  const on = { device, session: session.id, site };
  return app.submit(asPhone({ bundles: app.bundles }, on, decision, also));
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
