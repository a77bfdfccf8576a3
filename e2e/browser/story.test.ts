import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { sendHl7, transfer } from "../support/hl7.ts";
import { watchPaint } from "../support/paint.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "a nurse's turn at the bedside", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });

  test("tap, PIN, chart, refusal with a way forward, transfer over TCP, tap-out, tap in again", async () => {
    const nurse = hospital.person("nurse");
    const { patientElsewhere } = hospital.demo;

    // A locked seat tells strangers nothing.
    expect(await seat.page.content()).not.toContain(hospital.demo.patients[0]?.number);

    // Tap, PIN, my patients.
    const pinPainted = await watchPaint(seat.page, "form input[type=password]");
    await seat.tap(nurse);
    await seat.pin.waitFor();
    const toPin = await pinPainted();
    await seat.page.keyboard.type(nurse.pin);
    const listPainted = await watchPaint(seat.page, "nav[aria-labelledby=my-patients]");
    await seat.page.keyboard.press("Enter");
    await seat.patients.waitFor();
    const toPatients = await listPainted();
    expect(await seat.page.getByRole("banner").textContent()).toContain(nurse.name);

    // The chart of a patient of the ward, whom nothing but the ward ties to the nurse.
    await openWardPatient(seat);
    const number = (await patientNumber(seat)) ?? "";
    expect(await seat.patient.textContent()).toContain(`${nurse.ward}, bed`);
    await seat.page.getByRole("tab", { name: /^Medications/ }).click();
    await seat.page.getByRole("tabpanel", { name: /^Medications/ }).waitFor();

    // Another ward's patient, by exact number: what, why, and what next.
    await seat.open(patientElsewhere.number);
    const refusal = seat.page.getByRole("region", { name: "You can't open this chart" });
    const words = await refusal.textContent();
    expect(words).toMatch(
      new RegExp(`on ${patientElsewhere.ward}\\b.*on duty for ${nurse.ward}\\b`),
    );
    expect(words).toContain(`Ask the nurse in charge of ${patientElsewhere.ward}`);
    await seat.button("Back to my patients").click();

    // The open patient is moved: the chart closes at once, and says why.
    await seat.open(number);
    await seat.chart.waitFor();
    const message = transfer({ number, to: `${patientElsewhere.ward}^^99`, at: Date.now() });
    const sent = performance.now();
    expect((await sendHl7(hospital.server.mllpPort, message)).code).toBe("AA");
    await seat.page.getByRole("alert", { name: "This chart was closed" }).waitFor();
    const toClosed = performance.now() - sent;
    expect(await seat.page.getByRole("alert").textContent()).toMatch(
      new RegExp(`moved to ${patientElsewhere.ward} at .*${nurse.ward}'s access ended`),
    );
    expect(await seat.chart.count()).toBe(0);
    expect(await seat.patient.count()).toBe(0);
    await seat.button("Back to my patients").click();
    await seat.open(number);
    await refusal.waitFor();

    // Out, and back in by one tap inside grace.
    await seat.lock();
    await seat.page.getByText("Parked here").waitFor();
    const backPainted = await watchPaint(seat.page, "nav[aria-labelledby=my-patients]");
    await seat.tap(nurse);
    await seat.patients.waitFor();
    const toBack = await backPainted();

    // Out for good: nothing stays parked.
    await seat.button("More").click();
    await seat.button("Sign out").click();
    await seat.locked.waitFor();
    expect(await seat.page.getByText("Parked here").count()).toBe(0);

    console.log(
      `from Enter to painted: tap to PIN pad ${toPin} ms, PIN to my patients ${toPatients} ms, ` +
        `tap to my patients ${toBack} ms; from the transfer on the wire to the closed chart ${Math.round(toClosed)} ms`,
    );
    expect(hospital.faults()).toEqual([]);
  });
});

/** Opens one after the other until nothing but the shift permits it: such a chart closes when the patient leaves. */
async function openWardPatient(seat: SeatScreen): Promise<void> {
  for (const row of await seat.patients.getByRole("button").all()) {
    await row.click();
    await seat.page.locator("[aria-current=true]").and(row).waitFor();
    await seat.chart.waitFor();
    if ((await seat.page.getByText(/^\s*You are on shift on \S+\.\s*$/).count()) > 0) return;
  }
  throw new Error("every patient of the ward is the nurse's own");
}

async function patientNumber(seat: SeatScreen): Promise<string | undefined> {
  const digits = await seat.patient.getByRole("definition").allInnerTexts();
  return digits.map((text) => text.replaceAll(/\s/g, "")).find((text) => /^\d{5,}$/.test(text));
}
