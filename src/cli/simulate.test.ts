import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { makePlace } from "../../tests/support/places.ts";
import { machineClock, openSqliteStore } from "../node/index.ts";
import { people } from "../rehearsal/index.ts";
import { keptReports } from "./kept-reports.ts";
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
  [["--console"], "--console goes with --observed"],
  [["--observed", "2026-03-10/2026-03-11"], "--observed 2026-03-10/2026-03-11 is no period"],
])("what is asked for wrongly is said: %j", async (args, said) => {
  const asked = run(...args);
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(said);
});

test("the installation's log stands beside what is predicted; one in which nothing happened at a seat says so", async () => {
  const place = makePlace();
  try {
    const store = await openSqliteStore({ directory: place.data, clock: machineClock });
    await store.close();
    const small = ["--size", "demonstration", "--set", "signIns=0.5"];
    const period = "2020-01-01T00:00Z/2100-01-01T00:00Z";
    const asked = (...more: readonly string[]) =>
      captured(() => simulate([...small, "--observed", period, ...more], place.environment));
    expect((await asked()).text).toContain("nothing done at a seat in that time");
    expect(JSON.parse((await asked("--json", "--console")).text)).toEqual([]);
    const kept = await keptReports(place.data).observed();
    expect(kept).toMatchObject({
      type: "kept",
      report: { from: Date.UTC(2020, 0), to: Date.UTC(2100, 0), days: 1, hours: [] },
    });
  } finally {
    rmSync(place.data, { recursive: true });
  }
}, 60_000);
