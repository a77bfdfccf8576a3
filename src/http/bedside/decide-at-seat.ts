import { type Denial, type Recorded, recordDecision } from "../../access/index.ts";
import { asOccupant, sceneOf } from "../../sessions/index.ts";
import type { NewRecord, Session } from "../../world/index.ts";
import type { RefusalView } from "../contract.ts";
import { withNames } from "../names.ts";
import { refusalView } from "../refusal.ts";
import type { Visit } from "./visit.ts";

/** What somebody wants to do to what. */
export interface Wish {
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  /** The ceremony by which just this was signed (A4). */
  readonly signature?: string;
}

/**
 * Decides and records what the occupant asks for, in one batch with the check that they are still in at the
 * seat (S1, S7, D2), and with the records that follow from a permit.
 *
 * @throws SessionError `occupant-changed`
 */
export function decideAtSeat(
  { bedside, seat }: Pick<Visit, "bedside" | "seat">,
  session: Session,
  { action, resource, signature }: Wish,
  onPermit?: (session: Session) => readonly NewRecord[],
): Promise<Recorded> {
  const { app } = bedside.deps;
  const actor = { type: "person", id: session.person } as const;
  const request = {
    subject: actor,
    action,
    resource,
    context: { session: session.id, seat, ...(signature === undefined ? {} : { signature }) },
  };
  const wish = { actor, remedies: true, revocationStream: true };
  const decision = recordDecision(bedside.decisions, request, wish);
  const also = (answer: Recorded, now: Session) =>
    answer.type === "permit" && onPermit !== undefined ? onPermit(now) : [];
  const at = { seat, session: session.id };
  return app.submit(asOccupant({ bundles: app.bundles }, at, decision, also));
}

/** A recorded denial as the screen shows it. */
export function refusalOf(
  { bedside }: Visit,
  action: string,
  denial: Denial,
): Promise<RefusalView> {
  const { app } = bedside.deps;
  return withNames(app.side, app.world, (names, world) => {
    const { bundle } = sceneOf({ bundles: app.bundles }, world, app.now());
    return refusalView(bundle, action, denial, denial.position, names);
  });
}
