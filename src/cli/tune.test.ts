import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { tune } from "./tune.ts";
import { UsageError } from "./usage-error.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-tune-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command, and gives its exit code and what it wrote. */
async function run(...args: readonly string[]) {
  const written: string[] = [];
  const note = (text: unknown) => {
    written.push(String(text));
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(note),
    vi.spyOn(console, "log").mockImplementation(note),
  ];
  try {
    return { code: await tune(args, {}), text: written.join("\n") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe("wardkey tune", () => {
  test("one dial of a pattern: the frontier with today's marked, and a picture", async () => {
    const picture = join(folder, "frontier.svg");
    const small = ["--pattern", "emergency", "--dial", "handover-margin-after", "--runs", "1"];
    const options = [...small, "--set", "signIns=0.5", "--tasks", join(folder, "tasks")];
    const task = "scenarios/lost-phone.yaml";
    const tasks = join(folder, "tasks");
    mkdirSync(tasks);
    writeFileSync(join(tasks, "task.yaml"), readFileSync(task));
    const { text } = await run(...options, "--plot", picture);
    expect(text).toContain("pattern emergency: 3 settings next to today's");
    expect(text).toMatch(/^today +30 min/m);
    for (const step of ["15 min", "30 min", "45 min"]) expect(text).toContain(step);
    expect(text).toContain("is stricter safer?");
    expect(readFileSync(picture, "utf8")).toMatch(
      /^<svg .*<title>Settings of the pattern emergency/,
    );
  }, 120_000);

  test.each([
    [[], "Name a pattern with --pattern. The policy's patterns are emergency, inpatient,"],
    [["--pattern", "none"], '--pattern: there is no pattern "none".'],
    [["--pattern", "inpatient", "--dial", "tail"], '"tail" is none.'],
    [["--pattern", "inpatient", "--runs", "0"], "--runs takes a whole number from 1 to 50"],
    [["--pattern", "inpatient", "--set", "x=1"], 'there is no parameter "x"'],
  ])("%j is refused in words", async (args, said) => {
    await expect(run(...args)).rejects.toThrow(UsageError);
    await expect(run(...args)).rejects.toThrow(said);
  });
});
