import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { dropSigningKeys, dueKeys, publishedKeys, turnSigningKeys } from "./index.ts";
import { hour, SmallHospital, start } from "./test-support.ts";

const day = 24 * hour;
let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

/** What a node does: makes a key for each algorithm whose next one is due, and has them taken up. */
let made = 0;
const turn = () => {
  const due = dueKeys(hospital.world, hospital.now);
  const fresh = due.map((alg) => ({ id: `key-${++made}-${alg}`, alg, kept: "sealed" }));
  hospital.submit(turnSigningKeys(fresh));
};
const signing = () =>
  [...hospital.world.signingKeys.values()].filter(
    ({ from, until }) => from <= hospital.now && hospital.now < until,
  );

test("at every hour of a year one key of each algorithm signs, and it was published seven days before but the first", () => {
  turn();
  const seen = new Map([...publishedKeys(hospital.world, start)].map(({ id }) => [id, 0]));
  for (hospital.now = start; hospital.now < start + 365 * day; hospital.now += 6 * hour) {
    turn();
    const published = publishedKeys(hospital.world, hospital.now).map(({ id }) => id);
    for (const id of published) if (!seen.has(id)) seen.set(id, hospital.now);
    const now = signing();
    expect(now.map(({ alg }) => alg).toSorted()).toEqual(["ES256", "RS256"]);
    for (const { id } of now) {
      expect(published.slice(0, 2)).toContain(id);
      expect(hospital.now - (seen.get(id) ?? Number.NaN)).toBeGreaterThanOrEqual(
        seen.get(id) === 0 ? 0 : 7 * day - 6 * hour,
      );
    }
  }
  expect(hospital.world.signingKeys.size).toBeLessThanOrEqual(6);
  const kept = [...hospital.side.keys()].filter((key) => key.includes("signing-key|"));
  expect(kept.length).toBe(hospital.world.signingKeys.size);
});

test("two nodes that make a key at once: the first one's is taken, the other's is not kept", () => {
  const fresh = (id: string) => ({ id, alg: "ES256", kept: "sealed" }) as const;
  hospital.submit(turnSigningKeys([fresh("first")]));
  hospital.submit(turnSigningKeys([fresh("second")]));
  expect([...hospital.world.signingKeys.values()].map(({ id }) => id)).toEqual(["first"]);
  expect(hospital.side.has("credentials|signing-key|second")).toBe(false);
});

test("keys whose secret is lost are let go of, with their sealed parts, and fresh ones are due", () => {
  turn();
  hospital.submit(dropSigningKeys());
  expect(hospital.world.signingKeys.size).toBe(0);
  expect([...hospital.side.keys()].filter((key) => key.includes("signing-key|"))).toEqual([]);
  expect(dueKeys(hospital.world, hospital.now).toSorted()).toEqual(["ES256", "RS256"]);
});
