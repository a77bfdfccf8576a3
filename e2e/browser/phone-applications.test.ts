import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import type { VirtualAuthenticator } from "../support/authenticator.ts";
import { giveAuthenticator } from "../support/authenticator.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { enrolPasskey, inOneHand, openPhonePage, reportPhone, small } from "../support/phone.ts";
import type { Person, SeatScreen } from "../support/seat.ts";
import { runWardkey } from "../support/server.ts";
import { type SmartApp, serveSmartApp } from "../support/smart-app.ts";

const chromium = await launchBrowser();

describeWith(chromium, "an application on a phone", ({ browser, close }) => {
  let hospital: Demonstration;
  let smart: SmartApp;
  let nurse: Person;
  let phone: SeatScreen;
  let holder: VirtualAuthenticator;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    nurse = hospital.person("nurse");
    const scope = "openid fhirUser online_access";
    const iss = `${hospital.server.url.replace("127.0.0.1", "localhost")}/fhir`;
    smart = await serveSmartApp({ clientId: "rota", scope, iss });
    const path = join(hospital.data, "rota.json");
    const form = {
      id: "rota",
      name: "Rota",
      kind: "signs-in-here",
      browser: true,
      redirectUris: [`${smart.url}/index.html`],
      scopes: scope.split(" "),
    };
    writeFileSync(path, JSON.stringify(form));
    const environment = { WARDKEY_DATA: hospital.data };
    const { code, output } = await runWardkey(["application", "register", path], environment);
    expect([code, output]).toEqual([0, expect.stringContaining("rota")]);
    const opened = await openPhonePage(hospital, await enrolPasskey(hospital, nurse));
    ({ holder } = opened);
    phone = opened.screen;
    await phone.button("Register with a passkey").click();
    await phone.page.getByRole("banner").getByText(nurse.name).waitFor();
    await reportPhone(hospital, phone.page, true);
  });
  afterAll(async () => {
    smart?.close();
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    // The application's own page is another's.
    const faults = hospital.faults().filter((fault) => !fault.includes(smart.url));
    expect(faults).toEqual([]);
  });

  /** What the application got, as its page shows it. */
  const stateOf = async (page: Page): Promise<Readonly<Record<string, unknown>>> => {
    await page.waitForURL(/\/index\.html/);
    const shown = page.locator("pre:not(:empty)");
    return JSON.parse((await shown.textContent()) ?? "{}");
  };

  test("[S1] whoever is in on the phone answers, without a badge, a PIN or a prompt", async () => {
    const page = await phone.context.newPage();
    await small(page);
    await page.goto(`${smart.url}/standalone.html`);
    expect(await stateOf(page)).toMatchObject({ userId: nurse.id, token_type: "Bearer" });
    await page.close();
  });

  test("[A1] signed out, it asks for the passkey, and goes on by itself", async () => {
    await phone.page.getByRole("banner").getByRole("button", { name: "This screen" }).click();
    await phone.page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await phone.page.getByRole("heading", { name: "You are signed out" }).waitFor();
    const page = await phone.context.newPage();
    await small(page);
    const [passkey] = await holder.credentials();
    if (passkey === undefined) throw new Error("there is no passkey");
    await (await giveAuthenticator(page)).add(passkey);
    await page.goto(`${smart.url}/standalone.html`);
    await page.getByRole("heading", { name: "Sign in on this phone" }).waitFor();
    expect(await look(page, "connect-phone", inOneHand)).toEqual([]);
    await page.getByRole("button", { name: "Use your passkey" }).click();
    expect(await stateOf(page)).toMatchObject({ userId: nurse.id });
    await phone.page.getByRole("banner").getByText(nurse.name).waitFor();
    await page.close();
  });
});
