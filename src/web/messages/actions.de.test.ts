import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { refusalsDe } from "./refusals.de.ts";

test("each action of the shipped policy has German words, and none is there for one that it does not have", () => {
  const schema = readFileSync(
    new URL("../../../policy/schema.cedarschema", import.meta.url),
    "utf8",
  );
  const actions = [...schema.matchAll(/^action "([a-z-]+\.[a-z-]+)"/gm)].map(([, name]) => name);
  expect(actions.length).toBeGreaterThan(60);
  expect(Object.keys(refusalsDe.actions).toSorted()).toEqual(actions.toSorted());
});
