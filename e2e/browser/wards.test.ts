import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "a ward manager looks after the screens", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let desk: SeatScreen;
  let nurse: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    nurse = hospital.person("nurse");
    const manager = hospital.person("manager");
    seat = await hospital.openSeat();
    await seat.signIn(nurse);
    desk = await hospital.openPage("/console/");
    await desk.page.getByLabel("Badge number").fill(manager.badge);
    await desk.page.getByLabel("PIN").fill(manager.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "Wards" }).click();
    await desk.page.getByRole("heading", { name: "Screens" }).waitFor();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  test("sees who is in, and locks the screen after being told what that does", async () => {
    const { page } = desk;
    const taken = page
      .getByRole("region", { name: "Screens" })
      .getByRole("listitem")
      .filter({ hasText: nurse.name });
    await taken.getByText(/in since/).waitFor();
    expect(await page.content()).not.toContain(hospital.demo.patients[0]?.number);
    await taken.getByRole("button", { name: "Lock this screen" }).click();
    await taken.getByText(`${nurse.name} comes back with a tap`).waitFor();
    expect(await look(page, "console-wards", atADesk)).toEqual([]);
    await taken.getByRole("button", { name: "Lock this screen" }).click();
    await seat.locked.waitFor();
    await page.getByRole("alert").filter({ hasText: "is locked." }).waitFor();
    await taken.getByText(/Can come back with a tap/).waitFor();
    await seat.tap(nurse);
    await seat.patients.waitFor();
  });

  test("a badge that is reported lost opens nothing any more, and its session is gone", async () => {
    const { page } = desk;
    const person = page
      .getByRole("region", { name: "On duty here" })
      .getByRole("listitem", { name: nurse.name });
    await person.getByRole("button", { name: "Badge lost" }).click();
    await person.getByText(`The badge of ${nurse.name} will open nothing any more.`).waitFor();
    await person.getByText("is signed out at:").waitFor();
    await person.getByRole("button", { name: "Badge lost" }).click();
    await seat.locked.waitFor();
    await person.getByText("No badge").waitFor();
    await seat.tap(nurse);
    await seat.said("This badge does not open anything here.").waitFor();
    expect(await seat.patients.count()).toBe(0);
  });

  test("[A3] a pool badge is lent for the shift, and its holder comes in with their own PIN", async () => {
    const { page } = desk;
    const person = page
      .getByRole("region", { name: "On duty here" })
      .getByRole("listitem", { name: nurse.name });
    await person.getByRole("button", { name: "Lend a pool badge" }).click();
    await person.getByText(`You have ${nurse.name} before you.`).waitFor();
    expect(await look(page, "console-lend", atADesk)).toEqual([]);
    await page.keyboard.type(hospital.person("manager").badge);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "somebody's own badge" }).waitFor();
    await person.getByRole("button", { name: "Lend a pool badge" }).click();
    await page.keyboard.type("0990000001");
    await page.keyboard.press("Enter");
    const said = page
      .getByRole("alert")
      .filter({ hasText: `${nurse.name} has a pool badge until` });
    await said.waitFor();
    await seat.signIn({ ...nurse, badge: "0990000001" });
    await seat.patients.waitFor();
  });
});
