import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { giveAuthenticator } from "../support/authenticator.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import { inOneHand, small } from "../support/phone.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

const hour = 3_600_000;

/** What was typed, chosen or touched since the last count, and how long it took. */
interface Effort {
  readonly prompts: number;
  readonly seconds: number;
}

describeWith(chromium, "the locum desk", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  let prompts = 0;
  let begun = 0;

  const form = () => desk.page.getByRole("form", { name: "Book a locum" });
  const card = () => desk.page.getByRole("listitem", { name: "Eva Silva" }).first();
  let place = form;
  const fill = async (label: string, text: string): Promise<void> => {
    prompts++;
    await place().getByLabel(label).first().fill(text);
  };
  const choose = async (label: string, option: string): Promise<void> => {
    prompts++;
    await place().getByLabel(label).selectOption(option);
  };
  const press = async (name: string): Promise<void> => {
    prompts++;
    await place().getByRole("button", { name, exact: true }).click();
  };
  const begin = (): void => {
    prompts = 0;
    begun = performance.now();
  };
  const effort = (what: string): Effort => {
    const seconds = (performance.now() - begun) / 1000;
    console.info(`${what}: ${prompts} prompts, ${seconds.toFixed(1)} s by an instant hand`);
    return { prompts, seconds };
  };

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    const manager = hospital.person("manager");
    desk = await hospital.openPage("/console/", { host: "localhost" });
    await desk.page.getByLabel("Badge number").fill(manager.badge);
    await desk.page.getByLabel("PIN").fill(manager.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("link", { name: "Locums" }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  test("[L5] [L7] from the booking to the first tap: booked, checked, badge and PIN, passkey, at work", async () => {
    const { page } = desk;
    await page.getByRole("heading", { name: "Book a locum" }).waitFor();
    expect(await look(page, "console-locums", atADesk)).toEqual([]);
    const day = await page.getByLabel("Day", { exact: true }).inputValue();
    begin();
    await fill("Name", "Eva Silva");
    await fill("Agency", "Staff Now");
    await choose("Shift", "Other times");
    const [from, to] = shiftAround(Date.now());
    await fill("Day", from.day);
    await fill("From", from.time);
    await fill("To", to.time);
    await press("Book");
    await page.getByText("Eva Silva is booked").waitFor();
    const booking = effort("booking a locum");
    expect(booking.prompts).toBeLessThanOrEqual(7);
    expect(booking.seconds).toBeLessThan(60);
    expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    await card().getByText("Expected. Check who they are when they come.").waitFor();
    expect(await look(page, "console-locums-booked", atADesk)).toEqual([]);

    begin();
    place = card;
    await fill("Counts until (on the document)", "2030-06-30");
    await press("This is them");
    await page.getByText("Eva Silva is checked and engaged").waitFor();
    await fill("Badge number", "0999100001");
    await fill("New PIN", "7391");
    await fill("The same PIN again", "7391");
    await press("Give badge and PIN");
    await page.getByText("Eva Silva can tap in").waitFor();
    await giveAuthenticator(page);
    await press("Make a passkey");
    await page.getByText("Eva Silva has a passkey").waitFor();
    const receiving = effort("receiving a locum");
    expect(receiving.prompts).toBeLessThanOrEqual(7);
    expect(receiving.seconds).toBeLessThan(60);
    expect(await page.content()).not.toMatch(/7391|0999100001/);
    expect(await look(page, "console-locums-ready", atADesk)).toEqual([]);

    const seat = await hospital.openSeat();
    begin();
    await seat.signIn({ ...hospital.person("nurse"), badge: "0999100001", pin: "7391" });
    await seat.patients.waitFor();
    // The PIN; the tap itself asks for nothing.
    prompts = 1;
    effort("the locum's first tap");
    expect(await seat.page.getByRole("banner").textContent()).toContain("Eva Silva");
  });

  test("[L7] a professional registration that they show is written down at the desk, and stands on their page", async () => {
    const { page } = desk;
    await card().getByText("No professional registration is on record.").waitFor();
    await card().getByRole("button", { name: "Write a registration down" }).click();
    const shown = card().getByRole("form", { name: "Professional registration of Eva Silva" });
    await shown.getByLabel("Register", { exact: true }).fill("nmc");
    await shown.getByLabel("Number there").fill("98I1234E");
    await shown.getByLabel("Its last day").fill("2030-06-30");
    expect(await look(page, "console-locums-registration", atADesk)).toEqual([]);
    await shown.getByRole("button", { name: "I have seen it" }).click();
    await page.getByText("The registration of Eva Silva is on record.").waitFor();
    await card().getByText("NMC 98I1234E: registered").waitFor();
    await card().getByText("The register is not asked").waitFor();
    await card()
      .getByText(/^Lapses after 30 Jun 2030/)
      .waitFor();
    await page.getByRole("link", { name: "People" }).click();
    await page.getByLabel("Staff number or name").fill("Eva Silva");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /Eva Silva/ }).click();
    await page.getByText("NMC 98I1234E: registered").waitFor();
    expect(await look(page, "console-person-registration", atADesk)).toEqual([]);
    await page.getByRole("link", { name: "Locums" }).click();
    await page.getByRole("heading", { name: "Book a locum" }).waitFor();
  });

  test("[L7] somebody of that name who was here is asked about, and is not made twice", async () => {
    const { page } = desk;
    await page.getByLabel("Name", { exact: true }).fill("silva eva");
    await desk.button("Book").click();
    await page.getByText("Locums of this name were here before").waitFor();
    expect(await look(page, "console-locums-known", atADesk)).toEqual([]);
    await page.getByLabel("Day", { exact: true }).fill(shiftAround(Date.now() + 24 * hour)[0].day);
    await desk.button("Eva Silva, who was here before").click();
    await page.getByText("Eva Silva is booked").waitFor();
    await expect.poll(() => page.getByRole("listitem", { name: "Eva Silva" }).count()).toBe(2);
  });

  test("[L7] from the booking to the tap with the passkey made on their own phone before they come", async () => {
    const { page } = desk;
    const card = () => page.getByRole("listitem", { name: "Ola Berg" }).first();
    place = form;
    await fill("Name", "Ola Berg");
    await choose("Shift", "Other times");
    const [from, to] = shiftAround(Date.now());
    await fill("Day", from.day);
    await fill("From", from.time);
    await fill("To", to.time);
    await press("Book");
    await page.getByText("Ola Berg is booked").waitFor();
    place = card;
    begin();
    await press("Link for their phone");
    const link = await card().getByLabel("Link for Ola Berg").first().inputValue();
    effort("a link for their phone");
    expect(await look(page, "console-locums-link", atADesk)).toEqual([]);

    const phone = await hospital.openPage("/arrive/", { host: "localhost", before: small });
    await phone.page.getByRole("heading", { name: "This link does not work" }).waitFor();
    expect(await look(phone.page, "arrive-refused", inOneHand)).toEqual([]);
    const holder = await giveAuthenticator(phone.page);
    await phone.page.goto(link);
    await phone.page.getByRole("heading", { name: "Welcome, Ola Berg" }).waitFor();
    expect(await look(phone.page, "arrive-offer", inOneHand)).toEqual([]);
    begin();
    prompts++;
    await phone.button("Accept and make a passkey").click();
    const shown = phone.page.getByLabel("Code for the desk");
    await shown.waitFor();
    const onPhone = effort("everything on their own phone");
    expect(onPhone.prompts).toBe(1);
    expect(onPhone.seconds).toBeLessThan(60);
    const code = (await shown.textContent()) ?? "";
    expect(await look(phone.page, "arrive-code", inOneHand)).toEqual([]);
    const german = new URL(phone.page.url());
    german.searchParams.set("lang", "de");
    await phone.page.goto(german.href);
    await phone.page.getByRole("heading", { name: "Sie sind bereit für die Station" }).waitFor();
    expect(await phone.page.getByLabel("Code für die Station").textContent()).toBe(code);
    expect(await look(phone.page, "arrive-code-german", inOneHand)).toEqual([]);

    await card().getByText("Their phone is ready.").waitFor({ timeout: 20_000 });
    begin();
    await fill("Counts until (on the document)", "2030-06-30");
    await press("This is them");
    await page.getByText("Ola Berg is checked and engaged").waitFor();
    await fill("Code on their phone", code);
    await press("Bind their phone");
    await card().getByText("Their phone has their passkey.").waitFor();
    await fill("Badge number", "0999100002");
    await fill("New PIN", "7392");
    await fill("The same PIN again", "7392");
    await press("Give badge and PIN");
    await page.getByText("Ola Berg can tap in").waitFor();
    const receiving = effort("receiving a locum whose phone is ready");
    expect(receiving.prompts).toBeLessThanOrEqual(8);
    expect(receiving.seconds).toBeLessThan(60);
    expect(await look(page, "console-locums-bound", atADesk)).toEqual([]);
    const seat = await hospital.openSeat();
    await seat.signIn({ ...hospital.person("nurse"), badge: "0999100002", pin: "7392" });
    await seat.patients.waitFor();
    expect(await holder.credentials()).toHaveLength(1);
  });

  test("[A3] a badge that was forgotten: the ward's pool lends one for the shift", async () => {
    const { page } = desk;
    const nurse = hospital.person("nurse");
    begin();
    prompts++;
    await page.getByRole("link", { name: "Wards" }).click();
    const person = page
      .getByRole("region", { name: "On duty here" })
      .getByRole("listitem", { name: nurse.name });
    prompts++;
    await person.getByRole("button", { name: "Lend a pool badge" }).click();
    prompts++;
    await page.keyboard.type("0990000002");
    await page.keyboard.press("Enter");
    await page.getByText(`${nurse.name} has a pool badge until`).waitFor();
    const seat = await hospital.openSeat();
    prompts++;
    await seat.signIn({ ...nurse, badge: "0990000002" });
    await seat.patients.waitFor();
    const { prompts: asked, seconds } = effort("a forgotten badge, up to the tap");
    expect(asked).toBeLessThanOrEqual(4);
    expect(seconds).toBeLessThan(60);
    await page.getByRole("link", { name: "Locums" }).click();
  });

  test("in German as well", async () => {
    const { page } = desk;
    const address = new URL(page.url());
    address.searchParams.set("lang", "de");
    await page.goto(address.href);
    await page.getByRole("heading", { name: "Eine Vertretung buchen" }).waitFor();
    await card().getByText("Kann arbeiten.").waitFor();
    expect(await look(page, "console-locums-german", atADesk)).toEqual([]);
  });
});

interface Wall {
  readonly day: string;
  readonly time: string;
}

/** From half an hour ago to in eight hours, as the ward's clock shows it. */
function shiftAround(now: number): readonly [Wall, Wall] {
  const zone = "Europe/London";
  const wall = (at: number): Wall => {
    const [day = "", time = ""] = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    })
      .format(at)
      .split(" ");
    return { day, time };
  };
  return [wall(now - hour / 2), wall(now + 8 * hour)];
}
