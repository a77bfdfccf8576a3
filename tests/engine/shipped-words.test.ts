import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policySetTextToParts } from "@cedar-policy/cedar-wasm/nodejs";
import { expect, test } from "vitest";
import { createEntityStore, createPdp, type Pdp } from "../../src/engine/index.ts";
import { compileSet, uid } from "../support/engine.ts";

const folder = join(import.meta.dirname, "../../policy");

async function openShipped(): Promise<Pdp> {
  const policies: Record<string, string> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".cedar"))) {
    const parts = policySetTextToParts(readFileSync(join(folder, file), "utf8"));
    if (parts.type === "failure") throw new Error(file);
    for (const text of parts.policies) policies[/@id\("([^"]+)"\)/.exec(text)?.[1] ?? file] = text;
  }
  const schema = readFileSync(join(folder, "schema.cedarschema"), "utf8");
  const set = await compileSet({ schema, policies });
  return createPdp(set, createEntityStore(set.schema), { onPolicyError: "forbid-denies" });
}

const yesOrNo =
  "engaged locum booked onDuty entitled onWard onCall careTeam finishing afterDischarge expected manages signedIn here assured managed onSite";

/** Facts that are so, unless they are named. */
const factsBut = (so: boolean, others: readonly string[]) => ({
  ...Object.fromEntries(yesOrNo.split(" ").map((name) => [name, so !== others.includes(name)])),
  roles: ["nurse"],
  wards: ["4B"],
  level: 2,
  purpose: so ? "TREAT" : "OTHER",
  stale: [],
});

const situations = [
  factsBut(true, []),
  factsBut(false, []),
  // Far enough for the conditions that others stand before.
  factsBut(false, ["signedIn"]),
  factsBut(false, ["signedIn", "locum"]),
];

const asked = [
  ["chart.open", "Patient"],
  ["patient.search", "Hospital"],
  ["ward.administer", "Ward"],
  ["roster.confirm", "Ward"],
  ["ward.watch", "Ward"],
  ["seat.enrol", "Seat"],
  ["passkey.enrol", "Hospital"],
  ["log.read", "Hospital"],
] as const;

test("what the shipped policies ask can be read by somebody who does not know Cedar", async () => {
  const pdp = await openShipped();
  const said = new Map<string, Set<string>>();
  for (const [action, type] of asked) {
    for (const context of situations) {
      const request = {
        principal: uid("Person", "p1"),
        action: uid("Action", action),
        resource: uid(type, "r1"),
        context,
      };
      for (const { id, conditions } of pdp.explain(request).policies) {
        const texts = said.get(id) ?? new Set();
        for (const { text } of conditions) texts.add(text);
        said.set(id, texts);
      }
    }
  }
  const lines = [...said].map(([id, texts]) => `${id}: ${[...texts].join("; ")}`);
  expect(lines.sort()).toMatchInlineSnapshot(`
    [
      "after-discharge: after discharge",
      "care-team: care team",
      "expected: expected",
      "finishing: finishing",
      "in-charge-on-shift: on ward",
      "installs-seats: entitled",
      "locum-not-booked: locum; not booked",
      "looks-after-the-screens: manages or on ward or one of "administrator", "security-engineer" is among roles",
      "no-engagement: not engaged",
      "not-for-treatment: purpose is none of "TREAT", "ETREAT", "BTG"",
      "not-here: not here",
      "not-in-role: not entitled",
      "not-sure-enough: not assured",
      "off-duty: not on duty",
      "off-site: signed in; not on site; not care team; not on call; not expected; not after discharge",
      "on-call: on call",
      "on-shift: on ward",
      "oversees: entitled",
      "patient-search: on duty",
      "runs-the-ward: manages",
      "supervises-the-desk: entitled",
      "unmanaged-device: signed in; not managed",
    ]
  `);
});
