import { type AccessRequest, ask, recordDecision } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { asPhone, focus, phoneSessionOf, sceneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { Stage } from "./stage.ts";

const system = { type: "system", id: "wardkey" } as const;

/** What phones show by themselves with each answer, as the product's do. */
export interface PhoneScreens {
  /** A chart that may not be open any more closes; one whose permit is over is decided again (D6). */
  look(device: string): Promise<void>;
  /** A chart was opened by a permit, which is good until then. */
  opened(session: string, patient: string, until: Instant): void;
}

/** The phones of a hospital, with nothing on them. */
export function createPhoneScreens(stage: Stage): PhoneScreens {
  const permits = new Map<string, { readonly patient: string; readonly until: Instant }>();
  const { elsewhere: app, clock, deps } = stage;
  return {
    opened: (session, patient, until) => void permits.set(session, { patient, until }),
    async look(device) {
      const session = phoneSessionOf(sceneOf(deps, app.world(), clock.now()), device);
      const patient = session?.patient;
      if (session === undefined || patient === undefined) return;
      const request = showing(session, device, patient);
      const asking = { bundles: app.bundles, world: app.world(), at: app.now(), remedies: false };
      if (ask(asking, request).type === "deny") {
        permits.delete(session.id);
        await app.submit(focus({ session: session.id, from: patient, actor: system }));
        return;
      }
      const known = permits.get(session.id);
      if (known?.patient === patient && app.now() < known.until) return;
      const actor = { type: "person", id: session.person } as const;
      const decision = recordDecision(deps, request, { actor, remedies: true });
      const on = { device, session: session.id, site: stage.onSite(device) };
      const answer = await app.submit(asPhone(deps, on, decision));
      if (answer.type === "permit") {
        permits.set(session.id, { patient, until: answer.validUntil });
      }
    },
  };
}

/** The request of a session on a phone for a chart to be open. */
function showing(session: Session, device: string, patient: string): AccessRequest {
  return {
    subject: { type: "person", id: session.person },
    action: "chart.open",
    resource: { type: "patient", id: patient },
    context: { session: session.id, device },
  };
}
