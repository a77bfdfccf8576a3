import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import decodeQR from "qr/decode.js";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import {
  createIssuer,
  type Issuer,
  type Keys,
  keys,
  passportsYaml,
} from "../../tests/support/passports.ts";
import { createWallet, type Wallet } from "../../tests/support/wallet.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "a staff passport at the desk", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  let issuer: Issuer;
  let holder: Keys;
  let nurse: { readonly name: string };
  let list: string;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "wardkey-issuer-"));
    list = join(folder, "list");
    issuer = await createIssuer();
    holder = await keys();
    writeFileSync(list, await issuer.statusList(Date.now()));
    hospital = await startDemonstration(browser, believing(issuer), {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, "../support/issuer-of-passports.ts")}`,
      ISSUER_LIST: list,
    });
    nurse = hospital.person("nurse");
    const manager = hospital.person("manager");
    desk = await hospital.openPage("/console/");
    const { page } = desk;
    await page.getByLabel("Badge number").fill(manager.badge);
    await page.getByLabel("PIN").fill(manager.pin);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "People" }).click();
    await page.getByLabel("Staff number or name").fill(nurse.name);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: new RegExp(nurse.name) }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const wallet = async (claims: Readonly<Record<string, unknown>> = {}): Promise<Wallet> => {
    const iat = Math.floor(Date.now() / 1000) - 60;
    const times = { iat, exp: iat + 30 * 24 * 3600 };
    const passport = await issuer.issue(holder.jwk, { name: nurse.name, ...times, ...claims });
    return createWallet(passport, holder, { fetch, now: Date.now });
  };

  test("[L7] a wallet reads the code from the screen; the passport is compared and accepted", async () => {
    const { page } = desk;
    await desk.button("Ask for their staff passport").click();
    await page.getByRole("img", { name: "The code that their wallet scans" }).waitFor();
    expect(await look(page, "console-passport-code", atADesk)).toEqual([]);
    const answered = await (await wallet()).answer(await scan(page));
    expect(answered.status).toBe(200);
    await page.getByText("It is genuine").waitFor();
    await page.getByText("NMC 12A3456B").waitFor();
    expect(await look(page, "console-passport-believed", atADesk)).toEqual([]);
    await desk.button("It is them: accept").click();
    await page.getByText(/staff passport \(issued by Regional staff bank\), level 2/).waitFor();
    expect(await look(page, "console-passport-accepted", atADesk)).toEqual([]);
  });

  test("one in another name says so, and one that is not believed says why", async () => {
    const { page } = desk;
    await desk.button("Ask for their staff passport").click();
    await (await wallet({ name: "Nora Lind" })).answer(await scan(page));
    await page.getByText("The names differ").waitFor();
    expect(await look(page, "console-passport-other-name", atADesk)).toEqual([]);
    await desk.button("It is not them").click();
    await desk.button("Ask for their staff passport").click();
    await (await wallet({ status: { status_list: { uri: elsewhere, idx: 3 } } })).answer(
      await scan(page),
    );
    await page.getByText("Whether it was revoked cannot be found out now").waitFor();
    expect(await look(page, "console-passport-refused", atADesk)).toEqual([]);
    await desk.button("Ask anew").click();
    await page.getByRole("img", { name: "The code that their wallet scans" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("one of this house is offered by a code and a PIN", async () => {
    const { page } = desk;
    await desk.button("Give them a staff passport").click();
    const link = await scan(page, "The code by which their wallet takes the passport");
    expect(link).toMatch(/^openid-credential-offer:/);
    await page.getByText(/^\d{6}$/).waitFor();
    expect(await look(page, "console-passport-offer", atADesk)).toEqual([]);
    await page.keyboard.press("Escape");
  });

  test("in German as well", async () => {
    const { page } = desk;
    const address = new URL(page.url());
    address.searchParams.set("lang", "de");
    await page.goto(address.href);
    await page.getByRole("button", { name: "Mitarbeiterpass ausstellen" }).click();
    await page.getByText("Sagen Sie die PIN niemand anderem").waitFor();
    expect(await look(page, "console-passport-offer-german", atADesk)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Mitarbeiterpass zeigen lassen" }).click();
    await page.getByText("mit der Wallet auf dem eigenen Telefon").waitFor();
    expect(await look(page, "console-passport-code-german", atADesk)).toEqual([]);
    await (await wallet({ vct: "urn:wardkey:staff-passport:1", role: "doctor" })).answer(
      await scan(page, "Der Code, den die Wallet einliest"),
    );
    await page.getByText("Für diese Rolle wird seinem Aussteller hier nicht geglaubt").waitFor();
    expect(await look(page, "console-passport-refused-german", atADesk)).toEqual([]);
  });

  /** Reads the code from a picture of the screen, as a phone's camera does. */
  async function scan(page: Page, name = "The code that their wallet scans"): Promise<string> {
    const code = page.getByRole("img", { name });
    await code.waitFor();
    const picture = (await code.screenshot()).toString("base64");
    const elsewhere = await browser.newPage();
    const image = await elsewhere.evaluate(async (png) => {
      const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const { height, width } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      return { width, height, data: [...(context?.getImageData(0, 0, width, height).data ?? [])] };
    }, picture);
    await elsewhere.close();
    return decodeQR({ ...image, data: Uint8Array.from(image.data) });
  }
});

const elsewhere = "https://elsewhere.example/status/1";

/** The shipped policy, by which this issuer is believed. */
function believing({ trusted }: Issuer): (name: string, text: string) => string {
  // Those who work in the demonstration have done so for years.
  const passports = passportsYaml({ ...trusted, longest: 200_000 * 3_600_000 });
  return (name, text) => (name === "passports.yaml" ? passports : text);
}
