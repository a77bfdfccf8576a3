import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import { type Person, type SeatScreen, seatScreen, usual } from "../support/seat.ts";
import {
  type DemoFile,
  readDemo,
  runWardkey,
  type ServerProcess,
  startServer,
} from "../support/server.ts";
import { type SmartApp, serveSmartApp } from "../support/smart-app.ts";

const chromium = await launchBrowser();
const scope = "openid fhirUser launch launch/patient online_access patient/*.rs";

describeWith(chromium, "fhirclient", ({ browser, close }) => {
  let data = "";
  let server: ServerProcess;
  let demo: DemoFile;
  let base = "";
  let smart: SmartApp;
  let nurse: Person;
  let doctor: Person;
  let patient: DemoFile["patients"][number];

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "wardkey-smart-"));
    server = await startServer({ data });
    demo = readDemo(data);
    base = server.url.replace("127.0.0.1", "localhost");
    const person = (wanted: string) => demo.people.find(({ part }) => part === wanted) as Person;
    nurse = person("nurse");
    doctor = person("doctor");
    patient = demo.patients[0] as DemoFile["patients"][number];
    smart = await serveSmartApp({ clientId: "growth", scope, iss: `${base}/fhir` });
    const form = {
      id: "growth",
      name: "Growth chart",
      kind: "signs-in-here",
      browser: true,
      redirectUris: [`${smart.url}/index.html`],
      launchUri: `${smart.url}/launch.html`,
      scopes: scope.split(" "),
    };
    const path = join(data, "growth.json");
    writeFileSync(path, JSON.stringify(form));
    const { code, output } = await runWardkey(["application", "register", path], {
      WARDKEY_DATA: data,
    });
    expect([code, output]).toEqual([0, expect.stringContaining("growth")]);
  });
  afterAll(async () => {
    smart?.close();
    await server?.kill();
    rmSync(data, { recursive: true });
    await close();
  });

  const openSeat = async (): Promise<SeatScreen> => openSeatAt(browser, base);

  test("EHR launch from the bedside: opens signed in, for the patient of the open chart", async () => {
    const seat = await openSeat();
    await seat.signIn(nurse);
    await seat.open(patient.number);
    await seat.button("More").click();
    const opening = seat.context.waitForEvent("page");
    await seat.button("Growth chart").click();
    const state = await stateOf(await opening);
    expect(state).toMatchObject({
      token_type: "Bearer",
      patientId: patient.id,
      encounterId: expect.any(String),
      userId: nurse.id,
      refresh_token: expect.any(String),
    });
    expect(String(state["scope"]).split(" ").toSorted()).toEqual(scope.split(" ").toSorted());
    await seat.context.close();
  });

  describe("[S7] its window goes with whoever opened it", () => {
    let seat: SeatScreen;
    let page: Page;

    beforeEach(async () => {
      seat = await openSeat();
      await seat.signIn(nurse);
      await seat.open(patient.number);
      await seat.button("More").click();
      const opening = seat.context.waitForEvent("page");
      await seat.button("Growth chart").click();
      page = await opening;
      expect((await stateOf(page))["patientId"]).toBe(patient.id);
      await seat.page.keyboard.press("Escape");
    });
    afterEach(() => seat.context.close());

    const goneBy = async (leave: () => Promise<unknown>): Promise<void> => {
      const gone = page.waitForEvent("close", { timeout: 5_000 });
      await leave();
      await gone;
      expect(seat.context.pages()).toEqual([seat.page]);
    };

    test("locked by hand", () => goneBy(() => seat.lock()));

    test("somebody else taps in", () =>
      goneBy(async () => {
        await seat.tap(doctor);
        await seat.givePin(doctor);
      }));

    test("the screen is reloaded", () => goneBy(() => seat.page.reload()));

    test("and it cannot send the screen anywhere meanwhile", async () => {
      const before = seat.page.url();
      const tried = await page.evaluate(() => {
        const said: string[] = [];
        for (const reach of [
          () => window.opener,
          () => window.opener.parent,
          () => window.opener.top,
        ]) {
          try {
            reach().location = location.href;
            said.push("asked");
          } catch (error) {
            said.push((error as Error).name);
          }
        }
        return said;
      });
      expect(tried).toHaveLength(3);
      await page.waitForTimeout(500);
      expect(seat.page.url()).toBe(before);
      expect(seat.page.frames().map((frame) => frame.url())).toEqual([before, "about:blank"]);
      await seat.patients.waitFor();
    });
  });

  test("standalone launch: waits for a badge and a chart, and goes on by itself; refresh works", async () => {
    const seat = await openSeat();
    const page = await seat.context.newPage();
    await page.goto(`${smart.url}/standalone.html`);
    const waiting = seatScreen(page, { seen: [] });
    await page.getByRole("heading", { name: /Tap your badge to open/ }).waitFor();
    expect(await look(page, "connect-tap", bedside)).toEqual([]);
    await waiting.tap(doctor);
    await page.getByLabel("PIN").fill(doctor.pin);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Open the patient's chart" }).waitFor();
    await seat.patients.waitFor();
    await seat.open(patient.number);
    const state = await stateOf(page);
    expect(state).toMatchObject({ patientId: patient.id, userId: doctor.id });
    const fresh = await page.evaluate(async () => {
      const { client } = window as unknown as { client: FhirClient };
      // RFC 6749 section 3.2.1: an application without a key says who it is; fhirclient does when it is told to.
      client.environment.options.refreshTokenWithClientId = true;
      const next = (await client.refresh()) as { tokenResponse: Record<string, string> };
      return next.tokenResponse;
    });
    expect(fresh["access_token"]).not.toBe(state["access_token"]);
    expect(fresh["patient"]).toBe(patient.id);
    await seat.context.close();
  });

  test("at a browser that is no seat: sign in at the console, and no patient", async () => {
    const context: BrowserContext = await browser.newContext(usual);
    const page = await context.newPage();
    await page.goto(`${smart.url}/standalone.html`);
    await page.getByLabel("Badge number").fill(nurse.badge);
    await page.getByLabel("PIN").fill(nurse.pin);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    expect((await stateOf(page))["error"]).toMatch(/no patient/);
    await context.close();
  });
});

async function openSeatAt(browser: Browser, base: string): Promise<SeatScreen> {
  const context = await browser.newContext(usual);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(base);
  const seat = seatScreen(page, { seen: [] });
  await seat.locked.waitFor();
  return seat;
}

/** What the test uses of fhirclient's client. */
interface FhirClient {
  readonly environment: { readonly options: { refreshTokenWithClientId?: boolean } };
  refresh(): Promise<object>;
}

/** What the application got, as its page shows it. */
async function stateOf(page: Page): Promise<Readonly<Record<string, unknown>>> {
  await page.waitForURL(/\/index\.html/);
  const shown = page.locator("pre:not(:empty)");
  return JSON.parse((await shown.textContent()) ?? "{}");
}
