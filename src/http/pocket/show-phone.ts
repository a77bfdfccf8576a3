import { type Denial, decideHere, offeredStarts } from "../../access/index.ts";
import {
  dutiesOf,
  focus,
  phoneSessionOf,
  type Scene,
  SessionError,
  sceneOf,
  zoneOf,
} from "../../sessions/index.ts";
import type { Session, World } from "../../world/index.ts";
import { glassEnds } from "../bedside/glass-ends.ts";
import { grantEnds } from "../bedside/grant-ends.ts";
import { feedSilences, staleView } from "../bedside/stale-feeds.ts";
import { grantsOnScreen, readWords } from "../grants/grant-view.ts";
import { sectionsFor, whyOpen } from "../limits.ts";
import { type NameBook, withNames } from "../names.ts";
import { phonesOf, phoneView } from "../phones.ts";
import type { PhoneState } from "../pocket-contract.ts";
import { startViews } from "../rosters/starts.ts";
import { waitingFor } from "../rosters/waiting.ts";
import { dutyView } from "../said.ts";
import { saidFrom } from "../spoken.ts";
import { decideOnPhone } from "./decide-on-phone.ts";
import { choicesOnPhone, emergenciesOnPhone } from "./emergency-picture.ts";
import { type PhonePatients, patientsOnPhone } from "./patients-on-phone.ts";
import { phonePlace } from "./phone-place.ts";
import { type PhoneVisit, registeredPhone, sessionHere } from "./phone-visit.ts";
import { sceneNow } from "./pocket-context.ts";
import { type ReadChart, readForPhone } from "./read-for-phone.ts";

/**
 * What a phone shows now. It is drawn on the world as it is at the last moment, so that nothing of a patient is in it
 * that has meanwhile been taken away. A chart past the validity of its permit is decided and recorded again (D6); one that
 * may not be open any more is closed, and its person told why.
 *
 * @throws SessionError `place-changed`; HttpError `phone-unknown`
 */
export async function showPhone(visit: PhoneVisit): Promise<PhoneState> {
  const { pocket, device } = visit;
  const { app } = pocket.deps;
  const first = await sessionHere(visit);
  const chart = first === undefined ? undefined : await openChart(visit, first);
  // Words may name a patient: an unmanaged phone shows none (C8).
  const words = await readWords(app.side, app.world());
  return withNames(app.side, app.world, (names, world) => {
    const scene = sceneOf({ bundles: app.bundles }, world, app.now());
    const phone = world.devices.get(device);
    // It was lost while this was being drawn.
    if (phone === undefined) registeredPhone({ ...visit, phone: { type: "ended" } });
    const session = phoneSessionOf(scene, device);
    const view = phone === undefined ? undefined : phoneView(scene.bundle, phone, scene.at);
    if (view === undefined) return { type: "unknown", ended: true };
    if (session === undefined) return { type: "out", phone: view };
    const viewer = { person: session.person, context: { session: session.id, device } };
    const grants = grantsOnScreen(scene, viewer, names, view.managed ? words : new Map());
    return { ...drawIn(scene, visit, session, names, chart), phone: view, grants };
  });
}

/** The open chart's content, where it may (still) be open. */
async function openChart(visit: PhoneVisit, session: Session): Promise<ReadChart | undefined> {
  const { pocket } = visit;
  const { patient } = session;
  const known = pocket.permits.get(session.id);
  if (patient === undefined) {
    pocket.permits.delete(session.id);
    return undefined;
  }
  const may = mayOpen(sceneNow(pocket), session, patient);
  if (may.type === "deny") {
    await closeLost(visit, session.id, patient, may);
    return undefined;
  }
  if (known?.patient !== patient || known.until <= pocket.deps.app.now()) {
    const resource = { type: "patient", id: patient };
    const answer = await decideOnPhone(visit, session, { action: "chart.open", resource });
    if (answer.type === "deny") {
      await closeLost(visit, session.id, patient, answer);
      return undefined;
    }
    pocket.permits.set(session.id, { patient, until: answer.validUntil });
  }
  return readForPhone(pocket, patient);
}

async function closeLost(
  { pocket }: PhoneVisit,
  session: string,
  patient: string,
  { reasons, said }: Pick<Denial, "reasons" | "said">,
): Promise<void> {
  pocket.permits.delete(session);
  pocket.notices.set(session, { message: reasons.join(" "), said: saidFrom("reasons", said) });
  const actor = { type: "system", id: "wardkey" } as const;
  try {
    await pocket.deps.app.submit(focus({ session, from: patient, actor }));
  } catch (error) {
    // The session ended in the meantime, and the chart with it.
    if (!(error instanceof SessionError)) throw error;
  }
}

type In = Omit<Extract<PhoneState, { readonly type: "in" }>, "phone" | "grants">;

function drawIn(
  scene: Scene,
  visit: PhoneVisit,
  session: Session,
  names: NameBook,
  chart: ReadChart | undefined,
): In {
  const { world, at, bundle } = scene;
  const duties = dutiesOf(scene, session.person);
  const [main] = duties;
  const lists: PhonePatients = patientsOnPhone(scene, session);
  const notice = visit.pocket.notices.get(session.id);
  const asker = { person: session.person, context: { session: session.id, device: visit.device } };
  const offered = duties.length > 0 ? [] : offeredStarts(bundle, world, asker, at);
  const shown = chart === undefined ? undefined : drawChart(scene, visit, session, names, chart);
  const device = world.devices.get(visit.device);
  const managed = device !== undefined && phoneView(bundle, device, at).managed;
  const declared = emergenciesOnPhone(scene, session, managed, names);
  const silences = main === undefined ? [] : feedSilences(scene, duties, main.ward);
  return {
    type: "in",
    who: names.person(session.person, bundle.roles.get(main?.role ?? "")?.title),
    ...placeNames(scene, session),
    ...dutyView(scene, duties),
    zone: zoneOf(world, main?.ward ?? [...world.wards.values()][0]?.id),
    until: session.until,
    patients: lists.own.map((patient) => names.patient(patient)),
    onCall: lists.onCall.map((patient) => names.patient(patient)),
    ...(shown === undefined ? {} : { chart: shown }),
    ...(notice === undefined ? {} : { notice: notice.message, noticeSaid: notice.said }),
    declared,
    declare: choicesOnPhone(scene, session, shown?.patient),
    starts: startViews(scene, offered),
    waiting: waitingFor(scene, asker, names),
    ...staleView(silences),
    others: phonesOf(world, session.person)
      .filter(({ id }) => id !== visit.device)
      .map((phone) => phoneView(bundle, phone, at)),
  };
}

/** A chart is in the picture only if at its very instant the policy permits it, and its permit is on record. */
function drawChart(
  scene: Scene,
  { pocket }: PhoneVisit,
  session: Session,
  names: NameBook,
  { patient, sections }: ReadChart,
): In["chart"] {
  const permit = pocket.permits.get(session.id);
  if (session.patient !== patient || permit?.patient !== patient) return undefined;
  const answer = mayOpen(scene, session, patient);
  if (answer.type === "deny") return undefined;
  const ward = answer.ward ?? dutiesOf(scene, session.person)[0]?.ward ?? "";
  const ends =
    glassEnds(scene, ward, session, patient)?.ends ??
    grantEnds(scene, ward, session, patient, answer);
  return {
    patient: names.patient(patient),
    sections: sectionsFor(answer, sections),
    ...whyOpen(answer),
    ...(ends === undefined ? {} : { ends }),
    validUntil: Math.min(permit.until, answer.validUntil),
  };
}

function mayOpen(scene: Scene, session: Session, patient: string) {
  return decideHere(scene, session, { action: "chart.open", patient }, { remedies: false });
}

/** Where the phone is, by name. */
function placeNames(scene: Scene, session: Session): Pick<In, "site" | "near"> {
  const { site, ward } = phonePlace(scene, session);
  if (site === undefined) return {};
  const near = ward === undefined ? {} : { near: scene.world.wards.get(ward)?.name ?? ward };
  return { site: siteName(scene.world, site), ...near };
}

function siteName(world: World, site: string): string {
  return world.sites.get(site)?.name ?? site;
}
