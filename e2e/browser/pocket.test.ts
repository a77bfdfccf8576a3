import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import type { VirtualAuthenticator } from "../support/authenticator.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import { enrolPasskey, inOneHand, openPhonePage, reportPhone, small } from "../support/phone.ts";
import type { Person, SeatScreen } from "../support/seat.ts";
import { runWardkey } from "../support/server.ts";

const chromium = await launchBrowser();

describeWith(chromium, "the phone", ({ browser, close }) => {
  let hospital: Demonstration;
  let phone: SeatScreen;
  let person: Person;
  let holder: VirtualAuthenticator;
  /** The person's second one. */
  let other: SeatScreen;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    person = hospital.person("nurse");
    holder = await enrolPasskey(hospital, person);
    phone = await openPhone();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const openPhone = async (): Promise<SeatScreen> => {
    // The passkey moves on: only one of them is in use at a time.
    const opened = await openPhonePage(hospital, holder);
    holder = opened.holder;
    return opened.screen;
  };
  const heading = (name: string | RegExp) => phone.page.getByRole("heading", { name });
  /** The patients of the ward that the person is on shift for. */
  const rows = () =>
    phone.page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ hasText: `${person.ward} · ` })
      .getByRole("button");
  /** Opens the chart of one of them whom nothing but the shift gives to the person. */
  const openByShiftAlone = async (): Promise<void> => {
    for (const row of await rows().all()) {
      await row.click();
      const why = await phone.page.getByText(/You are on shift/).textContent();
      if (why?.includes("care team") === false) return;
      await phone.button("Back to my patients").click();
      await heading(/^My patients/).waitFor();
    }
    throw new Error("every patient is the person's own");
  };

  test("[C8] a passkey registers it; unmanaged it shows no patient, and says what to do", async () => {
    await heading("Use Wardkey on this phone").waitFor();
    expect(await look(phone.page, "pocket-welcome", inOneHand)).toEqual([]);
    await small(phone.page);
    await phone.button("Register with a passkey").click();
    await phone.page.getByRole("banner").getByText(person.name).waitFor();
    await phone.page.getByText("This phone is not managed, so it shows no patient.").waitFor();
    expect(await phone.page.getByRole("heading", { name: "My patients" }).count()).toBe(0);
    expect(await look(phone.page, "pocket-unmanaged", inOneHand)).toEqual([]);
    await small(phone.page);
  });

  test("[C8] managed and in the house it lists one's patients, and opens a chart, by keyboard alone", async () => {
    await reportPhone(hospital, phone.page, true);
    await heading(/^My patients/).waitFor();
    expect(await look(phone.page, "pocket-patients", inOneHand)).toEqual([]);
    await small(phone.page);
    await rows().first().focus();
    await phone.page.keyboard.press("Enter");
    await phone.page.getByText(/You are on shift/).waitFor();
    expect(await look(phone.page, "pocket-chart", inOneHand)).toEqual([]);
    await small(phone.page);
    await phone.button("Write a note").focus();
    await phone.page.keyboard.press("Enter");
    await phone.page.keyboard.type("Seen by video, well.");
    expect(await look(phone.page, "pocket-note", inOneHand)).toEqual([]);
    await phone.button(/^Put it in the chart of /).focus();
    await phone.page.keyboard.press("Enter");
    await phone.said("The note is in the chart.").waitFor();
    await phone.button("Write a note").waitFor();
    expect(await phone.page.locator("article").textContent()).toContain("Seen by video, well.");
    await small(phone.page);
    await phone.button("Back to my patients").focus();
    await phone.page.keyboard.press("Enter");
    await heading(/^My patients/).waitFor();
  });

  test("a refusal says why, whom to ask, and the way back", async () => {
    await phone.page
      .getByRole("searchbox")
      .or(phone.page.getByRole("textbox"))
      .first()
      .fill(hospital.demo.patientElsewhere.number);
    await phone.page.keyboard.press("Enter");
    await phone.button("Open chart").click();
    await phone.page.getByTestId("refusal").waitFor();
    await heading("You can't open this chart").waitFor();
    expect(await look(phone.page, "pocket-refused", inOneHand)).toEqual([]);
    await small(phone.page);
    await phone.button("Back to my patients").click();
    await heading(/^My patients/).waitFor();
  });

  test("[C8] off the hospital's networks only own and on-call patients stay", async () => {
    await openByShiftAlone();
    await setNetworks("203.0.113.0/24");
    await phone.page.getByText("Away from the hospital", { exact: true }).waitFor();
    await phone.page.getByText("Only your own and on-call patients open here.").waitFor();
    await phone.page.getByText("Away from the hospital only your own").waitFor();
    expect(await look(phone.page, "pocket-away", inOneHand)).toEqual([]);
    await small(phone.page);
    await setNetworks("127.0.0.0/8", "::1/128");
    await phone.page.getByText(/^At /).waitFor();
  });

  test("without a connection it says so, and what it showed goes within the minute", async () => {
    await phone.page.context().setOffline(true);
    await phone.page.getByText("No connection. Nothing new can be opened").waitFor();
    await phone.page.context().setOffline(false);
    await phone.page.getByText("No connection.").waitFor({ state: "hidden" });
  });

  test("[C8] signs out and in; lost, reported from another phone, it is out at once and for good", async () => {
    await phone.page.getByRole("banner").getByRole("button", { name: "This screen" }).click();
    expect(await look(phone.page, "pocket-menu", inOneHand)).toEqual([]);
    await small(phone.page);
    await phone.page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await heading("You are signed out").waitFor();
    expect(await look(phone.page, "pocket-out", inOneHand)).toEqual([]);
    await small(phone.page);
    await phone.button("Sign in with your passkey").click();
    await heading(/^My patients/).waitFor();

    other = await openPhone();
    await other.button("Register with a passkey").click();
    await other.page.getByRole("banner").getByText(person.name).waitFor();
    await other.page.getByRole("banner").getByRole("button", { name: "This screen" }).click();
    const phones = other.page.getByRole("dialog").getByRole("listitem");
    await phones.filter({ hasNotText: "this phone" }).getByRole("button").click();
    expect(await look(other.page, "pocket-lost", inOneHand)).toEqual([]);
    await other.page.getByRole("button", { name: "It is lost" }).click();
    await heading("This phone has ended").waitFor();
    expect(await phone.page.getByRole("main").textContent()).not.toContain(person.name);
    expect(await look(phone.page, "pocket-ended", inOneHand)).toEqual([]);
    await phone.button("Start anew").click();
    await heading("Use Wardkey on this phone").waitFor();
  });

  test("[C8] lost, said at the bedside by its person, it is out at once and for good", async () => {
    const seat = await hospital.openSeat();
    await seat.signIn(person);
    await seat.button("More").click();
    const phones = seat.page.getByRole("group", { name: "My phones" });
    await phones.getByRole("button", { name: /^Lost or handed back/ }).waitFor();
    expect(await look(seat.page, "bedside-phones", bedside)).toEqual([]);
    await phones.getByRole("button", { name: /^Lost or handed back/ }).click();
    await seat.button("It is lost").click();
    await seat.said("The phone has ended, with its session.").waitFor();
    await other.page.getByRole("heading", { name: "This phone has ended" }).waitFor();
    const listed = seat.page.waitForResponse(/bedside\/api\/phones$/);
    await seat.page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await listed;
    await seat.button("Sign out").waitFor();
    expect(await phones.count()).toBe(0);
  });

  async function setNetworks(...networks: readonly string[]): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "wardkey-networks-"));
    const path = join(folder, "networks.csv");
    const rows = networks.map((network) => `${site},${network}`);
    writeFileSync(path, `site,network\n${rows.join("\n")}\n`);
    const { code, output } = await runWardkey(["import", "networks", path], {
      WARDKEY_DATA: hospital.data,
    });
    rmSync(folder, { recursive: true });
    expect(code, output).toBe(0);
  }
});

/** The demonstration's first site. */
const site = "north";
