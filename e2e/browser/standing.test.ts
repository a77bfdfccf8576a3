import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "incidents, and what would become standing access", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let officer: Page;
  let inCharge: Page;

  /** The console as one of the demonstration's people sees it. */
  async function console(part: string, page: string): Promise<Page> {
    const { badge, pin } = hospital.person(part);
    const screen = await hospital.openPage("/console/");
    await screen.page.getByLabel("Badge number").fill(badge);
    await screen.page.getByLabel("PIN", { exact: true }).fill(pin);
    await screen.page.keyboard.press("Enter");
    await screen.page.getByRole("link", { name: page, exact: true }).click();
    return screen.page;
  }

  beforeAll(async () => {
    // The second time is one too many: what has to happen thrice otherwise.
    hospital = await startDemonstration(browser, (name, text) =>
      name === "grants.yaml" ? text.replace("renewed: 3", "renewed: 1") : text,
    );
    seat = await hospital.openSeat();
    inCharge = await console("colleague", "Requests");
    officer = await console("privacyOfficer", "Reviews");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const patient = () => hospital.demo.patients[0]?.number ?? "";
  const listed = (page: Page) => page.getByTestId("standing");

  /** The locum asks for access to a patient of the ward, it is approved, and begun. */
  async function take(): Promise<void> {
    await seat.open(patient());
    await seat.button(/^Ask .* for access/).click();
    await seat.button("Asked for advice").click();
    await inCharge.getByRole("button", { name: /^Approve the request of/ }).click();
    await seat.button("Begin now").click();
    await seat.chart.waitFor();
  }

  test("[X7] access that is had again too often stands on the page of who answers for it, with its end; confirmed, it goes on", async () => {
    await seat.signIn(hospital.person("locum"));
    await take();
    await seat.button("Not needed any more").click();
    await seat.chart.waitFor({ state: "detached" });
    await take();
    await listed(inCharge).waitFor({ timeout: 30_000 });
    expect(await look(inCharge, "console-standing", atADesk)).toEqual([]);
    await listed(inCharge)
      .getByText(/Had again and again within 30 days/)
      .waitFor();
    await inCharge.getByRole("button", { name: /^Confirm it: / }).click();
    await inCharge.getByText("It is confirmed: it lasts as long as it was to.").waitFor();
    await listed(inCharge).waitFor({ state: "detached" });
    await seat.button("Not needed any more").click();
    await seat.chart.waitFor({ state: "detached" });
  });

  test("[X7] [X13] so does emergency access, on the page of reviews; what is not justified is an incident there, in German too", async () => {
    for (const again of [false, true]) {
      await seat.open(patient());
      await seat.button(/^Break the glass/).click();
      await seat.button("Covering for somebody who is not here").click();
      await seat.chart.waitFor();
      if (again) break;
      await seat.button("Not needed any more").click();
      await seat.chart.waitFor({ state: "detached" });
    }
    await listed(officer).waitFor({ timeout: 30_000 });
    const reviews = officer.url().split("?")[0];
    await officer.goto(`${reviews}?page=reviews&lang=de`);
    await officer.getByRole("heading", { name: "Würde zum Dauerzugriff" }).waitFor();
    expect(await look(officer, "console-standing-german", atADesk)).toEqual([]);
    await officer.goto(`${reviews}?page=reviews&lang=en`);
    await listed(officer).waitFor();
    await officer
      .getByRole("row")
      .filter({ hasText: /Covering/ })
      .first()
      .getByRole("button")
      .click();
    await officer.getByRole("button", { name: "Not justified" }).click();
    const incidents = officer.getByRole("region", { name: "Incidents", exact: true });
    await incidents.waitFor({ timeout: 30_000 });
    expect(await look(officer, "console-incidents", atADesk)).toEqual([]);
    // What nothing justifies has ended: the chart is closed, and nothing would become standing access.
    await seat.chart.waitFor({ state: "detached" });
    await listed(officer).waitFor({ state: "detached" });
    await officer.goto(`${reviews}?page=reviews&lang=de`);
    await officer.getByRole("heading", { name: "Vorfälle" }).waitFor();
    expect(await look(officer, "console-incidents-german", atADesk)).toEqual([]);
    await officer
      .getByRole("region", { name: "Vorfälle", exact: true })
      .getByRole("button")
      .first()
      .click();
    await officer.getByRole("dialog").getByText("eine Prüfung fand es nicht begründet").waitFor();
    expect(await look(officer, "console-incident-german", atADesk)).toEqual([]);
    await officer.getByRole("button", { name: "Es ist geklärt" }).click();
    await officer.getByText(/Der Vorfall ist abgeschlossen/).waitFor();
    await officer.getByRole("heading", { name: "Vorfälle" }).waitFor({ state: "detached" });
  });
});
