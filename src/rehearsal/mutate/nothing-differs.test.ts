import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { bundleOf, filesIn } from "../test-support.ts";
import { mutantsOf } from "./mutants-of.ts";
import { nothingDiffers } from "./nothing-differs.ts";

const policy = filesIn({ readdirSync, readFileSync }, "policy");

test("only how old a proof of level 4 may be makes no difference, and only where nobody reaches it", async () => {
  const bundle = await bundleOf(sha256, policy);
  const alike = mutantsOf(policy).filter((mutant) => nothingDiffers(mutant, bundle) !== undefined);
  expect(alike.map(({ about }) => about)).toEqual([
    "order.place-controlled within",
    "order.discharge-controlled within",
  ]);
  const [mutant] = alike;
  if (mutant === undefined) throw new Error("there is none");
  const hardware = new Map([["a-model", { title: "A model", roots: [] }]]) as never;
  expect(nothingDiffers(mutant, { ...bundle, hardware })).toBeUndefined();
});
