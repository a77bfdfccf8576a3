import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "who is signed in, on the console", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let desk: SeatScreen;
  let nurse: Person;
  let manager: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    nurse = hospital.person("nurse");
    manager = hospital.person("manager");
    seat = await hospital.openSeat();
    await seat.signIn(nurse);
    desk = await hospital.openPage("/console/");
    await desk.page.getByLabel("Badge number").fill(manager.badge);
    await desk.page.getByLabel("PIN").fill(manager.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "Sessions" }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const row = (who: string) => desk.page.getByRole("row").filter({ hasText: who });

  test("a ward manager sees who is in at the ward's screens, and their own session, and no patient", async () => {
    await row(nurse.name).getByText("badge and PIN").waitFor();
    await row(manager.name).getByText("this one").waitFor();
    expect(await row(manager.name).getByRole("button").count()).toBe(0);
    expect(await desk.page.content()).not.toContain(hospital.demo.patients[0]?.number);
    expect(await look(desk.page, "console-sessions", atADesk)).toEqual([]);
  });

  test("on a narrow screen the page comes first, its menu is one touch away, and a session can be ended without scrolling", async () => {
    const { page } = desk;
    for (const [width, height] of [
      [390, 844],
      [768, 1024],
    ] as const) {
      await page.setViewportSize({ width, height });
      const title = await page.getByRole("heading", { name: "Sessions" }).boundingBox();
      expect([width, (title?.y ?? height) < 120]).toEqual([width, true]);
      const end = await row(nurse.name).getByRole("button", { name: "End" }).boundingBox();
      const right = (end?.x ?? width) + (end?.width ?? 0);
      expect([width, right <= width]).toEqual([width, true]);
      await page.getByRole("button", { name: "Menu" }).click();
      const links = await page.getByRole("navigation").getByRole("link").all();
      for (const link of [...links, page.getByRole("button", { name: "Sign out" })]) {
        const box = await link.boundingBox();
        const isWhole = box !== null && box.x >= 0 && box.x + box.width <= width;
        expect([width, isWhole, (box?.height ?? 0) >= 44]).toEqual([width, true, true]);
      }
      expect(await look(page, "console-menu", atADesk, [{ width, height }])).toEqual([]);
      await page.setViewportSize({ width, height });
      await page.getByRole("button", { name: "Menu" }).click();
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test("what is looked for is found; in German too", async () => {
    const { page } = desk;
    await page.getByLabel("Contains").fill(nurse.name);
    await row(manager.name).waitFor({ state: "detached" });
    await row(nurse.name).waitFor();
    await page.goto(`${new URL(page.url()).origin}/console/?page=sessions&lang=de`);
    await page.getByRole("heading", { name: "Sitzungen" }).waitFor();
    await row(nurse.name).getByText("Ausweis und PIN").waitFor();
    expect(await look(page, "console-sessions-german", atADesk)).toEqual([]);
    await page.goto(`${new URL(page.url()).origin}/console/?page=sessions&lang=en`);
  });

  test("[S6] ending one says first what stops, and signs out at the screen, locked or not", async () => {
    const { page } = desk;
    await seat.page.getByRole("button", { name: "Lock", exact: true }).click();
    await seat.locked.waitFor();
    await row(nurse.name).getByText("Locked, back by a tap").waitFor();
    await row(nurse.name).getByRole("button", { name: "End" }).click();
    await page.getByText(`${nurse.name} is signed out at once`).waitFor();
    expect(await look(page, "console-sessions-end", atADesk)).toEqual([]);
    await page.getByRole("button", { name: "End the session" }).click();
    await page.getByText(`The session of ${nurse.name} has ended.`).waitFor();
    await row(nurse.name).waitFor({ state: "detached" });
    await seat.tap(nurse);
    await seat.page.getByLabel("PIN").waitFor();
  });
});
