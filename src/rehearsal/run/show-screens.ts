import { type AccessRequest, ask, type DecisionWish, recordDecision } from "../../access/index.ts";
import { asOccupant, focus, occupantOf } from "../../sessions/index.ts";
import type { Actor, Session } from "../../world/index.ts";
import { type Run, sceneNow } from "./run.ts";

/** The system as an actor: what a screen does by itself. */
const system: Actor = { type: "system", id: "wardkey" };

/** What is asked of a person's request at a seat; screens hear of what ends, so that a permit lasts. */
export function wishOf(actor: Actor): DecisionWish {
  return { actor, remedies: true, revocationStream: true };
}

/** The request of a session at a seat for a chart to be open. */
function showing(session: Session, seat: string, patient: string): AccessRequest {
  return {
    subject: { type: "person", id: session.person },
    action: "chart.open",
    resource: { type: "patient", id: patient },
    context: { session: session.id, seat },
  };
}

/** Every seat's screen reacts to what has changed: a chart that may not be open any more closes. */
export async function showScreens(run: Run): Promise<void> {
  for (const seat of run.screens.keys()) await showScreen(run, seat);
}

/** One seat's screen; answers with the patient whose chart is open on it. */
async function showScreen(run: Run, seat: string): Promise<string | undefined> {
  const { app } = run.stage;
  const session = occupantOf(sceneNow(run), seat);
  const patient = session?.patient;
  if (session === undefined || patient === undefined) return undefined;
  const asking = { bundles: app.bundles, world: app.world(), at: app.now(), remedies: false };
  const answer = ask(asking, showing(session, seat, patient));
  if (answer.type === "permit") return patient;
  await app.submit(focus({ session: session.id, from: patient, actor: system }));
  return undefined;
}

/** The screen of somebody who is back: the chart that was open is decided and recorded again (D6), and shown. */
export async function showAgain(run: Run, seat: string): Promise<void> {
  const patient = await showScreen(run, seat);
  const session = occupantOf(sceneNow(run), seat);
  if (session === undefined || patient === undefined) return;
  const { app, deps } = run.stage;
  const actor: Actor = { type: "person", id: session.person };
  const decision = recordDecision(deps, showing(session, seat, patient), wishOf(actor));
  await app.submit(asOccupant(deps, { seat, session: session.id }, decision));
}
