import { mayHere } from "../../access/index.ts";
import type { NameAndDay } from "../../feeds/index.ts";
import { dutiesOf, focus } from "../../sessions/index.ts";
import { type Session, survivorOf } from "../../world/index.ts";
import type { SearchReply } from "../bedside-contract.ts";
import type { PatientView } from "../contract.ts";
import { type Found, findName, findNumber, lookedUp, searchReply } from "../find-patients.ts";
import { discreetly, withNames } from "../names.ts";
import type { OpenOnPhoneReply, PhoneReply } from "../pocket-contract.ts";
import { decideOnPhone, refusalOf } from "./decide-on-phone.ts";
import { type PhoneVisit, personIn } from "./phone-visit.ts";
import { sceneNow } from "./pocket-context.ts";
import { showPhone } from "./show-phone.ts";

/**
 * Opens a patient's chart on the phone, or says why not and what next. What the session looks at changes in the batch
 * of the permit.
 *
 * @throws SessionError `occupant-changed`, `place-changed`
 */
export async function openChart(visit: PhoneVisit, asked: string): Promise<OpenOnPhoneReply> {
  const { pocket } = visit;
  const session = await personIn(visit);
  const patient = survivorOf(pocket.deps.app.world(), asked);
  pocket.notices.delete(session.id);
  const wish = { action: "chart.open", resource: { type: "patient", id: patient } };
  const answer = await decideOnPhone(visit, session, wish, (now) =>
    now.patient === patient
      ? []
      : [{ kind: "session.focused", body: { session: now.id, patient } }],
  );
  if (answer.type === "deny") {
    const refusal = await refusalOf(visit, "chart.open", answer);
    return { type: "refused", ...(await shownPatient(visit, session, patient)), refusal };
  }
  pocket.permits.set(session.id, { patient, until: answer.validUntil });
  return { type: "open", state: await showPhone(visit) };
}

/**
 * Who was refused, for a patient whom the person may look up on this phone now: off duty, or where it is not managed, it names
 * nobody (domain, Sessions and seats; C8).
 */
async function shownPatient(
  { pocket }: PhoneVisit,
  session: Session,
  patient: string,
): Promise<{ readonly patient?: PatientView }> {
  const { app } = pocket.deps;
  const scene = sceneNow(pocket);
  if (!scene.world.patients.has(patient)) return {};
  if (!mayHere(scene, session, { action: "patient.search", patient })) return {};
  const named = await withNames(app.side, app.world, (names, now) =>
    discreetly(now, names.patient(patient)),
  );
  return { patient: named };
}

/**
 * Goes back to the patients.
 *
 * @throws SessionError `occupant-changed`
 */
export async function closeChart(visit: PhoneVisit): Promise<PhoneReply> {
  const { pocket } = visit;
  const { id: session, person } = await personIn(visit);
  pocket.notices.delete(session);
  pocket.permits.delete(session);
  await pocket.deps.app.submit(focus({ session, actor: { type: "person", id: person } }));
  return { state: await showPhone(visit) };
}

/**
 * Looks a patient up by exact number: an action of its own, recorded and counted, that shows who it is and nothing more (C7).
 *
 * @throws SessionError `occupant-changed`, `place-changed`
 */
export function searchPatient(visit: PhoneVisit, number: string): Promise<SearchReply> {
  return search(visit, (app) => findNumber(app, number));
}

/**
 * The same by family name and day of birth: a few at most.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; HttpError `bad-request`
 */
export function searchByName(visit: PhoneVisit, asked: NameAndDay): Promise<SearchReply> {
  return search(visit, (app) => findName(app, asked));
}

async function search(
  visit: PhoneVisit,
  find: (app: PhoneVisit["pocket"]["deps"]["app"]) => Promise<Found>,
): Promise<SearchReply> {
  const { app } = visit.pocket.deps;
  const session = await personIn(visit);
  visit.pocket.notices.delete(session.id);
  const found = await find(app);
  const { person } = session;
  const scene = sceneNow(visit.pocket);
  const ward = dutiesOf(scene, person)[0]?.ward;
  const record = lookedUp(app, found, person, ward);
  const wish = { action: "patient.search", resource: found.resource };
  const answer = await decideOnPhone(visit, session, wish, (_session, handling) =>
    record(handling),
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, "patient.search", answer) };
  }
  return searchReply(app, found, person, ward);
}
