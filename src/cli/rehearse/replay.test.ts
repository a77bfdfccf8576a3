import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makePlace, type TestPlace } from "../../../tests/support/places.ts";
import { rehearse } from "../rehearse.ts";
import { policyFolder } from "../serve/policy.ts";
import { askInVain, policyWithOtherName, writeLog } from "../test-support.ts";
import { UsageError } from "../usage-error.ts";

let place: TestPlace;
const before = "2020-01-01T00:00Z/2020-01-02T00:00Z";
const always = "2020-01-01T00:00Z/2100-01-01T00:00Z";

beforeEach(() => {
  place = makePlace();
});

afterEach(() => rmSync(place.data, { recursive: true }));

async function run(...args: readonly string[]) {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await rehearse(args, place.environment), text };
  } finally {
    write.mockRestore();
  }
}

test("the log of the data directory, under the policy of then: nothing would change, exit code 0", async () => {
  await writeLog(place.data, askInVain);
  const { code, text } = await run("--replay", always, "--against", policyFolder);
  expect(text).toBe(
    "1 request decided again: 0 answered otherwise, 0 the same because of other rules, 1 the same.\n",
  );
  expect(code).toBe(0);
});

test("a time in which the log has no request shows nothing, and is no clean answer: exit code 1", async () => {
  await writeLog(place.data, askInVain);
  const { code, text } = await run("--replay", before, "--against", policyFolder);
  expect(text).toContain(
    "Nothing was decided again, so that this shows nothing of the other policy",
  );
  expect(code).toBe(1);
});

test("a data directory without a log is a wrong call, and no finding", async () => {
  const failure = await run("--replay", always, "--against", policyFolder).catch((e: unknown) => e);
  expect(failure).toBeInstanceOf(UsageError);
  expect((failure as UsageError).message).toContain("There is no Wardkey store");
});

test("under another one: the same answer by a rule of another name, as JSON too", async () => {
  await writeLog(place.data, askInVain);
  const { code, text } = await run(
    "--replay",
    always,
    "--against",
    policyWithOtherName(place.data),
  );
  expect(text).toContain("Answered the same, because of other rules");
  expect(text).toMatch(/before {2}deny by .*no-engagement/);
  expect(text).toMatch(/after {3}deny by .*not-engaged/);
  expect(code).toBe(0);
  const json = await run("--replay", always, "--against", join(place.data, "other"), "--json");
  const found = JSON.parse(json.text) as { decided: number; otherRules: readonly unknown[] };
  expect([found.decided, found.otherRules.length]).toEqual([1, 1]);
});

test.each([
  [["--replay", always], "--replay goes with --against"],
  [["--replay", "2026-03-10/2026-03-11", "--against", "x"], "is no period"],
  [["--replay", "2026-03-10T07:00/2026-03-11T07:00", "--against", "x"], "is no period"],
  [["--replay", "2026-02-30T07:00Z/2026-03-11T07:00Z", "--against", "x"], "is no period"],
  [["--replay", "2026-03-11T07:00Z/2026-03-10T07:00Z", "--against", "x"], "not after the start"],
  [["--replay", always, "--against", "x", "--markdown"], "--markdown is about tasks"],
  [["--replay", always, "--against", "x", "a.yaml"], "leave out a.yaml"],
  [["--replay", always, "--against", "/nowhere"], "There is no file or folder /nowhere"],
])("a wrong call is refused: %j", async (args, message) => {
  const failure = await run(...args).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UsageError);
  expect((failure as UsageError).message).toContain(message);
});
