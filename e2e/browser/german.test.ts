import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look, narrow } from "../support/look.ts";
import { atADesk, bedside, type Least } from "../support/measure.ts";
import { enrolPasskey, inOneHand, openPhonePage, reportPhone } from "../support/phone.ts";
import { readBadge } from "../support/reader.ts";
import type { Person } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "every face in German", ({ browser, close }) => {
  let hospital: Demonstration;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const seen = async (page: Page, name: string, least: Least): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
    expect(await look(page, `german-${name}`, least, narrow)).toEqual([]);
  };
  /** So many of its pixels does the open part of the chart show, with nothing over them. */
  const readable = (page: Page): Promise<number> =>
    page.getByRole("tabpanel").evaluate((part) => {
      part.scrollIntoView({ block: "center" });
      const { left, top, width, height } = part.getBoundingClientRect();
      const middle = left + width / 2;
      const rows = Array.from({ length: Math.floor(height) }, (_, row) => top + row + 0.5);
      const isSeen = (y: number): boolean => part.contains(document.elementFromPoint(middle, y));
      return rows.filter(isSeen).length;
    });
  const button = (page: Page, name: string | RegExp): Locator =>
    page.getByRole("button", { name, exact: typeof name === "string" });

  test("the bedside: locked, the PIN, the work, a refusal, emergency access, an emergency, and access for a time", async () => {
    const { page } = await hospital.openPage("/?lang=de");
    const at = (name: string) => seen(page, name, bedside);
    const nurse = hospital.person("nurse");
    await page.getByRole("heading", { name: "Bitte Ausweis anhalten" }).waitFor();
    await at("locked");
    await readBadge(page, nurse.badge);
    const pin = page.getByLabel("PIN", { exact: true });
    await pin.waitFor();
    await at("pin");
    await page.keyboard.type(nurse.pin === "0000" ? "1111" : "0000");
    await page.keyboard.press("Enter");
    await page.getByText("Das war nicht die richtige PIN.").first().waitFor();
    await at("pin-wrong");
    await page.keyboard.type(nurse.pin);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: /^Meine Patienten/ }).waitFor();
    await at("work");
    // The work begins in the upper fifth of a tablet, and in the upper third of a phone.
    for (const [width, height, most] of [
      [768, 1024, 200],
      [390, 844, 280],
    ] as const) {
      await page.setViewportSize({ width, height });
      const header = await page.getByRole("banner").boundingBox();
      expect([width, (header?.height ?? height) <= most, header?.height]).toEqual([
        width,
        true,
        expect.any(Number),
      ]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    const find = async (number: string): Promise<void> => {
      await page.getByLabel("Mit der Patientennummer suchen").fill(number);
      await button(page, "Suchen").click();
    };
    await find("0000000");
    await page.getByText(/^Kein Patient hat diese Nummer/).waitFor();
    await find(hospital.demo.patientElsewhere.number);
    await at("found");
    await button(page, "Akte öffnen").click();
    await page.getByTestId("refusal").waitFor();
    await at("refused");
    await button(page, /um Zugriff bitten/).click();
    await at("ask-for-access");
    await button(page, "Zurück").click();
    await button(page, /^Notfallzugriff nehmen/).click();
    await page.getByTestId("break-glass").waitFor();
    await at("reasons");
    await button(page, "Es geht schlechter, und ich bin zu Hilfe gerufen").click();
    const ends = page.getByText(/Notfallzugriff; die Frist endet um/);
    // The looking has taken so long that the PIN is asked for again (X11).
    await pin.or(ends.first()).first().waitFor();
    if (await pin.isVisible()) {
      await at("pin-again");
      await page.keyboard.type(nurse.pin);
      await page.keyboard.press("Enter");
    }
    await ends.first().waitFor();
    await at("emergency-access");
    await button(page, /^Eine Notiz schreiben/).click();
    await at("note");
    await page.getByRole("textbox").last().fill("Zu Hilfe gerufen, gleich gesehen");
    await button(page, /^Eine Notiz schreiben für /).click();
    await page.getByText("Die Notiz steht in der Akte.").first().waitFor();
    await button(page, "Notfall").first().click();
    await at("declare");
    await button(page, /^Reanimation: /)
      .first()
      .click();
    await page.getByTestId("emergency").waitFor();
    await at("emergency");
    // Both that say how long, and the chart is readable all the same.
    expect(await readable(page)).toBeGreaterThan(120);
  });

  test("the pocket: signing in, the lists, a refusal, emergency access", async () => {
    const doctor = hospital.person("doctor");
    const holder = await enrolPasskey(hospital, doctor);
    const { screen } = await openPhonePage(hospital, holder);
    const { page } = screen;
    const at = (name: string) => seen(page, `pocket-${name}`, inOneHand);
    await page.goto(`${page.url().split("?")[0]}?lang=de`);
    await button(page, /Passkey/)
      .first()
      .waitFor();
    await at("sign-in");
    await button(page, "Mit Passkey registrieren").click();
    await page.getByRole("banner").getByText(doctor.name).waitFor();
    await at("unmanaged");
    await reportPhone(hospital, page, true);
    await page.getByText(/dev_/).waitFor({ state: "detached" });
    await at("lists");
    await page
      .getByLabel("Mit der Patientennummer suchen")
      .fill(hospital.demo.patientElsewhere.number);
    await button(page, "Suchen").click();
    await button(page, "Akte öffnen").click();
    await at("refused");
  });

  const consolePages = async (person: Person, name: string): Promise<void> => {
    const { page, context } = await hospital.openPage("/console/?lang=de");
    await page.getByLabel("Ausweisnummer").waitFor();
    await seen(page, "console-sign-in", atADesk);
    await page.getByLabel("Ausweisnummer").fill(person.badge);
    await page.getByLabel("PIN", { exact: true }).fill("00000");
    await page.keyboard.press("Enter");
    await page.getByText(/^Die Ausweisnummer oder die PIN stimmt nicht/).waitFor();
    await page.getByLabel("PIN", { exact: true }).fill(person.pin);
    await page.keyboard.press("Enter");
    const pages = page.getByRole("navigation").getByRole("link");
    await pages.first().waitFor();
    for (const link of await pages.all()) {
      const title = (await link.textContent()) ?? "";
      await link.click();
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      await page.getByRole("main").waitFor();
      const slug = title.toLowerCase().replace(/[^a-z]+/g, "-");
      await seen(page, `console-${name}-${slug}`, atADesk);
    }
    await context.close();
  };
  test("the console's pages, as the ward manager has them", () =>
    consolePages(hospital.person("manager"), "manager"));
  test("the console's pages, as the privacy officer has them", () =>
    consolePages(hospital.person("privacyOfficer"), "officer"));
});
