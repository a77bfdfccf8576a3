import type { Instant } from "../ports/index.ts";
import type { Session, World } from "../world/index.ts";
import type { Answer } from "./answer.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { decide, isPermitted, type Question } from "./decide.ts";
import type { AccessRequest } from "./request.ts";

/** What somebody who is in would do to a patient. */
export interface Intent {
  readonly action: string;
  readonly patient: string;
}

/**
 * What the policy answers the person of a session who would do something to a patient on the surface that the session is on.
 * Unrecorded: it says what can be shown or offered, and enforces nothing; what is done is decided on record.
 *
 * @param session as it is, or as it will be in the world that is given
 */
export function decideHere(
  scene: { readonly bundle: Bundle; readonly world: World; readonly at: Instant },
  session: Pick<Session, "id" | "person" | "surface">,
  intent: Intent,
  wanted: Pick<Question, "remedies" | "revocationStream"> = {},
): Answer {
  const { bundle, world, at } = scene;
  return decide({ bundle, world, at, request: requestHere(session, intent), ...wanted });
}

function requestHere(
  session: Pick<Session, "id" | "person" | "surface">,
  { action, patient }: Intent,
): AccessRequest {
  const { type, id } = session.surface;
  const place = type === "seat" ? { seat: id } : type === "phone" ? { device: id } : {};
  return {
    subject: { type: "person", id: session.person },
    action,
    resource: { type: "patient", id: patient },
    context: { session: session.id, ...place },
  };
}

/** Whether that would be permitted. */
export function mayHere(
  scene: Parameters<typeof decideHere>[0],
  session: Parameters<typeof decideHere>[1],
  intent: Intent,
): boolean {
  const { bundle, world, at } = scene;
  return isPermitted({ bundle, world, at, request: requestHere(session, intent) });
}
