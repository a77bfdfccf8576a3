import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ObservedReport } from "../../src/http/rehearsals-contract.ts";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look, narrow } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
const root = join(import.meta.dirname, "../..");

/** What `wardkey simulate --observed` puts there, of two wards in two hours. */
const observed: ObservedReport = {
  at: Date.UTC(2026, 2, 17, 9),
  policy: "0123456789abcdef",
  from: Date.UTC(2026, 2, 10),
  to: Date.UTC(2026, 2, 17),
  days: 1,
  hours: ["4B", "ED"].flatMap((ward, index) =>
    [7, 19].map((hour) => ({
      ...{ ward, hour, pattern: index === 0 ? "inpatient" : "emergency" },
      figures: [
        { name: "sign-ins", unit: "a day", observed: 41.5, predicted: 30, difference: 11.5 },
        { name: "proofs", unit: "% of sign-ins", observed: 20, predicted: 25, difference: -5 },
        { name: "given up", unit: "% of denials", observed: null, predicted: 3, difference: null },
      ],
    })),
  ),
};

/** What `wardkey simulate --json` writes, and `wardkey tune --json`. */
const simulated = {
  plan: { seed: "wardkey", days: 1, size: { staff: 316 } },
  unattendedByHour: Array.from({ length: 24 }, (_, hour) => 60_000 * (12 - Math.abs(12 - hour))),
};
const measured = ["30 s", "1 min", "2 min"].map((lock, index) => ({
  setting: { "idle-lock": lock },
  samples: [
    {
      ...{ friction: 90 - 20 * index, interrupted: 2, unattended: 5 * index, badgeAlone: 1 },
      ...{ unattributed: 0, excess: 3, residual: 30 },
    },
  ],
}));
const tuned = {
  ...{ pattern: "inpatient", today: measured[1]?.setting, measured, frontier: measured },
  recommended: measured[2]?.setting,
};

describeWith(chromium, "rehearsals on the console", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    const officer = hospital.person("privacyOfficer");
    desk = await hospital.openPage("/console/");
    await desk.page.getByLabel("Badge number").fill(officer.badge);
    await desk.page.getByLabel("PIN").fill(officer.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "Rehearsals" }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });
  const inLanguage = (page: string, language: string) =>
    desk.page.goto(`${new URL(desk.page.url()).origin}/console/?page=${page}&lang=${language}`);

  test("nothing was put there: how to get it; then each task with its seconds and its access, by pattern", async () => {
    const { page } = desk;
    await page.getByText("No rehearsal has been put here.").waitFor();
    await page.getByText("wardkey rehearse --console").waitFor();
    expect(await look(page, "console-rehearsals-none", atADesk, narrow)).toEqual([]);
    const [day, settings] = ["day.json", "inpatient.json"].map((name) => join(hospital.data, name));
    writeFileSync(day ?? "", JSON.stringify(simulated));
    writeFileSync(settings ?? "", JSON.stringify(tuned));
    execFileSync(
      process.execPath,
      [
        ...[join(root, "bin/wardkey"), "rehearse", "--console"],
        ...["--simulated", day ?? "", "--tuned", settings ?? ""],
        ...["shift-handover", "open-seat", "theatre", "after-discharge", "margins-by-pattern"].map(
          (name) => join(root, `scenarios/${name}.yaml`),
        ),
      ],
      { env: { ...process.env, WARDKEY_DATA: hospital.data }, stdio: "ignore" },
    );
    await page.reload();
    const table = page.getByRole("table", { name: "Rehearsals" });
    const handover = table.getByRole("row").filter({ hasText: "Night handover on 4B" });
    await handover.getByText("30 min").waitFor();
    await handover.getByText("passed").waitFor();
    const picture = page.getByRole("img", { name: "Friction against residual access, by pattern" });
    await picture.waitFor();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(860);
    for (const name of [
      "Exposure over the day",
      "What the settings of the pattern inpatient cost, against what they leave open",
    ]) {
      const drawn = page.getByRole("img", { name });
      await drawn.scrollIntoViewIfNeeded();
      expect(await drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(860);
    }
    await page.getByText("316 staff").waitFor();
    await page.getByText("Where the seconds go").click();
    await page.getByText("a badge held to the reader", { exact: true }).waitFor();
    expect(await look(page, "console-rehearsals", atADesk, narrow)).toEqual([]);
    await page.getByText("Where the seconds go").click();
    const before = await table.getByRole("row").count();
    await page.getByRole("combobox", { name: "Pattern" }).selectOption("theatre-icu");
    await handover.waitFor({ state: "detached" });
    const after = await table.getByRole("row").count();
    expect([after > 1, after < before]).toEqual([true, true]);
    expect(page.url()).toContain("pattern=theatre-icu");
    await page.getByRole("combobox", { name: "Pattern" }).selectOption("");
  });

  test("a task opens to its steps: what was decided, the seconds, and why, condition by condition", async () => {
    const { page } = desk;
    await page.getByRole("button", { name: "Steps of: Night handover on 4B" }).click();
    const steps = page.getByRole("list", { name: "Steps" });
    await steps.getByRole("listitem").filter({ hasText: "3.89 s" }).first().waitFor();
    const whys = steps.getByText("Why", { exact: true });
    await whys.first().click();
    await page.getByText("No decision is recorded in this step.").first().waitFor();
    const opens = steps
      .getByRole("listitem")
      .filter({ hasText: "ben opens the chart of p1" })
      .first();
    await opens.getByText("Why", { exact: true }).click();
    await opens.getByText(/^chart\.open is permitted, to be relied on until/).waitFor();
    await opens.getByText("on ward is yes").waitFor();
    await steps.getByText("refused").first().waitFor();
    expect(await look(page, "console-rehearsal-steps", atADesk, narrow)).toEqual([]);
    await page.keyboard.press("Escape");
    await steps.waitFor({ state: "detached" });
    await inLanguage("rehearsals", "de");
    await page.getByRole("heading", { level: 1, name: "Proben" }).waitFor();
    await page.getByRole("button", { name: "Schritte von: Night handover on 4B" }).click();
    await page.getByText("erlaubt").first().waitFor();
    await page.getByText("Warum", { exact: true }).nth(1).click();
    expect(await look(page, "german-console-rehearsal-steps", atADesk, narrow)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await look(page, "german-console-rehearsals", atADesk, narrow)).toEqual([]);
    await inLanguage("rehearsals", "en");
  });

  test("what was observed stands beside what was predicted, by ward and hour, with the difference", async () => {
    const { page } = desk;
    await page.getByRole("link", { name: "Observed and predicted" }).click();
    await page.getByText("Nothing has been observed here.").waitFor();
    const file = { wardkey: "observed", form: 1, report: observed };
    writeFileSync(join(hospital.data, "observed.json"), JSON.stringify(file));
    await page.reload();
    const table = page.getByRole("table", { name: "Observed and predicted" });
    const rows = async () => (await table.getByRole("row").allTextContents()).slice(1);
    await table.getByText("+11.5").first().waitFor();
    expect(await rows()).toEqual([
      "4B07:0041.530+11.5inpatient",
      "4B19:0041.530+11.5inpatient",
      "ED07:0041.530+11.5emergency",
      "ED19:0041.530+11.5emergency",
    ]);
    expect(await look(page, "console-observed", atADesk, narrow)).toEqual([]);
    await page.getByRole("combobox", { name: "Ward" }).selectOption("ED");
    await page.getByRole("combobox", { name: "Figure" }).selectOption("given up");
    await table.getByText("none").first().waitFor();
    expect((await rows())[0]).toBe("ED07:00none3noneemergency");
    await inLanguage("observed&figure=proofs", "de");
    await page.getByRole("heading", { level: 1, name: "Beobachtet und vorhergesagt" }).waitFor();
    await table
      .or(page.getByRole("table", { name: "Beobachtet und vorhergesagt" }))
      .getByText("-5")
      .first()
      .waitFor();
    expect(await look(page, "german-console-observed", atADesk, narrow)).toEqual([]);
  });

  test("a ward manager has neither page", async () => {
    const { page } = await hospital.openPage("/console/");
    const manager = hospital.person("manager");
    await page.getByLabel("Badge number").fill(manager.badge);
    await page.getByLabel("PIN").fill(manager.pin);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Sessions" }).waitFor();
    expect(await page.getByRole("link", { name: "Rehearsals" }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Observed and predicted" }).count()).toBe(0);
  });
});
