import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look, narrow } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

/** 9 pt: it is read on paper. */
const onPaper = { ...atADesk, text: 12 };

const chromium = await launchBrowser();

describeWith(chromium, "a review of access", ({ browser, close }) => {
  let hospital: Demonstration;
  let officer: SeatScreen;
  let manager: SeatScreen;
  let touches = 0;
  let ended = 0;
  let begun = 0;

  const begin = (): void => {
    touches = 0;
    begun = performance.now();
  };
  const effort = (what: string): { readonly touches: number; readonly seconds: number } => {
    const seconds = (performance.now() - begun) / 1000;
    console.info(`${what}: ${touches} touches, ${seconds.toFixed(1)} s by an instant hand`);
    return { touches, seconds };
  };
  const press = async ({ page }: SeatScreen, name: string | RegExp): Promise<void> => {
    touches++;
    await page.getByRole("button", { name }).first().click();
  };

  async function atTheConsole(part: string): Promise<SeatScreen> {
    const { badge, pin } = hospital.person(part);
    const screen = await hospital.openPage("/console/");
    await screen.page.getByLabel("Badge number").fill(badge);
    await screen.page.getByLabel("PIN", { exact: true }).fill(pin);
    await screen.page.keyboard.press("Enter");
    return screen;
  }

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    officer = await atTheConsole("privacyOfficer");
    await officer.page.getByRole("link", { name: "Access reviews" }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const exceptional = ({ page }: SeatScreen) => page.getByTestId("exceptional");
  const inGerman = async ({ page }: SeatScreen, name: string): Promise<void> => {
    await page.getByLabel("Language").selectOption("de");
    await page.getByRole("heading", { level: 1, name: "Zugriffsprüfungen" }).waitFor();
    expect(await look(page, name, atADesk, narrow)).toEqual([]);
    await page.getByLabel("Sprache").selectOption("en");
    await page.getByRole("heading", { level: 1, name: "Access reviews" }).waitFor();
  };

  test("[L8] is opened of a ward with its name, and nothing else is asked", async () => {
    const { page } = officer;
    await page.getByText("No access review is open").waitFor();
    expect(await look(page, "console-access-none", atADesk, narrow)).toEqual([]);
    begin();
    touches++;
    await page.getByLabel("Which ward or service").fill(hospital.demo.ward);
    await press(officer, "Open it");
    await officer.said("The review is open.").waitFor();
    const opening = effort("opening a review");
    expect(opening.touches).toBeLessThanOrEqual(3);
    expect(opening.seconds).toBeLessThan(60);
    expect(await look(page, "console-access-opened", atADesk, narrow)).toEqual([]);
  });

  test("[L8] whoever runs the ward confirms in one touch what is ordinary, and decides on the rest with one each", async () => {
    manager = await atTheConsole("manager");
    const { page } = manager;
    await page.getByRole("link", { name: "Access reviews" }).click();
    const ordinary = page.getByTestId("ordinary");
    await ordinary.waitFor();
    const odd = await exceptional(manager).count();
    expect(odd).toBeGreaterThan(0);
    expect(await look(page, "console-access-ward", atADesk, narrow)).toEqual([]);
    await inGerman(manager, "console-access-ward-german");
    begin();
    await press(manager, /^Confirm all \d+ of /);
    await manager.said(/^\d+ confirmed\.$/).waitFor();
    expect(touches).toBe(1);
    expect(await ordinary.count()).toBe(0);
    // Whoever else runs the ward does so no more: the manager's own role is nobody's there to decide.
    const others = await page.getByRole("button", { name: /^End it: .*, ward manager$/ }).count();
    expect(others).toBeGreaterThan(0);
    for (let left = odd; left > 0; left--) {
      const isOther = left > odd - others;
      await press(manager, isOther ? /^End it: .*, ward manager$/ : /^Still needed: /);
      await expect.poll(() => exceptional(manager).count()).toBe(left - 1);
    }
    ended = others;
    const deciding = effort(`deciding on a ward with ${odd} that are exceptional`);
    expect(deciding.touches).toBe(odd + 1);
    expect(deciding.seconds).toBeLessThan(60);
    await page.getByText(new RegExp(` ${ended} ended, 1 left`)).waitFor();
    expect(await look(page, "console-access-decided", atADesk, narrow)).toEqual([]);
    // Who opens no reviews makes no evidence.
    expect(await page.getByRole("button", { name: /^Make the evidence/ }).count()).toBe(0);
  });

  test("[L8] [X19] what the manager may not decide is before those who take over", async () => {
    const { page } = officer;
    await page.reload();
    await exceptional(officer).first().waitFor();
    expect(await page.getByText("Nobody there can decide, or has").count()).toBe(1);
    expect(await exceptional(officer).allInnerTexts()).toEqual([
      expect.stringContaining(hospital.person("manager").name),
    ]);
    await press(officer, /^Still needed: /);
    await expect.poll(() => exceptional(officer).count()).toBe(0);
  });

  test("[L8] [M9] the evidence is made with one touch, and kept as JSON and as a page to print, in the reader's language", async () => {
    const { page } = officer;
    const kept = async (name: string): Promise<string> => {
      const [file] = await Promise.all([page.waitForEvent("download"), press(officer, name)]);
      return readFileSync(await file.path(), "utf8");
    };
    begin();
    await press(officer, /^Make the evidence: /);
    await officer.said("The evidence is made and signed.").waitFor();
    const pack = JSON.parse(await kept("Save the evidence (JSON)"));
    const html = await kept("Save the page to print");
    const keeping = effort("making and keeping the evidence");
    expect(keeping.touches).toBe(3);
    expect(keeping.seconds).toBeLessThan(60);
    expect(pack.evidence.items.length).toBeGreaterThan(2);
    expect(pack.remediation).toHaveLength(ended);
    expect(pack.signature.checkpoint).toContain("\n");
    const { name } = hospital.person("manager");
    expect(JSON.stringify(pack)).not.toContain(name);
    expect(html).toContain(name);
    expect(await look(page, "console-access-evidence", atADesk, narrow)).toEqual([]);

    await page.getByLabel("Language").selectOption("de");
    await press(officer, /^Nachweis erstellen: /);
    await officer.said("Der Nachweis ist erstellt und signiert.").waitFor();
    const german = await kept("Seite zum Drucken speichern");
    expect(german).toContain('<html lang="de">');
    expect(german).toContain("<h2>Wer entschieden hat</h2>");
    expect(await look(page, "console-access-evidence-german", atADesk, narrow)).toEqual([]);
    // As it is printed: a page of its own, which its browser reads without a fault.
    const printed = await page.context().newPage();
    await printed.setContent(german);
    expect(
      await look(printed, "access-evidence-printed", onPaper, [{ width: 1280, height: 800 }]),
    ).toEqual([]);
    await printed.close();
  });
});
