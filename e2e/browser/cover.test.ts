import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk, bedside } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "access for a time", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let desk: SeatScreen;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat();
    await seat.signIn(hospital.person("locum"));
    const inCharge = hospital.person("colleague");
    desk = await hospital.openPage("/console/");
    await desk.page.getByLabel("Badge number").fill(inCharge.badge);
    await desk.page.getByLabel("PIN", { exact: true }).fill(inCharge.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "Requests" }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const patient = () => hospital.demo.patients[0]?.number ?? "";

  test("[X1] [D3] from the refusal: a touch and a reason, and those who answer have it", async () => {
    await seat.open(patient());
    await seat.page.getByTestId("refusal").waitFor();
    expect(await look(seat.page, "refused-cover", bedside)).toEqual([]);
    await seat.button(/^Ask .* for access/).click();
    await seat.page.getByTestId("cover").waitFor();
    expect(await look(seat.page, "cover-reasons", bedside)).toEqual([]);
    const begun = performance.now();
    await seat.button("Asked for advice").click();
    await desk.page.getByTestId("waiting").waitFor();
    console.log(
      `from the reason to the approver's page: ${(performance.now() - begun).toFixed(0)} ms`,
    );
    await seat.page.getByTestId("grant").waitFor();
    expect(await look(seat.page, "cover-asked", bedside)).toEqual([]);
    expect(await look(desk.page, "console-requests", atADesk)).toEqual([]);
  });

  test("[X2] approved at the console in one click, with the difference that it makes", async () => {
    await desk.said(/May see 1 more patient until/).waitFor();
    await desk.page.getByRole("button", { name: /^Approve the request of/ }).click();
    await desk.said("No request waits for your answer.").waitFor();
    expect(await look(desk.page, "console-requests-running", atADesk)).toEqual([]);
  });

  test("[X1] the screen at the bedside says so by itself, and the chart opens when it is begun", async () => {
    await seat.button("Begin now").waitFor();
    expect(await look(seat.page, "cover-approved", bedside)).toEqual([]);
    await seat.button("Begin now").click();
    await seat.chart.waitFor();
    await seat.said(/You were granted this for a time: this chart closes at/).waitFor();
    expect(await look(seat.page, "cover-open", bedside)).toEqual([]);
  });

  test("[X4] [X5] ended at the console the chart closes at the bedside, and how it ended stays visible", async () => {
    await desk.page.getByRole("button", { name: /^End it now: / }).click();
    await seat.chart.waitFor({ state: "detached" });
    await desk.said("ended early").waitFor();
    expect(await look(desk.page, "console-requests-ended", atADesk)).toEqual([]);
  });

  test("[X1] [D3] from the refusal the whole ward, or a role in it, is asked for by one touch more", async () => {
    const other = await hospital.openSeat();
    await other.signIn(hospital.person("nurse"));
    await other.open(hospital.demo.patientElsewhere.number);
    await other.button(/^Ask .* for access/).click();
    const panel = other.page.getByTestId("cover");
    await panel.getByRole("button", { name: "This patient only", pressed: true }).waitFor();
    await panel.getByRole("button", { name: /^As nurse in charge of / }).click();
    await panel.getByText(/When it is approved you have 8 h/).waitFor();
    expect(await look(other.page, "cover-wider", bedside)).toEqual([]);
    await panel.getByRole("button", { name: /^All patients of / }).click();
    await other.button("Covering for somebody who is not here").click();
    await other.said(/You asked for access: the patients of /).waitFor();
  });

  test("[X1] at the console a role, a task or a ward is asked for, from a time on", async () => {
    const { page } = desk;
    await page.getByText("Ask for access for a time").click();
    const kind = page.getByLabel("What for");
    await kind.selectOption({ label: "A role on a ward" });
    expect(await page.getByLabel("Role", { exact: true }).inputValue()).toBe("nurse-in-charge");
    await kind.selectOption({ label: "One task on a ward" });
    await page.getByLabel("Task", { exact: true }).selectOption("result.acknowledge");
    await page
      .getByLabel("Ward", { exact: true })
      .selectOption(hospital.demo.patientElsewhere.ward);
    const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 16);
    await page.getByLabel(/^From/).fill(tomorrow);
    await page.getByLabel(/^For how many minutes/).fill("45");
    expect(await look(page, "console-ask-for-access", atADesk)).toEqual([]);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await desk.said("It has been asked for.").waitFor();
    const row = page.getByRole("row").filter({ hasText: /acknowledge this result/ });
    await row
      .or(page.getByText(/acknowledge this result/))
      .first()
      .waitFor();
  });
});
