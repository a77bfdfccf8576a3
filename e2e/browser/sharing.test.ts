import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { reach } from "../support/keyboard.ts";
import { look } from "../support/look.ts";
import { bedside } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";
import { holdBack, leftOf, type Marks, markOf } from "../support/traces.ts";

const chromium = await launchBrowser();
const draft = "Asked for the window seat, twice";

describeWith(chromium, "one seat, many people", ({ browser, close }) => {
  let hospital: Demonstration;
  /** Two seats of the nurse's ward. */
  let seat: SeatScreen;
  let other: SeatScreen;
  let nurse: Person;
  let colleague: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat();
    other = await hospital.openSeat();
    nurse = hospital.person("nurse");
    colleague = hospital.person("colleague");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  beforeEach(async () => {
    for (const one of [seat, other]) {
      if (!(await one.locked.isVisible())) await one.lock();
    }
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  test("[S2][S7] a colleague's tap parks whoever is in, and nothing of them stays on the screen or in the browser", async () => {
    await seat.signIn(nurse);
    await seat.patients.getByRole("button").first().click();
    await seat.chart.waitFor();
    const marks = await markOf(seat, nurse, draft);
    const late = await holdBack(seat.page, "search");
    await findAgain(seat, marks);
    await late.asked;

    await seat.tap(colleague);
    await seat.pin.waitFor();
    expect(await leftOf(seat.page, marks)).toEqual([]);
    await late.release();
    expect(await leftOf(seat.page, marks)).toEqual([]);
    await seat.givePin(colleague);
    await seat.patients.waitFor();

    expect(await seat.page.getByRole("banner").textContent()).toContain(colleague.name);
    expect(await seat.chart.count()).toBe(0);
    // The ward's patients are the colleague's too; their charts, and the nurse's words, are not.
    expect(await leftOf(seat.page, marks, true)).toEqual([]);
    expect(await seat.button("Open chart").count()).toBe(0);

    await seat.lock();
    await expect
      .poll(() => parkedAt(seat))
      .toContainEqual(expect.stringMatching(initialsOf(nurse)));
    expect(await leftOf(seat.page, marks)).toEqual([]);

    // The nurse comes back to the same patient and the same words (S2: nothing of theirs is lost).
    await seat.signIn(nurse);
    await seat.page.getByText(draft).waitFor();
    expect(await seat.patient.textContent()).toContain(marks.patient[0]);
  });

  test("[S3] [S7] the same badge at another seat moves the session; the first seat locks at once, and nothing of its person stays there", async () => {
    await seat.signIn(nurse);
    await seat.patients.getByRole("button").nth(1).click();
    await seat.chart.waitFor();
    const patient = await seat.patient.textContent();
    const kept = seat.page.waitForResponse(/chart\/section/);
    await partOf(seat, "Results").click();
    await kept;
    const saved = seat.page.waitForResponse(/drafts\/save/);
    const marks = await markOf(seat, nurse, draft);
    await saved;
    const late = await holdBack(seat.page, "search");
    await findAgain(seat, marks);
    await late.asked;

    await other.signIn(nurse);
    await seat.locked.waitFor();
    expect(await parkedAt(seat)).not.toContainEqual(expect.stringMatching(initialsOf(nurse)));
    expect(await leftOf(seat.page, marks)).toEqual([]);
    await late.release();
    expect(await leftOf(seat.page, marks)).toEqual([]);
    expect(await seat.locked.isVisible()).toBe(true);

    await other.page.getByText(draft).waitFor();
    expect(await other.patient.textContent()).toBe(patient);
    await other.button("Back").click();
    await chosen(other, "Results").waitFor();
    // Nothing of it is left where it went to either, once its person has locked.
    await other.lock();
    expect(await leftOf(other.page, marks)).toEqual([]);
  });

  test("[S6] [S7] whoever finds another's name there locks it with one touch, and nothing of them stays", async () => {
    await seat.signIn(nurse);
    await seat.patients.getByRole("button").first().click();
    await seat.chart.waitFor();
    expect(await look(seat.page, "not-me", bedside)).toEqual([]);
    const marks = await markOf(seat, nurse, draft);
    await seat.button("Not me").click();
    await seat.locked.waitFor();
    expect(await leftOf(seat.page, marks)).toEqual([]);
    await seat.signIn(nurse);
    await seat.page.getByText(draft).waitFor();
  });

  test("[S2] [S6] the part of the chart is the one that was left, after a lock and after a tap-over", async () => {
    await seat.signIn(nurse);
    await seat.patients.getByRole("button").nth(1).click();
    await seat.chart.waitFor();
    await partOf(seat, "Medications").click();
    // At once: the last choice goes with the lock, and is said before a tap.
    await seat.lock();
    await seat.tap(nurse);
    await chosen(seat, "Medications").waitFor();
    await partOf(seat, "Notes").click();
    await seat.signIn(colleague);
    await seat.signIn(nurse);
    await chosen(seat, "Notes").waitFor();
  });

  test("[A3] an unknown badge is told nothing; wrong PINs make that badge wait, and nobody else", async () => {
    const doctor = hospital.person("doctor");
    for (const number of ["0000000000", "123456789012"]) {
      await seat.tap({ ...doctor, badge: number });
      await seat.said("This badge does not open anything here.").waitFor();
    }
    await seat.tap(doctor);
    const wrong = doctor.pin === "0000" ? "1111" : "0000";
    for (const words of [
      /^That was not the right PIN\. Please try again/,
      /^That was not the right PIN\. Please try again/,
      /You can try again in \d seconds?/,
    ]) {
      await seat.givePin({ ...doctor, pin: wrong });
      await seat.page.getByRole("status").filter({ hasText: words }).waitFor();
    }
    // While it waits, not even a key is taken.
    expect(await seat.pin.getAttribute("readonly")).not.toBeNull();
    await seat.button("Not me, go back").click();
    await seat.locked.waitFor();
    await seat.signIn(nurse);
  });

  test("a read that goes into a text field leaves no digit there, and taps over", async () => {
    await seat.signIn(nurse);
    const find = seat.page.getByLabel("Find a patient by number");
    await find.fill("55");
    await find.focus();
    // A badge of no one: the same person stays in, and the field is as it was.
    await seat.tap({ ...colleague, badge: "9999999999" });
    await seat.said("This badge does not open anything here.").waitFor();
    await expect.poll(() => find.inputValue()).toBe("55");
    await seat.tap(colleague);
    await seat.pin.or(seat.patients).waitFor();
    if (await seat.pin.isVisible()) await seat.givePin(colleague);
    await seat.page.getByRole("banner").filter({ hasText: colleague.name }).waitFor();
    expect(await find.inputValue()).toBe("");
  });

  test("every step has a way by keyboard: tap, PIN, chart, its parts, lock", async () => {
    const { page } = seat;
    await page.keyboard.type(nurse.badge, { delay: 70 });
    await page.keyboard.press("Enter");
    await seat.pin.or(seat.patients).waitFor();
    if (await seat.pin.isVisible()) await seat.givePin(nurse);
    await seat.patients.waitFor();
    await reach(page, seat.patients.getByRole("button").nth(2));
    await page.keyboard.press("Enter");
    await seat.chart.waitFor();
    await reach(page, page.getByRole("tab", { name: /^Summary/ }));
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tabpanel", { name: /^Problems/ }).waitFor();
    await reach(page, seat.button("Close chart"));
    await page.keyboard.press("Enter");
    await seat.chart.waitFor({ state: "detached" });
    await reach(page, seat.button("Lock"));
    await page.keyboard.press("Enter");
    await seat.locked.waitFor();
  });

  test("[S6] whoever works in one tab of a seat is there in its other, and is not locked by it", async () => {
    const idle = await hospital.openSeat({ before: (page) => page.clock.install() });
    await idle.signIn(nurse);
    const second = await idle.context.newPage();
    await second.clock.install();
    await second.goto(idle.page.url());
    await second.getByRole("navigation", { name: /^My patients/ }).waitFor();
    await second.clock.fastForward(110_000);
    const warning = second.getByRole("alert").filter({ hasText: /^Locks in \d+ seconds?/ });
    await warning.waitFor();
    await idle.page.getByLabel("Find a patient by number").press("5");
    await warning.waitFor({ state: "detached" });
    await second.close();
    await idle.page.close();
  });

  test("[S6] a screen that nobody touches warns, and then locks", async () => {
    const idle = await hospital.openSeat({ before: (page) => page.clock.install() });
    await idle.signIn(nurse);
    await idle.page.clock.fastForward(110_000);
    const warning = idle.page.getByRole("alert").filter({ hasText: /^Locks in \d+ seconds?/ });
    await warning.waitFor();
    await idle.button("Still here").click();
    await warning.waitFor({ state: "detached" });
    await idle.page.clock.fastForward(125_000);
    await idle.locked.waitFor();
    expect(await idle.patients.count()).toBe(0);
    await idle.page.getByText("Parked here").waitFor();
  });

  test("a language that somebody chooses is theirs: shift, role and buttons are in it, and the next person finds the seat's own", async () => {
    await seat.signIn(nurse);
    await seat.patients.getByRole("button").first().click();
    await seat.chart.waitFor();
    await seat.button("More").click();
    await seat.button("Deutsch").click();
    await seat.page.keyboard.press("Escape");
    const banner = seat.page.getByRole("banner");
    await banner.getByText(/^Dienst auf .+, endet (um|am) /).waitFor();
    expect(await banner.textContent()).toContain("Pflegefachkraft");
    await seat.button(/^Eine Notiz schreiben/).waitFor();
    await seat.said(/Sie haben Dienst auf /).waitFor();
    await seat.button("Sperren").click();
    await seat.locked.waitFor();
    await seat.signIn(colleague);
    await banner.getByText(/^Shift on .+ to /).waitFor();
  });
});

function partOf({ page }: SeatScreen, name: string) {
  return page.getByRole("tab", { name: new RegExp(`^${name}`) });
}

/** That part of the chart, when it is the one that is shown. */
function chosen({ page }: SeatScreen, name: string) {
  return page.getByRole("tab", { name: new RegExp(`^${name}`), selected: true });
}

/** Looks the patient up by number: what comes back names them. */
async function findAgain({ button, page }: SeatScreen, { patient }: Marks): Promise<void> {
  const number = patient[1]?.replaceAll(/\s/g, "") ?? "";
  await page.getByLabel("Find a patient by number").fill(number);
  await button("Find").click();
}

async function parkedAt({ page }: SeatScreen): Promise<readonly string[]> {
  const texts = await page.getByRole("list", { name: "Parked here" }).allInnerTexts();
  return texts.flatMap((text) => text.split(/\s+/));
}

/** Of given and family name, either of which may be more than one word; or of the one that there is. */
function initialsOf({ name }: Person): RegExp {
  const [first = "", ...others] = name.split(/\s+/).map((word) => word[0]?.toUpperCase());
  return new RegExp(others.length === 0 ? `^${first}$` : `^${first}[${others.join("")}]$`);
}
