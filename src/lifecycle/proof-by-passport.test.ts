import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle, TrustedIssuer } from "../access/index.ts";
import { type PassportShown, proofByPassport } from "./proof-by-passport.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

const issuer = "https://passports.example";
const trusted: TrustedIssuer = {
  issuer,
  title: "Regional staff bank",
  statusLists: `${issuer}/status/`,
  proofing: 2,
  roles: new Set(["nurse"]),
  longest: 30 * day,
  knownAs: new Set(),
  keys: [],
};

let shipped: Bundle;
let house: House;
let engagement: string;
let person: string;
beforeAll(async () => {
  shipped = await shippedBundle();
});
beforeEach(() => {
  believe(trusted);
});

/** A new house whose policy believes just these. */
function believe(...issuers: readonly TrustedIssuer[]): void {
  const known = new Map(issuers.map((each) => [each.issuer, each]));
  const passports = { ...shipped.passports, issuers: known };
  house = new House({ ...shipped, passports });
  ({ engagement, person } = house.offer());
}

const source = { index: 3, issuer, list: `${issuer}/status/1` };
const proof = (
  more: Partial<PassportShown["passport"]> = {},
  { actor = ina, of = engagement }: { actor?: PassportShown["actor"]; of?: string } = {},
) =>
  house.submit(
    proofByPassport(house, {
      engagement: of,
      passport: {
        ...source,
        subject: "staff-17",
        role: "nurse",
        level: 2,
        until: morning + 60 * day,
        ...more,
      },
      actor,
    }),
  );
const refused = (code: string) => expect.objectContaining(refusal(code));

test("[L7] a staff passport is evidence with its level, its end and where it can be asked whether it still counts", () => {
  proof();
  expect(house.world.engagements.get(engagement)).toMatchObject({
    state: "proofed",
    proof: {
      method: "staff-passport",
      level: 2,
      by: "ina",
      at: morning,
      until: morning + 60 * day,
      passport: source,
    },
  });
  expect(JSON.stringify(house.log)).not.toContain("staff-17");
});

test("[L7] it counts for as long as it is good, and never longer than any evidence", () => {
  expect(() => proof({ until: morning })).toThrow(refused("proof-expired"));
  proof({ until: morning + 4_000 * day });
  expect(house.world.engagements.get(engagement)?.proof?.until).toBe(morning + 5 * 366 * day);
});

test("[L7] it counts for the roles, the level and the time for which its issuer is believed, and while it is", () => {
  expect(() => proof({ role: "doctor" })).toThrow(refused("passport-other-role"));
  expect(() => proof({ level: 1 })).toThrow(refused("passport-untrusted"));
  const roles = [
    { role: "nurse", ward: "4B" },
    { role: "doctor", ward: "4B" },
  ];
  const { engagement: both } = house.offer({ roles });
  expect(() => proof({}, { of: both })).toThrow(refused("passport-other-role"));
  const { engagement: long } = house.offer({ to: morning + 30 * day + 1 });
  expect(() => proof({}, { of: long })).toThrow(refused("passport-too-long"));
  believe();
  expect(() => proof()).toThrow(refused("passport-untrusted"));
});

test("[L7] one passport is one person's, whoever shows it", () => {
  proof();
  const again = house.offer({ person });
  proof({}, { of: again.engagement });
  const other = house.offer({ name: "Ned Next" });
  expect(() => proof({}, { of: other.engagement })).toThrow(refused("passport-anothers"));
  proof({ subject: "staff-18" }, { of: other.engagement });
});

test("[L7] nobody takes their own, nor for what is over or unknown", () => {
  const actor = { type: "person", id: person } as const;
  expect(() => proof({}, { actor })).toThrow(refused("own-engagement"));
  house.record("engagement.ended", { engagement, reason: "withdrawn" });
  expect(() => proof({}, { actor: mia })).toThrow(refused("engagement-ended"));
  expect(() => proof({}, { of: "nobody's" })).toThrow(refused("engagement-unknown"));
});
