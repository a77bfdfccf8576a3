import type { Duration, Instant } from "../ports/index.ts";
import { adtHeartbeat, type MessageOptions, messageWriter } from "./adt-messages.ts";
import type { Hospital, HospitalEncounter, HospitalWard } from "./hospital.ts";
import { randomFrom } from "./random.ts";

/** A message that is due. */
export interface DueMessage {
  readonly feed: string;
  readonly at: Instant;
  /** HL7 v2.5.1, without the MLLP frame. */
  readonly text: string;
}

/** What the demonstration sends to itself. */
export interface AdtDayOptions extends MessageOptions {
  /** How often each ADT feed says that it is alive: every minute unless said otherwise. */
  readonly heartbeatEvery?: Duration;
  /** How often a patient moves to another ward; absent, nobody moves. */
  readonly transferEvery?: Duration;
}

const minute: Duration = 60_000;

/**
 * The ADT messages that are due after `from`, up to and with `to`, in order: heartbeats that keep the feeds from going stale
 * and, where wanted, transfers to free beds. Transfers follow from the seed and the time since the hospital was made, so
 * that a restart goes on where it stopped.
 */
export function adtDay(
  hospital: Hospital,
  from: Instant,
  to: Instant,
  options: AdtDayOptions = {},
): readonly DueMessage[] {
  const { heartbeatEvery = minute, transferEvery } = options;
  const due: DueMessage[] = [];
  const feeds = hospital.feeds.filter(({ type }) => type === "adt");
  for (let beat = Math.floor(from / heartbeatEvery) + 1; beat * heartbeatEvery <= to; beat++) {
    const at = beat * heartbeatEvery;
    for (const { id } of feeds)
      due.push({ feed: id, at, text: adtHeartbeat(id, at, beat, options) });
  }
  if (transferEvery !== undefined)
    due.push(...transfers(hospital, from, to, transferEvery, options));
  return due.sort((a, b) => a.at - b.at);
}

interface Placed {
  readonly encounter: HospitalEncounter;
  ward: HospitalWard;
  bed: string;
}

function transfers(
  hospital: Hospital,
  from: Instant,
  to: Instant,
  every: Duration,
  options: MessageOptions,
): readonly DueMessage[] {
  const writer = messageWriter(hospital, options);
  const beds = placedIn(hospital);
  const movable = beds.filter(({ encounter, ward }) => isOrdinary(ward) && isSettledIn(encounter));
  const start = Math.floor(hospital.now / minute) * minute;
  const due: DueMessage[] = [];
  if (movable.length === 0) return due;
  // From the beginning, whatever the window: where a patient goes depends on who moved before.
  for (let turn = 1; start + turn * every <= to; turn++) {
    const at = start + turn * every;
    const random = randomFrom(hospital.seed, `transfer|${turn}`);
    const patient = random.pick(movable);
    const free = freeBeds(hospital, beds, patient);
    if (free.length === 0) continue;
    const target = random.pick(free);
    patient.ward = target.ward;
    patient.bed = target.bed;
    if (at <= from) continue;
    const { encounter } = patient;
    const text = writer.event(encounter, {
      trigger: "A02",
      at,
      message: `${encounter.visit.slice(1)}.T${turn}`,
      class: "I",
      location: { ward: target.ward.id, bed: target.bed },
    });
    due.push({ feed: encounter.feed, at, text });
  }
  return due;
}

function placedIn({ encounters, size, wards }: Hospital): Placed[] {
  const byId = new Map(wards.map((ward) => [ward.id, ward]));
  return encounters.slice(0, size.inPatients).flatMap((encounter) => {
    const place = encounter.events.findLast(
      ({ location }) => location?.bed !== undefined,
    )?.location;
    const ward = byId.get(place?.ward ?? "");
    return ward === undefined || place?.bed === undefined
      ? []
      : [{ encounter, ward, bed: place.bed }];
  });
}

function isOrdinary({ pattern, service }: HospitalWard): boolean {
  return (pattern === "inpatient" || pattern === "locum-heavy") && service !== "paediatrics";
}

/** Nobody is moved who is on leave or in theatre. */
function isSettledIn({ events }: HospitalEncounter): boolean {
  const last = events.at(-1)?.trigger ?? "";
  return ["A01", "A02", "A06", "A08"].includes(last);
}

function freeBeds(
  { wards }: Hospital,
  taken: readonly Placed[],
  patient: Placed,
): readonly { readonly ward: HospitalWard; readonly bed: string }[] {
  const occupied = new Set(taken.map(({ bed, ward }) => `${ward.id}/${bed}`));
  return wards
    .filter(
      (ward) => ward.id !== patient.ward.id && ward.site === patient.ward.site && isOrdinary(ward),
    )
    .flatMap((ward) => ward.beds.map((bed) => ({ ward, bed })))
    .filter(({ bed, ward }) => !occupied.has(`${ward.id}/${bed}`));
}
