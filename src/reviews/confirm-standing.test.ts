import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../access/index.ts";
import {
  type Actor,
  apply,
  type Draft,
  emptyWorld,
  type LogRecord,
  type NewRecord,
} from "../world/index.ts";
import { confirmStanding } from "./confirm-standing.ts";
import { opened } from "./open-review.ts";

const hour = 3_600_000;
const at = 1_773_172_800_000;

let inForce: Bundle;
beforeAll(async () => {
  inForce = await shippedBundle();
});

let world: Draft;
const record = (told: NewRecord, actor: Actor = { type: "system", id: "t" }) =>
  apply(world, { ...told, actor, at, position: world.next } as LogRecord);
beforeEach(() => {
  world = emptyWorld();
  record({ kind: "policy.activated", body: { decider: 1, hash: inForce.hash } });
  const engagement = { engagement: "e", from: at, to: at + hour, type: "employee" } as const;
  record({ kind: "engagement.started", body: { ...engagement, person: "sue", manager: "mo" } });
  for (const person of ["ben", "mo", "sue"]) grantTo(person);
});

/** A grant that runs, was asked for by Ada, and is to end in an hour unless it is confirmed. */
function grantTo(person: string): void {
  const asked = { answerBy: at, engagement: "x", escalateAt: at, grant: `g-${person}` };
  const what = { kind: "patient", patient: "p", person, reason: "covering", ward: "6A" } as const;
  const body = { ...asked, lasts: 8 * hour, ...what };
  record({ kind: "grant.requested", body }, { type: "workload", id: "rota", onBehalfOf: "ada" });
  record({ kind: "grant.activated", body: { grant: `g-${person}`, until: at + 8 * hour } });
  const review = { about: `g-${person}`, due: at + hour, patient: "p", person, ward: "6A" };
  record(opened(`r-${person}`, { ...review, reason: "unused", type: "standing-access" }));
}

/** What confirming it records, which then holds; or the code of the refusal. */
function confirm(review: string, who = "sue", { now = at, loaded = [inForce] } = {}) {
  const bundles = createBundles();
  for (const bundle of loaded) bundles.add(bundle);
  const handling = { world, at: now, position: world.next, side: () => undefined, id: String };
  try {
    const wish = { review, actor: { type: "person", id: who } } as const;
    const { records } = confirmStanding({ bundles }, wish).handle(handling);
    for (const each of records) record(each);
    return records.map(({ body }) => body);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
const until = (grant: string) => world.grants.get(grant)?.until;

describe("[X7] standing access", () => {
  test("is confirmed by somebody else, once: it lasts as long as it was to", () => {
    expect(until("g-ben")).toBe(at + hour);
    expect(confirm("r-ben")).toEqual([{ outcome: "confirmed", review: "r-ben" }]);
    expect(until("g-ben")).toBe(at + 8 * hour);
    expect(confirm("r-ben")).toBe("standing-unknown");
  });

  test("[X2] [X19] neither by its holder, nor by who asked for it, nor by who reports to the holder", () => {
    expect(confirm("r-ben", "ben")).toBe("own-standing");
    expect(confirm("r-ben", "ada")).toBe("own-standing");
    expect(confirm("r-sue", "sue")).toBe("own-standing");
    expect(confirm("r-mo", "sue")).toBe("managers-standing");
    for (const person of ["ben", "mo", "sue"]) expect(until(`g-${person}`)).toBe(at + hour);
  });

  test("[X19] nor by whose chart it opens", () => {
    record({ kind: "patient.linked", body: { patient: "p", person: "sue" } });
    expect(confirm("r-ben")).toBe("own-standing");
  });

  test("not once it has ended, nor where the policy in force is not loaded", () => {
    expect(confirm("r-ben", "sue", { now: at + hour })).toBe("standing-unknown");
    expect(confirm("r-ben", "sue", { loaded: [] })).toBe("policy-changed");
    record({ kind: "grant.returned", body: { grant: "g-ben" } });
    expect(confirm("r-ben")).toBe("standing-unknown");
    const told = { about: "g-mo", due: at, person: "ben", reason: "x", type: "no-relief" } as const;
    record(opened("other", told));
    expect(confirm("other")).toBe("standing-unknown");
  });
});
