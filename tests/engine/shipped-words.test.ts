import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policySetTextToParts } from "@cedar-policy/cedar-wasm/nodejs";
import { expect, test } from "vitest";
import {
  type CedarRecord,
  createEntityStore,
  createPdp,
  type Pdp,
  type PolicySet,
} from "../../src/engine/index.ts";
import { compileSet, uid } from "../support/engine.ts";

const folder = join(import.meta.dirname, "../../policy");

async function openShipped(): Promise<{ readonly set: PolicySet; readonly pdp: Pdp }> {
  const policies: Record<string, string> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".cedar"))) {
    const parts = policySetTextToParts(readFileSync(join(folder, file), "utf8"));
    if (parts.type === "failure") throw new Error(file);
    for (const text of parts.policies) policies[/@id\("([^"]+)"\)/.exec(text)?.[1] ?? file] = text;
  }
  const schema = readFileSync(join(folder, "schema.cedarschema"), "utf8");
  const set = await compileSet({ schema, policies });
  const store = createEntityStore(set.schema);
  return { set, pdp: createPdp(set, store, { onPolicyError: "forbid-denies" }) };
}

/** Facts that are so, unless they are named. */
function factsBut(set: PolicySet, so: boolean, others: readonly string[]): CedarRecord {
  const { context } = set.schema.actions.get('Action::"chart.open"') ?? {};
  const facts = (context?.list ?? []).map(({ name, type }) => {
    if (type.kind === "bool") return [name, so !== others.includes(name)];
    if (type.kind === "long") return [name, 2];
    return [name, type.kind === "set" ? [] : so ? "TREAT" : "OTHER"];
  });
  return Object.fromEntries(facts);
}

/** The last ones get as far as the conditions that others stand before. */
const situations = [
  [true, []],
  [false, []],
  [false, ["signedIn"]],
  [false, ["signedIn", "locum"]],
] as const;

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
  const { set, pdp } = await openShipped();
  const said = new Map<string, Set<string>>();
  for (const [action, type] of asked) {
    for (const [so, others] of situations) {
      const request = {
        principal: uid("Person", "p1"),
        action: uid("Action", action),
        resource: uid(type, "r1"),
        context: factsBut(set, so, others),
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
      "broken-glass: glass broken",
      "care-team: care team",
      "colleague-as-patient: colleague; not assigned",
      "expected: expected",
      "finishing: finishing",
      "granted: granted",
      "in-charge-on-shift: on ward",
      "installs-seats: ",
      "locum-not-booked: locum; not booked; the action neither is nor is in "seat-use"",
      "looks-after-the-screens: manages or on ward or one of "administrator", "security-engineer" is among roles",
      "no-engagement: not engaged",
      "not-confirmed: declared; the action is not "glass.break" or "roster" is not among stale",
      "not-for-treatment: purpose is none of "TREAT", "ETREAT", "BTG"",
      "not-here: not here",
      "not-in-role: not entitled; not granted",
      "not-sure-enough: not assured; not signed in or not responding; not all of this: signed in; in emergency; the action is "glass.break"",
      "off-duty: not on duty; not responding; not relief; not draft",
      "off-site: signed in; not on site; not care team; not on call; not expected; not pathway; not after discharge; not glass broken",
      "on-call: on call",
      "on-shift: on ward",
      "oversees: ",
      "own-chart: own",
      "own-draft: draft",
      "pathway: pathway",
      "patient-search: ",
      "relief: relief",
      "responding: responding",
      "runs-the-ward: manages",
      "sealed-chart: sealed; not assigned",
      "supervises-the-desk: ",
      "unmanaged-device: signed in; not managed",
      "vip: vip; not assigned",
    ]
  `);
});
