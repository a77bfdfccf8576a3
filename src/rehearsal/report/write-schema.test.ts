import { readFileSync } from "node:fs";
import { Compile, type Validator } from "typebox/schema";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { shippedBundle, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import { policyWords } from "../scenario/read-context.ts";
import { onFourB } from "../test-support.ts";
import { writeSchema } from "./write-schema.ts";

const scenarios = shippedFiles("scenarios");
let text: string;
let schema: Validator;

beforeAll(async () => {
  text = writeSchema(policyWords(await shippedBundle()));
  schema = Compile(JSON.parse(text));
});

/** As an editor reads it: 3 is a number there. */
const accepts = (yaml: string) => schema.Check(parse(yaml));

test("the schema that is shipped is the one that is generated", () => {
  const path = new URL("../../../scenarios/scenario.schema.json", import.meta.url);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("every task that is shipped is accepted", () => {
  const refused = Object.entries(scenarios).filter(([, yaml]) => !accepts(yaml));
  expect(refused.map(([file]) => file)).toEqual([]);
  expect(Object.keys(scenarios)).not.toEqual([]);
});

describe("what the parser refuses by itself is refused", () => {
  const good = onFourB("- { at: 9:00, amy: taps in at 4B-1, expect: permit }").replace(
    "9:00",
    "09:00",
  );

  test("the task as it is would be accepted", () => {
    expect(accepts(good)).toBe(true);
  });

  test.each([
    ["a key that is none", "task:", "taks:"],
    ["a key of a map in a list", "role: nurse", "rôle: nurse"],
    ["a role that the policy does not have", "role: nurse", "role: nrse"],
    ["a sentence that is none", "taps in at 4B-1", "taps at 4B-1"],
    ["an action that the policy does not have", "taps in at 4B-1", "tries chart.opn for p1"],
    ["a word that is none", "expect: permit", "expect: allow"],
    ["an expectation that is none", "expect: permit", "expect: { promts: 1 }"],
    ["a time that is none", "09:00", "9 o'clock"],
    ["a period that is none", "07:30/19:30", "07:30-19:30"],
    ["a day that is none", "2026-03-10", "10 March"],
    ["a length that is none", "unattributed: 9", "friction: 20 seconds"],
    ["a count that is none", "unattributed: 9", "unattributed: -1"],
  ])("%s", (_what, from, to) => {
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    expect(accepts(bad)).toBe(false);
  });
});

test("every form of a sentence is offered, with gaps to fill in", () => {
  const { definitions } = JSON.parse(text);
  const offered: { label: string; body: string }[] = definitions.sentence.defaultSnippets;
  const bodyOf = (label: string) => offered.find((each) => each.label === label)?.body;
  expect(bodyOf("walks away")).toBe("walks away");
  expect(bodyOf("walks away from <seat>")).toBe(["walks away from $", "{4:seat}"].join(""));
  expect(bodyOf("gives the PIN")).toBe("gives the PIN");
});
