import { Temporal } from "temporal-polyfill";
import { beforeAll, describe, expect, it } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import {
  approversOf,
  askScope,
  type Bundle,
  decide,
  dutyOf,
  findPattern,
} from "../access/index.ts";
import type { Command, NewRecord } from "../world/index.ts";
import { chooseDemo, type DemoPerson } from "./demo.ts";
import { generateHospital } from "./generate-hospital.ts";
import { type Folded, loadedWorld } from "./load/test-support.ts";

const start = Temporal.Instant.from("2026-11-23T00:10:00Z").epochMilliseconds;
const hour = 60 * 60_000;

/** Signs somebody in with badge and PIN. */
function signIn(folded: Folded, who: DemoPerson, seat: string, at: number): void {
  const [engagement = ""] = folded.world.engagementsByPerson.get(who.person);
  const record: NewRecord = {
    kind: "session.opened",
    body: {
      session: `ses-${who.person}`,
      person: who.person,
      engagement,
      surface: { type: "seat", id: seat },
      level: 2,
      provedAt: at,
      until: who.until,
      method: "pin",
    },
  };
  const command: Command<number> = {
    name: "test.sign-in",
    actor: { type: "person", id: who.person },
    handle: () => ({ records: [record], answer: 1 }),
  };
  folded.submit(command, at);
}

describe("the demonstration under the shipped policy", { timeout: 60_000 }, () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await shippedBundle();
  });

  it("knows every role, and the pattern of every ward and service", () => {
    const hospital = generateHospital({ seed: "roles", now: start });
    const { world } = loadedWorld(hospital);
    for (const { role } of [
      ...world.roles.values(),
      ...world.shifts.values(),
      ...world.onCalls.values(),
    ]) {
      expect([role, bundle.roles.has(role)]).toEqual([role, true]);
    }
    for (const { id } of world.wards.values()) expect(findPattern(bundle, world, id)).toBeDefined();
    // The program whose key a visitor has asks for decisions, and asks for access for people.
    expect(hospital.workloads[0]!.scopes).toEqual(
      expect.arrayContaining([askScope, "grant.manage"]),
    );
  });

  it("[X2] somebody answers for each site at any hour, when nobody on a ward does", () => {
    for (const after of [0, 7, 33, 116.5]) {
      const at = start + after * hour;
      const { world } = loadedWorld(generateHospital({ seed: "demo", now: at }));
      for (const { id, type } of world.wards.values()) {
        if (type !== "ward") continue;
        const roles = [...approversOf(bundle, world, id, at)].map((person) =>
          world.rolesByPerson.get(person).map((role) => world.roles.get(role)?.role),
        );
        expect([after, id, roles.flat().includes("site-manager")]).toEqual([after, id, true]);
      }
    }
  });

  it.each([0, 7, 9, 15, 19.25, 33, 60, 116.5])(
    "[D1] %d hours on: own charts open, the other is refused",
    (after) => {
      const at = start + after * hour;
      const hospital = generateHospital({ seed: "demo", now: at });
      const demo = chooseDemo(hospital, at);
      const folded = loadedWorld(hospital);
      const { world } = folded;
      const { colleague, doctor, locum, manager, nurse, privacyOfficer } = demo.people;
      for (const one of Object.values(demo.people)) {
        expect(dutyOf(bundle, world, one.person, at).some(({ state }) => state === "on")).toBe(
          true,
        );
      }
      const may = (
        who: DemoPerson,
        action: string,
        resource: { type: string; id: string },
      ): string => {
        const subject = { type: "person", id: who.person };
        const context = { session: `ses-${who.person}` };
        return decide({ bundle, world, request: { subject, action, resource, context }, at }).type;
      };
      const patient = (id: string) => ({ type: "patient", id });
      [nurse, colleague, doctor, locum, manager, privacyOfficer].forEach((who, index) => {
        signIn(folded, who, demo.seats[index]!, at);
      });
      for (const who of [nurse, colleague, doctor, manager]) {
        for (const { id } of demo.patients.own)
          expect(may(who, "chart.open", patient(id))).toBe("permit");
      }
      for (const who of [nurse, doctor]) {
        expect(may(who, "chart.open", patient(demo.patients.elsewhere.id))).toBe("deny");
      }
      const [own] = demo.patients.own;
      expect(may(nurse, "medication.administer", patient(own!.id))).toBe("permit");
      expect(may(doctor, "order.place", patient(own!.id))).toBe("permit");
      expect(may(nurse, "order.place", patient(own!.id))).toBe("deny");
      expect(may(privacyOfficer, "log.read", { type: "hospital", id: "hospital" })).toBe("permit");
      expect(may(privacyOfficer, "chart.open", patient(own!.id))).toBe("deny");
      const theirs = hospital.encounters.find(
        ({ events }) =>
          events.at(-1)?.location?.ward === locum.ward && events.at(-1)?.trigger !== "A03",
      );
      expect(may(locum, "chart.open", patient(theirs!.patient))).toBe("permit");
    },
  );
});
