import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rehearse } from "../rehearse.ts";
import { captured } from "../test-support.ts";
import { UsageError } from "../usage-error.ts";
import { readResults } from "./read-results.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-drawings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour * 120_000);
const day = { plan: { seed: "s", days: 2, size: { staff: 316 } }, unattendedByHour: hours };
const sample = {
  ...{ friction: 50, interrupted: 1, unattended: 2, badgeAlone: 3, unattributed: 0 },
  ...{ excess: 10, residual: 30 },
};
const settings = ["15 min", "30 min", "45 min"].map((margin, index) => ({
  setting: { "handover-margin-after": margin },
  samples: [{ ...sample, residual: 30 * index, friction: 60 - index }],
}));
const [shorter, today] = settings.map(({ setting }) => setting);
const tuning = (pattern: string) => ({
  ...{ pattern, today, measured: settings, frontier: settings.slice(0, 2), recommended: shorter },
  ...{ candidates: [], lines: [] },
});

const run = (...args: readonly string[]) => captured(() => rehearse(args, {}));

describe("what was simulated and tuned, in the report of a rehearsal", () => {
  test("is drawn on the page, each picture with its words; names are never tags", async () => {
    const page = join(folder, "page.html");
    const { code } = await run(
      ...["--html", page, "--simulated", file("day.json", day)],
      ...["--tuned", file("one.json", tuning("in<b>patient"))],
      ...["--tuned", file("two.json", tuning("emergency"))],
      "scenarios/late-handover.yaml",
    );
    expect(code).toBe(0);
    const html = readFileSync(page, "utf8");
    expect(html).toContain("<h2>Exposure over the day</h2>");
    expect(html).toContain("simulated: 316 staff, 2 days.");
    // 23 times two minutes over two days.
    expect(html).toContain("23 h: 23.0 min.");
    expect(html).toContain("What the settings of the pattern emergency cost");
    expect(html).toContain("<title>Settings of the pattern in&lt;b>patient</title>");
    expect(html).toContain("recommended: handover-margin-after 15 min");
    expect(html).toContain("today: handover-margin-after 30 min");
    expect(html).not.toContain("<b>");
    expect(html.match(/<figure>/g)).toHaveLength(4);
    expect(html).not.toContain("<script");
  });

  test("needs somewhere to be drawn", async () => {
    for (const option of ["--simulated", "--tuned"]) {
      await expect(run(option, file("day.json", day), "scenarios")).rejects.toThrow(
        `${option} goes with --html or --console`,
      );
    }
  });

  test.each<readonly [string, "simulated" | "tuned", unknown, RegExp]>([
    ["no JSON", "simulated", "{", /--simulated .*it is no JSON/],
    ["of the other command", "tuned", day, /is not what “wardkey tune --json” writes/],
    [
      "of a day without some hours",
      "simulated",
      { ...day, unattendedByHour: [1] },
      /unattendedByHour/,
    ],
    ["of a time that was none", "simulated", { ...day, plan: { ...day.plan, days: 0 } }, /days/],
    [
      "without a sample",
      "tuned",
      { ...tuning("x"), measured: [{ ...settings[0], samples: [] }] },
      /samples/,
    ],
    ["null", "tuned", null, /the whole/],
  ])("a file that is none is refused before anything is run: %s", (_name, option, content, why) => {
    const path = file("bad.json", content);
    const wish =
      option === "tuned" ? { simulated: undefined, tuned: [path] } : { simulated: path, tuned: [] };
    const read = () => readResults(wish);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(why);
  });

  test("a file that is not there, and a pattern that is there twice", () => {
    const read =
      (...tuned: readonly string[]) =>
      () =>
        readResults({ simulated: undefined, tuned });
    expect(read(join(folder, "none.json"))).toThrow(/--tuned .*none\.json cannot be read: ENOENT/);
    const [one, two] = [file("a.json", tuning("x")), file("b.json", tuning("x"))];
    expect(read(one, two)).toThrow(`${one} and ${two} are both of the pattern x`);
  });
});
