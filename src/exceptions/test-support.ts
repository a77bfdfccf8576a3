import { sha256 } from "../../tests/support/ports.ts";
import {
  type Answer,
  type Bundle,
  type Bundles,
  createBundles,
  createRepeats,
  type DecisionDeps,
  decide,
} from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type {
  Actor,
  Bodies,
  Command,
  Draft,
  Kind,
  LogRecord,
  NewRecord,
  Outcome,
} from "../world/index.ts";
import { apply, emptyWorld } from "../world/index.ts";
import { type Granting, type GrantWish, type Requested, requestGrant } from "./index.ts";

/** What decisions are recorded with in this hospital. */
export function deciding({ bundles }: Hospital): DecisionDeps {
  return { bundles, repeats: createRepeats({ hasher: sha256 }) };
}

export const minute = 60_000;
export const hour: number = 60 * minute;
export const day: number = 24 * hour;

/** 10:00 UTC on 10 March 2026; in London the same. */
export const morning: Instant = 1_773_136_800_000;

const shift = { from: morning - 2.5 * hour, to: morning + 9.5 * hour };

/** Everybody's role, where they hold it, and what they are rostered for. */
const staff: readonly {
  readonly person: string;
  readonly role: string;
  readonly ward: string;
  readonly type?: "employee" | "visiting";
  readonly duty: "shift" | "on-call" | "none";
}[] = [
  { person: "amy", role: "nurse", ward: "4B", duty: "shift" },
  { person: "ben", role: "nurse", ward: "4B", duty: "shift" },
  { person: "phil", role: "pharmacist", ward: "4B", duty: "shift" },
  { person: "mia", role: "ward-manager", ward: "4B", duty: "none" },
  { person: "ina", role: "nurse-in-charge", ward: "4B", duty: "shift" },
  { person: "sue", role: "nurse-in-charge", ward: "6A", duty: "shift" },
  { person: "wim", role: "ward-manager", ward: "6A", duty: "none" },
  { person: "adam", role: "consultant", ward: "medicine", duty: "on-call" },
  { person: "carl", role: "doctor", ward: "cardiology", duty: "on-call" },
  { person: "cora", role: "consultant", ward: "cardiology", duty: "none" },
  { person: "vic", role: "doctor", ward: "dermatology", type: "visiting", duty: "on-call" },
  { person: "sam", role: "site-manager", ward: "site-office", duty: "on-call" },
];

/** A hospital in which everybody is in at a seat of their own. */
export class Hospital {
  readonly world: Draft = emptyWorld();
  readonly log: LogRecord[] = [];
  now: Instant = morning - day;
  readonly bundle: Bundle;
  readonly bundles: Bundles = createBundles();
  #drawn = 0;

  constructor(bundle: Bundle) {
    this.bundle = bundle;
    this.bundles.add(bundle);
    this.record("site.registered", { name: "North", site: "north", zone: "Europe/London" });
    for (const [ward, service] of [
      ["4B", "cardiology"],
      ["6A", "medicine"],
    ] as const) {
      const place = { name: ward, pattern: "inpatient", service, site: "north", ward } as const;
      this.record("ward.registered", { ...place, type: "ward" });
    }
    for (const ward of ["cardiology", "medicine", "dermatology", "site-office"]) {
      const place = { name: ward, pattern: "inpatient", site: "north", type: "service" } as const;
      this.record("ward.registered", { ...place, ward });
    }
    this.record("feed.registered", { feed: "adt", type: "adt" });
    for (const each of staff) this.#engage(each);
    for (const patient of ["anna", "olga"]) this.admit(patient, "6A");
    this.admit("otto", "6A", { attending: ["cora"] });
    this.admit("kow", "4B");
    this.record("policy.activated", { decider: 1, hash: bundle.hash });
    this.now = morning;
    for (const { person } of staff) this.#signIn(person);
  }

  get granting(): Granting {
    return { bundle: this.bundle, world: this.world, at: this.now };
  }

  record<K extends Kind>(kind: K, body: Bodies[K], actor?: Actor): void {
    this.append([{ kind, body } as NewRecord], actor);
  }

  append(records: readonly NewRecord[], actor: Actor = { type: "system", id: "test" }): void {
    for (const record of records) {
      const position = this.world.next;
      const id = `rec-${position}`;
      const placed = { at: this.now, batch: "b", id, position, v: 1, actor, ...record };
      apply(this.world, placed as LogRecord);
      this.log.push(placed as LogRecord);
    }
  }

  /** Handles a command now: what it leads to, which is in the log from then on. Refusals are thrown. */
  submit<A>({ actor, seat, handle }: Command<A>): Outcome<A> {
    const { world, now: at } = this;
    const id = (prefix: string) => `${prefix}-${++this.#drawn}`;
    const outcome = handle({ world, at, position: world.next, side: () => undefined, id });
    const place = seat === undefined ? {} : { seat };
    this.append(
      outcome.records.map((record) => ({ ...place, ...record })),
      actor,
    );
    return outcome;
  }

  /** Why a command is refused, and what was recorded all the same: nothing, if it is right. */
  refusal(command: Command<unknown>): {
    readonly code: string;
    readonly recorded: readonly Kind[];
  } {
    const before = this.log.length;
    let code = "none";
    try {
      this.submit(command);
    } catch (error) {
      code = (error as { code: string }).code;
    }
    return { code, recorded: this.log.slice(before).map(({ kind }) => kind) };
  }

  admit(
    patient: string,
    ward: string,
    more: { readonly attending?: readonly string[] } = {},
  ): void {
    this.adt(patient, "A01", { class: "I", location: { ward }, ...more });
  }

  adt(
    patient: string,
    trigger: "A01" | "A02" | "A03",
    more: Partial<Bodies["adt.accepted"]["event"]>,
  ): void {
    const event = { at: this.now, control: `c${this.world.next}`, trigger, ...more };
    this.record("adt.accepted", { encounter: `enc-${patient}`, event, feed: "adt", patient });
  }

  /** Asks; of a patient, because somebody has to cover. */
  request(wish: Partial<GrantWish> & Pick<GrantWish, "person">): Requested {
    this.#drawn++;
    const askedBy: Actor = { type: "person", id: wish.person };
    const asked = requestGrant(this.granting, {
      grant: `gnt-${this.#drawn}`,
      kind: "patient",
      reason: "covering",
      askedBy,
      ...(wish.kind === undefined || wish.kind === "patient" ? { patient: "anna" } : {}),
      ...wish,
    });
    this.append(asked.records, askedBy);
    return asked;
  }

  /** Whether somebody may do it now, at their seat. */
  ask(person: string, action: string, patient: string): Answer {
    const resource = { type: "patient", id: patient };
    return this.askOf(person, action, resource);
  }

  askOf(person: string, action: string, resource: { type: string; id: string }): Answer {
    const { bundle, world } = this;
    const request = { subject: { type: "person", id: person }, action, resource, context: {} };
    return decide({ bundle, world, request, at: this.now });
  }

  #engage({ person, role, ward, type = "employee", duty }: (typeof staff)[number]): void {
    const engagement = `eng-${person}`;
    const lasting = { from: morning - 30 * day, to: morning + 300 * day };
    this.record("person.registered", { person });
    this.record("engagement.started", { engagement, person, type, ...lasting });
    this.record("role.assigned", {
      assignment: `rol-${person}`,
      engagement,
      role,
      ward,
      ...lasting,
    });
    const period = { engagement, role, ...shift };
    if (duty === "shift") this.record("shift.rostered", { shift: `sh-${person}`, ward, ...period });
    if (duty === "on-call") {
      this.record("on-call.rostered", { onCall: `oc-${person}`, service: ward, ...period });
    }
  }

  #signIn(person: string): void {
    const seat = `seat-${person}`;
    this.record("seat.registered", { name: person, seat, ward: "4B" });
    this.record("session.opened", {
      engagement: `eng-${person}`,
      level: 4,
      method: "passkey",
      person,
      provedAt: this.now,
      session: `ses-${person}`,
      surface: { type: "seat", id: seat },
      until: shift.to + hour / 2,
    });
  }
}
