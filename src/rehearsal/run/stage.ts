import { askScope, type Bundle, type DecisionDeps } from "../../access/index.ts";
import { type App, activate, openApp } from "../../app.ts";
import { createMemoryStore } from "../../memory/index.ts";
import type { Duration, Hasher, Instant, Log } from "../../ports/index.ts";
import { enrolSeat, enrolSensor, issueBadge, setPin } from "../../sessions/index.ts";
import { type Actor, type Command, contactTold, type NewRecord } from "../../world/index.ts";
import type { GivenPerson, Scenario } from "../scenario/scenario.ts";
import { type AdtFeeds, createAdtFeeds } from "./adt-feeds.ts";
import { approvedWorkloads } from "./approved-workloads.ts";
import { createCountedIds, createVirtualClock, type VirtualClock } from "./machinery.ts";
import { type Machine, openCut, type StageDatabase } from "./stage-database.ts";

/** Somebody of the scenario, in the hospital. */
export interface Player {
  readonly name: string;
  readonly id: string;
  /** The keyed hash of the badge's number. */
  readonly badge: string;
}

/** The hospital of a scenario: the real application on a virtual clock, with everything that is given in it. */
export interface Stage {
  readonly scenario: Scenario;
  readonly bundle: Bundle;
  /** What seats work with, and those who ask for decisions. */
  readonly app: App;
  /** What phones and desks work with: nothing goes on there without a database (X14). */
  readonly elsewhere: App;
  readonly clock: VirtualClock;
  /** What sessions and decisions work with. */
  readonly deps: DecisionDeps;
  readonly players: ReadonlyMap<string, Player>;
  readonly adt: AdtFeeds;
  /** The whole log, for what looks back on it; where it is kept. */
  readonly log: Log;
  /** Where the scenario takes it away. */
  readonly database: StageDatabase | undefined;
  /** The site on whose network a device is; undefined: it is on none of ours. */
  onSite(device: string): string | undefined;
  /** Takes a device off the hospital's own network, or brings it back. */
  carry(device: string, onSite: boolean): void;
}

/** What a rehearsal needs of the outside. */
export interface StagePorts {
  readonly hasher: Hasher;
  /** Whether records are written as bytes, hashed and kept, for whoever reads the log; nobody does when left out. */
  readonly keepsLog?: boolean;
}

/** The rehearsal as an actor: who furnished the hospital. */
export const director: Actor = { type: "system", id: "rehearsal" };

const day: Duration = 86_400_000;
/** Everything is in place this long before the first step. */
const beforehand: Duration = 3_600_000;
/** An engagement that states no times: twelve months (L2), half of them over. */
const engagedSince: Duration = 180 * day;
const engagedFor: Duration = 365 * day;

/** Builds the hospital that a scenario gives, by the product's own commands, records and messages. */
export async function buildStage(
  scenario: Scenario,
  bundle: Bundle,
  ports: StagePorts,
): Promise<Stage> {
  const start = (scenario.steps[0]?.at ?? 0) - beforehand;
  const clock = createVirtualClock(start);
  const wait = async () => undefined;
  const machine = { clock, ids: createCountedIds(), ...ports, wait };
  const goesAway = scenario.steps.some(({ act }) => act.type === "stop-answering");
  const { app, elsewhere, log, database } = await (goesAway
    ? openCut(machine)
    : openWhole(machine));
  const isAsked = scenario.steps.some(
    ({ act }) => act.type === "call" || (act.type === "try" && act.byApplication === true),
  );
  // What does not need another's answer is submitted at once, so that it is one batch of the log.
  const [, , , hired] = await Promise.all([
    app.submit(furnish(scenario, start)),
    activate(app, bundle, director),
    enrolSeats(app, scenario),
    Promise.all(scenario.given.staff.map((person) => engage(app, person, scenario, start))),
    ...(isAsked ? [app.submit(registerApplication())] : []),
  ]);
  const players = new Map(hired.map(({ player }) => [player.name, player]));
  await Promise.all([
    ...hired.map(({ player, until }) => giveBadge(app, player, until)),
    registerDevices(app, scenario, players),
  ]);
  const adt = createAdtFeeds(app, clock, ports.hasher, scenario);
  await adt.admitGiven(start - day);
  await markCharts(app, scenario, players, adt);
  await formCareTeams(app, scenario, players, adt, start - day);
  await planContacts(app, scenario, players, adt);
  const deps = { bundles: app.bundles, repeats: app.repeats };
  const where = whereabouts(app, scenario);
  return { scenario, bundle, app, elsewhere, clock, deps, players, adt, log, database, ...where };
}

/** Without a log that is kept nothing comes out otherwise: the world is folded from the records, not from their bytes. */
async function openWhole({ keepsLog = false, ...machine }: Machine & Pick<StagePorts, "keepsLog">) {
  const store = createMemoryStore({ ...machine, keep: keepsLog });
  const app = await openApp({ ...store, ...machine }, { leaves: keepsLog });
  return { app, elsewhere: app, log: store.log, database: undefined };
}

/** Which devices are on the hospital's own network: its first site's. */
function whereabouts(app: App, { given }: Scenario): Pick<Stage, "onSite" | "carry"> {
  const near = new Set(given.devices.filter((each) => each.onSite).map(({ id }) => id));
  return {
    onSite: (device) => (near.has(device) ? [...app.world().sites.values()][0]?.id : undefined),
    carry: (device, onSite) => void (onSite ? near.add(device) : near.delete(device)),
  };
}

/** A command that does nothing but record. */
export function recordAll(name: string, records: readonly NewRecord[]): Command<void> {
  return { name, actor: director, handle: () => ({ records, answer: undefined }) };
}

/** Who asks over AuthZEN where a scenario says that an application does. */
export const application = "rehearsed-application";

function registerApplication(): Command<void> {
  const body = { workload: application, name: "An application", purpose: "rehearsal" };
  const may = { until: Number.MAX_SAFE_INTEGER, scopes: [askScope] };
  const registered = { kind: "workload.registered", body: { ...body, ...may } } as const;
  return recordAll("rehearsal.register-application", [registered]);
}

function furnish({ given, zone }: Scenario, start: Instant): Command<void> {
  const records: NewRecord[] = [];
  for (const { id, zone } of given.sites) {
    records.push({ kind: "site.registered", body: { site: id, name: id, zone } });
  }
  for (const { id, ...rest } of given.wards) {
    records.push({ kind: "ward.registered", body: { ward: id, name: id, ...rest } });
  }
  for (const { id, ...rest } of given.seats) {
    records.push({ kind: "seat.registered", body: { seat: id, name: id, ...rest } });
  }
  for (const { id, ...rest } of given.feeds) {
    records.push({ kind: "feed.registered", body: { feed: id, ...rest } });
  }
  records.push(...approvedWorkloads(given.workloads, zone, start));
  return recordAll("rehearsal.furnish", records);
}

/** Engages somebody and rosters them, as HR and the roster would; and until when. */
async function engage(
  app: App,
  person: GivenPerson,
  { given }: Scenario,
  start: Instant,
): Promise<{ readonly player: Player; readonly until: Instant }> {
  const from = person.engagement.from ?? start - engagedSince;
  const until = person.engagement.to ?? from + engagedFor;
  const roster = given.feeds.find(({ type }) => type === "roster")?.id ?? "roster";
  const id = await app.submit(hire(person, { from, to: until }, roster));
  return { player: { name: person.id, id, badge: `rehearsed-${person.id}` }, until };
}

async function giveBadge(app: App, { id, badge }: Player, until: Instant): Promise<void> {
  await Promise.all([
    app.submit(issueBadge({ person: id, number: badge, until, actor: director })),
    app.submit(setPin({ person: id, verifier: "rehearsed", actor: director })),
  ]);
}

/** The one register of a scenario. */
export const registerName = "register";

function registration(person: string, until: Instant): NewRecord {
  return { kind: "registration.recorded", body: { person, register: registerName, until } };
}

function hire(
  {
    id: name,
    role,
    also,
    holdsAt,
    engagement: { type },
    passport,
    registered,
    shifts,
    onCalls,
  }: GivenPerson,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  feed: string,
): Command<string> {
  return {
    name: "rehearsal.hire",
    actor: director,
    handle: ({ id }) => {
      const person = id("per");
      const engagement = id("eng");
      const records: NewRecord[] = [
        { kind: "person.registered", body: { person } },
        { kind: "engagement.started", body: { engagement, person, type, from, to } },
        ...(passport === undefined ? [] : [shown(engagement, passport, to)]),
        ...holdsAt.flatMap((ward) =>
          [role, ...also].map((each): NewRecord => {
            const body = { assignment: id("rol"), engagement, role: each, ward, from, to };
            return { kind: "role.assigned", body };
          }),
        ),
        ...(registered === undefined ? [] : [registration(person, registered)]),
        ...shifts.map(({ place, from: begins, to: ends }): NewRecord => {
          const period = { ward: place, from: begins, to: ends };
          return {
            kind: "shift.rostered",
            body: { shift: id("shf"), engagement, role, ...period, feed },
          };
        }),
        ...onCalls.map(({ place, site, from: begins, to: ends }): NewRecord => {
          const period = {
            service: place,
            ...(site === undefined ? {} : { site }),
            from: begins,
            to: ends,
          };
          return {
            kind: "on-call.rostered",
            body: { onCall: id("onc"), engagement, role, ...period, feed },
          };
        }),
      ];
      const row = { type: "person", display: name, initials: name.slice(0, 2).toUpperCase(), role };
      const side = [
        { table: "names", key: person, value: row },
        { table: "identifiers", key: `staff|${name}`, value: person },
      ] as const;
      return { records, side, answer: person };
    },
  };
}

/** That somebody showed a staff passport of that organisation. */
function shown(engagement: string, issuer: string, until: Instant): NewRecord {
  const passport = { index: 0, issuer, list: `${issuer}/status` };
  const proof = { method: "staff-passport", level: 2, until } as const;
  return { kind: "engagement.proofed", body: { engagement, passport, ...proof } };
}

async function enrolSeats(app: App, { given }: Scenario): Promise<void> {
  await Promise.all(
    given.seats.flatMap(({ id }) => {
      const sensor = { seat: id, key: sensorOf(id), actor: director };
      return [
        app.submit(enrolSeat({ key: `rehearsed-${id}`, seats: [id], actor: director })),
        app.submit(enrolSensor({ bundles: app.bundles }, sensor)),
      ];
    }),
  );
}

/** The key of a seat's presence sensor: every seat of a scenario has one, which reads the badges that are near. */
export function sensorOf(seat: string): string {
  return `rehearsed-sensor-${seat}`;
}

async function registerDevices(
  app: App,
  { given }: Scenario,
  players: ReadonlyMap<string, Player>,
): Promise<void> {
  const records = given.devices.map(({ id, person, managed, encrypted }): NewRecord => {
    const owner = players.get(person)?.id;
    const body = {
      device: id,
      ...(owner === undefined ? {} : { person: owner }),
      managed,
      encrypted,
    };
    return { kind: "device.registered", body };
  });
  if (records.length > 0) await app.submit(recordAll("rehearsal.register-devices", records));
}

/** Which charts need care, and which are people's own (C10), as admissions and HR would say. */
async function markCharts(
  app: App,
  { given }: Scenario,
  players: ReadonlyMap<string, Player>,
  adt: AdtFeeds,
): Promise<void> {
  const records: NewRecord[] = [];
  for (const { id, marks, staff, unknown } of given.patients) {
    if (unknown) continue;
    const patient = await adt.patientId(id);
    for (const mark of marks) {
      records.push({ kind: "patient.marked", body: { mark, patient, source: "adt" } });
    }
    const person = staff === undefined ? undefined : players.get(staff)?.id;
    if (person !== undefined) records.push({ kind: "patient.linked", body: { patient, person } });
  }
  if (records.length > 0) await app.submit(recordAll("rehearsal.mark-charts", records));
}

async function planContacts(
  app: App,
  { given }: Scenario,
  players: ReadonlyMap<string, Player>,
  adt: AdtFeeds,
): Promise<void> {
  const records: NewRecord[] = [];
  for (const [index, { person, patient: name, ...rest }] of given.contacts.entries()) {
    const patient = await adt.patientId(name);
    const who = person === undefined ? undefined : players.get(person)?.id;
    const named = who === undefined ? {} : { person: who };
    records.push(contactTold({ id: `contact-${index + 1}`, ...rest, patient, ...named }));
  }
  if (records.length > 0) await app.submit(recordAll("rehearsal.plan-contacts", records));
}

async function formCareTeams(
  app: App,
  { given }: Scenario,
  players: ReadonlyMap<string, Player>,
  adt: AdtFeeds,
  from: Instant,
): Promise<void> {
  const records: NewRecord[] = [];
  for (const [index, team] of given.careTeams.entries()) {
    const patient = await adt.patientId(team.patient);
    const members = team.members.flatMap((name) => {
      const person = players.get(name)?.id;
      const role = given.staff.find((each) => each.id === name)?.role ?? "";
      return person === undefined ? [] : [{ person, role, from }];
    });
    const careTeam = `team-${index + 1}`;
    records.push({ kind: "care-team.recorded", body: { careTeam, patient, members } });
  }
  if (records.length > 0) await app.submit(recordAll("rehearsal.form-care-teams", records));
}
