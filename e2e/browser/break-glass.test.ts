import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk, bedside } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "breaking the glass", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;

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

  test("[X10] [X11] from the denial: a touch, a reason, and the chart of just this patient is open", async () => {
    await seat.open(hospital.demo.patientElsewhere.number);
    await page().getByTestId("refusal").waitFor();
    expect(await look(page(), "refused-break-glass", bedside)).toEqual([]);
    await seat.button(/^Break the glass/).click();
    await page().getByTestId("break-glass").waitFor();
    expect(await look(page(), "break-glass-reasons", bedside)).toEqual([]);
    const begun = performance.now();
    await seat.button("Getting worse, and I am called to help").click();
    await seat.chart.waitFor();
    console.log(`from the reason to the open chart: ${(performance.now() - begun).toFixed(0)} ms`);
    await seat.said(/Emergency access until/).waitFor();
    expect(await look(page(), "broken-glass", bedside)).toEqual([]);
  });

  test("[X10] what the task needs can be done: a note is written", async () => {
    await seat.button(/^Write a note/).click();
    await page().getByLabel("Write a note: text").fill("Called to help, seen at once");
    // While it is written the time left stays on the screen, and giving it back (X11).
    const ends = page().getByTestId("access-ends");
    await ends.getByText(/Emergency access until/).waitFor();
    await ends.getByRole("button", { name: "Not needed any more" }).waitFor();
    expect(await look(page(), "broken-glass-writing", bedside)).toEqual([]);
    await seat.button(/^Write a note for /).click();
    await seat.said("The note is in the chart.").waitFor();
  });

  test("[X12] [X13] the privacy officer has it on the page of reviews at once, and closes it", async () => {
    const officer = hospital.person("privacyOfficer");
    const screen = await hospital.openPage("/console/");
    await screen.page.getByLabel("Badge number").fill(officer.badge);
    await screen.page.getByLabel("PIN", { exact: true }).fill(officer.pin);
    await screen.page.keyboard.press("Enter");
    await screen.page.getByRole("link", { name: "Reviews", exact: true }).click();
    const row = screen.page.getByRole("button", { name: hospital.person("nurse").name });
    await row.waitFor();
    expect(await look(screen.page, "console-reviews", atADesk)).toEqual([]);
    await row.click();
    await screen.page.getByRole("dialog").waitFor();
    expect(await look(screen.page, "console-review", atADesk)).toEqual([]);
    await screen.page.getByRole("button", { name: "Justified", exact: true }).click();
    await screen.said("Nothing waits for a review.").waitFor();
  });

  test("[X4] what is not needed any more is given back by one touch, and closes", async () => {
    await seat.button("Not needed any more").click();
    await seat.chart.waitFor({ state: "detached" });
    await seat.open(hospital.demo.patientElsewhere.number);
    await page().getByTestId("refusal").waitFor();
  });
});
