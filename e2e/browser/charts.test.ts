import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk, bedside } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "finding charts, and charts that need care", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let desk: SeatScreen;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat();
    await seat.signIn(hospital.person("nurse"));
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const page = () => seat.page;
  const number = () => hospital.demo.patients[0]?.number ?? "";

  test("[C7] by name and day of birth: who fits is shown, chosen, and then opened", async () => {
    await seat.open(number());
    await seat.chart.waitFor();
    const name = (await seat.patient.getByRole("heading").textContent())?.split(",")[0] ?? "";
    const born = (await seat.patient.getByRole("definition").first().textContent())?.split("(")[0];
    const day = new Date(`${born} UTC`).toISOString().slice(0, 10);
    await seat.button("Close chart").click();
    await seat.button("By name instead").click();
    await page().getByLabel("Family name, or its beginning").fill(name.slice(0, 4).toLowerCase());
    await page().getByLabel("Born on").fill(day);
    expect(await look(page(), "find-by-name", bedside)).toEqual([]);
    await seat.button("Find").click();
    await page()
      .getByRole("heading", { name: /patients? fits?$/ })
      .waitFor();
    expect(await look(page(), "found-by-name", bedside)).toEqual([]);
    await page()
      .locator("section")
      .getByRole("button", { name: new RegExp(name) })
      .click();
    await seat.button("Open chart").click();
    await seat.chart.waitFor();
  });

  test("[C10] the privacy officer seals the chart: it closes before whoever is only on the ward", async () => {
    const officer = hospital.person("privacyOfficer");
    desk = await hospital.openPage("/console/");
    await desk.page.getByLabel("Badge number").fill(officer.badge);
    await desk.page.getByLabel("PIN", { exact: true }).fill(officer.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "Charts" }).click();
    await desk.page.getByLabel("Patient number", { exact: true }).fill(number());
    await desk.page.getByRole("button", { name: "Mark this chart" }).click();
    await desk.page
      .getByRole("button", { name: /^Lift: sealed/ })
      .first()
      .waitFor();
    expect(await look(desk.page, "console-charts", atADesk)).toEqual([]);
    await seat.said(/This chart is sealed/).waitFor();
    await seat.chart.waitFor({ state: "detached" });
  });

  test("[C10] it is refused, and opens by breaking the glass, with what it is above it", async () => {
    await seat.button("By number instead").click();
    await seat.open(number());
    await page().getByTestId("refusal").waitFor();
    expect(await look(page(), "refused-sealed", bedside)).toEqual([]);
    await seat.button(/^Break the glass/).click();
    await seat.button("Getting worse, and I am called to help").click();
    await seat.chart.waitFor();
    await seat.said(/This chart is sealed\. It opens for those named/).waitFor();
    expect(await look(page(), "sealed-chart", bedside)).toEqual([]);
    await seat.button("Not needed any more").click();
    await seat.chart.waitFor({ state: "detached" });
  });

  test("[C9] somebody without a chart is registered, and has one at once", async () => {
    await seat.button("Register somebody without a chart").click();
    await page().getByRole("heading", { name: "Somebody without a chart" }).waitFor();
    expect(await look(page(), "register", bedside)).toEqual([]);
    await seat.button("Register, and open the chart").click();
    await seat.chart.waitFor();
    await page()
      .getByRole("heading", { name: /^UNKNOWN, / })
      .first()
      .waitFor();
    expect(await look(page(), "registered", bedside)).toEqual([]);
  });
});
