import { breaking } from "../../access/index.ts";
import {
  breakGlass,
  giveBackGlass,
  renewGlass,
  requireGlass,
  requireNeed,
} from "../../exceptions/index.ts";
import { asOccupant } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { BreakGlassRequest, OpenChartReply, SeatReply } from "../bedside-contract.ts";
import { isKnownPatient } from "../names.ts";
import { refusedBy } from "../spoken.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { openChart } from "./open-chart.ts";
import { seatReply } from "./reply.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * Breaks the glass for a patient (X10) and opens the chart; where the policy does not let the occupant do that, or not before
 * they have shown that it is them (X11), it says so, with the way forward.
 *
 * @throws SessionError `occupant-changed`; ExceptionError `reason-unknown`, `glass-needless`; HttpError `not-found`
 */
export async function breakTheGlass(
  visit: Visit,
  { patient: asked, reason }: BreakGlassRequest,
): Promise<OpenChartReply> {
  const { app } = visit.bedside.deps;
  const session = occupantIn(visit);
  const patient = survivorOf(app.world(), asked);
  if (!(await isKnownPatient(app.side, app.world(), patient))) {
    throw refusedBy("not-found", "patient.unknown");
  }
  const wish = {
    action: breaking,
    resource: { type: "patient", id: patient },
    purpose: "BTG",
  } as const;
  const answer = await decideAtSeat(
    visit,
    session,
    wish,
    ({ id, engagement, person }, permit, handling) => {
      const bundle = app.bundles.current(handling.world);
      if (bundle === undefined) return [];
      const place = permit.ward === undefined ? {} : { ward: permit.ward };
      const why = reason === undefined ? {} : { reason };
      const scene = { ...handling, bundle };
      const broken = breakGlass(scene, { engagement, person, patient, ...why, ...place });
      requireNeed(scene, { person, patient }, { session: id, seat: visit.seat });
      return broken;
    },
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, breaking, answer) };
  }
  return openChart(visit, patient);
}

/**
 * More time for the open chart, which is open because the glass was broken (X11).
 *
 * @throws SessionError `occupant-changed`; ExceptionError
 */
export async function renewTheGlass(visit: Visit): Promise<SeatReply> {
  const { bedside, seat } = visit;
  const { bundles, submit } = bedside.deps.app;
  const session = occupantIn(visit);
  const { id: glass } = requireGlass(sceneNow(bedside), session);
  const renewal = renewGlass({ bundles }, { glass, person: session.person });
  await submit(asOccupant({ bundles }, { seat, session: session.id }, renewal));
  return seatReply(visit);
}

/**
 * The open chart is not needed any more: it closes, and so does what the glass was broken for.
 *
 * @throws SessionError `occupant-changed`; ExceptionError
 */
export async function giveTheGlassBack(visit: Visit): Promise<SeatReply> {
  const { bedside, seat } = visit;
  const { bundles, submit } = bedside.deps.app;
  const session = occupantIn(visit);
  const { id: glass } = requireGlass(sceneNow(bedside), session);
  const giving = giveBackGlass({ glass, person: session.person });
  await submit(
    asOccupant({ bundles }, { seat, session: session.id }, giving, () => [
      { kind: "session.focused", body: { session: session.id } },
    ]),
  );
  return seatReply(visit);
}
