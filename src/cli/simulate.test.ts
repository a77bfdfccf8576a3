import { expect, test } from "vitest";
import { people } from "../rehearsal/index.ts";
import { simulate } from "./simulate.ts";
import { captured } from "./test-support.ts";
import { UsageError } from "./usage-error.ts";

const run = (...args: readonly string[]) => captured(() => simulate(args, {}));

test("a day of the demonstration: what it costs and what it leaves open, by pattern and by role", async () => {
  const small = ["--size", "demonstration", "--set", "signIns=0.5", "--seed", "cli"];
  const { code, text } = await run(...small);
  expect(code).toBe(0);
  expect(text).toContain(
    '316 staff in 12 wards with 40 seats, 1 day from 2026-03-10 00:00:00 UTC, seed "cli"',
  );
  for (const row of [
    "what it costs",
    "what it leaves open",
    "inpatient",
    "nurse",
    "never needed",
  ]) {
    expect(text).toContain(row);
  }
  const { text: json } = await run(...small, "--json");
  const { all, plan } = JSON.parse(json) as {
    readonly all: { readonly shifts: number };
    readonly plan: { readonly people: { readonly signIns: number } };
  };
  expect(all.shifts).toBeGreaterThan(0);
  expect(plan.people.signIns).toBe(0.5);
}, 60_000);

test("the parameters of people are listed, each with its source", async () => {
  const { text } = await run("--parameters");
  for (const [name, { source, what }] of Object.entries(people)) {
    for (const part of [`${name} = `, source, what]) expect(text).toContain(part);
  }
});

test.each([
  [["--days", "0"], "--days takes a whole number from 1 to 366"],
  [["--days", "1.5"], "--days takes"],
  [["--days", "367"], "--days takes"],
  [["--from", "2026-02-30"], "--from takes a day"],
  [["--from", "today"], "--from takes a day"],
  [["--size", "toString"], "--size takes demonstration"],
  [["--set", "signIn=3"], 'there is no parameter "signIn"'],
  [["--set", "__proto__=3"], "there is no parameter"],
  [["--set", "signIns=0"], "takes a number of more than 0"],
  [["--set", "signIns"], "takes a number"],
  [["--set", "forgets=1.5"], "0 to 1"],
  [["--set", "borrowsMore=x"], "any size"],
  [["--policy", "/nowhere"], "/nowhere"],
])("what is asked for wrongly is said: %j", async (args, said) => {
  const asked = run(...args);
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(said);
});
