import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
const order = "Paracetamol 1 g, four times a day";
const second = "Chest X-ray, portable";

describeWith(chromium, "an order that needs a fresh PIN", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let doctor: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser, hasty);
    seat = await hospital.openSeat();
    doctor = hospital.person("doctor");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });

  test("[A2] the PIN is asked for again, and the same act goes on with the same half-typed text", async () => {
    const { page } = seat;
    const patient = hospital.demo.patients[0];
    if (patient === undefined) throw new Error("the demonstration has no patient to try");
    await seat.signIn(doctor);
    await seat.open(patient.number);
    await seat.button(/^Place this order/).click();
    const text = page.getByLabel("Place this order: text");
    await text.fill(order);

    // Tried too late: refused, with the way forward; cancelled, the text is still there.
    await untilStale(hospital, doctor, patient.id);
    await place(seat);
    const refusal = page.getByTestId("refusal");
    await refusal.waitFor();
    expect(await look(page, "refused-with-remedy", bedside)).toEqual([]);
    await refusal.getByRole("button", { name: /PIN/ }).click();
    const dialog = page.getByRole("dialog", { name: "Please confirm it is you" });
    await dialog.waitFor();
    expect(await look(page, "step-up", bedside)).toEqual([]);
    // A badge that is refused meanwhile is told where it can be read.
    await seat.tap({ ...doctor, badge: "0000000000" });
    await dialog.getByText(/This badge/).waitFor();
    await page.keyboard.press("Escape");
    await refusal.getByRole("button", { name: "Back" }).click();
    expect(await text.inputValue()).toBe(order);

    // Confirmed: placed at once, and nothing was typed twice.
    await place(seat);
    await refusal.getByRole("button", { name: /PIN/ }).click();
    await seat.givePin(doctor);
    await seat.said("The order is placed.").waitFor();
    expect(await orders(seat, order)).toBe(1);

    // Refused before it was tried: the PIN leads into the text, which is as it was.
    await seat.button(/^Place this order/).click();
    await text.fill(second);
    await seat.button("Back to the chart, keep the text").click();
    await untilStale(hospital, doctor, patient.id);
    await seat.button(/^Place this order.+/).click();
    await refusal.getByRole("button", { name: /PIN/ }).click();
    await seat.givePin(doctor);
    await text.waitFor();
    expect(await text.inputValue()).toBe(second);
    expect(hospital.faults()).toEqual([]);
  });

  test("[X11] breaking the glass: the PIN is asked for with the reason, and the chart opens as it is given", async () => {
    const { page } = seat;
    const other = hospital.demo.patientElsewhere;
    await seat.open(other.number);
    await untilStale(hospital, doctor, hospital.demo.patients[0]?.id ?? "");
    await seat.button(/^Break the glass/).click();
    await page.getByTestId("break-glass").waitFor();
    await seat.button("Getting worse, and I am called to help").click();
    await page.getByRole("dialog", { name: "Please confirm it is you" }).waitFor();
    expect(await look(page, "break-glass-pin", bedside)).toEqual([]);
    await page.keyboard.type(doctor.pin);
    await page.keyboard.press("Enter");
    await seat.said(/Emergency access until/).waitFor();
    await seat.chart.waitFor();
    expect(hospital.faults()).toEqual([]);
  });
});

/** A policy under which a PIN is fresh enough for an order for three seconds only. */
function hasty(name: string, text: string): string {
  return name === "assurance.yaml"
    ? text.replace(/^order\.place: .*$/m, "order.place: { level: 2, within: fresh }")
    : text.replaceAll(/step-up-fresh: .*/g, "step-up-fresh: 3 s");
}

function place(seat: SeatScreen): Promise<void> {
  return seat.button(/^Place this order for /).click();
}

/** Waits until the doctor's PIN is too old for an order, as another program is told. */
async function untilStale({ server, demo }: Demonstration, doctor: Person, patient: string) {
  const ask = async (): Promise<unknown> => {
    const answer = await fetch(`${server.url}/access/v1/evaluation`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${demo.apiKey}` },
      body: JSON.stringify({
        subject: { type: "person", id: doctor.id },
        action: { name: "order.place" },
        resource: { type: "patient", id: patient },
      }),
    });
    return ((await answer.json()) as { readonly decision: unknown }).decision;
  };
  await expect.poll(ask, { timeout: 10_000 }).toBe(false);
}

/** How often a text stands in the chart. */
async function orders({ page, chart }: SeatScreen, text: string): Promise<number> {
  let count = 0;
  for (const tab of await chart.getByRole("tab").all()) {
    await tab.click();
    count += await page.getByRole("tabpanel").getByText(text).count();
  }
  return count;
}
