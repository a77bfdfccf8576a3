import type { Bundle } from "../access/index.ts";
import { createBundles, loadBundle } from "../access/index.ts";
import type { Instant, Json, SideKey } from "../ports/index.ts";
import type { Bodies, Command, Draft, Kind, LogRecord } from "../world/index.ts";
import { apply, emptyWorld, fork, merge } from "../world/index.ts";
import type { SessionDeps } from "./scene.ts";

/** What of Node the tests hand in, since nothing here may import it. */
export interface Machine {
  readonly fs: {
    readdirSync(path: URL): string[];
    readFileSync(path: URL, encoding: "utf8"): string;
  };
  readonly crypto: {
    createHash(algorithm: "sha256"): { update(bytes: Uint8Array): { digest(): Uint8Array } };
  };
}

/** The shipped policy. */
export async function shippedBundle({ fs, crypto }: Machine): Promise<Bundle> {
  const folder = new URL("../../policy/", import.meta.url);
  const files = Object.fromEntries(
    fs.readdirSync(folder).map((name) => [name, fs.readFileSync(new URL(name, folder), "utf8")]),
  );
  const sha256 = (bytes: Uint8Array) => crypto.createHash("sha256").update(bytes).digest();
  const loaded = await loadBundle({ hasher: { sha256 } }, files);
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  return loaded.bundle;
}

export const second = 1_000;
export const minute: number = 60 * second;
export const hour: number = 60 * minute;

/** 19:00 UTC on 10 March 2026; in London the same. */
export const start: Instant = 1_773_169_200_000;

/** Who is rostered: the keyed hash of a badge's number is `number-<person>`. */
const rostered: readonly {
  readonly person: string;
  readonly role: string;
  readonly ward: string;
  readonly from: Instant;
  readonly to: Instant;
}[] = [
  { person: "amy", role: "nurse", ward: "4B", from: start - 12 * hour, to: start + 30 * minute },
  { person: "ben", role: "nurse", ward: "4B", from: start + 30 * minute, to: start + 13 * hour },
  { person: "eve", role: "nurse", ward: "4B", from: start - hour, to: start + 11 * hour },
  { person: "dan", role: "nurse", ward: "4B", from: start + 36 * hour, to: start + 48 * hour },
];

/**
 * A small hospital: 4B (cardiology) and 6A at the site north, 9C at south, two seats in 4B and one in each
 * other. Amy has the day on 4B, Ben the night, Eve the whole time, Cleo is on call for cardiology at
 * north, Dan is off.
 */
export class SmallHospital {
  readonly world: Draft = emptyWorld();
  readonly log: LogRecord[] = [];
  readonly side: Map<string, Json> = new Map();
  readonly deps: SessionDeps;
  now: Instant = 0;
  #ids = 0;

  constructor(bundle: Bundle) {
    this.now = start - 24 * hour;
    const bundles = createBundles();
    bundles.add(bundle);
    this.deps = { bundles };
    this.record("policy.activated", { hash: bundle.hash, decider: 1 });
    this.#build();
    this.now = start;
  }

  /** Appends a record at `now`. */
  record<K extends Kind>(kind: K, body: Bodies[K]): void {
    this.submit({
      name: "test",
      actor: { type: "system", id: "test" },
      handle: () => ({ records: [{ kind, body } as never], answer: undefined }),
    });
  }

  /** Handles a command on the world as it is; a refusal is thrown and leaves no trace. */
  submit<A>(command: Command<A>): A {
    const draft = fork(this.world);
    const outcome = command.handle({
      world: draft,
      at: this.now,
      position: draft.next,
      side: ({ table, key }: SideKey) => this.side.get(`${table}|${key}`),
      id: (prefix) => `${prefix}_${++this.#ids}`,
    });
    const placed = outcome.records.map((record, index) => {
      const seat = record.seat ?? command.seat;
      return {
        actor: record.actor ?? command.actor,
        at: this.now,
        batch: "batch",
        body: record.body,
        id: record.id ?? `rec_${draft.next + index}`,
        kind: record.kind,
        position: draft.next + index,
        ...(seat === undefined ? {} : { seat }),
        v: 1,
      } as LogRecord;
    });
    for (const record of placed) apply(draft, record);
    merge(this.world, draft);
    this.log.push(...placed);
    for (const { table, key, value } of outcome.side ?? []) {
      if (value === undefined) this.side.delete(`${table}|${key}`);
      else this.side.set(`${table}|${key}`, value);
    }
    return outcome.answer;
  }

  /** The kinds of the records since `position`. */
  kindsSince(position: number): readonly string[] {
    return this.log.slice(position).map(({ kind }) => kind);
  }

  /** Open and parked sessions as `person@seat`, the parked in brackets, sorted. */
  sessions(): readonly string[] {
    const said = [...this.world.sessions.values()].map(({ person, surface, state }) =>
      state === "open" ? `${person}@${surface.id}` : `(${person}@${surface.id})`,
    );
    return said.toSorted();
  }

  #build(): void {
    for (const [site, zone] of [
      ["north", "Europe/London"],
      ["south", "Europe/London"],
    ] as const) {
      this.record("site.registered", { site, name: site, zone });
    }
    const ward = (id: string, site: string, service: string) =>
      this.record("ward.registered", {
        ward: id,
        site,
        name: id,
        type: "ward",
        pattern: "inpatient",
        service,
      });
    ward("4B", "north", "cardiology");
    ward("6A", "north", "surgery");
    ward("9C", "south", "surgery");
    this.record("ward.registered", {
      ward: "cardiology",
      site: "north",
      name: "Cardiology",
      type: "service",
      pattern: "inpatient",
    });
    for (const seat of ["4B-1", "4B-2", "6A-1", "9C-1"]) {
      this.record("seat.registered", { seat, ward: seat.slice(0, 2), name: seat });
    }
    for (const { person, role, ward: on, from, to } of rostered) {
      this.person(person);
      const engagement = `eng-${person}`;
      this.record("role.assigned", {
        assignment: `rol-${person}`,
        engagement,
        role,
        ward: on,
        from: this.now,
        to: start + 100 * hour,
      });
      this.record("shift.rostered", {
        shift: `shf-${person}`,
        engagement,
        role,
        ward: on,
        from,
        to,
      });
    }
    this.person("cleo");
    const engagement = "eng-cleo";
    const role = "doctor";
    this.record("role.assigned", {
      assignment: "rol-cleo",
      engagement,
      role,
      ward: "cardiology",
      from: this.now,
      to: start + 100 * hour,
    });
    this.record("on-call.rostered", {
      onCall: "onc-cleo",
      engagement,
      role,
      service: "cardiology",
      site: "north",
      from: start - hour,
      to: start + 20 * hour,
    });
  }

  /** Somebody with an engagement and a badge, without a duty. */
  person(person: string): void {
    const engagement = `eng-${person}`;
    this.record("person.registered", { person });
    this.record("engagement.started", {
      engagement,
      person,
      type: "employee",
      from: this.now,
      to: start + 1_000 * hour,
    });
    const badge = `bdg-${person}`;
    this.record("badge.issued", { badge, person, until: start + 1_000 * hour });
    this.side.set(`credentials|badge|number-${person}`, badge);
  }
}
