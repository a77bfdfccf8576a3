import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
const order = "Adrenaline 1 mg intravenously";

describeWith(chromium, "a code blue at a bed", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  let bed: SeatScreen;
  let nurse: Person;
  let doctor: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    ({ desk, bed } = await hospital.openDeskAndBed());
    nurse = hospital.person("nurse");
    doctor = hospital.person("doctor");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const bar = ({ page }: SeatScreen) => page.getByTestId("emergency");
  /** What passes from the reader's last key until the chart is there; a tap is a second of the person's. */
  const chartAfterTap = async (person: Person): Promise<number> => {
    const sent = bed.page.waitForRequest(/bedside\/api\/tap/);
    await bed.tap(person);
    await sent;
    const read = performance.now();
    await bed.chart.waitFor();
    return performance.now() - read;
  };
  const call = ({ page }: SeatScreen) => page.getByTestId("emergency-call");

  test("[X16] [S7] two touches at the locked screen declare it, for who lies in the bed; every screen of the ward says where, and no name", async () => {
    await bed.button("Emergency").click();
    expect(await look(bed.page, "emergency-declare", bedside)).toEqual([]);
    await bed.button("No emergency").click();
    await bed.locked.waitFor();
    await bed.button("Emergency").click();
    await bed.button(/^Code blue: .*bed/).click();
    await call(bed).waitFor();
    await call(desk).waitFor();
    expect(await look(bed.page, "emergency-called", bedside)).toEqual([]);
    for (const { page } of [bed, desk]) {
      const shown = await page.content();
      expect(shown).toContain("Code blue");
      for (const { number } of hospital.demo.patients) expect(shown).not.toContain(number);
    }
  });

  test("[X17] who is rostered for it taps, and is at the patient's chart without a PIN", async () => {
    console.log(
      `from a responder's badge to the open chart: ${(await chartAfterTap(doctor)).toFixed(0)} ms`,
    );
    await bar(bed).getByText("I perform").waitFor();
    expect(await look(bed.page, "emergency-responding", bedside)).toEqual([]);
  });

  test("[X17] from declaring it to a responder's open chart", async () => {
    await bar(bed).getByRole("button", { name: "Stand down" }).click();
    await bed.button("Yes, stand down").click();
    await bed.locked.waitFor();
    await desk.locked.waitFor();
    await bed.page.waitForTimeout(1_500);
    const begun = performance.now();
    await bed.button("Emergency").click();
    await bed.button(/^Code blue: .*bed/).click();
    await call(bed).waitFor();
    const called = performance.now() - begun;
    const opened = await chartAfterTap(doctor);
    console.log(
      `from declaring an emergency to a responder's open chart: ${(called + opened).toFixed(0)} ms of system time`,
    );
  });

  test("[X17] another clinician is asked for a PIN or, with one more touch, says that they are responding", async () => {
    await desk.tap(hospital.person("locum"));
    await desk.button("I am responding").waitFor();
    expect(await look(desk.page, "emergency-pin", bedside)).toEqual([]);
    await desk.button("I am responding").click();
    await desk.chart.waitFor();
    await bed.said(/says they are responding to the code blue/).waitFor();
  });

  test("[X17] who only said so is told by one touch that they are not needed, and is out alone", async () => {
    const locum = hospital.person("locum");
    const away = bar(bed).getByRole("button", { name: `${locum.name} is not needed` });
    await away.waitFor();
    expect(await look(bed.page, "emergency-send-away", bedside)).toEqual([]);
    await away.click();
    await desk.chart.waitFor({ state: "detached" });
    await away.waitFor({ state: "detached" });
    await bed.chart.waitFor();
    expect(await look(desk.page, "emergency-sent-away", bedside)).toEqual([]);
  });

  test("[X18] who records names who performs; both stand in what is written, and the performer owes a signature", async () => {
    await bed.tap(nurse);
    await bed.button("I record").click();
    await bar(bed)
      .getByText(/records/)
      .first()
      .waitFor();
    await bed.button(/^Place this order/).click();
    await bed.page.getByLabel("Place this order: text").fill(order);
    const performers = bed.page.getByLabel("Performed by");
    const choice = await performers.locator("option", { hasText: doctor.name }).textContent();
    await performers.selectOption({ label: choice ?? "" });
    expect(await look(bed.page, "emergency-recording", bedside)).toEqual([]);
    await bed.button(/^Place this order for .*, performed by/).click();
    await bed.said("The order is placed.").waitFor();
  });

  test("[X18] [X4] a stand-down takes everybody out who was in by it alone", async () => {
    await bar(bed).getByRole("button", { name: "Stand down" }).click();
    expect(await look(bed.page, "emergency-stand-down", bedside)).toEqual([]);
    await bed.button("Yes, stand down").click();
    await bed.locked.waitFor();
    await desk.locked.waitFor();
    await call(bed).waitFor({ state: "detached" });
  });

  test("[X18] afterwards the performer signs for it with the PIN", async () => {
    await desk.signIn(doctor);
    const owed = desk.page.getByTestId("unsigned");
    await owed.getByText(new RegExp(`recorded by ${nurse.name}`)).waitFor();
    expect(await look(desk.page, "emergency-unsigned", bedside)).toEqual([]);
    await owed.getByRole("button", { name: /^Sign for / }).click();
    await desk.said("You have signed for it.").waitFor();
    await owed.waitFor({ state: "detached" });
  });

  test("[X16] a second emergency stands below the first on every screen, and a touch away for whoever is in", async () => {
    await desk.button("Lock").click();
    await desk.locked.waitFor();
    await bed.button("Emergency").click();
    await bed.button(/^Code blue: .*bed/).click();
    await call(bed).waitFor();
    await desk.button("Emergency").click();
    await desk.button(/^Major incident/).click();
    for (const seat of [bed, desk]) {
      await call(seat).nth(1).waitFor();
      expect(await call(seat).allTextContents()).toMatchObject([
        expect.stringMatching(/Code blue: .*bed/),
        expect.stringMatching(/Major incident/),
      ]);
    }
    expect(await look(bed.page, "emergency-two-called", bedside)).toEqual([]);
    await desk.tap(hospital.person("locum"));
    await desk.button("I am responding").nth(1).waitFor();
    expect(await look(desk.page, "emergency-two-pin", bedside)).toEqual([]);
    await bed.tap(doctor);
    await bed.chart.waitFor();
    await bar(bed).getByText("I perform").waitFor();
    const others = bed.page.getByRole("region", { name: "Other emergencies" });
    await others.getByRole("button", { name: /^Major incident/ }).waitFor();
    expect(await look(bed.page, "emergency-two-responding", bedside)).toEqual([]);
    await others.getByRole("button", { name: /^Major incident/ }).click();
    await bar(bed).getByRole("button", { name: "I am responding" }).waitFor();
    await others.getByRole("button", { name: /^Code blue/ }).waitFor();
  });
});
