import {
  type Denial,
  decideHere,
  type Permit,
  type Recorded,
  type Remedy,
  recordDecision,
} from "../../access/index.ts";
import { asOccupant, type Following, requireConfirmed, sceneOf } from "../../sessions/index.ts";
import type { Handling, NewRecord, Session } from "../../world/index.ts";
import type { ActRequest } from "../bedside-contract.ts";
import type { RefusalView } from "../contract.ts";
import { withNames } from "../names.ts";
import { refusalView } from "../refusal.ts";
import { sceneNow, type Visit } from "./visit.ts";

/** What somebody wants to do to what. */
export interface Wish {
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  /** The ceremony by which just this was signed (A4). */
  readonly signature?: string;
  /** Purpose of use, where it is not treatment (D4). */
  readonly purpose?: string;
  /** Its author has said that this patient is meant, at another's bed (S8). */
  readonly confirmed?: boolean | undefined;
}

/** Records that follow from a permit, in its batch. */
type OnPermit = (
  session: Session,
  permit: Permit,
  handling: Handling,
) => readonly NewRecord[] | Following;

/**
 * Decides and records what the occupant asks for, in one batch with the check that they are still in at the
 * seat (S1, S7, D2), and with the records that follow from a permit. What is permitted, but at another patient's bed and not
 * confirmed, is not done, and not recorded (S8).
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`
 */
export function decideAtSeat(
  { bedside, seat }: Pick<Visit, "bedside" | "seat">,
  session: Session,
  { action, resource, signature, purpose, confirmed }: Wish,
  onPermit?: OnPermit,
): Promise<Recorded> {
  const { app } = bedside.deps;
  const actor = { type: "person", id: session.person } as const;
  const request = {
    subject: actor,
    action,
    resource,
    context: {
      session: session.id,
      seat,
      ...(signature === undefined ? {} : { signature }),
      ...(purpose === undefined ? {} : { purpose }),
    },
  };
  const wish = { actor, remedies: true, revocationStream: true };
  const decision = recordDecision(bedside.decisions, request, wish);
  const also = (answer: Recorded, now: Session, handling: Handling) => {
    if (answer.type === "deny") return [];
    const scene = sceneOf({ bundles: app.bundles }, handling.world, handling.at);
    requireConfirmed(scene, { seat, action, patient: resource.id, confirmed });
    return onPermit === undefined ? [] : onPermit(now, answer, handling);
  };
  const at = { seat, session: session.id };
  return app.submit(asOccupant({ bundles: app.bundles }, at, decision, also));
}

/** Whether this one remedy, and nothing else, is missing: the policy itself says so (D3). Unrecorded: it enforces nothing. */
export function isLacking(
  { bedside }: Visit,
  session: Session,
  intent: Pick<ActRequest, "action" | "patient">,
  remedy: Remedy["type"],
): boolean {
  const answer = decideHere(sceneNow(bedside), session, intent);
  if (answer.type === "permit") return false;
  return answer.remedies.some(({ type, and }) => type === remedy && and === undefined);
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
