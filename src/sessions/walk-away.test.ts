import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, decide, sensorSilence } from "../access/index.ts";
import {
  asOccupant,
  closeOverdue,
  enrolSensor,
  enterPin,
  occupantOf,
  parkedAt,
  reportPresence,
  sceneOf,
  stepUp,
  tap,
  withdrawSensor,
} from "./index.ts";
import { minute, SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  enrol("4B-1");
  signIn("eve");
});

const actor = { type: "person", id: "ada" } as const;
const keyOf = (seat: string) => `sensor-${seat}`;
const enrol = (seat: string, key = keyOf(seat)) =>
  hospital.submit(enrolSensor(hospital.deps, { seat, key, actor }));
const signIn = (person: string, seat = "4B-1") =>
  hospital.submit(enterPin(hospital.deps, { seat, badge: `bdg-${person}`, right: true }));
const tapIn = (person: string, seat = "4B-1") =>
  hospital.submit(tap(hospital.deps, { seat, badge: `number-${person}` }));
const scene = () => sceneOf(hospital.deps, hospital.world, hospital.now);
const who = (seat = "4B-1") => occupantOf(scene(), seat)?.person;
/** What the sensor says: nobody, somebody, or whose badges are near. */
const see = (present: boolean, ...people: readonly string[]) => {
  const badges = people.length === 0 ? {} : { badges: people.map((one) => `number-${one}`) };
  hospital.submit(
    reportPresence(hospital.deps, { seat: "4B-1", key: keyOf("4B-1"), present, ...badges }),
  );
};
const kinds = () => hospital.log.slice(mark).map(({ kind }) => kind);
let mark = 0;
const since = () => {
  mark = hospital.log.length;
};

test("[S6] whoever walks away is not there any more once the pattern's time has passed, though no ticker ran", () => {
  see(false);
  const session = occupantOf(scene(), "4B-1")?.id ?? "";
  hospital.now += 10 * second - 1;
  expect(who()).toBe("eve");
  hospital.now += 1;
  expect(who()).toBeUndefined();
  expect(parkedAt(scene(), "4B-1").map(({ person }) => person)).toEqual(["eve"]);
  const inner = { name: "note", actor, handle: () => ({ records: [], answer: "done" }) };
  const changed = expect.objectContaining({ code: "occupant-changed" });
  const at = { seat: "4B-1", session };
  expect(() => hospital.submit(asOccupant(hospital.deps, at, inner))).toThrow(changed);
  expect(() => hospital.submit(stepUp(hospital.deps, { ...at, right: true }))).toThrow(changed);
});

test("[S6] a decision after it is refused for want of a session, and a permit before it lasts no longer", () => {
  hospital.record("patient.registered", { patient: "pat" });
  const location = { ward: "4B", bed: "1" };
  const event = { trigger: "A01", at: hospital.now, control: "c", class: "I", location } as const;
  hospital.record("adt.accepted", { feed: "adt", encounter: "enc", patient: "pat", event });
  see(false);
  const session = occupantOf(scene(), "4B-1")?.id ?? "";
  const ask = () =>
    decide({
      bundle,
      world: hospital.world,
      at: hospital.now,
      request: {
        subject: { type: "person", id: "eve" },
        action: "chart.open",
        resource: { type: "patient", id: "pat" },
        context: { session, seat: "4B-1" },
      },
    });
  expect(ask()).toMatchObject({ type: "permit", validUntil: hospital.now + 10 * second });
  hospital.now += 10 * second;
  expect(ask()).toMatchObject({ type: "deny" });
});

test("[S6] the ticker only records it", () => {
  see(false);
  hospital.now += 10 * second;
  const [parked, ...others] = closeOverdue(hospital.deps, hospital.world, hospital.now);
  expect(others).toEqual([]);
  expect(parked).toMatchObject({
    kind: "session.parked",
    body: { reason: "walk-away" },
    seat: "4B-1",
    actor: { type: "system" },
  });
});

test("[S6] coming back in time cancels it; coming back later resumes nobody, and one tap does", () => {
  see(false);
  hospital.now += 9 * second;
  see(true);
  hospital.now += minute;
  expect(who()).toBe("eve");
  see(false);
  hospital.now += 10 * second;
  since();
  see(true);
  expect(kinds()).toEqual(["session.parked"]);
  expect(who()).toBeUndefined();
  expect(tapIn("eve")).toMatchObject({ type: "in", how: "resumed" });
  expect(who()).toBe("eve");
});

test("[S6] one tap unlocks though nothing has recorded the lock, and records it first", () => {
  see(false);
  hospital.now += 20 * second;
  since();
  expect(tapIn("eve")).toMatchObject({ type: "in", how: "resumed" });
  expect(kinds()).toEqual(["session.parked", "session.resumed"]);
  expect(hospital.log[mark]?.body).toMatchObject({ reason: "walk-away" });
  hospital.now += minute;
  expect(who()).toBe("eve");
});

test("[S6] somebody else who taps in finds the seat locked: the one who left was gone before", () => {
  see(false);
  hospital.now += 10 * second;
  since();
  signIn("cleo");
  const parked = hospital.log.slice(mark).find(({ kind }) => kind === "session.parked");
  expect(parked).toMatchObject({
    body: { reason: "walk-away" },
    actor: { type: "system" },
  });
  expect(hospital.sessions()).toEqual(["(eve@4B-1)", "cleo@4B-1"]);
  hospital.now += minute;
  expect(who()).toBe("cleo");
});

test("[S6] a tap elsewhere moves the session, whether or not the lock was recorded", () => {
  see(false);
  hospital.now += 15 * second;
  expect(tapIn("eve", "4B-2")).toMatchObject({ type: "in", how: "moved" });
  expect(hospital.sessions()).toEqual(["eve@4B-2"]);
  hospital.now += minute;
  expect(who("4B-2")).toBe("eve");
});

test("[S6] where badges are read, somebody else's being near keeps nobody in, and leaves no trace", () => {
  see(true, "eve", "amy");
  hospital.now += second;
  since();
  see(true, "amy");
  hospital.now += 5 * second;
  see(true, "amy", "nobody");
  expect(kinds()).toEqual(["seat.deserted"]);
  expect(JSON.stringify(hospital.log.slice(mark))).not.toContain("amy");
  hospital.now += 5 * second;
  expect(who()).toBeUndefined();
});

test("[S6] a badge that has ended is nobody's presence; another live one of the same person is", () => {
  hospital.record("badge.issued", { badge: "spare", person: "eve", until: hospital.now + minute });
  hospital.side.set("credentials|badge|number-spare", "spare");
  see(false);
  hospital.now += second;
  see(true, "spare");
  hospital.now += 2 * minute;
  expect(who()).toBe("eve");
  see(true, "spare");
  hospital.now += 10 * second;
  expect(who()).toBeUndefined();
});

test("[S6] presence lets nobody in at a free or locked seat, whoever's badge it is", () => {
  see(true);
  hospital.now += 2 * second;
  tapIn("eve");
  since();
  see(true, "eve");
  see(false);
  see(true);
  expect(kinds()).toEqual([]);
  expect(hospital.sessions()).toEqual(["(eve@4B-1)"]);
});

test("[S6] whoever comes in where the sensor sees nobody is there from the tap on", () => {
  see(false);
  tapIn("cleo");
  signIn("cleo");
  hospital.now += minute;
  expect(who()).toBe("cleo");
  see(false);
  hospital.now += 10 * second;
  expect(who()).toBeUndefined();
});

test("[S6] a sensor that falls silent locks nothing, and what it says after that begins the time again", () => {
  see(true);
  hospital.now += sensorSilence + minute;
  expect(who()).toBe("eve");
  see(false);
  hospital.now += 9 * second;
  expect(who()).toBe("eve");
  hospital.now += second;
  expect(who()).toBeUndefined();
});

test("[S6] where nobody walks away (a dash), a sensor locks nothing", () => {
  const pattern = "telehealth";
  hospital.record("ward.registered", {
    ward: "4B",
    site: "north",
    name: "4B",
    type: "ward",
    pattern,
  });
  see(false);
  hospital.now += minute;
  expect(who()).toBe("eve");
});

test("[S6] a sensor with nothing new to say is recorded at most once in two minutes", () => {
  since();
  for (let times = 0; times < 10; times++) {
    see(true);
    hospital.now += 30 * second;
  }
  expect(kinds()).toEqual(["sensor.heard", "sensor.heard", "sensor.heard"]);
});

test("[S0] a key is one seat's sensor's, and a sensor that was replaced or withdrawn says nothing any more", () => {
  const unknown = expect.objectContaining({ code: "sensor-unknown" });
  const says = (seat: string, key: string) => () =>
    hospital.submit(reportPresence(hospital.deps, { seat, key, present: false }));
  enrol("4B-1", "other");
  expect(says("4B-1", keyOf("4B-1"))).toThrow(unknown);
  enrol("4B-2", "other");
  expect(says("4B-1", "other")).toThrow(unknown);
  expect(hospital.side.get("credentials|sensor-key|other")).toBe("4B-2");
  hospital.submit(withdrawSensor(hospital.deps, { seat: "4B-2", actor }));
  expect(says("4B-2", "other")).toThrow(unknown);
  expect(hospital.side.has("credentials|sensor-key|other")).toBe(false);
  expect(who()).toBe("eve");
});

test("[S6] taking a sensor away brings back nobody who was gone, and forgets who was only about to be", () => {
  see(false);
  hospital.now += 5 * second;
  hospital.submit(withdrawSensor(hospital.deps, { seat: "4B-1", actor }));
  hospital.now += minute;
  expect(who()).toBe("eve");
  enrol("4B-1");
  see(false);
  hospital.now += 10 * second;
  enrol("4B-1", "other");
  expect(who()).toBeUndefined();
  expect(hospital.sessions()).toEqual(["(eve@4B-1)"]);
});

test("[S0] a seat that is registered again keeps its sensor", () => {
  hospital.record("seat.registered", { seat: "4B-1", ward: "4B", name: "Desk" });
  expect(hospital.world.seats.get("4B-1")).toMatchObject({
    name: "Desk",
    sensor: { key: keyOf("4B-1") },
  });
  const before = hospital.log.length;
  enrol("4B-1");
  expect(hospital.log.length).toBe(before);
});
