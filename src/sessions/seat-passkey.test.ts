import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { lastProof, type Session } from "../world/index.ts";
import {
  enterByPasskey,
  enterPin,
  focus,
  park,
  removePasskey,
  stepUp,
  stepUpByPasskey,
  tap,
} from "./index.ts";
import { hour, minute, SmallHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  for (const person of ["amy", "eve", "dan"]) enrol(person);
});

const enrol = (person: string, passkey = `pky-${person}`) =>
  hospital.record("passkey.enrolled", {
    badge: `bdg-${person}`,
    counter: 0,
    engagement: `eng-${person}`,
    passkey,
    person,
    synced: false,
  });
const enter = (person: string, seat = "4B-1", otherwise: object = {}) =>
  hospital.submit(
    enterByPasskey(hospital.deps, {
      seat,
      passkey: `pky-${person}`,
      counter: 0,
      verified: true,
      ...otherwise,
    }),
  );
const sessionOf = (person: string) =>
  [...hospital.world.sessions.values()].find((session) => session.person === person);
const remove = (person: string) =>
  hospital.submit(
    removePasskey({
      passkey: `pky-${person}`,
      credential: "hash",
      reason: "lost",
      actor: { type: "person", id: "cleo" },
    }),
  );

test("[A1] the first sign-in of a shift at a seat by a passkey is level 3, without a badge", () => {
  expect(enter("eve")).toMatchObject({ type: "in", person: "eve", how: "opened" });
  expect(sessionOf("eve")).toMatchObject({
    level: 3,
    proofs: [{ level: 3, at: hospital.now, passkey: "pky-eve" }],
    provedAt: hospital.now,
    surface: { type: "seat", id: "4B-1" },
  });
  expect(sessionOf("eve")?.badge).toBeUndefined();
  // From now on the badge resumes it inside grace (S4).
  hospital.submit(
    park(hospital.deps, { seat: "4B-1", session: sessionOf("eve")?.id ?? "", reason: "lock" }),
  );
  hospital.now += minute;
  expect(hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: "number-eve" }))).toMatchObject({
    type: "in",
    how: "resumed",
  });
  expect(sessionOf("eve")).toMatchObject({ level: 3, proofs: [{ passkey: "pky-eve" }] });
});

test("[S2] [S3] it parks whoever is in, moves the person's own session, and raises it", () => {
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-amy", right: true }));
  hospital.submit(enterPin(hospital.deps, { seat: "4B-2", badge: "bdg-eve", right: true }));
  expect(enter("eve")).toMatchObject({ type: "in", how: "moved" });
  expect(hospital.sessions()).toEqual(["(amy@4B-1)", "eve@4B-1"]);
  expect(sessionOf("eve")).toMatchObject({ level: 3, proofs: [{ passkey: "pky-eve" }] });
});

test("[S5] off duty nobody comes in, by whatever they have", () => {
  expect(enter("dan")).toMatchObject({ type: "off-duty", next: { ward: "4B" } });
  expect(hospital.sessions()).toEqual([]);
});

test("[A1] [L3] unverified, unknown, locked, or of an ended engagement: one refusal, nobody is in or parked", () => {
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-amy", right: true }));
  expect(enter("eve", "4B-1", { verified: false })).toEqual({ type: "refused" });
  expect(enter("nobody")).toEqual({ type: "refused" });
  hospital.record("engagement.ended", { engagement: "eng-eve", reason: "left" });
  expect(enter("eve")).toEqual({ type: "refused" });
  expect(hospital.sessions()).toEqual(["amy@4B-1"]);
});

test("[A3] with a locked badge a passkey still works, and a right PIN after it counts for the person's badge", () => {
  for (let n = 0; n < 10; n++) {
    hospital.record("pin.mistyped", { badge: "bdg-eve", place: "elsewhere" });
  }
  expect(enter("eve")).toMatchObject({ type: "in" });
  const session = sessionOf("eve")?.id ?? "";
  const pin = () => hospital.submit(stepUp(hospital.deps, { seat: "4B-1", session, right: true }));
  expect(pin()).toEqual({ type: "locked" });
  hospital.record("badge.unlocked", { badge: "bdg-eve" });
  expect(pin()).toEqual({ type: "raised" });
  expect(sessionOf("eve")).toMatchObject({ level: 3, provedAt: hospital.now });
});

test("[A1] a lost passkey that is removed closes what rests on it, open or parked, and nothing else", () => {
  enter("eve");
  hospital.submit(enterPin(hospital.deps, { seat: "4B-2", badge: "bdg-amy", right: true }));
  remove("amy");
  expect(hospital.sessions()).toEqual(["amy@4B-2", "eve@4B-1"]);
  const session = sessionOf("eve")?.id ?? "";
  hospital.submit(park(hospital.deps, { seat: "4B-1", session, reason: "lock" }));
  const { next } = hospital.world;
  remove("eve");
  expect(hospital.kindsSince(next)).toEqual(["passkey.removed", "session.closed"]);
  expect(hospital.log.at(-1)).toMatchObject({ body: { session, reason: "passkey-ended" } });
  expect(hospital.sessions()).toEqual(["amy@4B-2"]);
});

test("[A1] a cloned counter locks the passkey and closes what rests on it, here and elsewhere", () => {
  enter("eve", "4B-1", { counter: 7 });
  hospital.now += hour;
  expect(enter("eve", "6A-1", { counter: 7 })).toEqual({ type: "refused" });
  expect(hospital.world.passkeys.get("pky-eve")?.locked).toBe(true);
  expect(hospital.sessions()).toEqual([]);
});

test("[A1] [A2] a PIN lowers nothing that a passkey showed: each level keeps its instant, and what is asked of it rests on that", () => {
  const { deps } = hospital;
  hospital.submit(enterPin(deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  const session = sessionOf("eve")?.id ?? "";
  const use = { passkey: "pky-eve", counter: 0, verified: true, session, seat: "4B-1" };
  hospital.submit(stepUpByPasskey(deps, use));
  const byPasskey = hospital.now;
  hospital.now += 20 * minute;
  hospital.submit(stepUp(deps, { seat: "4B-1", session, right: true }));
  expect(sessionOf("eve")).toMatchObject({ level: 3, provedAt: hospital.now });
  const instants = () =>
    [2, 3, 4].map((level) => lastProof(sessionOf("eve") as Session, level)?.at);
  expect(instants()).toEqual([hospital.now, byPasskey, undefined]);
  // After the grace a PIN lets them in again; it is the passkey's age that a level 3 is asked of, as before.
  hospital.submit(park(deps, { seat: "4B-1", session, reason: "lock" }));
  hospital.now += 5 * minute;
  hospital.submit(enterPin(deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  expect(instants()).toEqual([hospital.now, byPasskey, undefined]);
  hospital.submit(stepUpByPasskey(deps, use));
  expect(instants()).toEqual([hospital.now, hospital.now, undefined]);
});

test("[A1] [A2] a session that a passkey raised rests on it, also when a PIN was given since", () => {
  const { deps } = hospital;
  hospital.submit(enterPin(deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  const session = sessionOf("eve")?.id ?? "";
  const use = { passkey: "pky-eve", counter: 0, verified: true };
  hospital.submit(stepUpByPasskey(deps, { ...use, session, seat: "4B-1" }));
  expect(sessionOf("eve")).toMatchObject({ level: 3, proofs: [{ passkey: "pky-eve" }] });
  hospital.submit(stepUp(deps, { seat: "4B-1", session, right: true }));
  remove("eve");
  expect(hospital.sessions()).toEqual([]);
});

test("[S8] who comes in at a bed by a passkey is at no other patient's chart any more", () => {
  const actor = { type: "person", id: "eve" } as const;
  hospital.record("seat.registered", { seat: "4B-2", ward: "4B", name: "4B bed 1", bed: "1" });
  const event = { trigger: "A01", at: hospital.now, control: "c1", class: "I" } as const;
  const location = { ward: "4B", bed: "1" };
  const told = { feed: "adt", encounter: "enc", patient: "pat" };
  enter("eve");
  hospital.submit(focus({ session: sessionOf("eve")?.id ?? "", patient: "other", actor }));
  hospital.now += minute;
  enter("eve", "4B-2");
  expect([sessionOf("eve")?.surface.id, sessionOf("eve")?.patient]).toEqual(["4B-2", undefined]);
  hospital.record("adt.accepted", { ...told, event: { ...event, location } });
  enter("eve", "4B-1");
  hospital.submit(focus({ session: sessionOf("eve")?.id ?? "", patient: "other", actor }));
  enter("eve", "4B-2");
  expect(sessionOf("eve")?.patient).toBe("pat");
});
