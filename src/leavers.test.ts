import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { counterIds, sha256 } from "../tests/support/ports.ts";
import { shippedBundle } from "../tests/support/shipped-bundle.ts";
import { type Bundle, decide, recordDecision } from "./access/index.ts";
import { type App, activate, openApp, system } from "./app.ts";
import { importStaff } from "./feeds/index.ts";
import {
  activateEngagement,
  endEngagement,
  extendEngagement,
  offerEngagement,
  proofEngagement,
  reinstateEngagement,
  resumeEngagement,
  suspendEngagement,
} from "./lifecycle/index.ts";
import { createMemoryStore } from "./memory/index.ts";
import { decodeRecord } from "./sequencer/index.ts";
import { enterPin, isLive, sceneOf, tap } from "./sessions/index.ts";
import {
  type Actor,
  type Bodies,
  type EngagementType,
  isRunning,
  type Kind,
  type LogRecord,
  type NewRecord,
  type RecordOf,
  type World,
} from "./world/index.ts";

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
/** 10:00 UTC on 10 March 2026. */
const start = 1_773_136_800_000;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const people = ["p0", "p1", "p2"] as const;
const seats = ["4B-1", "4B-2", "6A-1"] as const;
const boss: Actor = { type: "person", id: "boss" };
const actions = ["chart.open", "note.write", "medication.administer"] as const;

/** A hospital with a log in memory, in which time passes when it is told to. */
class House {
  readonly app: App;
  readonly pass: (milliseconds: number) => void;
  readonly read: () => Promise<readonly LogRecord[]>;
  readonly import: (text: string) => Promise<unknown>;
  nth = 0;

  constructor(parts: Pick<House, "app" | "pass" | "read" | "import">) {
    this.app = parts.app;
    this.pass = parts.pass;
    this.read = parts.read;
    this.import = parts.import;
  }

  get world(): World {
    return this.app.world();
  }

  async record<K extends Kind>(kind: K, body: Bodies[K]): Promise<void> {
    await this.tell({ kind, body } as unknown as NewRecord);
  }

  async tell(...records: readonly NewRecord[]): Promise<void> {
    await this.app.submit({
      name: "test",
      actor: system,
      handle: () => ({ records, answer: undefined }),
    });
  }

  /** One of a person's engagements: of those in this state where there is any, else whichever. */
  pick(person: string, nth: number, state?: string): string {
    const all = this.world.engagementsByPerson.get(person);
    const fit = all.filter((id) => this.world.engagements.get(id)?.state === state);
    const from = fit.length > 0 ? fit : all;
    return from[nth % Math.max(1, from.length)] ?? "none";
  }

  running(person: string, at: number = this.app.now()): readonly string[] {
    const { engagements, engagementsByPerson } = this.world;
    return engagementsByPerson.get(person).filter((id) => isRunning(engagements.get(id), at));
  }
}

async function open(): Promise<House> {
  let passed = 0;
  const clock = { now: () => start + passed, monotonic: () => passed };
  const { log, side } = createMemoryStore({ clock });
  const ports = {
    log,
    side,
    clock,
    ids: counterIds(),
    hasher: sha256,
    wait: async () => undefined,
  };
  const app = await openApp(ports);
  await activate(app, bundle, system);
  const deps = {
    submit: app.submit,
    side,
    clock,
    world: app.world,
    hash: (text: string) => Buffer.from(sha256.sha256(Buffer.from(text))).toString("base64url"),
    badgeHash: (number: string) => `number-${number}`,
    endings: app.endings,
  };
  const house = new House({
    app,
    pass: (milliseconds) => {
      passed += milliseconds;
    },
    read: async () => (await log.read(0, { limit: 100_000 })).map(decodeRecord),
    import: (text) => importStaff(deps, text.split("\n"), { feed: "hr", zone: "UTC" }),
  });
  await house.tell(
    { kind: "site.registered", body: { site: "north", name: "North", zone: "UTC" } },
    { kind: "feed.registered", body: { feed: "adt", type: "adt" } },
    ...["4B", "6A"].map((ward): NewRecord => {
      const place = {
        ward,
        site: "north",
        name: ward,
        type: "ward",
        pattern: "inpatient",
      } as const;
      return { kind: "ward.registered", body: place };
    }),
    ...seats.map(
      (seat): NewRecord => ({
        kind: "seat.registered",
        body: { seat, ward: seat.slice(0, 2), name: seat },
      }),
    ),
    { kind: "person.registered", body: { person: "boss" } },
    {
      kind: "engagement.started",
      body: {
        engagement: "eng-boss",
        from: 0,
        person: "boss",
        to: start + 3000 * day,
        type: "employee",
      },
    },
    ...people.map((person): NewRecord => ({ kind: "person.registered", body: { person } })),
  );
  await admit(house, "anna", "4B");
  await admit(house, "otto", "6A");
  const rows = people.map((person, index) => ({ key: `staff|N${index}`, value: person }));
  await app.submit({
    name: "test",
    actor: system,
    handle: () => ({
      records: [],
      side: rows.map((row) => ({ table: "identifiers" as const, ...row })),
      answer: undefined,
    }),
  });
  return house;
}

async function admit(house: House, patient: string, ward: string): Promise<void> {
  const event = { trigger: "A01", at: start - day, control: patient, class: "I" } as const;
  await house.record("adt.accepted", {
    feed: "adt",
    encounter: `enc-${patient}`,
    patient,
    event: { ...event, location: { ward } },
  });
}

type Act = (house: House) => Promise<unknown>;

const person = fc.constantFrom(...people);
const nth = fc.nat(9);
const days = fc.integer({ min: -3, max: 40 });

/** Two names more than the kinds of the issue: what a person is given while they are engaged. */
const given =
  (who: string, what: string): Act =>
  async (house) => {
    const [engagement] = house.running(who).toReversed();
    if (engagement === undefined) return;
    const at = house.app.now();
    const id = `${what}-${++house.nth}`;
    const shift = { engagement, from: at - hour, role: "nurse", to: at + 9 * hour, ward: "4B" };
    const until = at + 3 * hour;
    const request = { answerBy: until, engagement, escalateAt: until, grant: id, lasts: hour };
    const records: Readonly<Record<string, readonly NewRecord[]>> = {
      badge: [{ kind: "badge.issued", body: { badge: id, person: who, until: at + 50 * day } }],
      booking: [{ kind: "shift.rostered", body: { shift: id, ...shift } }],
      move: [
        ...house.world.rolesByPerson
          .get(who)
          .map((role) => ({ kind: "role.ended", body: { assignment: role } }) as const),
        { kind: "role.assigned", body: { assignment: id, ...shift, ward: "6A" } },
        { kind: "shift.rostered", body: { shift: id, ...shift, ward: "6A" } },
      ],
      glass: [
        {
          kind: "glass.broken",
          body: { engagement, glass: id, patient: "otto", person: who, reason: "other", until },
        },
      ],
      grant: [
        {
          kind: "grant.requested",
          body: {
            ...request,
            kind: "patient",
            patient: "otto",
            person: who,
            reason: "c",
            ward: "6A",
          },
        },
        { kind: "grant.approved", body: { grant: id, startBy: until } },
        { kind: "grant.activated", body: { grant: id, until } },
      ],
      passkey: [
        {
          kind: "passkey.enrolled",
          body: { badge: "b", counter: 0, engagement, passkey: id, person: who, synced: false },
        },
      ],
      phone: [
        {
          kind: "device.registered",
          body: { device: id, encrypted: true, managed: true, person: who },
        },
        {
          kind: "session.opened",
          body: {
            engagement,
            level: 3,
            method: "passkey",
            person: who,
            provedAt: at,
            session: `session-${id}`,
            surface: { type: "phone", id },
            until,
          },
        },
      ],
    };
    await house.tell(...(records[what] ?? []));
    if (what !== "badge") return;
    await house.app.submit({
      name: "test",
      actor: system,
      handle: () => ({
        records: [],
        side: [{ table: "credentials", key: `badge|${who}`, value: id }],
        answer: undefined,
      }),
    });
  };

const giving = fc
  .tuple(person, fc.constantFrom("badge", "booking", "move", "glass", "grant", "passkey", "phone"))
  .map(([who, what]) => given(who, what));

const join =
  (who: string, type: EngagementType, length: number): Act =>
  async ({ app }) => {
    const from = app.now() + (length % 3 === 0 ? day : 0);
    const offer = {
      person: who,
      type,
      from,
      to: from + length * day,
      sponsor: "boss",
      roles: [{ role: "nurse", ward: "4B" }],
      actor: boss,
    };
    const { engagement } = await app.submit(offerEngagement(app, offer));
    if (length % 5 === 0) return;
    const until = app.now() + 100 * day;
    const seen = { method: "photo-id", level: 2, until, actor: boss } as const;
    await app.submit(proofEngagement({ engagement, ...seen }));
    if (length % 7 === 0) return;
    await app.submit(activateEngagement({ engagement, actor: boss }));
  };
const kinds: readonly EngagementType[] = ["employee", "locum", "contractor", "student", "visiting"];
const joining = fc.tuple(person, fc.constantFrom(...kinds), days).map((parts) => join(...parts));

type Turn = "extend" | "suspend" | "resume" | "end" | "reinstate";
const states: { readonly [T in Turn]?: string } = { resume: "suspended", reinstate: "ended" };
const turn =
  (who: string, which: number, what: Turn, length: number): Act =>
  async (house) => {
    const { app } = house;
    const engagement = house.pick(who, which, states[what] ?? "active");
    const act = { engagement, actor: boss };
    if (what === "extend")
      await app.submit(extendEngagement({ ...act, to: app.now() + length * day }));
    if (what === "suspend") await app.submit(suspendEngagement(app, { ...act, reason: "other" }));
    if (what === "resume") await app.submit(resumeEngagement(act));
    if (what === "reinstate") await app.submit(reinstateEngagement(act));
    if (what === "end") await app.submit(endEngagement(app, { ...act, reason: "left" }));
  };
const turns: readonly Turn[] = ["extend", "suspend", "resume", "end", "reinstate"];
const turning = fc
  .tuple(person, nth, fc.constantFrom(...turns), days)
  .map((parts) => turn(...parts));

/** HR's file: an assertion, an end, an end to come, somebody who is hired again; two engagements in one. */
const importing = fc
  .tuple(fc.nat(2), fc.array(fc.tuple(fc.nat(1), days, days), { minLength: 1, maxLength: 3 }))
  .map(
    ([who, rows]): Act =>
      async ({ app, import: take }) => {
        const dayOf = (shift: number) =>
          new Date(app.now() + shift * day).toISOString().slice(0, 10);
        const lines = rows.map(([number, from, to]) => {
          const end = to % 2 === 0 ? dayOf(to) : "";
          return `N${who},Name,E${who}-${number},${dayOf(from - 20)},${end},nurse,4B,card-N${who}`;
        });
        await take(["staff_number,family,engagement,from,to,role,ward,badge", ...lines].join("\n"));
      },
  );

const come =
  (who: string, seat: string): Act =>
  async ({ app, world }) => {
    const badge = world.badgesByPerson.get(who)[0] ?? "none";
    await app.submit(tap(app, { seat, badge: who }));
    await app.submit(enterPin(app, { seat, badge, right: true }));
  };
const coming = fc.tuple(person, fc.constantFrom(...seats)).map((parts) => come(...parts));

const ask =
  (who: string, action: string, patient: string, seat: string): Act =>
  async ({ app }) => {
    const subject = { type: "person", id: who };
    const resource = { type: "patient", id: patient };
    const request = { subject, action, resource, context: { seat } };
    const actor = { type: "person", id: who } as const;
    const decisions = { bundles: app.bundles, repeats: app.repeats };
    await app.submit(recordDecision(decisions, request, { actor, remedies: false }));
  };
const asking = fc
  .tuple(
    person,
    fc.constantFrom(...actions),
    fc.constantFrom("anna", "otto"),
    fc.constantFrom(...seats),
  )
  .map((parts) => ask(...parts));

/** How each begins: somebody works here, and has all that one can have, when their engagement ends. */
const opening: readonly Act[] = [
  join("p0", "locum", 8),
  ...["badge", "booking", "passkey", "phone", "grant", "glass"].map((what) => given("p0", what)),
  come("p0", "4B-1"),
  ask("p0", "chart.open", "anna", "4B-1"),
  turn("p0", 0, "end", 0),
  join("p1", "student", 8),
  turn("p1", 0, "suspend", 0),
  turn("p1", 0, "resume", 0),
];

const waiting = fc.constantFrom(minute, hour, 8 * hour, 3 * day, 20 * day).map(
  (time): Act =>
    async ({ app, pass }) => {
      pass(time);
      if (time > hour) await app.tick();
    },
);

const happening = fc.oneof(
  { weight: 4, arbitrary: joining },
  { weight: 6, arbitrary: turning },
  { weight: 3, arbitrary: importing },
  { weight: 8, arbitrary: giving },
  { weight: 6, arbitrary: coming },
  { weight: 8, arbitrary: asking },
  { weight: 4, arbitrary: waiting },
);

/** Every table that an id of a receipt's list could be alive in, by its kind there. */
const tables = {
  sessions: "sessions",
  connections: "connections",
  passkeys: "passkeys",
  badges: "badges",
  devices: "devices",
  grants: "grants",
  glasses: "glasses",
  roles: "roles",
  shifts: "shifts",
  onCalls: "onCalls",
  reliefs: "reliefs",
  swaps: "swaps",
} as const;

/** What each receipt says holds in this world, which is a later one. */
function holds({ world }: House, { body }: RecordOf<"access.ended">): void {
  expect(world.engagements.get(body.engagement)?.state).toBe("ended");
  for (const [kind, ids] of Object.entries(body.ended)) {
    const name = kind in tables ? tables[kind as keyof typeof tables] : undefined;
    for (const id of ids)
      if (name !== undefined) expect([id, world[name].has(id)]).toEqual([id, false]);
  }
}

/** Nothing hangs on an engagement that has ended, whether a receipt lists it or not. */
function nothingOn({ app, world }: House, { body }: RecordOf<"access.ended">): void {
  const { engagement, person: who } = body;
  const on = [world.sessions, world.passkeys, world.grants, world.glasses, world.roles]
    .flatMap((table): readonly { readonly id: string; readonly engagement: string }[] => [
      ...table.values(),
    ])
    .filter((one) => one.engagement === engagement);
  const coming = [...world.shifts.values()].filter(
    (shift) => shift.engagement === engagement && shift.to > app.now(),
  );
  expect([...on, ...coming].map(({ id }) => id)).toEqual([]);
  const isOver = (id: string) => world.engagements.get(id)?.state === "ended";
  if (!world.engagementsByPerson.get(who).every(isOver)) return;
  const has = [world.badgesByPerson, world.devicesByPerson, world.sessionsByPerson];
  expect(has.map((index) => index.get(who))).toEqual([[], [], []]);
}

/** Nothing is open, or would open, to whoever has no live engagement. */
function nothingFor(house: House, who: string): void {
  const { app, world } = house;
  const at = app.now();
  const scene = sceneOf(app, world, at);
  const live = world.sessionsByPerson
    .get(who)
    .flatMap((id) => world.sessions.get(id) ?? [])
    .filter((session) => isLive(scene, session));
  expect(live).toEqual([]);
  const subject = { type: "person", id: who };
  for (const action of [...actions, "glass.break", "grant.request", "patient.search"]) {
    const resource = { type: "patient", id: "otto" };
    for (const context of [{}, { seat: "4B-1" }, { seat: "6A-1" }]) {
      const request = { subject, action, resource, context };
      expect(decide({ bundle, world, request, at }).type).toBe("deny");
    }
  }
  for (const action of ["shift.start", "ward.administer", "roster.confirm"]) {
    const request = { subject, action, resource: { type: "ward", id: "4B" }, context: {} };
    expect(decide({ bundle, world, request, at }).type).toBe("deny");
  }
}

/** Of every permit so far whether its person was engaged then, by the log alone. */
async function permitsRest(house: House): Promise<readonly LogRecord[]> {
  const records = await house.read();
  const terms = new Map<string, { person: string; from: number; to: number; live: boolean }>();
  for (const { at, body, kind } of records) {
    if (kind === "engagement.offered" || kind === "engagement.started") {
      const { engagement, person: who, from, to } = body;
      const { live = true } = terms.get(engagement) ?? {};
      const isActive = kind === "engagement.started" && live;
      terms.set(engagement, { person: who, from, to, live: isActive });
    }
    const known = "engagement" in body ? terms.get(String(body.engagement)) : undefined;
    if (kind === "engagement.activated" || kind === "engagement.resumed") known!.live = true;
    if (kind === "engagement.suspended" || kind === "engagement.ended") known!.live = false;
    if (kind === "engagement.extended") known!.to = body.to;
    if (kind !== "decision.permitted") continue;
    const engaged = [...terms.values()].some(
      ({ from, live, person: who, to }) => who === body.subject.id && live && from <= at && at < to,
    );
    expect([body.subject.id, engaged]).toEqual([body.subject.id, true]);
  }
  return records;
}

test("[L1] [L2] [L3] [L11] whoever joins, moves, is booked, suspended, ended, hired again in whatever order: without a live engagement nothing is permitted, and what receipts say holds from then on", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 15, maxLength: 40 }), async (acts) => {
      const house = await open();
      const receipts: RecordOf<"access.ended">[] = [];
      const stop = house.app.follow((records) => {
        for (const record of records) if (record.kind === "access.ended") receipts.push(record);
      });
      for (const act of [...opening, ...acts]) {
        // What is refused has not happened; anything else is a fault.
        await act(house).catch((error: unknown) => {
          if ((error as { code?: unknown }).code === undefined) throw error;
        });
        for (const receipt of receipts) {
          holds(house, receipt);
          nothingOn(house, receipt);
        }
        for (const who of people) if (house.running(who).length === 0) nothingFor(house, who);
        for (const { from, to } of [
          ...house.world.engagements.values(),
          ...house.world.roles.values(),
        ])
          expect(Number.isSafeInteger(to) && (to > from || to <= house.app.now())).toBe(true);
      }
      for (const { kind, body } of await permitsRest(house)) {
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if (kind !== "access.ended") continue;
        for (const what of Object.keys(body.ended)) seen.set(what, (seen.get(what) ?? 0) + 1);
        if (body.others.length > 0) seen.set("others", (seen.get("others") ?? 0) + 1);
      }
      stop();
      await house.app.stop();
    }),
    { numRuns: 60 },
  );
  // Everything that it is about has happened.
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      ...["engagement.offered", "engagement.activated", "engagement.extended", "engagement.ended"],
      ...["engagement.suspended", "engagement.resumed", "engagement.started", "access.ended"],
      ...["sessions", "passkeys", "badges", "devices", "grants", "glasses", "roles", "shifts"],
      ...["others", "decision.permitted", "session.opened"],
    ]),
  );
}, 90_000);
