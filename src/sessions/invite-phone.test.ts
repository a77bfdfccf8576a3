import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { acceptInvitation, bindPhone, invitePhone, withdrawInvitation } from "./index.ts";
import { hour, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  const terms = { engagement: "eng-lou", person: "lou", type: "locum" } as const;
  hospital.record("person.registered", { person: "lou" });
  hospital.record("engagement.offered", { ...terms, from: start, to: start + 12 * hour });
});

const engagement = "eng-lou";
const actor = { type: "person", id: "cleo" } as const;
const invite = (link = "link") => hospital.submit(invitePhone({ engagement, link, actor }));
const accept = (link = "link") =>
  hospital.submit(
    acceptInvitation({
      link,
      ...{ code: "code", credential: "cred", secret: { key: 1 }, counter: 0, synced: true },
    }),
  );
const known = () => hospital.world.engagements.get(engagement)?.invitation;
const bind = (code = "code", by: string = actor.id) =>
  hospital.submit(
    bindPhone(hospital.deps, {
      ...{ engagement, person: "lou", code },
      invitation: known()?.id ?? "",
      actor: { type: "person", id: by },
    }),
  );
function proof(): void {
  const until = start + 48 * hour;
  hospital.record("engagement.proofed", { engagement, method: "photo-id", level: 2, until });
  hospital.record("engagement.activated", { engagement });
}

test("[L7] the passkey that a phone made is bound by its code once somebody was proofed, and not before", () => {
  expect(invite()).toEqual({ until: start + 12 * hour });
  accept();
  expect(hospital.world.passkeysByPerson.get("lou")).toEqual([]);
  expect(() => bind()).toThrow(/.+/);
  proof();
  expect(bind("other")).toEqual({ type: "wrong" });
  expect(() => bind("code", "lou")).toThrow(/own/);
  expect(bind()).toEqual({ type: "bound" });
  const [passkey = ""] = hospital.world.passkeysByPerson.get("lou");
  expect(hospital.world.passkeys.get(passkey)).toMatchObject({ engagement, person: "lou" });
  expect(hospital.side.get("credentials|passkey|cred")).toBe(passkey);
});

test("[L3] neither link nor code is good for an engagement that has ended", () => {
  invite();
  accept();
  proof();
  hospital.record("engagement.ended", { engagement, reason: "left" });
  expect(() => bind()).toThrow(/./);
  expect(() => accept()).toThrow(/over/);
  expect(() => invite("another")).toThrow(/ended/);
  expect(hospital.world.passkeysByPerson.get("lou")).toEqual([]);
});

test("a new link, and withdrawing one, take what was made by the one before", () => {
  invite();
  accept();
  invite("second");
  expect(() => accept()).toThrow(/withdrawn/);
  expect([...hospital.side.keys()].some((key) => key.includes("invitation-passkey"))).toBe(false);
  accept("second");
  hospital.submit(withdrawInvitation({ engagement, actor }));
  proof();
  expect(() => bind()).toThrow(/No phone waits/);
  expect(() => hospital.submit(withdrawInvitation({ engagement, actor }))).toThrow(/./);
});
