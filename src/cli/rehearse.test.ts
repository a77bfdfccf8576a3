import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { rehearse } from "./rehearse.ts";
import { captured } from "./test-support.ts";
import { UsageError } from "./usage-error.ts";

const shipped = join(import.meta.dirname, "../../scenarios/shift-handover.yaml");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rehearse-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (...args: readonly string[]) => captured(() => rehearse(args, {}));

/** A copy of the shipped handover with something replaced. */
function changed(name: string, from: string, to: string): string {
  const path = join(folder, name);
  const text = readFileSync(shipped, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  return path;
}

test("a task that passes: its table, and exit code 0", async () => {
  const { code, text } = await run(shipped);
  expect(code).toBe(0);
  expect(text).toContain("pass  Night handover on 4B");
  expect(text).toMatch(/residual +30 min {2}of 30 min/);
  expect(text).toContain("1 task: 1 passed, 0 failed");
});

test("a task that fails: the line, what was expected, and exit code 1", async () => {
  const { code, text } = await run(changed("a.yaml", "within: 5s", "within: 2s"));
  expect(code).toBe(1);
  expect(text).toContain("FAIL  Night handover on 4B");
  expect(text).toMatch(/line \d+: must cost at most 2\.00 s, and cost 3\.89 s/);
});

test("a budget that is too small fails the task", async () => {
  const { code, text } = await run(changed("a.yaml", "residual: 30m", "residual: 20m"));
  expect(code).toBe(1);
  expect(text).toContain("FAIL  residual access is 30 min, over 20 min");
});

test("a file that is refused: its place and the nearest word, exit code 2, and nothing is run", async () => {
  changed("a.yaml", "task:", "taks:");
  changed("b.yaml", "task: Night", "task: Another");
  const { code, text } = await run(folder);
  expect(code).toBe(2);
  expect(text).toContain(
    `${join(folder, "a.yaml")}:3:1: "taks" is no key of a scenario; did you mean "task"?`,
  );
  expect(text).not.toContain("Another");
});

test("the same files give the same bytes, as JSON too", async () => {
  const first = await run("--json", shipped);
  expect(await run("--json", shipped)).toEqual(first);
  expect(JSON.parse(first.text)).toMatchObject({
    passed: 1,
    failed: 0,
    tasks: [{ task: "Night handover on 4B", figures: { residual: 1_800_000, unattributed: 0 } }],
  });
});

/** The shipped policy with a longer handover, the path of its patterns and their text as shipped. */
function longerHandover() {
  const policy = join(folder, "policy");
  cpSync(join(import.meta.dirname, "../../policy"), policy, { recursive: true });
  const patterns = join(policy, "patterns.yaml");
  const text = readFileSync(patterns, "utf8");
  writeFileSync(
    patterns,
    text.replaceAll("handover-margin-after: 30 min", "handover-margin-after: 1 h"),
  );
  return { policy, patterns, text };
}

test("another policy may be rehearsed; one that is refused is said with file and line", async () => {
  const { policy, patterns, text } = longerHandover();
  expect((await run("--policy", policy, shipped)).code).toBe(1);
  writeFileSync(patterns, text.replace("grace: 4 h", "grace: soon"));
  const refused = await run("--policy", policy, shipped);
  expect(refused.code).toBe(2);
  expect(refused.text).toMatch(/patterns\.yaml:\d+:\d+: .*soon/);
});

test("nothing to run is a wrong call", async () => {
  await expect(rehearse([], {})).rejects.toThrow(UsageError);
  await expect(rehearse([join(folder, "none.yaml")], {})).rejects.toThrow(UsageError);
  await expect(rehearse([folder], {})).rejects.toThrow(UsageError);
});

test("--words lists what a step can say", async () => {
  const { code, text } = await run("--words");
  expect(code).toBe(0);
  expect(text).toContain("| `taps in at <seat>` |");
});

test("--schema writes what editors are told", async () => {
  const { code, text } = await run("--schema");
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ title: "A clinical task, for wardkey rehearse" });
});

test("--explain says of one step of one file why it got its answer", async () => {
  const { code, text } = await run("--explain", "31", shipped);
  expect(code).toBe(0);
  expect(text).toContain("amy: finishes her note on p1");
  expect(text).toMatch(
    /note\.write is permitted, to be relied on until .+\n +permit on-shift holds/,
  );
  await expect(run("--explain", "32", shipped)).rejects.toThrow(
    /No step begins on line 32\. Steps begin on\n {2}14 {2}ben: taps in/,
  );
  await expect(
    run("--explain", "31", shipped, changed("b.yaml", "task: Night", "task: Another")),
  ).rejects.toThrow("--explain goes with one file, and 2 were named");
});

test("mutated: what no task notices, the share, and exit code 1 where it is too small", async () => {
  const { code, text } = await run("--mutate", "--of", "devices.yaml", "--least", "1", shipped);
  expect(code).toBe(1);
  expect(text).toMatch(
    /not noticed {2}check-in doubled: 24 h becomes 48 h {2}\(devices.yaml:\d+\)/,
  );
  expect(text).toMatch(/^all +0 of 4 noticed, 0\.0 %/m);
});

test("a task that fails as things are mutates nothing", async () => {
  const { code, text } = await run("--mutate", changed("m.yaml", "within: 5s", "within: 2s"));
  expect(code).toBe(1);
  expect(text).toContain("Nothing was mutated: a task must pass as things are");
});

test.each([
  [["--markdown"], "--markdown goes with --against"],
  [["--markdown", "--json", "--against", "policy"], "not both"],
  [["--against", "nowhere"], "There is no file or folder nowhere"],
  [["--least", "95"], "--least goes with --mutate"],
  [["--of", "gates.cedar"], "--of goes with --mutate"],
  [["--mutate", "--least", "much"], 'from 0 to 100, and not "much"'],
  [["--mutate", "--least", "101"], 'from 0 to 100, and not "101"'],
  [["--mutate", "--of", "no.cedar"], "The policy has no file no.cedar. It has"],
])("%s is refused in words", async (args, words) => {
  await expect(run(...args, shipped)).rejects.toThrow(words);
});

test("--junit writes the results into a file too, failing or not", async () => {
  const [failing, file] = [changed("a.yaml", "within: 5s", "within: 2s"), join(folder, "a.xml")];
  expect((await run("--junit", file, failing)).code).toBe(1);
  expect(readFileSync(file, "utf8")).toMatch(
    /<testsuites name="wardkey rehearse" tests="\d+" failures="1">/,
  );
  await expect(run("--junit", folder, shipped)).rejects.toThrow(
    `--junit ${folder} cannot be written`,
  );
  await expect(run("--junit", file, "--schema")).rejects.toThrow("with --schema there are none");
});

test("--budget bounds each task and all together; over it is exit code 1, and a wrong one runs nothing", async () => {
  const budget = join(folder, "budget.txt");
  const bounded = (text: string, ...more: readonly string[]) => {
    writeFileSync(budget, text);
    return run("--budget", budget, ...more, shipped);
  };
  expect((await bounded("each: { dead-ends: 0, residual: 30m }")).code).toBe(0);
  const over = await bounded("each: { residual: 20m }\nall: { friction: 1s }");
  expect(over.code).toBe(1);
  expect(over.text).toContain(
    `over the budget: Night handover on 4B (${shipped}): residual access is 30 min, over 20 min`,
  );
  expect(over.text).toMatch(/over the budget: all tasks together: friction is .+, over 1\.00 s/);
  const wrong = await bounded("each: { frictoin: 1s }");
  expect(wrong.code).toBe(2);
  expect(wrong.text).toContain(
    `${budget}:1:9: "frictoin" is no key of the budget; did you mean "friction"?`,
  );
  expect(wrong.text).not.toContain("Night handover");
  await expect(run("--budget", folder, shipped)).rejects.toThrow(
    `--budget ${folder} cannot be read`,
  );
  await expect(bounded("each: { dead-ends: 0 }", "--mutate")).rejects.toThrow(
    "with --mutate there are none",
  );
});

test("--against says what differs between two policies, by task, figure and step, with names of rules", async () => {
  const { policy } = longerHandover();
  const { code, text } = await run("--policy", policy, "--against", "policy", shipped);
  expect(code).toBe(1);
  expect(text).toContain(`Night handover on 4B  (${shipped}): fails now, and passed before`);
  expect(text).toMatch(/longest residual access +before 30 min, now 60 min, difference \+30 min/);
  expect(text).toMatch(
    /line \d+ {2}amy: taps in at 4B-2\n {4}before {2}refused.*off duty.*\n {4}now {5}permitted/,
  );
  expect(text).toContain("0 of 1 tasks pass, and 1 before. 0 of 1 tasks come out the same.");
});

test("--against the same policy nothing differs; as JSON both are whole", async () => {
  const { code, text } = await run("--against", "policy", shipped);
  expect(code).toBe(0);
  expect(text).toContain("1 of 1 tasks pass, and 1 before. 1 of 1 tasks come out the same.");
  const { against, ...now } = JSON.parse(
    (await run("--against", "policy", "--json", shipped)).text,
  );
  expect(against).toEqual(now);
  expect(now).toEqual(JSON.parse((await run("--json", shipped)).text));
});

test("--markdown is the comparison as a comment", async () => {
  const { policy } = longerHandover();
  const { text } = await run("--policy", policy, "--against", "policy", "--markdown", shipped);
  expect(text).toMatch(
    /^### Rehearsal: 0 of 1 tasks pass, and 1 before\n\n\| all tasks together \| before/,
  );
  expect(text).toContain("| longest residual access | 30 min | 60 min | +30 min |");
});

describe("the pipelines in examples", () => {
  const pipelines = join(import.meta.dirname, "../../examples/pipelines");
  const commandsOf = (file: string) => {
    const text = readFileSync(join(pipelines, file), "utf8");
    expect(parseDocument(text).errors).toEqual([]);
    return [...text.matchAll(/bin\/wardkey rehearse ([^>|\n]+)/g)].map(([, args]) => args ?? "");
  };

  /** What stands in a hospital's own repository is here the shipped policy, one task and the example's budget. */
  const here = (word: string) => {
    if (word.endsWith("policy") && !word.startsWith("--")) return "policy";
    if (word.endsWith("tasks")) return shipped;
    if (word.endsWith("budget.yaml")) return join(pipelines, "budget.yaml");
    return word.endsWith(".xml") ? join(folder, word) : word;
  };

  test.each(["github-actions.yaml", "gitlab-ci.yaml"])("%s calls what there is", async (file) => {
    const commands = commandsOf(file);
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      expect((await run(...command.trim().split(/ +/).map(here))).code, command).toBe(0);
    }
    const used = commands.join(" ").match(/--[a-z]+/g);
    expect(used).toEqual(
      expect.arrayContaining(["--junit", "--budget", "--against", "--markdown"]),
    );
  });
});
