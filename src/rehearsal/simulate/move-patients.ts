import { type AdtFeed, createAdtFeed } from "../../feeds/index.ts";
import {
  type HospitalPatient,
  type MessageWriter,
  messageWriter,
  type Random,
  randomFrom,
} from "../../hospital/index.ts";
import type { Duration, Hasher } from "../../ports/index.ts";
import { type AdtTrigger, currentStay, type Location } from "../../world/index.ts";
import { RehearsalError } from "../run/errors.ts";
import { type Answering, answered, type Routine } from "./agenda.ts";
import { around } from "./clinician.ts";
import type { Simulation } from "./simulation.ts";

const hour: Duration = 60 * 60_000;
const day: Duration = 24 * hour;

/** Somebody in a bed, and the visit by which admissions speak of them. */
interface InBed {
  readonly patient: string;
  readonly visit: string;
  /** Of the site's feed; children stay where children are. */
  readonly feed: string;
  readonly location: Location;
}

/** Who is in which bed, and who could come. */
interface Beds {
  readonly simulation: Simulation;
  readonly random: Random;
  readonly writer: MessageWriter;
  readonly feeds: ReadonlyMap<string, AdtFeed>;
  readonly inBed: InBed[];
  readonly taken: Set<string>;
  readonly atHome: string[];
  messages: number;
}

/**
 * Patients are discharged, transferred and admitted, and the product hears of it as it would: by HL7 messages of the sites' feeds,
 * through the real parser. Access follows them.
 */
export function* movePatients(simulation: Simulation, hasher: Hasher): Routine {
  const { agenda, clock, plan } = simulation;
  const { moves, stay } = plan.people;
  const beds = openBeds(simulation, hasher);
  const { inBed, random } = beds;
  const leaves = 1 / stay;
  for (;;) {
    // With nobody in a bed somebody may come still.
    yield clock.now() + around(random, day / Math.max(1, inBed.length) / (leaves + moves));
    const index = inBed.length === 0 ? -1 : random.below(inBed.length);
    const patient = inBed[index];
    if (patient === undefined) continue;
    if (random.chance(moves / (leaves + moves))) {
      yield* transfer(beds, patient, index);
      continue;
    }
    yield* discharge(beds, patient, index);
    agenda.put(clock.now(), admitLater(beds, patient.location));
  }
}

function openBeds(simulation: Simulation, hasher: Hasher): Beds {
  const { app, clock, hospital, plan } = simulation;
  const encoder = new TextEncoder();
  const hash = (text: string) => hex(hasher.sha256(encoder.encode(text)));
  const adt = hospital.feeds.filter(({ type }) => type === "adt");
  const feeds = new Map(
    adt.map(({ id }) => {
      const settings = { feed: id, zone: "UTC", processing: "P" } as const;
      return [id, createAdtFeed({ submit: app.submit, side: app.side, clock, hash, settings })];
    }),
  );
  const world = app.world();
  const inBed = hospital.encounters.flatMap(({ feed, id, patient, visit }): readonly InBed[] => {
    const state = world.encounters.get(id)?.state;
    const place = state?.status === "admitted" ? currentStay(state) : undefined;
    if (place?.bed === undefined) return [];
    return [{ patient, visit, feed, location: { ward: place.ward, bed: place.bed } }];
  });
  const here = new Set(inBed.map(({ patient }) => patient));
  const merged = new Set(hospital.merges.map(({ patient }) => patient));
  const canCome = ({ id }: HospitalPatient) => !here.has(id) && !merged.has(id);
  return {
    simulation,
    random: randomFrom(plan.seed, "moves"),
    writer: messageWriter(hospital),
    feeds,
    inBed,
    taken: new Set(inBed.map(({ location }) => bedOf(location))),
    atHome: hospital.patients.filter(canCome).map(({ id }) => id),
    messages: 0,
  };
}

function* discharge(beds: Beds, patient: InBed, index: number): Answering<void> {
  beds.inBed.splice(index, 1);
  beds.taken.delete(bedOf(patient.location));
  beds.atHome.push(patient.patient);
  beds.simulation.tallies.moves.discharges++;
  yield* tell(beds, patient, "A03");
}

/** Their bed is free at once; where they go it must be. */
function* transfer(beds: Beds, patient: InBed, index: number): Answering<void> {
  const { random, taken } = beds;
  const free = freeBeds(beds, patient);
  if (free.length === 0) return;
  const moved = { ...patient, location: random.pick(free) };
  taken.delete(bedOf(patient.location));
  taken.add(bedOf(moved.location));
  beds.inBed[index] = moved;
  beds.simulation.tallies.moves.transfers++;
  yield* tell(beds, moved, "A02");
}

/** A bed that somebody left does not stay empty: once it is made, the next patient comes, unless it was taken by then. */
function* admitLater(beds: Beds, location: Location): Routine {
  const { atHome, inBed, random, simulation, taken } = beds;
  const { clock, hospital, plan, tallies } = simulation;
  yield clock.now() + around(random, plan.people.empty * hour);
  if (taken.has(bedOf(location)) || atHome.length === 0) return;
  const [patient = ""] = atHome.splice(random.below(atHome.length), 1);
  const feed = hospital.feeds.find(
    ({ type, wards }) => type === "adt" && wards?.includes(location.ward) === true,
  );
  if (feed === undefined) return;
  const visit = `S${++tallies.moves.admissions}`;
  const admitted = { patient, visit, feed: feed.id, location };
  taken.add(bedOf(location));
  inBed.push(admitted);
  yield* tell(beds, admitted, "A01");
}

/** On another ward of the site; children and adults do not change places. */
function freeBeds({ simulation, taken }: Beds, { feed, location }: InBed): readonly Location[] {
  const { feeds, wards } = simulation.hospital;
  const site = new Set(feeds.find(({ id }) => id === feed)?.wards);
  const from = wards.find(({ id }) => id === location.ward);
  const isForThem = (service: string | undefined) =>
    (service === childrens) === (from?.service === childrens);
  return wards
    .filter(({ id, service }) => id !== location.ward && site.has(id) && isForThem(service))
    .flatMap(({ beds, id }) => beds.map((bed) => ({ ward: id, bed })))
    .filter((bed) => !taken.has(bedOf(bed)));
}

const childrens = "paediatrics";

function* tell(beds: Beds, to: InBed, trigger: AdtTrigger): Answering<void> {
  const { feeds, simulation, writer } = beds;
  const { feed, location, patient, visit } = to;
  const at = simulation.clock.now();
  const message = `SIM${++beds.messages}`;
  const encounter = { id: visit, visit, patient, feed, events: [] };
  const event = { trigger, at, message, class: "I", location };
  const text = new TextEncoder().encode(writer.event(encounter, event));
  const received = yield* answered(feeds.get(feed)?.receive(text) ?? Promise.resolve(undefined));
  if (received?.outcome === "applied") return;
  throw new RehearsalError(
    "not-taken-in",
    `The feed ${feed} did not take in ${trigger} of ${visit}: ${received?.reason ?? received?.outcome ?? "there is no such feed"}.`,
  );
}

function bedOf({ bed, ward }: Location): string {
  return `${ward}/${bed}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
