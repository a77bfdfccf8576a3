import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { bundleOf, filesIn } from "../test-support.ts";
import { mutantsOf } from "./mutants-of.ts";
import { nothingDiffers } from "./nothing-differs.ts";

const policy = filesIn({ readdirSync, readFileSync }, "policy");

test("only how old a proof of level 4 may be, or a staff passport's, makes no difference, and only where nobody has one", async () => {
  const bundle = await bundleOf(sha256, policy);
  const alike = mutantsOf(policy).filter((mutant) => nothingDiffers(mutant, bundle) !== undefined);
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
