import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { giveAuthenticator } from "../support/authenticator.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";
import { runWardkey } from "../support/server.ts";

const chromium = await launchBrowser();

const hoursFromNow = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19);

describeWith(chromium, "a new nurse gets a badge", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  const host = "localhost";

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    const { ward } = hospital.person("nurse");
    const files = {
      staff: `staff_number,family,given,title,engagement,type,from,to,sponsor,role,ward,role_from,role_to,badge
N-4711,Freshwater,Nia,Staff nurse,E-4711,employee,${hoursFromNow(-48).slice(0, 10)},,,nurse,${ward},,,
`,
      roster: `uid,staff_number,engagement,type,role,ward,site,from,to,status
n-1,N-4711,E-4711,shift,nurse,${ward},,${hoursFromNow(-2)}Z,${hoursFromNow(8)}Z,
`,
    };
    for (const [kind, text] of Object.entries(files)) {
      const path = join(hospital.data, `${kind}.csv`);
      writeFileSync(path, text);
      const { code, output } = await runWardkey(["import", kind, path], {
        WARDKEY_DATA: hospital.data,
      });
      expect(code, output).toBe(0);
    }
    const manager = hospital.person("manager");
    // A passkey is for a name, and not for an address.
    desk = await hospital.openPage("/console/", { host });
    await desk.page.getByLabel("Badge number").fill(manager.badge);
    await desk.page.getByLabel("PIN").fill(manager.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "Badges and PINs" }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  test("from HR's file to the first tap: number, badge, and a PIN that is typed twice", async () => {
    const { page } = desk;
    await page.getByLabel("Staff number").fill("N-0000");
    await page.keyboard.press("Enter");
    await desk.said(/Nobody here has this staff number/).waitFor();
    await page.getByLabel("Staff number").fill("N-4711");
    await page.keyboard.press("Enter");
    await page.getByText("No badge yet. No PIN yet.").waitFor();
    await page.keyboard.type("0471100001");
    await page.keyboard.press("Enter");
    await page.keyboard.type("1234");
    await page.getByLabel("The same PIN again").fill("1235");
    await page.keyboard.press("Enter");
    await desk.said(/not the same/).waitFor();
    await page.getByLabel("The same PIN again").fill("1234");
    await page.keyboard.press("Enter");
    await desk.said(/others would try it first/).waitFor();
    expect(await look(page, "console-badges", atADesk)).toEqual([]);
    await page.getByLabel("New PIN").fill("7391");
    await page.getByLabel("The same PIN again").fill("7391");
    await page.keyboard.press("Enter");
    await desk.said(/Nia Freshwater has this badge until .+, and a new PIN/).waitFor();
    await desk.button("Next person").click();
    expect(await page.content()).not.toMatch(/7391|0471100001/);

    const seat = await hospital.openSeat();
    await seat.signIn({ ...hospital.person("nurse"), badge: "0471100001", pin: "7391" });
    await seat.patients.waitFor();
    expect(await seat.page.getByRole("banner").textContent()).toContain("Nia Freshwater");
  });

  test("[A3] [L7] a forgotten PIN is set anew once it is said what was checked, and a colleague vouches", async () => {
    const { page } = desk;
    await page.getByLabel("Staff number").fill("N-4711");
    await page.keyboard.press("Enter");
    await page.getByText("One badge. They have a PIN.").waitFor();
    await page.getByLabel("New PIN").fill("6183");
    await page.getByLabel("The same PIN again").fill("6183");
    await desk.button("Give").click();
    await desk.said(/Say what you checked/).waitFor();
    await page.getByLabel(/What you checked/).selectOption("An official photo ID");
    await desk.button("Give").click();
    await desk.said(/a colleague has to vouch/).waitFor();
    const doctor = hospital.person("doctor");
    await page.getByLabel("Colleague's badge number").fill(doctor.badge);
    await page.keyboard.press("Enter");
    await page.keyboard.type(doctor.pin);
    expect(await look(page, "console-badges-anew", atADesk)).toEqual([]);
    await desk.button("Give").click();
    await desk.said(/Nia Freshwater has a new PIN/).waitFor();
  });

  test("[L7] the colleague may vouch by their passkey instead, without a badge or a PIN", async () => {
    const { page } = desk;
    const doctor = hospital.person("doctor");
    await giveAuthenticator(page);
    await page.getByRole("link", { name: "Enrolment desk" }).click();
    await page.getByLabel("Badge number").fill(doctor.badge);
    await page.getByLabel("PIN", { exact: true }).fill(doctor.pin);
    await desk.button("This is me").click();
    await desk.button("Make a passkey").click();
    await desk.said(`${doctor.name} has a new passkey.`).waitFor();

    await page.getByRole("link", { name: "Badges and PINs" }).click();
    await page.getByLabel("Staff number").fill("N-4711");
    await page.keyboard.press("Enter");
    await page.getByLabel("New PIN").fill("5082");
    await page.getByLabel("The same PIN again").fill("5082");
    await page.getByLabel(/What you checked/).selectOption("An official photo ID");
    await desk.button("Give").click();
    await desk.said(/a colleague has to vouch/).waitFor();
    await desk.button("Colleague's passkey").click();
    await page.getByText("A colleague vouches for them by passkey.").waitFor();
    expect(await look(page, "console-badges-passkey", atADesk)).toEqual([]);
    await desk.button("Give").click();
    await desk.said(/Nia Freshwater has a new PIN/).waitFor();
  });

  test("[L3] a badge that is lost off duty ends here, after it is said what that does", async () => {
    const { page } = desk;
    await desk.button("Next person").click();
    await page.getByLabel("Staff number").fill("N-4711");
    await page.keyboard.press("Enter");
    await desk.button("Lost: end their badges: Nia Freshwater").click();
    await page.getByText("The badge of Nia Freshwater will open nothing any more.").waitFor();
    expect(await look(page, "console-badges-lost", atADesk)).toEqual([]);
    await page.getByRole("button", { name: "Lost: end their badges", exact: true }).click();
    await page.getByText("No badge yet.").waitFor();
  });
});
