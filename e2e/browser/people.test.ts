import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";
import { runWardkey } from "../support/server.ts";

const chromium = await launchBrowser();

describeWith(chromium, "the way out", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  let nurse: { readonly badge: string; readonly pin: string; readonly name: string };

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    nurse = hospital.person("nurse");
    const manager = hospital.person("manager");
    desk = await hospital.openPage("/console/");
    await desk.page.getByLabel("Badge number").fill(manager.badge);
    await desk.page.getByLabel("PIN").fill(manager.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "People" }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  test("somebody is found by the name, and their page says why they are here and what they may do", async () => {
    const { page } = desk;
    await page.getByLabel("Staff number or name").fill("zzzz");
    await page.keyboard.press("Enter");
    await page.getByText("Nobody whom you look after").waitFor();
    await page.getByLabel("Staff number or name").fill(nurse.name);
    await page.keyboard.press("Enter");
    const found = page.getByRole("button", { name: new RegExp(nurse.name) });
    await found.waitFor();
    expect(await look(page, "console-people-found", atADesk)).toEqual([]);
    await found.click();
    await page.getByRole("heading", { name: "Open to them now" }).waitFor();
    await page.getByText(/Shift on/).waitFor();
    await page
      .getByText(/What it lets them do/)
      .first()
      .click();
    expect(await look(page, "console-person", atADesk)).toEqual([]);
  });

  test("an engagement is suspended and resumed, each in one step", async () => {
    const { page } = desk;
    await desk.button(/^Suspend: /).click();
    await page.getByText("is signed out everywhere at once").waitFor();
    await page.getByRole("button", { name: "Suspend", exact: true }).click();
    await page.getByText("is suspended, and signed out everywhere").waitFor();
    expect(await look(page, "console-person-suspended", atADesk)).toEqual([]);
    await desk.button("Resume").click();
    await page.getByText("may work again, and signs in anew").waitFor();
  });

  /** The same page in a language. */
  const inLanguage = async (language: "de" | "en") => {
    const address = new URL(desk.page.url());
    address.searchParams.set("lang", language);
    await desk.page.goto(address.href);
  };

  test("[L4] in German: what is not used is let be until a day, and what a move changes is shown", async () => {
    const { page } = desk;
    await inLanguage("de");
    await page.getByText(/^Dienst auf /).waitFor();
    await desk.button(/^Ungenutzt: bestehen lassen/).click();
    await page.getByText("ruht irgendwann von selbst").waitFor();
    const last = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("Letzter Tag davon").fill(last);
    expect(await look(page, "console-person-exempt-german", atADesk)).toEqual([]);
    await desk.button("Bis dahin bestehen lassen").click();
    await page.getByText(/ruht sie nicht von selbst\.$/).waitFor();
    await page.getByText(/^bleibt bestehen bis /).waitFor();
    await desk.button(/^Versetzen: /).click();
    await page.getByLabel("Rolle", { exact: true }).selectOption("nurse-in-charge");
    await desk.button("Zeigen, was sich ändert").click();
    await page.getByText(/^Neu: .*, von .* bis /).waitFor();
    await page.getByText(/^Beides gilt bis /).waitFor();
    await page.getByText("Das ist von da an zusätzlich erlaubt:").waitFor();
    await page.getByText("Neu: Schichtleitung, ").waitFor();
    // No action of the policy is left in English.
    await page.getByText("einen verlorenen Ausweis sperren").waitFor();
    expect(
      await page
        .getByRole("dialog")
        .getByText(/^(end|see|lock|give|check) /)
        .count(),
    ).toBe(0);
    expect(await look(page, "console-person-move-german", atADesk)).toEqual([]);
    await inLanguage("en");
    await page.getByRole("heading", { name: "Open to them now" }).waitFor();
  });

  test("[L4] what a move changes is shown first, and again for another choice; then it is done", async () => {
    const { page } = desk;
    await desk.button(/^Move: /).click();
    await page.getByLabel("Role", { exact: true }).selectOption("nurse-in-charge");
    await desk.button("Show what changes").click();
    await page.getByText(/^Gained: nurse in charge/).waitFor();
    await page.getByText(/^Both hold until /).waitFor();
    expect(await look(page, "console-person-move", atADesk)).toEqual([]);
    await page.getByLabel("First day; empty: at once").fill("2020-01-01");
    expect(await desk.button("Move them").count()).toBe(0);
    await desk.button("Show what changes").click();
    await desk.button("Move them").click();
    await page.getByText("is told by mail").waitFor();
    await page
      .getByText(/nurse in charge, .*, until/)
      .first()
      .waitFor();
  });

  test("[L3] what will end is shown first; whoever is in at a screen sees it clear; the receipt holds", async () => {
    const seat = await hospital.openSeat();
    await seat.signIn(hospital.person("nurse"));
    const number = hospital.demo.patients[0]?.number ?? "";
    await seat.patients.getByRole("button").first().click();
    await seat.page.getByText(number).first().waitFor();
    const { page } = desk;
    await desk.button(/^End it: /).click();
    await page.getByText("This ends at once, for good:").waitFor();
    await page.getByText(/1 sign-in: /).waitFor();
    expect(await look(page, "console-person-end", atADesk)).toEqual([]);
    await desk.button("End it now").click();
    await page.getByText(/It has ended\./).waitFor();
    await seat.locked.waitFor();
    await seat.page.getByText("You do not work here at the moment").waitFor();
    expect(await seat.page.getByRole("main").textContent()).not.toContain(nurse.name);
    expect(await seat.page.content()).not.toContain(number);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      desk.button(/^Receipt: /).click(),
    ]);
    await page.getByText("wardkey verify --receipt").waitFor();
    expect(await look(page, "console-person-ended", atADesk)).toEqual([]);
    const file = join(hospital.data, "receipt.json");
    writeFileSync(file, readFileSync(await download.path()));
    const { code, output } = await runWardkey(["verify", "--receipt", file], {
      WARDKEY_DATA: hospital.data,
    });
    expect(code, output).toBe(0);
    expect(output).toContain("nothing was open to them from there on");
  });

  test("in German as well", async () => {
    const { page } = desk;
    const address = new URL(page.url());
    address.searchParams.set("lang", "de");
    await page.goto(address.href);
    await page.getByRole("heading", { name: "Was jetzt offensteht" }).waitFor();
    await page.getByText("Nichts: Keine Beschäftigung läuft.").waitFor();
    await page.getByRole("button", { name: /^Zurückgeben/ }).click();
    await page.getByText("Was beendet wurde, bleibt beendet").waitFor();
    expect(await look(page, "console-person-german", atADesk)).toEqual([]);
  });
});
