import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";
import { tracesOf } from "../support/traces.ts";

const chromium = await launchBrowser();
const draft = "Half a sentence about the";

/** The demonstration's ward is an ordinary one: here it has cases, as a theatre has. */
const withCases = (name: string, text: string): string =>
  name === "patterns.yaml" ? text.replaceAll('open-case: "-"', "open-case: 24 h") : text;

describeWith(chromium, "a case that is open at a screen", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let nurse: Person;
  let colleague: Person;
  let first: string;
  let other: string;

  beforeAll(async () => {
    hospital = await startDemonstration(browser, withCases);
    nurse = hospital.person("nurse");
    colleague = hospital.person("colleague");
    [first = "", other = ""] = hospital.demo.patients.map(({ number }) => number);
    seat = await hospital.openSeat();
    await seat.signIn(nurse);
    await seat.open(first);
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const numberShown = async () => ((await seat.patient.textContent()) ?? "").replaceAll(/\s/g, "");
  const text = () => seat.page.getByLabel("Write a note: text");
  const strip = () => seat.page.getByRole("region", { name: "Case open" });

  test("[S7] a case is opened with one touch, and says what that means", async () => {
    await seat.page.getByRole("tab", { name: /^Results/ }).click();
    await seat.button("Open a case here").click();
    await strip()
      .getByText(/chart stays on this screen when it locks/)
      .waitFor();
    expect(await look(seat.page, "case-open", bedside)).toEqual([]);
  });

  test("[S7] locked, the screen goes on showing that chart, to be read, and nothing of who was in or of anybody else", async () => {
    await seat.button(/^Write a note/).click();
    const kept = seat.page.waitForResponse(/drafts\/save/);
    await text().fill(draft);
    await kept;
    await seat.lock();
    await seat.chart.waitFor();
    expect(await numberShown()).toContain(first);
    expect(await seat.page.getByRole("tab", { name: /^Results/, selected: true }).count()).toBe(1);
    await seat.page.getByRole("tab", { name: /^Medications/ }).click();
    await seat.page.getByRole("tabpanel", { name: /^Medications/ }).waitFor();
    expect(await seat.patients.count()).toBe(0);
    for (const name of [/^Write a note/, /^Place this order/, "Close the case", "Find"]) {
      expect(await seat.button(name).count()).toBe(0);
    }
    const { document, values } = await tracesOf(seat.page);
    for (const trace of [draft, other]) {
      expect(document).not.toContain(trace);
      expect(values).not.toContain(trace);
    }
    expect(await look(seat.page, "case-locked", bedside)).toEqual([]);
  });

  test("[S7] [S2] the PIN pad stands beside the chart, which stays as it is read; who comes in writes on that patient", async () => {
    await seat.tap(colleague);
    await seat.pin.waitFor();
    expect(await numberShown()).toContain(first);
    expect(await seat.page.getByRole("tab", { name: /^Medications/, selected: true }).count()).toBe(
      1,
    );
    expect(await look(seat.page, "case-pin", bedside)).toEqual([]);
    await seat.givePin(colleague);
    await seat.patients.waitFor();
    await seat.chart.waitFor();
    expect(await numberShown()).toContain(first);
    await seat.button(/^Write a note/).click();
    // What the first person half wrote is theirs.
    await text().waitFor();
    expect(await text().inputValue()).toBe("");
    await text().fill("Turned at nine");
    await seat.button(/^Write a note for /).click();
    await seat.said("The note is in the chart.").waitFor();
  });

  test("[S7] another patient's chart is not on the locked screen: the case's is again", async () => {
    await seat.open(other);
    await seat.lock();
    await seat.chart.waitFor();
    expect(await numberShown()).toContain(first);
    const { document } = await tracesOf(seat.page);
    expect(document.replaceAll(/<[^>]*>/g, "")).not.toContain(other);
  });

  test("[S7] closed by whoever is in, a locked screen shows nothing of it", async () => {
    await seat.signIn(nurse);
    await strip().getByRole("button", { name: "Close the case" }).click();
    await seat.said(/^The case is closed/).waitFor();
    expect(await strip().count()).toBe(0);
    await seat.lock();
    expect(await seat.patient.count()).toBe(0);
    const { document, values } = await tracesOf(seat.page);
    for (const trace of [draft, first, other]) {
      expect(document).not.toContain(trace);
      expect(values).not.toContain(trace);
    }
  });
});
