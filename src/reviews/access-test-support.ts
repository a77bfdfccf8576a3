import { type Bundle, createBundles } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import {
  type Actor,
  apply,
  type Bodies,
  type CampaignScope,
  type Command,
  type Draft,
  type EngagementType,
  emptyWorld,
  type Kind,
  type LogRecord,
  type NewRecord,
  type ReviewedAccess,
} from "../world/index.ts";
import { chaseCampaigns } from "./chase-campaigns.ts";
import { partsOf } from "./decide-access.ts";
import { openCampaign } from "./open-campaign.ts";

export const hour: number = 3_600_000;
export const day: number = 24 * hour;
/** 20:00 UTC on 10 March 2026. */
export const start: Instant = 1_773_172_800_000;

/** Pia looks after privacy; Mia runs 4B. */
export const pia: Actor = { type: "person", id: "pia" };
export const mia: Actor = { type: "person", id: "mia" };

const system: Actor = { type: "system", id: "wardkey" };

/** A hospital whose access is reviewed: wards 4B and 6A, Mia who runs 4B, Pia of privacy. */
export class ReviewedHouse {
  readonly world: Draft = emptyWorld();
  readonly log: LogRecord[] = [];
  readonly bundles: ReturnType<typeof createBundles> = createBundles();
  readonly bundle: Bundle;
  now: Instant = start;
  #ids = 0;

  constructor(bundle: Bundle) {
    this.bundle = bundle;
    this.bundles.add(bundle);
    this.record("policy.activated", { hash: bundle.hash, decider: 1 });
    const ward = { pattern: "inpatient", service: "cardiology", site: "north" } as const;
    for (const name of ["4B", "6A"]) {
      this.record("ward.registered", { ...ward, name, type: "ward", ward: name });
    }
    this.has("mia", "ward-manager", "4B");
    this.has("pia", "privacy-officer", "hospital");
  }

  record<K extends Kind>(kind: K, body: Bodies[K], actor: Actor = system): void {
    this.#append({ kind, body, actor } as unknown as NewRecord, actor);
  }

  /** Somebody has a role in a ward, by an engagement of a year; the answer is the assignment. */
  has(
    person: string,
    role: string,
    ward: string,
    more: { readonly from?: number; readonly to?: number; readonly type?: EngagementType } = {},
  ): string {
    const engagement = `eng-${person}`;
    const { from = start - 200 * day, to = start + 165 * day, type = "employee" } = more;
    if (!this.world.engagements.has(engagement)) {
      this.record("engagement.started", { engagement, from: start - 200 * day, person, to, type });
    }
    const assignment = `${person}-${role}-${ward}`;
    this.record("role.assigned", { assignment, engagement, from, role, to, ward });
    return assignment;
  }

  /** Somebody has a shift, `days` from now. */
  rostered(person: string, role: string, ward: string, days: number): void {
    const from = this.now + days * day;
    const body = { engagement: `eng-${person}`, from, role, to: from + 8 * hour, ward };
    this.record("shift.rostered", { shift: `shift-${person}-${ward}-${days}`, ...body });
  }

  /** What a command leads to, in a world in which it has. */
  run<A>(command: Command<A>): A {
    const { records, answer } = command.handle({
      at: this.now,
      id: (prefix) => `${prefix}${++this.#ids}`,
      position: this.world.next,
      side: () => undefined,
      world: this.world,
    });
    for (const each of records) this.#append(each, command.actor);
    return answer;
  }

  /** Opens a review of this; the answer is its id. */
  open(scope: CampaignScope = { type: "all" }): string {
    return this.run(openCampaign(this, { actor: pia, scope })).campaign;
  }

  /** What the ticker records now, which then holds. */
  tick(of: Bundle | null = this.bundle): readonly string[] {
    const id = (prefix: string) => `${prefix}${++this.#ids}`;
    const records = chaseCampaigns(of ?? undefined, { at: this.now, id, world: this.world });
    for (const each of records) this.#append(each, system);
    return records.map(({ kind }) => kind);
  }

  /** What a review lists, by assignment. */
  items(campaign: string): ReadonlyMap<string, ReviewedAccess> {
    const known = this.world.campaigns.get(campaign);
    const parts = known === undefined ? [] : partsOf(this.world, known);
    return new Map(parts.flatMap(({ items }) => items.map((item) => [item.assignment, item])));
  }

  /** The id of a ward's part. */
  part(campaign: string, ward: string): string {
    const known = this.world.campaigns.get(campaign);
    const parts = known === undefined ? [] : partsOf(this.world, known);
    return parts.find((part) => part.ward === ward)?.id ?? "";
  }

  #append(told: NewRecord, actor: Actor): void {
    const placed = { actor, ...told, at: this.now, position: this.world.next } as LogRecord;
    apply(this.world, placed);
    this.log.push(placed);
  }
}
