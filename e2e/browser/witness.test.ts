import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
const drug = "Morphine 5 mg subcutaneously, left arm";

describeWith(chromium, "a controlled drug that needs a witness", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let elsewhere: SeatScreen;
  let nurse: Person;
  let colleague: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat();
    elsewhere = await hospital.openSeat();
    nurse = hospital.person("nurse");
    colleague = hospital.person("colleague");
    await elsewhere.signIn(colleague);
    await seat.signIn(nurse);
    await seat.open(hospital.demo.patients[0]?.number ?? "");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const panel = () => seat.page.getByTestId("witness");
  const text = () => seat.page.getByLabel("Give this controlled drug: text");
  const place = () => seat.button(/^Give this controlled drug for /).click();

  test("[S10] [S2] nobody witnesses by themselves: one touch goes back to the text as it was", async () => {
    await seat.button(/^Give this controlled drug/).click();
    await text().fill(drug);
    await place();
    await panel().getByText("Tap your badge to witness").waitFor();
    await panel().getByText(drug).waitFor();
    expect(await look(seat.page, "witness-asked", bedside)).toEqual([]);
    await seat.button("Without a witness, back to the text").click();
    await text().waitFor();
    expect(await text().inputValue()).toBe(drug);
  });

  test("[S10] [A3] a colleague taps and gives their PIN; who is in stays in, here and elsewhere", async () => {
    await place();
    await panel().waitFor();
    // A third person's tap gives way to the next; the doctor may not, and is told so.
    await seat.tap(hospital.person("doctor"));
    await seat.givePin(hospital.person("doctor"));
    const { name } = hospital.person("doctor");
    const no = `${name}, you can't witness this. Your role as doctor does not include this.`;
    await seat.said(no).waitFor();
    await seat.said("Another colleague can tap to witness it, or go back to the text.").waitFor();
    await panel().getByText("Tap your badge to witness").waitFor();
    await seat.tap(colleague);
    await panel().getByText(`${colleague.name} witnesses`).waitFor();
    expect(await look(seat.page, "witness-pin", bedside)).toEqual([]);
    await seat.pin.waitFor();
    await seat.page.keyboard.type("9876");
    await seat.page.keyboard.press("Enter");
    await seat.said("That was not the right PIN.").waitFor();
    await seat.givePin(colleague);
    await seat.said("The controlled drug is recorded as given, with its witness.").waitFor();
    await seat.page.getByRole("banner").getByText(nurse.name).waitFor();
    await elsewhere.page.getByRole("banner").getByText(colleague.name).waitFor();
    await elsewhere.patients.waitFor();
  });

  test("[S10] [S7] a lock in the middle ends it, and leaves nothing of it on the screen", async () => {
    await seat.button(/^Give this controlled drug/).click();
    await text().fill(drug);
    await place();
    await panel().waitFor();
    await seat.tap(colleague);
    await seat.pin.waitFor();
    await seat.tap(nurse);
    await seat.locked.waitFor();
    expect(await seat.page.content()).not.toContain("Morphine");
    expect(await panel().count()).toBe(0);
    await seat.tap(nurse);
    await seat.patients.waitFor();
    expect(await panel().count()).toBe(0);
  });
});
