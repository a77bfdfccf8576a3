import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Command, Session } from "../world/index.ts";
import {
  askWitness,
  asWitnessed,
  enterPin,
  focus,
  park,
  proveWitness,
  signOut,
  type TapAnswer,
  tap,
  withdrawWitness,
} from "./index.ts";
import { hour, minute, SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
let amy: string;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  const { submit } = hospital;
  const entered = submit.call(
    hospital,
    enterPin(hospital.deps, { seat, badge: "bdg-amy", right: true }),
  );
  amy = (entered as { session: string }).session;
  hospital.submit(focus({ session: amy, patient: "pat", actor: { type: "person", id: "amy" } }));
});

const seat = "4B-1";
const action = "medication.administer-controlled";
const ask = (): string =>
  hospital.submit(askWitness(hospital.deps, { seat, session: amy, action, patient: "pat" })).asking;
const tapHere = (person: string, asking?: string): TapAnswer =>
  hospital.submit(
    tap(hospital.deps, {
      seat,
      badge: `number-${person}`,
      ...(asking === undefined ? {} : { asking }),
    }),
  );
const prove = (asking: string, person: string, right = true) =>
  hospital.submit(
    proveWitness(hospital.deps, { seat, session: amy, asking, badge: `bdg-${person}`, right }),
  );
const session = (): Session | undefined => hospital.world.sessions.get(amy);
const everybody = () => [...hospital.world.sessions.values()].map(({ asking: _, ...rest }) => rest);
const nothing: Command<string> = {
  name: "test",
  actor: { type: "system", id: "test" },
  handle: () => ({ records: [], answer: "done" }),
};
const asWitness = (asking: string, witness: string) =>
  hospital.submit(
    asWitnessed(hospital.deps, { seat, session: amy, asking, witness }, nothing, () => []),
  );
const over = expect.objectContaining({ code: "witness-over" });
const changed = expect.objectContaining({ code: "occupant-changed" });

test("[S10] another person's tap and PIN proves the witness, and nobody's session opens, moves or rises", () => {
  hospital.submit(enterPin(hospital.deps, { seat: "4B-2", badge: "bdg-eve", right: true }));
  const asking = ask();
  const before = everybody();
  hospital.now += minute;
  expect(tapHere("eve", asking)).toEqual({
    type: "witness",
    session: amy,
    asking,
    person: "eve",
    badge: "bdg-eve",
  });
  expect(prove(asking, "eve")).toEqual({ type: "proved", person: "eve" });
  expect(everybody()).toEqual(before);
  expect(session()?.asking?.witness).toEqual({
    person: "eve",
    badge: "bdg-eve",
    provedAt: hospital.now,
    agreed: false,
  });
  expect(asWitness(asking, "eve")).toBe("done");
});

test("[S10] the first person cannot witness themselves: their tap locks as ever, their PIN is none of a witness", () => {
  const asking = ask();
  expect(prove(asking, "amy")).toEqual({ type: "refused", why: "oneself" });
  hospital.now += minute;
  expect(tapHere("amy", asking)).toMatchObject({ type: "out" });
  expect(hospital.sessions()).toEqual(["(amy@4B-1)"]);
  expect(session()?.asking).toBeUndefined();
});

test("[S10] [A3] a wrong PIN counts for the witness's own badge, and for nobody else's", () => {
  const asking = ask();
  tapHere("eve", asking);
  for (let n = 0; n < 3; n++) expect(prove(asking, "eve", false)).toMatchObject({ type: "wrong" });
  expect(prove(asking, "eve")).toMatchObject({ type: "wait" });
  expect(hospital.world.badges.get("bdg-eve")?.wrongPins).toBe(3);
  expect(hospital.world.badges.get("bdg-amy")?.wrongPins).toBe(0);
  expect(session()?.asking?.witness).toBeUndefined();
  expect(prove(asking, "cleo")).toMatchObject({ type: "proved" });
});

test("[S10] a locked badge, an ended one and one of nobody engaged witness nothing", () => {
  const asking = ask();
  for (let n = 0; n < 10; n++) {
    hospital.now += 6 * second;
    hospital.record("pin.mistyped", { badge: "bdg-eve", place: "elsewhere" });
  }
  expect(prove(asking, "eve")).toEqual({ type: "locked" });
  hospital.record("badge.ended", { badge: "bdg-cleo", reason: "lost" });
  expect(prove(asking, "cleo")).toEqual({ type: "refused", why: "ended" });
  expect(tapHere("cleo", asking)).toMatchObject({ type: "refused" });
  hospital.record("engagement.ended", { engagement: "eng-ben", reason: "left" });
  expect(prove(asking, "ben")).toEqual({ type: "refused", why: "ended" });
  expect(hospital.sessions()).toEqual(["amy@4B-1"]);
});

test("[S10] the request ends after five minutes: a tap is a tap-over again, a PIN counts for nothing", () => {
  const asking = ask();
  hospital.now += 5 * minute;
  expect(() => prove(asking, "eve", false)).toThrow(over);
  expect(hospital.world.badges.get("bdg-eve")?.wrongPins).toBe(0);
  expect(tapHere("eve", asking)).toMatchObject({ type: "question", why: "first" });
  expect(hospital.sessions()).toEqual(["(amy@4B-1)"]);
});

test("[S10] a cancelled request witnesses nothing more; cancelling twice says nothing twice", () => {
  const asking = ask();
  prove(asking, "eve");
  const { next } = hospital.world;
  hospital.submit(withdrawWitness(hospital.deps, { seat, session: amy }));
  hospital.submit(withdrawWitness(hospital.deps, { seat, session: amy }));
  expect(hospital.kindsSince(next)).toEqual(["witness.withdrawn"]);
  expect(() => asWitness(asking, "eve")).toThrow(over);
  expect(() => prove(asking, "eve")).toThrow(over);
});

test("[S10] a third person takes the witness's place, and only whoever proved themselves last is it", () => {
  const asking = ask();
  prove(asking, "eve");
  tapHere("cleo", asking);
  prove(asking, "cleo");
  expect(() => asWitness(asking, "eve")).toThrow(over);
  expect(asWitness(asking, "cleo")).toBe("done");
  expect(hospital.sessions()).toEqual(["amy@4B-1"]);
});

test("[S10] [S7] a lock, a sign-out, a tap-over or another chart in the middle ends it: nothing is witnessed after", () => {
  const asking = ask();
  prove(asking, "eve");
  hospital.submit(park(hospital.deps, { seat, session: amy, reason: "lock" }));
  expect(() => asWitness(asking, "eve")).toThrow(changed);
  hospital.now += minute;
  tapHere("amy");
  expect(hospital.sessions()).toEqual(["amy@4B-1"]);
  expect(() => asWitness(asking, "eve")).toThrow(over);

  const second_ = ask();
  prove(second_, "eve");
  const actor = { type: "person", id: "amy" } as const;
  hospital.submit(focus({ session: amy, patient: "other", actor }));
  expect(() => asWitness(second_, "eve")).toThrow(over);

  hospital.submit(focus({ session: amy, patient: "pat", actor }));
  const third = ask();
  prove(third, "eve");
  hospital.submit(signOut({ session: amy, surface: seat }));
  expect(() => asWitness(third, "eve")).toThrow(changed);
});

test("[S10] a seat whose screen shows no request is tapped over as ever", () => {
  ask();
  expect(tapHere("eve")).toMatchObject({ type: "question", why: "first" });
  expect(hospital.sessions()).toEqual(["(amy@4B-1)"]);
});

test("[S10] a witness is asked for on the open chart only, and by whoever is in", () => {
  const asked = { seat, session: amy, action, patient: "other" };
  expect(() => hospital.submit(askWitness(hospital.deps, asked))).toThrow(changed);
  hospital.submit(park(hospital.deps, { seat, session: amy, reason: "lock" }));
  expect(ask).toThrow(changed);
});

test("[S10] a reader that sends twice sends one tap; a person who has walked away asks for nobody", () => {
  const asking = ask();
  tapHere("eve", asking);
  const { next } = hospital.world;
  hospital.now += 500;
  expect(tapHere("eve", asking)).toMatchObject({ type: "witness", person: "eve" });
  expect(hospital.world.next).toBe(next);
  prove(asking, "eve");
  hospital.record("sensor.enrolled", { seat, key: "key" });
  hospital.record("seat.deserted", { seat, session: amy });
  hospital.now += 11 * second;
  expect(() => asWitness(asking, "eve")).toThrow(changed);
});

test("[S10] the end of the occupant's duty ends it", () => {
  const asking = ask();
  prove(asking, "eve");
  hospital.record("shift.cancelled", { shift: "shf-amy" });
  expect(() => asWitness(asking, "eve")).toThrow(changed);
  hospital.now += hour;
});
