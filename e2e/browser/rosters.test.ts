import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk, bedside } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "when the roster is wrong", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let charge: SeatScreen;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  test("[L9] off duty a tap says so, and a shift is started by one choice and the PIN", async () => {
    const nurse = hospital.person("unrostered");
    await seat.tap(nurse);
    const start = seat.button(/^Start a shift: Nurse on /);
    await start.waitFor();
    expect(await look(seat.page, "off-duty-start", bedside)).toEqual([]);
    await start.click();
    await seat.givePin(nurse);
    await seat.patients.waitFor();
    await seat.said(/not confirmed yet/).waitFor();
    expect(await look(seat.page, "unconfirmed-shift", bedside)).toEqual([]);
  });

  test("[L9] whoever is in charge confirms the list by one touch", async () => {
    charge = await hospital.openSeat();
    await charge.signIn(hospital.person("colleague"));
    await charge.button("1 waits to be confirmed").click();
    await charge.page.getByTestId("waiting").waitFor();
    expect(await look(charge.page, "waiting", bedside)).toEqual([]);
    await charge.button(/^Confirm$/).click();
    await charge.said("The roster is confirmed.").waitFor();
    await seat.said(/not confirmed yet/).waitFor({ state: "detached" });
  });

  test("[L10] patients are handed over by name", async () => {
    await seat.button("Hand patients over").click();
    const panel = seat.page.getByTestId("handover");
    await panel.waitFor();
    await panel.getByRole("checkbox").first().click();
    const { name } = hospital.person("colleague");
    await panel.getByRole("radio", { name: new RegExp(name) }).click();
    expect(await look(seat.page, "handover", bedside)).toEqual([]);
    await seat.button("Hand 1 patient over").click();
    await seat.said(`Handed over to ${name}.`).waitFor();
  });

  test("[L9] a shift to come is swapped with somebody who agrees", async () => {
    await charge.button("Swap a shift").click();
    const panel = charge.page.getByTestId("swap");
    await panel.getByRole("radio").first().waitFor();
    await panel.getByRole("radio").first().click();
    expect(await look(charge.page, "swap", bedside)).toEqual([]);
  });

  test("[L9] the ward's manager has a page of who is at work without the roster", async () => {
    const manager = hospital.person("manager");
    const screen = await hospital.openPage("/console/");
    await screen.page.getByLabel("Badge number").fill(manager.badge);
    await screen.page.getByLabel("PIN", { exact: true }).fill(manager.pin);
    await screen.page.keyboard.press("Enter");
    await screen.page.getByRole("link", { name: "Roster" }).click();
    await screen.said("Nobody waits to be confirmed.").waitFor();
    expect(await look(screen.page, "console-rosters", atADesk)).toEqual([]);
  });
});
