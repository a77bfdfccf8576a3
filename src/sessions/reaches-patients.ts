import { decide, hospital } from "../access/index.ts";
import type { Session } from "../world/index.ts";
import { asApplicationsSee } from "./away.ts";
import type { Scene } from "./scene.ts";

/** What the policy is asked about `user/` scopes. */
const reaching = "application.reach";

/**
 * Whether an application may reach, in the name of whoever is in, every patient that they may see: from where the session is
 * (C8: not from a device that nobody manages, nor from away), on duty, in a role that opens charts. A policy from before this
 * was an action is asked what it says of looking patients up, which the same bounds.
 */
export function reachesPatients(scene: Scene, session: Session): boolean {
  const { bundle, world, at } = asApplicationsSee(scene, session);
  const { id, person, surface } = session;
  const place =
    surface.type === "seat"
      ? { seat: surface.id }
      : surface.type === "phone"
        ? { device: surface.id }
        : {};
  const request = {
    subject: { type: "person", id: person },
    action: bundle.actions.has(reaching) ? reaching : "patient.search",
    resource: hospital,
    context: { session: id, ...place },
  };
  return decide({ bundle, world, request, at, remedies: false }).type === "permit";
}
