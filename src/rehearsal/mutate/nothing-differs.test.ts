import { expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { bundleOf, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import { loadBundle } from "../../access/index.ts";
import { mutantsOf } from "./mutants-of.ts";
import { nothingDiffers } from "./nothing-differs.ts";

const policy = shippedFiles();

test("only how old a proof of level 4 may be, or a staff passport's, makes no difference, and only where nobody has one", async () => {
  const bundle = await bundleOf(policy);
  const alike = mutantsOf(policy).filter(
    (mutant) => !mutant.about.endsWith(" level") && nothingDiffers(mutant, bundle) !== undefined,
  );
  expect(alike.map(({ about }) => about)).toEqual([
    "order.place-controlled within",
    "order.discharge-controlled within",
    "proof-within",
    "proof-within",
    "status-within",
    "status-within",
  ]);
  const [mutant] = alike;
  if (mutant === undefined) throw new Error("there is none");
  const hardware = new Map([["a-model", { title: "A model", roots: [] }]]) as never;
  expect(nothingDiffers(mutant, { ...bundle, hardware })).toBeUndefined();
  const passports = { ...bundle.passports, issuers: new Map([["https://a.example", {}]]) } as never;
  for (const other of alike.filter(({ file }) => file === "passports.yaml")) {
    expect(nothingDiffers(other, { ...bundle, passports })).toBeUndefined();
  }
});

test("[X17] a level lowered from 2 to 1 makes no difference to what is about no patient; to a chart's, and to a level 3, it does", async () => {
  const lowered = mutantsOf(policy).filter(({ about }) => about.endsWith(" level"));
  const alike: string[] = [];
  const unlike: string[] = [];
  for (const mutant of lowered) {
    const loaded = await loadBundle({ hasher: sha256 }, mutant.files);
    if (loaded.type === "refused") continue;
    const same = nothingDiffers(mutant, loaded.bundle) !== undefined;
    (same ? alike : unlike).push(mutant.about.replace(" level", ""));
  }
  expect(alike).toContain("log.read");
  expect(alike).toContain("session.end");
  for (const other of [
    "chart.open",
    "case.open",
    "patient.search",
    "ward.administer",
    "seat.unlock",
  ]) {
    expect([other, unlike.includes(other), alike.includes(other)]).toEqual([other, true, false]);
  }
});
