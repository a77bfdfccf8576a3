import type { Instant } from "../ports/index.ts";
import type { Session, World } from "../world/index.ts";
import type { Answer } from "./answer.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { decide, type Question } from "./decide.ts";

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
  { action, patient }: Intent,
  wanted: Pick<Question, "remedies" | "revocationStream"> = {},
): Answer {
  const { bundle, world, at } = scene;
  const { type, id } = session.surface;
  const place = type === "seat" ? { seat: id } : type === "phone" ? { device: id } : {};
  const request = {
    subject: { type: "person", id: session.person },
    action,
    resource: { type: "patient", id: patient },
    context: { session: session.id, ...place },
  };
  return decide({ bundle, world, request, at, ...wanted });
}

/** Whether that would be permitted. */
export function mayHere(
  scene: Parameters<typeof decideHere>[0],
  session: Parameters<typeof decideHere>[1],
  intent: Intent,
): boolean {
  return decideHere(scene, session, intent, { remedies: false }).type === "permit";
}
