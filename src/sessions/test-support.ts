import { TestLog } from "../../tests/support/test-log.ts";
import type { Bundle } from "../access/index.ts";
import { createBundles } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { SessionDeps } from "./scene.ts";

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
export class SmallHospital extends TestLog {
  readonly deps: SessionDeps;

  constructor(bundle: Bundle) {
    super(start - 24 * hour);
    const bundles = createBundles();
    bundles.add(bundle);
    this.deps = { bundles };
    this.record("policy.activated", { hash: bundle.hash, decider: 1 });
    this.#build();
    this.now = start;
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
