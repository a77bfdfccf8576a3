import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { adtText } from "../../tests/support/hl7.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { hl7Time, sendHl7, transfer } from "../support/hl7.ts";
import { look } from "../support/look.ts";
import { atADesk, bedside } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "every screen, light and dark, at three sizes", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  const wrong: string[] = [];

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat({ before: (page) => page.clock.install() });
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  const see = async (name: string, page: Page = seat.page): Promise<void> => {
    wrong.push(...(await look(page, name, name.startsWith("console") ? atADesk : bedside)));
  };
  /** A screen that would go by itself: time stands still while it is looked at, as long as that takes. */
  const seeStill = async (name: string): Promise<void> => {
    const now = await seat.page.evaluate(() => Date.now());
    await seat.page.clock.setFixedTime(now);
    await see(name);
    await seat.page.clock.setSystemTime(now);
  };
  const nothingWrong = (): void => {
    expect([...wrong.splice(0), ...hospital.faults()]).toEqual([]);
  };

  test("nobody is in: locked, an unknown badge, the PIN pad, a wrong PIN", async () => {
    const nurse = hospital.person("nurse");
    const doctor = hospital.person("doctor");
    await see("locked");
    await seat.tap({ ...nurse, badge: "0000000000" });
    await seat.said("This badge does not open anything here.").waitFor();
    await see("locked-unknown-badge");
    await seat.tap(doctor);
    await seat.pin.waitFor();
    await see("pin");
    for (let count = 1; count <= 3; count++) {
      await seat.givePin({ ...doctor, pin: "1" });
      await seat.page.getByRole("status").filter({ hasText: "not the right PIN" }).waitFor();
    }
    await seat.said(/You can try again in/).waitFor();
    await see("pin-wait");
    await seat.button("Not me, go back").click();
    await seat.locked.waitFor();
    nothingWrong();
  });

  test("somebody is in: patients, a chart and its parts, writing, what is not possible", async () => {
    const { page } = seat;
    await seat.signIn(hospital.person("nurse"));
    await see("patients");
    await seat.patients.getByRole("button").first().click();
    await seat.chart.waitFor();
    await see("chart");
    for (const width of [768, 390]) {
      await page.setViewportSize({ width, height: 1024 });
      for (const part of await page.getByRole("tab").all()) {
        const box = await part.boundingBox();
        const isWhole = box !== null && box.x >= 0 && box.x + box.width <= width;
        expect([width, await part.textContent(), isWhole]).toEqual([
          width,
          expect.anything(),
          true,
        ]);
      }
    }
    // At the bed, who the patient is stands whole in the upper part of a phone's screen, before how long the shift goes on.
    await page.setViewportSize({ width: 390, height: 844 });
    const patient = await page.locator("section[aria-label^='Patient: ']").boundingBox();
    expect((patient?.y ?? 844) + (patient?.height ?? 0)).toBeLessThan(0.6 * 844);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("tab", { name: /^Results/ }).click();
    await see("chart-results");
    await choose(seat, "Night");
    await see("chart-night");
    await choose(seat, "System");
    await seat.button(/^Place this order/).click();
    await page.getByTestId("refusal").waitFor();
    await see("not-now");
    await seat.button("Back").click();
    await seat.button("Write a note").click();
    await page.getByLabel("Write a note: text").fill("Slept well; walked to the window.");
    await see("writing");
    await seat.button("Lock").click();
    await seat.locked.waitFor();
    await seat.tap(hospital.person("nurse"));
    await page.getByText("Slept well; walked to the window.").waitFor();
    await seat.button("Back to the chart, keep the text").click();
    await see("chart-half-written");
    nothingWrong();
  });

  test("another ward's patient, a moved patient, the more dialog, an idle screen, a colleague parked", async () => {
    const { page } = seat;
    const { patientElsewhere, patients } = hospital.demo;
    await page.getByLabel("Find a patient by number").fill(patientElsewhere.number);
    await seat.button("Find").click();
    await seat.button("Open chart").waitFor();
    await see("found");
    await seat.button("Open chart").click();
    await page.getByTestId("refusal").waitFor();
    await see("refused");
    await seat.button("Back to my patients").click();
    await seat.open(patients.at(-1)?.number ?? "");
    const to = `${patientElsewhere.ward}^^99`;
    for (const { number } of patients) {
      await sendHl7(hospital.server.mllpPort, transfer({ number, to, at: Date.now() }));
    }
    await page.getByRole("alert", { name: "This chart was closed" }).waitFor();
    await see("closed");
    await seat.button("Back to my patients").click();
    await seat.button("More").click();
    await page.getByRole("dialog").waitFor();
    await see("more");
    await page.keyboard.press("Escape");
    await page.clock.fastForward(106_000);
    await page
      .getByRole("alert")
      .filter({ hasText: /^Locks in/ })
      .waitFor();
    await seeStill("idle");
    await seat.button("Still here").click();
    await seat.button("Lock").click();
    await seat.locked.waitFor();
    await see("locked-parked");
    nothingWrong();
  });

  test("a browser that is no seat", async () => {
    const refused = { type: "refused", message: "Give its code to an administrator." };
    const { page } = await hospital.openPage("/", {
      before: (page) =>
        page.route("**/bedside/api/enrol", (route) => route.fulfill({ json: refused })),
    });
    await page.getByRole("heading", { name: "This screen is not set up yet" }).waitFor();
    await see("no-seat", page);
    nothingWrong();
  });

  test("the console: sign-in, records, a record, feeds, parked messages", async () => {
    const { page } = await hospital.openPage("/console/");
    const officer = hospital.person("privacyOfficer");
    await page.getByLabel("Badge number").waitFor();
    await see("console-sign-in", page);
    await page.getByLabel("Badge number").fill(officer.badge);
    await page.getByLabel("PIN").fill(officer.pin);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    const records = page.getByRole("table", { name: "Records" });
    await records.waitFor();
    await see("console-records", page);
    await records.getByRole("button").first().click();
    await page.getByRole("dialog").waitFor();
    await see("console-record", page);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Feeds" }).click();
    await page.getByRole("table", { name: "Feeds" }).waitFor();
    await see("console-feeds", page);
    await page.getByRole("link", { name: "Parked messages" }).click();
    await page.getByText("No message is parked.").waitFor();
    await see("console-parked-none", page);
    const at = Date.now();
    const number = hospital.demo.patients[0]?.number ?? "";
    const lost = { trigger: "A02", control: `LOST${at}`, at: hl7Time(at), number, visit: null };
    await sendHl7(hospital.server.mllpPort, adtText({ ...lost, place: "NOWHERE^^1" }));
    const parked = page.getByRole("table", { name: "Parked messages" });
    await parked.waitFor();
    await see("console-parked", page);
    await parked.getByRole("button", { name: /^ADT/ }).click();
    await page.getByRole("dialog").waitFor();
    await see("console-parked-message", page);
    nothingWrong();
  });

  test("the console for somebody who may see no page of it", async () => {
    const { page } = await hospital.openPage("/console/");
    const nurse = hospital.person("nurse");
    await page.getByLabel("Badge number").fill(nurse.badge);
    await page.getByLabel("PIN").fill(nurse.pin);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "No page for you here" }).waitFor();
    await see("console-no-page", page);
    nothingWrong();
  });

  test("a screen whose server is away", async () => {
    const { page } = seat;
    await hospital.server.stop();
    await page.clock.fastForward(5_000);
    await page.getByRole("heading", { name: "This screen has lost its connection" }).waitFor();
    await see("lost");
    expect(wrong).toEqual([]);
  });
});

async function choose(seat: SeatScreen, appearance: string): Promise<void> {
  await seat.button("More").click();
  await seat.button(appearance).click();
  await seat.page.keyboard.press("Escape");
}
