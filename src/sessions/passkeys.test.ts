import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, livePasskeys, passkeyLevel } from "../access/index.ts";
import {
  comeToDesk,
  consoleSessionOf,
  enrolPasskey,
  openConsoleByPasskey,
  removePasskey,
  sceneOf,
  stepUpByPasskey,
} from "./index.ts";
import { hour, minute, SmallHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const actor = { type: "person", id: "amy" } as const;
const secret = { credential: "credential-id", publicKey: "public-key" };
const enrol = (person: string, more: object = {}): string =>
  hospital.submit(
    enrolPasskey(hospital.deps, {
      person,
      badge: `bdg-${person}`,
      credential: `hash-${person}-${hospital.log.length}`,
      secret,
      counter: 0,
      synced: false,
      actor,
      // One in place of another opens a review, and Amy may not do everything that some of these may.
      ...("checked" in more ? { second: "dan" } : {}),
      ...more,
    }),
  ).passkey;
const signIn = (passkey: string, counter = 1, verified = true) =>
  hospital.submit(
    openConsoleByPasskey(hospital.deps, { passkey, counter, verified, surface: "cookie" }),
  );
const session = () =>
  consoleSessionOf(sceneOf(hospital.deps, hospital.world, hospital.now), "cookie");
const last = () => hospital.log.at(-1);

describe("at the desk", () => {
  const come = (badge: string, right = true, supervisor = "amy") =>
    hospital.submit(comeToDesk({ badge: `number-${badge}`, right, supervisor }));

  test("[A1] badge and PIN prove who is present; nobody enrols their own passkey", () => {
    expect(come("eve")).toEqual({ type: "present", person: "eve", badge: "bdg-eve" });
    expect(last()).toMatchObject({ kind: "pin.proved", actor: { id: "eve" } });
    expect(come("amy")).toEqual({ type: "oneself" });
    expect(() => enrol("amy")).toThrow(expect.objectContaining({ code: "own-passkey" }));
  });

  test("[A3] an unknown badge and a wrong PIN get one answer, and wrong PINs count", () => {
    expect(come("nobody")).toEqual(come("eve", false));
    expect(last()).toMatchObject({ kind: "pin.mistyped", body: { place: "console" } });
    for (let count = 0; count < 3; count++) come("eve", false);
    expect(come("eve")).toEqual({ type: "refused" });
  });

  test("[U3] the record says who supervised and which badge proved the person, and holds no credential", () => {
    const passkey = enrol("eve");
    expect(last()).toMatchObject({
      kind: "passkey.enrolled",
      actor,
      body: { badge: "bdg-eve", engagement: "eng-eve", passkey, person: "eve", synced: false },
    });
    expect(JSON.stringify(hospital.log)).not.toMatch(/hash-eve|credential-id|public-key/);
    expect(hospital.side.get(`credentials|passkey-key|${passkey}`)).toEqual(secret);
  });

  test("a person may have several; the same one is not enrolled twice", () => {
    enrol("eve", { credential: "one" });
    enrol("eve", { credential: "two", checked: "photo-id" });
    expect(livePasskeys(hospital.world, "eve", hospital.now)).toHaveLength(2);
    expect(() => enrol("eve", { credential: "two", checked: "photo-id" })).toThrow(
      expect.objectContaining({ code: "passkey-known" }),
    );
    expect(() => enrol("ben", { credential: "one" })).toThrow(
      expect.objectContaining({ code: "passkey-known" }),
    );
  });

  test("one that is removed opens nothing, and what was kept of it is erased", () => {
    const passkey = enrol("eve", { credential: "one" });
    hospital.submit(removePasskey({ passkey, credential: "one", reason: "lost", actor }));
    expect(signIn(passkey)).toEqual({ type: "refused" });
    expect([...hospital.side.keys()].filter((key) => key.includes("|passkey"))).toEqual([]);
    expect(() =>
      hospital.submit(removePasskey({ passkey, credential: "one", reason: "lost", actor })),
    ).toThrow(expect.objectContaining({ code: "passkey-unknown" }));
    expect(enrol("eve", { credential: "one", checked: "photo-id" })).not.toBe(passkey);
  });

  test("[L7] another one for whoever was given one before is a recovery: without what was checked there is none, and it stands in the record", () => {
    const first = enrol("eve", { checked: "photo-id" });
    expect(last()?.body).not.toHaveProperty("checked");
    const unstated = expect.objectContaining({ code: "proofing-unstated" });
    expect(() => enrol("eve")).toThrow(unstated);
    // Lost and taken away first, it is the same recovery.
    hospital.submit(removePasskey({ passkey: first, credential: "x", reason: "lost", actor }));
    const before = hospital.log.length;
    expect(() => enrol("eve")).toThrow(unstated);
    expect(hospital.log).toHaveLength(before);
    enrol("eve", { checked: "known-with-witness" });
    expect(hospital.log.at(-2)).toMatchObject({
      kind: "passkey.enrolled",
      actor,
      body: { person: "eve", checked: "known-with-witness", second: "dan" },
    });
    expect(last()).toMatchObject({
      kind: "review.opened",
      body: { about: "eve", person: "amy", reason: "known-with-witness", type: "re-proofing" },
    });
  });

  test("one that was recorded before that was kept counts as given, while it is there and once it is removed", () => {
    const whose = { badge: "bdg-eve", engagement: "eng-eve", person: "eve", synced: true };
    hospital.record("passkey.enrolled", { ...whose, counter: 0, passkey: "old" });
    const unstated = expect.objectContaining({ code: "proofing-unstated" });
    expect(() => enrol("eve")).toThrow(unstated);
    hospital.submit(removePasskey({ passkey: "old", credential: "x", reason: "lost", actor }));
    expect(() => enrol("eve")).toThrow(unstated);
  });

  test("a badge that is somebody else's by now enrols nothing", () => {
    expect(() => enrol("eve", { badge: "bdg-ben" })).toThrow(
      expect.objectContaining({ code: "badge-unknown" }),
    );
  });
});

describe("signing in", () => {
  test("[A1] a passkey with user verification is level 3", () => {
    expect(signIn(enrol("eve"))).toMatchObject({ type: "in", person: "eve" });
    expect(session()).toMatchObject({ person: "eve", level: 3, provedAt: hospital.now });
  });

  test("[A1] without user verification it is refused, and that is recorded", () => {
    const passkey = enrol("eve");
    expect(signIn(passkey, 1, false)).toEqual({ type: "refused" });
    expect(last()).toMatchObject({
      kind: "passkey.refused",
      body: { passkey, why: "not-verified" },
    });
    expect(signIn(passkey)).toMatchObject({ type: "in" });
  });

  test("[A1] level 4 takes an attested model that the policy names, and a key that cannot be copied", () => {
    const roots = ["a root certificate"];
    const hardware = new Map([["model", { title: "Key", roots }]]);
    const level = (more: object) => {
      const passkey = hospital.world.passkeys.get(enrol("eve", { checked: "photo-id", ...more }));
      if (passkey === undefined) throw new Error("not enrolled");
      return [bundle, { ...bundle, hardware }].map((policy) => passkeyLevel(policy, passkey));
    };
    expect(level({ model: "model" })).toEqual([3, 4]);
    expect(level({ model: "model", synced: true })).toEqual([3, 3]);
    expect(level({ model: "other" })).toEqual([3, 3]);
    expect(level({})).toEqual([3, 3]);
  });

  test("[A3] a locked badge leaves the passkey working", () => {
    const passkey = enrol("eve");
    for (let count = 0; count < 10; count++) {
      hospital.record("pin.mistyped", { badge: "bdg-eve", place: `place ${count}` });
    }
    expect(signIn(passkey)).toMatchObject({ type: "in" });
  });

  test("[L3] ending the engagement makes its passkeys dead, and another engagement does not revive them", () => {
    const passkey = enrol("eve");
    signIn(passkey);
    hospital.record("engagement.ended", { engagement: "eng-eve", reason: "left" });
    expect(session()).toBeUndefined();
    expect(livePasskeys(hospital.world, "eve", hospital.now)).toEqual([]);
    expect(signIn(passkey, 2)).toEqual({ type: "refused" });
    expect(last()).toMatchObject({ kind: "passkey.refused", body: { why: "not-engaged" } });
    hospital.record("engagement.started", {
      engagement: "eng-eve-2",
      person: "eve",
      type: "locum",
      from: hospital.now,
      to: hospital.now + hour,
    });
    expect(signIn(passkey, 3)).toEqual({ type: "refused" });
  });
});

describe("the sign counter", () => {
  test("[A1] one that goes back, or stays, is refused, recorded, and locks that passkey only", () => {
    const cloned = enrol("eve", { counter: 4 });
    const other = enrol("eve", { checked: "photo-id" });
    expect(signIn(cloned, 5)).toMatchObject({ type: "in" });
    expect(signIn(cloned, 5)).toEqual({ type: "refused" });
    expect(hospital.log.at(-2)).toMatchObject({
      kind: "passkey.locked",
      body: { counter: 5, passkey: cloned, why: "counter-went-back" },
    });
    expect(last()).toMatchObject({ kind: "session.closed", body: { reason: "passkey-ended" } });
    expect(signIn(cloned, 6)).toEqual({ type: "refused" });
    expect(last()).toMatchObject({ kind: "passkey.refused", body: { why: "locked" } });
    expect(signIn(other, 0)).toMatchObject({ type: "in" });
    expect(signIn(other, 0)).toMatchObject({ type: "in" });
  });

  test("[A1] whatever the order: in while every counter goes up or none counts, out for good after", () => {
    fc.assert(
      fc.property(fc.nat(3), fc.array(fc.nat(4), { maxLength: 8 }), (first, counters) => {
        hospital = new SmallHospital(bundle);
        const passkey = enrol("eve", { counter: first });
        let known = first;
        let locked = false;
        for (const counter of counters) {
          locked ||= counter <= known && (counter > 0 || known > 0);
          expect(signIn(passkey, counter).type).toBe(locked ? "refused" : "in");
          if (!locked) known = counter;
        }
        expect(hospital.world.passkeys.get(passkey)).toMatchObject({ locked, counter: known });
      }),
    );
  });
});

describe("stepping up", () => {
  const open = (person: string, surface: { type: "seat" | "console"; id: string }) => {
    const until = hospital.now + 10 * hour;
    const provedAt = hospital.now - hour;
    const body = { person, engagement: `eng-${person}`, surface, provedAt, until } as const;
    const id = `ses-${person}-${surface.id}`;
    hospital.record("session.opened", { ...body, session: id, level: 2, method: "pin" });
    return id;
  };
  const raise = (passkey: string, id: string, seat?: string) =>
    hospital.submit(
      stepUpByPasskey(hospital.deps, {
        passkey,
        counter: 0,
        verified: true,
        session: id,
        ...(seat === undefined ? {} : { seat }),
      }),
    );

  test("[A2] it raises the session at the seat to level 3 and changes nothing else", () => {
    const id = open("eve", { type: "seat", id: "4B-1" });
    const before = hospital.world.sessions.get(id);
    hospital.now += minute;
    expect(raise(enrol("eve"), id, "4B-1")).toEqual({ type: "raised" });
    const at = hospital.now;
    const proofs = [{ level: 3, at, passkey: "pky_1" }];
    expect(hospital.world.sessions.get(id)).toEqual({ ...before, level: 3, provedAt: at, proofs });
  });

  test("[A2] it raises a console's session likewise", () => {
    const id = open("eve", { type: "console", id: "cookie" });
    expect(raise(enrol("eve"), id)).toEqual({ type: "raised" });
    expect(session()).toMatchObject({ id, level: 3 });
  });

  test("[S1] another person's passkey raises nobody, and that is recorded", () => {
    const id = open("eve", { type: "seat", id: "4B-1" });
    const passkey = enrol("ben");
    expect(raise(passkey, id, "4B-1")).toEqual({ type: "refused" });
    expect(last()).toMatchObject({
      kind: "passkey.refused",
      body: { passkey, why: "other-person" },
      seat: "4B-1",
    });
    expect(hospital.world.sessions.get(id)?.level).toBe(2);
  });

  test("[S1] at a seat it is the occupant's session or none", () => {
    const id = open("eve", { type: "seat", id: "4B-1" });
    const passkey = enrol("eve");
    for (const seat of ["4B-2", undefined]) {
      expect(() => raise(passkey, id, seat)).toThrow(
        expect.objectContaining({ code: "occupant-changed" }),
      );
    }
    hospital.record("session.parked", { session: id, reason: "lock" });
    expect(() => raise(passkey, id, "4B-1")).toThrow();
  });
});
