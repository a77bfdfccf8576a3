import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
const words = "Paracetamol 1 g by mouth";

describeWith(chromium, "the screen at a patient's bed", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  let bed: SeatScreen;
  let nurse: Person;
  /** The one in the bed is the ward's first patient; this is another of hers. */
  let other: string;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    ({ desk, bed } = await hospital.openDeskAndBed());
    nurse = hospital.person("nurse");
    other = hospital.demo.patients[1]?.number ?? "";
    await desk.signIn(nurse);
    await desk.open(other);
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const numberAt = async ({ patient }: SeatScreen) =>
    ((await patient.textContent()) ?? "").replaceAll(/\s/g, "");
  const text = ({ page }: SeatScreen) => page.getByLabel("Give this medication: text");
  const place = () => bed.button(/^Give this medication for /).click();
  const question = () => bed.page.getByTestId("confirm");

  test("[S8] [S3] from the desk to a bed: the screen is at that bed's patient, and the half-written text waits on its own chart", async () => {
    await desk.button(/^Give this medication/).click();
    const kept = desk.page.waitForResponse(/drafts\/save/);
    await text(desk).fill(words);
    await kept;
    await bed.signIn(nurse);
    await bed.patient.waitFor();
    expect(await numberAt(bed)).toContain(hospital.demo.patients[0]?.number);
    await desk.locked.waitFor();
    expect(await bed.page.content()).not.toContain(words);
    await bed.page.getByLabel("Find a patient by number").fill(other);
    await bed.button("Find").click();
    await bed.button("Open chart").click();
    await text(bed).waitFor();
    expect(await text(bed).inputValue()).toBe(words);
    expect(await numberAt(bed)).toContain(other);
  });

  test("[S8] a drug for another than the bed's patient asks who is meant; one touch goes back to the text as it was", async () => {
    await place();
    await question()
      .getByText(/^This screen is at bed /)
      .waitFor();
    await question().getByText(words).waitFor();
    expect(((await question().textContent()) ?? "").replaceAll(/\s/g, "")).toContain(other);
    expect(await look(bed.page, "confirm-patient", bedside)).toEqual([]);
    await bed.button("No, back to the text").click();
    expect(await text(bed).inputValue()).toBe(words);
  });

  test("[S8] one touch confirms and goes on with the very same text", async () => {
    await place();
    await bed.button(/^Yes, /).click();
    await bed.said("The medication is recorded as given.").waitFor();
    expect(await numberAt(bed)).toContain(other);
  });

  test("[S8] [S7] a lock while it asks leaves nothing of it, and the bed's patient is who comes next", async () => {
    await bed.button(/^Give this medication/).click();
    await text(bed).fill(words);
    await place();
    await question().waitFor();
    await bed.lock();
    expect(await bed.page.content()).not.toContain(words);
    await bed.tap(nurse);
    await bed.patient.waitFor();
    expect(await numberAt(bed)).toContain(hospital.demo.patients[0]?.number);
    expect(await question().count()).toBe(0);
  });

  test("[S8] for the bed's own patient nothing is asked", async () => {
    await bed.button(/^Give this medication/).click();
    await text(bed).fill(words);
    await place();
    await bed.said("The medication is recorded as given.").waitFor();
  });
});
