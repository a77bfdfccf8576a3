import type { App } from "../../app.ts";
import { type AdtFeed, createAdtFeed } from "../../feeds/index.ts";
import type { Duration, Hasher, Instant } from "../../ports/index.ts";
import {
  type AdtTrigger,
  type Command,
  type Encounter,
  type Location,
  survivorOf,
} from "../../world/index.ts";
import type { GivenFeed, GivenPatient, Scenario } from "../scenario/scenario.ts";
import { RehearsalError } from "./errors.ts";
import type { VirtualClock } from "./machinery.ts";
import { type AdtTold, rehearsed, writeAdt, writeHeartbeat } from "./write-adt.ts";

/** What may be told of a patient beside the trigger. */
export type AdtDetails = Pick<
  AdtTold,
  "location" | "temporary" | "class" | "attending" | "consulting"
> & {
  /** The patient (by the scenario's name) that becomes part of this one. */
  readonly prior?: string;
  /** The patient that this one is not, after all. */
  readonly other?: string;
  readonly at?: Instant;
};

/** The feeds of a scenario: what happens to patients reaches the hospital as HL7 messages, through the real parser. */
export interface AdtFeeds {
  /** Admits or registers everybody who is given; `usualTime` where it is not said when they came. */
  admitGiven(usualTime: Instant): Promise<void>;
  /** Tells what happened to a patient; while the feed is silent, it waits. */
  tell(patient: string, trigger: AdtTrigger, details: AdtDetails): Promise<void>;
  /** The patient's id as of now, merges included. */
  patientId(patient: string): Promise<string>;
  /** Whether the hospital knows of the patient yet. */
  isKnown(patient: string): Promise<boolean>;
  /** The number that the patient has, or would have. */
  numberOf(patient: string): string;
  /** The patient was given this number here. */
  giveNumber(patient: string, number: string): void;
  /** The patient's running visit, as the hospital knows it. */
  encounterOf(patient: string): Promise<Encounter | undefined>;
  /** Every feed that is not silent says that it is alive. */
  beat(): Promise<void>;
  fallSilent(feed: string): Promise<void>;
  speakAgain(feed: string): Promise<void>;
}

interface Line extends GivenFeed {
  readonly receiver: AdtFeed | undefined;
  silent: boolean;
  /** When it last said that it is alive. */
  beatAt: Instant;
  readonly waiting: Uint8Array[];
}

interface State {
  readonly app: App;
  readonly clock: VirtualClock;
  readonly scenario: Scenario;
  readonly lines: readonly Line[];
  /** Messages so far, by which they are numbered. */
  count: number;
  /** How often each patient was admitted: each time is a visit of its own. */
  readonly visits: Map<string, number>;
  /** Numbers that were made here. */
  readonly numbers: Map<string, string>;
}

/** Opens the feeds that a scenario gives. */
export function createAdtFeeds(
  app: App,
  clock: VirtualClock,
  hasher: Hasher,
  scenario: Scenario,
): AdtFeeds {
  const hash = (text: string) => hex(hasher.sha256(new TextEncoder().encode(text)));
  const lines = scenario.given.feeds.map((feed): Line => {
    const settings = { feed: feed.id, zone: "UTC", processing: rehearsed };
    const deps = { submit: app.submit, side: app.side, clock, hash, settings };
    const receiver = feed.type === "adt" ? createAdtFeed(deps) : undefined;
    return { ...feed, receiver, silent: false, beatAt: 0, waiting: [] };
  });
  const state: State = {
    app,
    clock,
    scenario,
    lines,
    count: 0,
    visits: new Map(),
    numbers: new Map(),
  };
  const lineOf = (id: string) => lines.find((line) => line.id === id);
  return {
    async admitGiven(usualTime) {
      for (const patient of scenario.given.patients) {
        if (!patient.unknown) await admit(state, patient, usualTime);
      }
    },
    tell: (patient, trigger, details) => tell(state, patient, trigger, details),
    patientId: (patient) => patientId(state, patient),
    isKnown: async (patient) => (await findId(state, patient)) !== undefined,
    numberOf: (patient) => numberOf(state, patient),
    giveNumber: (patient, number) => void state.numbers.set(patient, number),
    encounterOf: (patient) => encounterOf(state, patient),
    async beat() {
      await Promise.all(lines.filter(({ silent }) => !silent).map((line) => beat(state, line)));
    },
    async fallSilent(id) {
      const line = lineOf(id);
      if (line === undefined) return;
      // Until now it was alive.
      if (app.world().downtime === undefined) await beat(state, line, 0);
      line.silent = true;
    },
    async speakAgain(id) {
      const line = lineOf(id);
      if (line === undefined) return;
      line.silent = false;
      line.beatAt = 0;
      for (const message of line.waiting.splice(0)) await receive(line, message);
      await beat(state, line);
    },
  };
}

async function admit(state: State, patient: GivenPatient, usualTime: Instant): Promise<void> {
  const { id, ward, bed, since, attending, consulting } = patient;
  if (ward === undefined) return tell(state, id, "A31", { at: usualTime });
  const location = { ward, ...(bed === undefined ? {} : { bed }) };
  const at = since ?? usualTime;
  await tell(state, id, "A01", { location, class: patient.class, attending, consulting, at });
}

async function tell(
  state: State,
  patient: string,
  trigger: AdtTrigger,
  { prior, other, at, ...details }: AdtDetails,
): Promise<void> {
  if (trigger === "A01") state.visits.set(patient, visitsOf(state, patient) + 1);
  const withoutVisit = ["A31", "A37", "A40"].includes(trigger);
  const message = writeAdt({
    trigger,
    count: ++state.count,
    at: at ?? state.clock.now(),
    number: numberOf(state, patient),
    name: patient,
    ...(withoutVisit ? {} : { visit: `V${numberOf(state, patient)}-${visitsOf(state, patient)}` }),
    ...(prior === undefined ? {} : { prior: numberOf(state, prior) }),
    ...(other === undefined ? {} : { other: numberOf(state, other) }),
    ...details,
  });
  const line = lineFor(state, details.location ?? details.temporary);
  if (line === undefined) return;
  if (line.silent) line.waiting.push(message);
  else await receive(line, message);
}

/** The feed that speaks of a ward; of what has no ward the first one does. */
function lineFor({ lines }: State, location: Location | undefined): Line | undefined {
  const adt = lines.filter(({ type }) => type === "adt");
  const ward = location?.ward;
  const own = adt.find(({ wards }) => ward !== undefined && wards?.includes(ward) === true);
  return own ?? adt.find(({ wards }) => wards === undefined) ?? adt[0];
}

async function receive({ receiver, id }: Line, message: Uint8Array): Promise<void> {
  const received = await receiver?.receive(message);
  if (received === undefined || received.outcome === "applied") return;
  throw new RehearsalError(
    "not-taken-in",
    `The feed ${id} did not take in ${received.title}: ${received.reason ?? received.outcome}.`,
  );
}

/** What says at every step that it is alive would say little else: minutes of silence are what counts. */
const beatEvery: Duration = 60_000;

async function beat(state: State, line: Line, every: Duration = beatEvery): Promise<void> {
  const { id, receiver, beatAt } = line;
  const now = state.clock.now();
  if (now === beatAt || now - beatAt < every) return;
  line.beatAt = now;
  if (receiver !== undefined) {
    await receiver.receive(writeHeartbeat(now, ++state.count));
    return;
  }
  await state.app.submit(hear(id));
}

/** A roster that came and said nothing new. */
function hear(feed: string): Command<void> {
  return {
    name: "rehearsal.hear",
    actor: { type: "feed", id: feed },
    handle: () => ({ records: [{ kind: "feed.heard", body: { feed } }], answer: undefined }),
  };
}

async function findId(state: State, patient: string): Promise<string | undefined> {
  const key = `mrn|${numberOf(state, patient)}`;
  const [id] = await state.app.side.get([{ table: "identifiers", key }]);
  return typeof id === "string" ? survivorOf(state.app.world(), id) : undefined;
}

async function patientId(state: State, patient: string): Promise<string> {
  const id = await findId(state, patient);
  if (id !== undefined) return id;
  throw new RehearsalError("not-taken-in", `${patient} never reached the hospital.`);
}

async function encounterOf(state: State, patient: string): Promise<Encounter | undefined> {
  const world = state.app.world();
  const known = world.encountersByPatient
    .get(await patientId(state, patient))
    .map((id) => world.encounters.get(id))
    .filter((encounter) => encounter !== undefined);
  return known.find(({ state: { status } }) => status === "admitted") ?? known.at(-1);
}

function visitsOf({ visits }: State, patient: string): number {
  return visits.get(patient) ?? 0;
}

/** Patients have numbers as they have in life: by their place in the file, unless one was made for them. */
function numberOf({ numbers, scenario }: State, patient: string): string {
  const made = numbers.get(patient);
  if (made !== undefined) return made;
  const index = scenario.given.patients.findIndex(({ id }) => id === patient);
  return String(9_000_001 + index);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
