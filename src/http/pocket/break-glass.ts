import { breaking } from "../../access/index.ts";
import {
  breakGlass,
  giveBackGlass,
  renewGlass,
  requireGlass,
  requireNeed,
} from "../../exceptions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { BreakGlassRequest } from "../bedside-contract.ts";
import { isKnownPatient } from "../names.ts";
import type { OpenOnPhoneReply, PhoneReply } from "../pocket-contract.ts";
import { refusedBy } from "../spoken.ts";
import { decideOnPhone, refusalOf } from "./decide-on-phone.ts";
import { openChart } from "./open-chart.ts";
import { type PhoneVisit, personIn, submitOnPhone } from "./phone-visit.ts";
import { sceneNow } from "./pocket-context.ts";
import { showPhone } from "./show-phone.ts";

/**
 * Breaks the glass for a patient (X10) and opens the chart on the phone; where the policy does not let its person do that, as away
 * from the hospital, or not before their passkey has shown that it is them (X11), it says so, with the way forward.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError `reason-unknown`, `glass-needless`; HttpError `not-found`
 */
export async function breakOnPhone(
  visit: PhoneVisit,
  { patient: asked, reason }: BreakGlassRequest,
): Promise<OpenOnPhoneReply> {
  const { app } = visit.pocket.deps;
  const session = await personIn(visit);
  const patient = survivorOf(app.world(), asked);
  if (!(await isKnownPatient(app.side, app.world(), patient))) {
    throw refusedBy("not-found", "patient.unknown");
  }
  const wish = {
    action: breaking,
    resource: { type: "patient", id: patient },
    purpose: "BTG",
  } as const;
  const answer = await decideOnPhone(visit, session, wish, (now, handling, permit) => {
    const bundle = app.bundles.current(handling.world);
    if (bundle === undefined) return [];
    const { id, engagement, person } = now;
    const place = permit.ward === undefined ? {} : { ward: permit.ward };
    const why = reason === undefined ? {} : { reason };
    const scene = { ...handling, bundle };
    const broken = breakGlass(scene, { engagement, person, patient, ...why, ...place });
    requireNeed(scene, { person, patient }, { session: id, device: visit.device });
    return broken;
  });
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, breaking, answer) };
  }
  return openChart(visit, patient);
}

/**
 * More time for the open chart, which is open because the glass was broken (X11).
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError
 */
export async function renewOnPhone(visit: PhoneVisit): Promise<PhoneReply> {
  const { bundles } = visit.pocket.deps.app;
  const session = await personIn(visit);
  const { id: glass } = requireGlass(sceneNow(visit.pocket), session);
  await submitOnPhone(visit, session, renewGlass({ bundles }, { glass, person: session.person }));
  return { state: await showPhone(visit) };
}

/**
 * The open chart is not needed any more: it closes in one batch with what the glass was broken for (X4).
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError
 */
export async function giveBackOnPhone(visit: PhoneVisit): Promise<PhoneReply> {
  const { pocket } = visit;
  const session = await personIn(visit);
  const { id: glass } = requireGlass(sceneNow(pocket), session);
  const giving = giveBackGlass({ glass, person: session.person });
  await submitOnPhone(visit, session, giving, () => [
    { kind: "session.focused", body: { session: session.id } },
  ]);
  pocket.permits.delete(session.id);
  return { state: await showPhone(visit) };
}
