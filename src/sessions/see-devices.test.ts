import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { type Sighting, seeDevices } from "./index.ts";
import { minute, SmallHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  hospital.record("device.registered", { device: "phone", managed: true, encrypted: true });
});

const see = (...sightings: Omit<Sighting, "device">[]) =>
  hospital.submit(
    seeDevices(
      sightings.map((each) => ({ device: "phone", ...each })),
      { type: "workload", id: "beacons" },
    ),
  );
const seen = () => hospital.world.devices.get("phone")?.seen;
const nothing = { changed: [], unchanged: [], unknown: [], overtaken: [], nowhere: [] };

test("[C8] a device is where it was last seen: by a beacon in a ward of a site, in a site, or in none", () => {
  expect(see({ ward: "4B", seenAt: hospital.now })).toEqual({ ...nothing, changed: ["phone"] });
  expect(seen()).toEqual({ site: "north", ward: "4B", seenAt: hospital.now });
  see({ site: "north", seenAt: hospital.now });
  expect(seen()).toEqual({ site: "north", seenAt: hospital.now });
  see({ seenAt: hospital.now });
  expect(seen()).toEqual({ seenAt: hospital.now });
});

test("what is older than what is known does not count; what lies ahead counts as of now; the same again is recorded once a minute", () => {
  see({ ward: "4B", seenAt: hospital.now + minute });
  expect(seen()?.seenAt).toBe(hospital.now);
  const first = hospital.now;
  expect(see({ seenAt: first - 1 })).toEqual({ ...nothing, overtaken: ["phone"] });
  hospital.now += minute;
  expect(see({ ward: "4B", seenAt: hospital.now - 1 })).toEqual({
    ...nothing,
    unchanged: ["phone"],
  });
  expect(seen()?.seenAt).toBe(first);
  see({ ward: "4B", seenAt: hospital.now });
  expect(seen()?.seenAt).toBe(hospital.now);
});

test("a place that is not known here is none, and never leaves the one before in force", () => {
  hospital.record("site.registered", { site: "south", name: "South", zone: "Europe/London" });
  const service = { ward: "surgery", site: "north", name: "Surgery", type: "service" } as const;
  hospital.record("ward.registered", { ...service, pattern: "inpatient" });
  for (const place of [
    { ward: "9Z" },
    { site: "west" },
    { site: "south", ward: "4B" },
    { ward: "surgery" },
  ]) {
    see({ ward: "4B", seenAt: hospital.now });
    expect([place, see({ ...place, seenAt: hospital.now })]).toEqual([
      place,
      { ...nothing, changed: ["phone"], nowhere: ["phone"] },
    ]);
    expect(seen()).toEqual({ seenAt: hospital.now });
  }
});

test("several of one device in one request follow each other; a device that is not here is said to be unknown", () => {
  const many = [
    { ward: "4B", seenAt: hospital.now - 2 },
    { seenAt: hospital.now - 1 },
    { ward: "4B", seenAt: hospital.now - 3 },
  ];
  expect(see(...many)).toEqual({
    ...nothing,
    changed: ["phone", "phone"],
    overtaken: ["phone"],
  });
  expect(seen()).toEqual({ seenAt: hospital.now - 1 });
  hospital.record("device.lost", { device: "phone" });
  const before = hospital.log.length;
  expect(see({ ward: "4B", seenAt: hospital.now })).toEqual({ ...nothing, unknown: ["phone"] });
  expect(hospital.log.length).toBe(before);
});
