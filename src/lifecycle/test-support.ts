import { type Bundle, createBundles, loadBundle } from "../access/index.ts";
import type { Instant, Json, SideKey } from "../ports/index.ts";
import type {
  Actor,
  Bodies,
  Command,
  Draft,
  Ending,
  Endings,
  Kind,
  LogRecord,
} from "../world/index.ts";
import { apply, emptyWorld, fork, merge } from "../world/index.ts";
import { type EngagementOffer, type Offered, offerEngagement } from "./offer-engagement.ts";

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

export const day: number = 24 * 3_600_000;
/** 10:00 UTC on 10 March 2026. */
export const morning: Instant = 1_773_136_800_000;

/** Mia runs 4B, Ina is in charge there; both are employed. */
export const mia: Actor = { type: "person", id: "mia" };
export const ina: Actor = { type: "person", id: "ina" };

/** A hospital of one ward, in which engagements are looked at. */
export class House {
  readonly world: Draft = emptyWorld();
  readonly log: LogRecord[] = [];
  readonly side: Map<string, Json> = new Map();
  readonly bundles: ReturnType<typeof createBundles> = createBundles();
  /** What the other parts of the system were asked to end. */
  readonly asked: Ending[] = [];
  readonly endings: Endings = (ending) => {
    this.asked.push(ending);
    return ending.world.badgesByPerson
      .get(ending.engagement.person)
      .filter(() => ending.others.length === 0 && ending.what === "all")
      .map((badge) => ({ kind: "badge.ended", body: { badge, reason: "engagement-ended" } }));
  };
  now: Instant = morning;
  #ids = 0;

  constructor(bundle?: Bundle) {
    this.record("site.registered", { site: "north", name: "North", zone: "Europe/London" });
    const place = { site: "north", type: "ward", pattern: "inpatient" } as const;
    for (const ward of ["4B", "6A"]) this.record("ward.registered", { ...place, name: ward, ward });
    for (const person of ["mia", "ina"]) {
      this.record("person.registered", { person });
      this.engage(person);
    }
    if (bundle === undefined) return;
    this.bundles.add(bundle);
    this.record("policy.activated", { hash: bundle.hash, decider: 1 });
  }

  /** An employment of a year, `eng-<person>`, and a badge for as long. */
  engage(person: string, more: Partial<Bodies["engagement.started"]> = {}): void {
    const [from, to] = [morning - 100 * day, morning + 200 * day];
    const engagement = `eng-${person}`;
    const terms = { engagement, from, person, to, type: "employee" } as const;
    this.record("engagement.started", { ...terms, ...more });
    this.record("badge.issued", { badge: `bdg-${person}`, person, until: more.to ?? to });
  }

  /** Offers a locum's month on 4B, sponsored by Mia. */
  offer(more: Partial<EngagementOffer> = {}): Offered {
    return this.submit(
      offerEngagement(this, {
        name: "Eva Silva",
        type: "locum",
        from: this.now,
        to: this.now + 30 * day,
        sponsor: "mia",
        roles: [{ role: "nurse", ward: "4B" }],
        actor: mia,
        ...more,
      }),
    );
  }

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
    for (const record of outcome.records) {
      const { kind, body, actor = command.actor, causedBy, id = `rec_${draft.next}` } = record;
      const placed = { actor, at: this.now, batch: "b", body, causedBy, id, kind, v: 1 };
      const whole = { ...placed, position: draft.next } as unknown as LogRecord;
      apply(draft, whole);
      this.log.push(whole);
    }
    merge(this.world, draft);
    for (const { table, key, value } of outcome.side ?? []) {
      if (value === undefined) this.side.delete(`${table}|${key}`);
      else this.side.set(`${table}|${key}`, value);
    }
    return outcome.answer;
  }

  state(engagement: string): string | undefined {
    return this.world.engagements.get(engagement)?.state;
  }

  kindsSince(position: number): readonly string[] {
    return this.log.slice(position).map(({ kind }) => kind);
  }
}

/** The refusal with this code. */
export const refusal = (code: string): { readonly code: string; readonly name: string } => ({
  code,
  name: "LifecycleError",
});
