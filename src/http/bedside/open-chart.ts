import type { NewRecord, Session } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { OpenChartReply } from "../bedside-contract.ts";
import { discreetly, withNames } from "../names.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { seatReply } from "./reply.ts";
import { permitFor } from "./seat-memory.ts";
import { occupantIn, type Visit } from "./visit.ts";

/**
 * Opens a patient's chart at the seat, or says why not and what next. What the session looks at changes in
 * the batch of the permit.
 *
 * @throws SessionError `occupant-changed`
 */
export async function openChart(visit: Visit, asked: string): Promise<OpenChartReply> {
  return openChartFor(visit, occupantIn(visit), asked);
}

/**
 * As {@link openChart}, for a session that has only just come in, which the screen does not show yet.
 *
 * @throws SessionError `occupant-changed`
 */
export async function openChartFor(
  visit: Visit,
  session: Session,
  asked: string,
): Promise<OpenChartReply> {
  const { app } = visit.bedside.deps;
  const patient = survivorOf(app.world(), asked);
  visit.memory.notice = undefined;
  const resource = { type: "patient", id: patient };
  const answer = await decideAtSeat(visit, session, { action: "chart.open", resource }, (now) =>
    now.patient === patient ? [] : [focused(now.id, patient)],
  );
  if (answer.type === "deny") {
    const refusal = await refusalOf(visit, "chart.open", answer);
    return { type: "refused", ...(await shownPatient(visit, patient)), refusal };
  }
  visit.memory.permit = permitFor({ session: session.id, patient }, answer);
  const { state } = await seatReply(visit);
  return { type: "open", state };
}

function focused(session: string, patient: string): NewRecord {
  return { kind: "session.focused", body: { session, patient } };
}

/** Who was refused, for a patient whom the person's screen could name anyway: one that it lists or found. */
async function shownPatient(
  { bedside }: Visit,
  patient: string,
): Promise<Pick<Extract<OpenChartReply, { type: "refused" }>, "patient">> {
  const { app } = bedside.deps;
  if (!app.world().patients.has(patient)) return {};
  return {
    patient: await withNames(app.side, app.world, (names, world) =>
      discreetly(world, names.patient(patient)),
    ),
  };
}
