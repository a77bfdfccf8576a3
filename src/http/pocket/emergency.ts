import { rosteredFor } from "../../access/index.ts";
import {
  type Closing,
  declareEmergency,
  ExceptionError,
  renewEmergency,
  respond,
  standDown,
} from "../../exceptions/index.ts";
import { leaveEmergency } from "../../sessions/index.ts";
import type { Command, Session } from "../../world/index.ts";
import { placeOf } from "../bedside/my-patients.ts";
import type { EmergencyRequest } from "../emergency-contract.ts";
import type { DeclareOnPhoneRequest, PhoneReply } from "../pocket-contract.ts";
import { choicesOnPhone } from "./emergency-picture.ts";
import { openChart } from "./open-chart.ts";
import { type PhoneVisit, personIn, submitOnPhone } from "./phone-visit.ts";
import { sceneNow } from "./pocket-context.ts";
import { showPhone } from "./show-phone.ts";

/**
 * Whoever is in on a phone declares an emergency (X16): for whose chart is open, where they lie by now, or for a ward of theirs. Who
 * is rostered for it responds by that.
 *
 * @throws SessionError `occupant-changed`; ExceptionError `emergency-unknown-kind`, `emergency-unknown-place`
 */
export async function declareOnPhone(
  visit: PhoneVisit,
  { type, whom, ward: named }: DeclareOnPhoneRequest,
): Promise<PhoneReply> {
  const { app } = visit.pocket.deps;
  const { bundles } = app;
  const session = await personIn(visit);
  const { person } = session;
  const scene = sceneNow(visit.pocket);
  const patient = whom === "chart" ? session.patient : undefined;
  const open = patient === undefined ? undefined : { id: patient, name: "" };
  const isOffered = choicesOnPhone(scene, session, open).some(
    (choice) => choice.whom === whom && (whom === "chart" || choice.ward === named),
  );
  if (!isOffered && bundles.current(scene.world)?.emergencies.has(type) === true) {
    throw new ExceptionError("emergency-unknown-place.phone");
  }
  const ward = patient === undefined ? named : placeOf(scene.world, patient).ward;
  const whose = patient === undefined ? {} : { patient };
  // A call for help is not refused because the phone has changed its network meanwhile.
  const call = declareEmergency({ bundles }, { type, ward, person, ...whose });
  const { emergency } = await app.submit(call);
  const now = sceneNow(visit.pocket);
  const declared = now.world.emergencies.get(emergency);
  const responds =
    declared !== undefined &&
    rosteredFor(now.bundle, now.world, declared, person, now.at) !== undefined;
  return responds ? respondOnPhone(visit, { emergency }) : { state: await showPhone(visit) };
}

/**
 * "I am responding", by whoever is rostered for it (X17); they are at the patient's chart then, where it is for one and the phone may
 * show it. Who is not rostered goes there: a phone is nowhere in particular.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError `emergency-over`, `no-clinician`, `not-here`
 */
export async function respondOnPhone(
  visit: PhoneVisit,
  { emergency }: EmergencyRequest,
): Promise<PhoneReply> {
  const { app } = visit.pocket.deps;
  const { bundles } = app;
  await onPhone(visit, ({ person }) => respond({ bundles }, { emergency, person }));
  const patient = app.world().emergencies.get(emergency)?.patient;
  if (patient !== undefined) {
    const opened = await openChart(visit, patient);
    // A denial is on record, and the phone shows the patients.
    if (opened.type === "open") return { state: opened.state };
  }
  return { state: await showPhone(visit) };
}

/**
 * More time, by one touch of a responder.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError
 */
export async function renewEmergencyOnPhone(
  visit: PhoneVisit,
  { emergency }: EmergencyRequest,
): Promise<PhoneReply> {
  const { bundles } = visit.pocket.deps.app;
  await onPhone(visit, ({ person }) => renewEmergency({ bundles }, { emergency, person }));
  return { state: await showPhone(visit) };
}

/**
 * It is over: what it opened closes at once (X4), here and everywhere else.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError `emergency-over`, `not-responding`
 */
export async function standDownOnPhone(
  visit: PhoneVisit,
  { emergency }: EmergencyRequest,
): Promise<PhoneReply> {
  const { bundles } = visit.pocket.deps.app;
  const closing: Closing = (world, over, at) => leaveEmergency({ bundles }, world, over, at);
  await onPhone(visit, ({ person }) => standDown({ emergency, person }, closing));
  return { state: await showPhone(visit) };
}

async function onPhone(
  visit: PhoneVisit,
  command: (session: Session) => Command<unknown>,
): Promise<void> {
  const session = await personIn(visit);
  await submitOnPhone(visit, session, command(session));
}
