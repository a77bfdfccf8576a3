import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../access/index.ts";
import {
  apply,
  type Draft,
  emptyWorld,
  type IncidentOutcome,
  type LogRecord,
  type NewRecord,
} from "../world/index.ts";
import { closeIncident } from "./close-incident.ts";
import { incidentOpened } from "./open-incident.ts";
import { exceptionsOf } from "./raise-proposals.ts";

const at = 1_773_172_800_000;
const hour = 3_600_000;

let inForce: Bundle;
beforeAll(async () => {
  inForce = await shippedBundle();
});

let world: Draft;
const record = (told: NewRecord) =>
  apply(world, { ...told, at, position: world.next } as LogRecord);
beforeEach(() => {
  world = emptyWorld();
  record({ kind: "policy.activated", body: { decider: 1, hash: inForce.hash } });
  const engagement = { engagement: "e", from: at, to: at + 1, type: "employee" } as const;
  record({ kind: "engagement.started", body: { ...engagement, person: "pia", manager: "mo" } });
  const broken = { engagement: "x", glass: "g", patient: "p", person: "ben", reason: "covering" };
  record({ kind: "glass.broken", body: { ...broken, until: at + hour } });
  record({ kind: "review.opened", body: { ...reviewOf("ben"), due: at, review: "r" } });
  record({ kind: "review.closed", body: { outcome: "unjustified", review: "r" } });
  for (const person of ["ben", "pia", "mo"]) {
    record(incidentOpened(`inc-${person}`, "unjustified", { ...reviewOf(person), openedAt: at }));
  }
});

const reviewOf = (person: string) =>
  ({ about: "g", patient: "p", person, reason: "covering", type: "break-glass" }) as const;

/** What closing it as Pia records, which then holds; or the code of the refusal. */
function close(incident: string, outcome: IncidentOutcome = "dealt-with", loaded = [inForce]) {
  const bundles = createBundles();
  for (const bundle of loaded) bundles.add(bundle);
  const actor = { type: "person", id: "pia" } as const;
  const handling = { world, at, position: world.next, side: () => undefined, id: String };
  try {
    const command = closeIncident({ bundles }, { incident, outcome, actor });
    const { records } = command.handle(handling);
    for (const each of records) record(each);
    return records.map(({ body }) => body);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

describe("[X13] an incident", () => {
  test.each(["mistaken", "dealt-with", "notified"] as const)(
    "is closed as %s by a person, once",
    (outcome) => {
      expect(close("inc-ben", outcome)).toEqual([{ incident: "inc-ben", outcome }]);
      expect(world.incidents.has("inc-ben")).toBe(false);
      expect(close("inc-ben", outcome)).toBe("incident-unknown");
    },
  );

  test("[X19] is closed neither by the one it is about nor by who reports to them", () => {
    expect(close("inc-pia")).toBe("own-incident");
    expect(close("inc-mo")).toBe("managers-incident");
    expect(world.incidents.size).toBe(3);
  });

  test("[X19] about one's own chart is closed by somebody else", () => {
    record({ kind: "patient.linked", body: { patient: "p", person: "pia" } });
    expect(close("inc-ben")).toBe("own-incident");
  });

  test("stays open where the policy in force is not loaded", () => {
    expect(close("inc-ben", "dealt-with", [])).toBe("policy-changed");
    expect(world.incidents.has("inc-ben")).toBe(true);
  });

  test("[X20] what it was about counts as an exception again only if it was justified after all", () => {
    expect(exceptionsOf(world, at)).toEqual([]);
    close("inc-ben", "mistaken");
    expect(exceptionsOf(world, at)).toMatchObject([{ id: "g" }]);
  });
});
