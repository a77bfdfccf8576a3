import { breaking, hospital, type Permit, type Recorded } from "../../access/index.ts";
import {
  breakGlass,
  oweSignature,
  renewGlass,
  requireGlass,
  requireNeed,
  requirePerforming,
} from "../../exceptions/index.ts";
import { findByName, isEnough, registerArrival } from "../../feeds/index.ts";
import { searched } from "../../reviews/index.ts";
import {
  caseAt,
  closeCase,
  draftKey,
  dutiesOf,
  focus,
  keepDrafts,
  occupantOf,
  openCase,
  sceneOf,
} from "../../sessions/index.ts";
import type { Handling, NewRecord, Session } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import { decideAt, type OnPermit, settled, submitAt, untold } from "./decide-at.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import {
  type AtSeat,
  type Call,
  type Decided,
  type Doors,
  isDoneAt,
  type Question,
  type Wish,
  type Work,
} from "./doors.ts";
import type { PhoneScreens } from "./phone-screens.ts";
import type { Screens } from "./seat-screens.ts";
import { application, type Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";
import { type Witnesses, witnessDoors } from "./witness-doors.ts";
import { bornOn } from "./write-adt.ts";

/** What seats and phones show by themselves. */
interface AllScreens {
  readonly seats: Screens;
  readonly phones: PhoneScreens;
}

type WorkDoors = Pick<
  Doors,
  | "decide"
  | "register"
  | "closeChart"
  | "keepHalf"
  | "lookForName"
  | "renewGlass"
  | "showsCase"
  | "askWitness"
  | "witness"
  | "askAsApplication"
  | "askAboutWorkload"
>;

/** Looking somebody up: who was found is counted (C7). */
const searching = "patient.search";
const opening = "chart.open";
/** What is done without a word of why it may be. */
const untoldOf: ReadonlySet<string> = new Set([searching, "case.open", "case.close"]);

/** What is done for patients, by the product's own commands. */
export function workDoors(stage: Stage, screens: AllScreens, witnesses: Witnesses): WorkDoors {
  const { app, deps } = stage;
  return {
    async decide(turn, work, wish) {
      const decided = await settled(() => decide(stage, screens, turn, work, wish));
      // Why it may be stands beside an open chart, and beside nobody who was only looked up.
      return untoldOf.has(wish.action) && isDoneAt(work.place, wish) ? untold(decided) : decided;
    },
    register: (turn, at, patient) => register(stage, screens, turn, at, patient),
    async closeChart({ session, place }) {
      const actor = { type: "person", id: session.person } as const;
      await app.submit(focus({ session: session.id, actor }));
      if (place.type === "seat" || place.type === "borrowed") await screens.seats.look(place.seat);
    },
    keepHalf: ({ session, seat }, patient) =>
      changeBegun(stage, session, (begun) => withNote(begun, patient), seat),
    lookForName: (turn, work, family) => lookForName(stage, turn, work, family),
    async renewGlass({ seat, session }) {
      const work = { session, place: { type: "seat", seat } } as const;
      return settled(async () => {
        const { id: glass } = requireGlass(sceneOf(deps, app.world(), app.now()), session);
        await submitAt(stage, work, renewGlass(deps, { glass, person: session.person }));
        await screens.seats.look(seat);
        return { type: "permit", said: [] };
      });
    },
    async showsCase(id) {
      const scene = sceneOf(deps, app.world(), app.now());
      const seat = scene.world.seats.get(id);
      const isFree = seat !== undefined && occupantOf(scene, id) === undefined;
      return isFree && caseAt(scene, seat) !== undefined;
    },
    ...witnessDoors(stage, witnesses, ({ seat, session }, act) =>
      finish(stage, screens.seats, { session, seat }, act),
    ),
    askAsApplication: (turn, person, question) => askAsApplication(stage, turn, person, question),
    askAboutWorkload: (turn, workload, call) => askAboutWorkload(stage, turn, workload, call),
  };
}

async function decide(
  stage: Stage,
  screens: AllScreens,
  turn: Turn,
  work: Work,
  wish: Wish,
): Promise<Recorded> {
  if (!isDoneAt(work.place, wish)) {
    return decideAt(stage, turn, work, { ...wish, onlyTried: true });
  }
  const { action } = wish;
  const patient = wish.resource.id;
  const follows = following(stage, work, action, patient);
  const asked = action === breaking ? { ...wish, purpose: "BTG" } : wish;
  const answer = await decideAt(stage, turn, work, asked, follows);
  if (answer.type === "deny") return answer;
  // Emergency access opens the chart it was asked for.
  if (action === breaking) return decide(stage, screens, turn, work, { ...wish, action: opening });
  await show(stage, screens, work, { action, patient, permit: answer });
  return answer;
}

/** What the screen shows then: the chart that was opened, or that there was still when something was done. */
async function show(
  stage: Stage,
  { seats, phones }: AllScreens,
  { session, place }: Work,
  { action, patient, permit }: { action: string; patient: string; permit: Permit },
): Promise<void> {
  if (place.type === "console") return;
  if (place.type === "phone") {
    if (action === opening) phones.opened(session.id, patient, permit.validUntil);
    else if (action !== searching) await phones.look(place.device);
    return;
  }
  if (action === opening) return seats.opened(place.seat, session.id, patient, permit);
  if (action === searching) return;
  await finish(stage, seats, { session, seat: place.seat }, { action, patient });
}

/** What was done is half-written no more, and the screen shows the chart if it may still. */
async function finish(
  stage: Stage,
  seats: Screens,
  { session, seat }: AtSeat,
  { action, patient }: { readonly action: string; readonly patient: string },
): Promise<void> {
  await changeBegun(stage, session, (begun) =>
    begun.filter((each) => each.action !== action || each.patient !== patient),
  );
  await seats.look(seat);
}

/** Looks for patients by family name and the day on which all that are given were born (C7). */
function lookForName(stage: Stage, turn: Turn, work: Work, family: string): Promise<Decided> {
  const { app, bundle } = stage;
  return settled(async () => {
    const most = bundle.search?.results;
    const asked = { family, birthDate: bornOn };
    if (most === undefined) {
      const said = "Nobody is found by name here. Look for the number.";
      return { type: "impossible", said };
    }
    if (!isEnough(asked)) {
      const said = "Give the day of birth, and the family name or its first two letters at least.";
      return { type: "impossible", said };
    }
    const found = await findByName(app.side, asked, most * 4);
    const ids = [...new Set(found.map((id) => survivorOf(app.world(), id)))];
    const shown = ids.slice(0, most);
    const wish = { action: searching, resource: hospital };
    const answer = await decideAt(stage, turn, work, wish, (_permit, { person }, handling) => {
      const scene = { ...handling, bundle };
      const ward = wardOf(scene, work.place, person);
      const told = { by: "name", person, shown } as const;
      return searched(scene, ward === undefined ? told : { ...told, ward });
    });
    if (answer.type === "deny") return answer;
    const said = sayFound(shown.length, ids.length > most);
    return { type: "permit", said: [said] };
  });
}

/** How many are shown of those whom a name means. */
export function sayFound(shown: number, more: boolean): string {
  return `${shown} are shown, and ${more ? "there are more" : "there are no more"}.`;
}

/** An application asks about somebody over AuthZEN; it hears of no revocation (D6). */
function askAsApplication(
  stage: Stage,
  turn: Turn,
  person: string,
  { action, resource, seat }: Question,
): Promise<Decided> {
  const subject = { type: "person", id: person } as const;
  const request = { subject, action, resource, context: seat === undefined ? {} : { seat } };
  const actor = { id: application, onBehalfOf: person, type: "workload" } as const;
  const decision = decideOnRecord(stage, turn, request, { actor, remedies: true });
  return settled(() => stage.app.submit(decision));
}

/** Whoever serves data asks over AuthZEN about a program that calls (N8). */
function askAboutWorkload(
  stage: Stage,
  turn: Turn,
  workload: string,
  call: Call,
): Promise<Decided> {
  const request = { ...call, subject: { type: "workload", id: workload } };
  const actor = { id: application, type: "workload" } as const;
  const decision = decideOnRecord(stage, turn, request, { actor, remedies: true });
  return settled(() => stage.app.submit(decision));
}

/** What follows from a permit, in its batch: an opened chart is what the session looks at; glass is broken (X10). */
function following({ bundle }: Stage, { place }: Work, action: string, patient: string): OnPermit {
  const seat = place.type === "seat" || place.type === "borrowed" ? { seat: place.seat } : {};
  const where = place.type === "phone" ? { device: place.device } : seat;
  return ({ ward }, now, handling) => {
    const { id: session, engagement, patient: before, person } = now;
    const scene = { ...handling, bundle };
    const inWard = ward === undefined ? {} : { ward };
    switch (action) {
      case opening:
        return before === patient ? [] : [focused(session, patient)];
      case searching: {
        const from = wardOf(scene, place, person);
        const asked = { by: "number", person, shown: [patient] } as const;
        return searched(scene, from === undefined ? asked : { ...asked, ward: from });
      }
      case "case.open":
        return openCase(scene, now, patient);
      case "case.close":
        return closeCase(scene, now.surface.id, "closed");
      case breaking: {
        const [reason = ""] = bundle.breakGlass.reasons.keys();
        const broken = breakGlass(scene, { engagement, person, patient, reason, ...inWard });
        requireNeed(scene, { person, patient }, { session, ...where });
        return broken;
      }
      default: {
        // On a tap alone, in an emergency (X18).
        const subject = { type: "person", id: person };
        const resource = { type: "patient", id: patient };
        const done = { subject, action, resource, context: { session, ...seat } };
        requirePerforming(scene, done);
        return oweSignature(scene, done, { ward });
      }
    }
  };
}

/** For which ward somebody looks a patient up: the seat's, or the one that they are at work for. */
function wardOf(
  scene: Handling & { readonly bundle: Stage["bundle"] },
  place: Work["place"],
  person: string,
): string | undefined {
  if ("seat" in place) return scene.world.seats.get(place.seat)?.ward;
  return dutiesOf(scene, person)[0]?.ward;
}

function focused(session: string, patient: string): NewRecord {
  return { kind: "session.focused", body: { session, patient } };
}

async function register(
  stage: Stage,
  screens: AllScreens,
  turn: Turn,
  { session, seat }: AtSeat,
  name: string,
): Promise<Decided> {
  const { adt, app, bundle } = stage;
  const ward = app.world().seats.get(seat)?.ward ?? "";
  const identity = { family: "Unknown", given: name, number: adt.numberOf(name) };
  const lasts = bundle.arrivalLasts ?? 0;
  const work = { session, place: { type: "seat", seat } } as const;
  const wish = { action: "patient.register", resource: { type: "ward", id: ward } };
  let patient = "";
  return settled(async () => {
    const answer = await decideAt(stage, turn, work, wish, (_permit, _session, handling) => {
      const made = registerArrival(handling, { identity, ward, why: "unknown" }, lasts);
      patient = made.patient;
      return made;
    });
    if (answer.type === "deny") return answer;
    const resource = { type: "patient", id: patient };
    return decide(stage, screens, turn, work, { action: opening, resource });
  });
}

interface Begun {
  readonly patient: string;
  readonly action: string;
}

/** One note on a patient is half-written, however often it is gone on with. */
function withNote(begun: readonly Begun[], patient: string): readonly Begun[] {
  const action = "note.write";
  const isThere = begun.some((each) => each.patient === patient && each.action === action);
  return isThere ? begun : [...begun, { patient, action }];
}

/** What is half-written is kept, so that it can be finished later; what was done is half-written no more (S9). */
async function changeBegun(
  { app, deps }: Stage,
  { id: session }: Session,
  change: (begun: readonly Begun[]) => readonly Begun[],
  seat?: string,
): Promise<void> {
  const [before] = await app.side.get([draftKey(session)]);
  const known: readonly Begun[] = typeof before === "string" ? JSON.parse(before) : [];
  const begun = change(known);
  if (begun.length === known.length) return;
  const sealed = begun.length === 0 ? undefined : JSON.stringify(begun);
  const where = seat === undefined ? {} : { seat };
  await app.submit(keepDrafts(deps, { ...where, session, before, sealed, begun }));
}
