/**
 * Exceptions in a real browser at the demonstration, from a touch to what was waited for, painted: from "Break the glass" to an open
 * chart, the PIN typed at once; from declaring an emergency to a responder's open chart; and from asking for access to the request on
 * the approver's console and phone.
 *
 * npm run benchmark:exceptions [-- --json] [-- --turns 20]
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { launchBrowser } from "../e2e/support/browser.ts";
import { type Demonstration, startDemonstration } from "../e2e/support/demonstration.ts";
import { type Painted, watchPainted } from "../e2e/support/paint.ts";
import { phoneOf } from "../e2e/support/phone.ts";
import type { SeatScreen } from "../e2e/support/seat.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean" }, turns: { type: "string", default: "20" } },
});
const turns = Number(values.turns);

/** The parts of a chart, where they may be touched. */
const chart = "[role=tablist] [role=tab]";
const call = "[data-testid=emergency-call]";
const waiting = "[data-testid=waiting]";
/** A PIN is fresh for so long: the next glass asks for it again. */
const fresh = 1_200;

/** Where the time goes, in milliseconds. */
interface Turn {
  readonly total: number;
  /** From sending each request to its answer. */
  readonly server: number;
  /** The browser's, and that of the hands that the test lends. */
  readonly rest: number;
}

/** What the page has waited for on the way, of the requests that its touches have led to. */
function waitedIn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const all = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const asked = all.filter(({ name }) => /\/bedside\/api\/(?!stream|drafts|phones)/.test(name));
    return asked.reduce(
      (sum, { requestStart, responseEnd }) => sum + responseEnd - requestStart,
      0,
    );
  });
}

const clear = (page: Page): Promise<void> =>
  page.evaluate(() => performance.clearResourceTimings());
const from = ({ origin, pressed }: Painted): number => origin + pressed;
const to = ({ origin, painted }: Painted): number => origin + painted;

async function turn(page: Page, total: number): Promise<Turn> {
  const server = await waitedIn(page);
  return { total, server, rest: total - server };
}

async function again(once: () => Promise<readonly Turn[]>): Promise<readonly Turn[][]> {
  const found: Turn[][] = [];
  for (let count = 0; count < turns; count++) {
    for (const [index, one] of (await once()).entries()) {
      found[index] ??= [];
      found[index].push(one);
    }
  }
  return found;
}

/** From the touch on "Break the glass": a reason, the PIN, and the chart. */
async function breakGlass(hospital: Demonstration, seat: SeatScreen) {
  const nurse = hospital.person("nurse");
  const { page } = seat;
  await seat.signIn(nurse);
  return again(async () => {
    await seat.open(hospital.demo.patientElsewhere.number);
    await page.waitForTimeout(fresh);
    await clear(page);
    const painted = await watchPainted(page, chart, "", "touch");
    await seat.button(/^Break the glass/).click();
    await seat.button("Getting worse, and I am called to help").click();
    await seat.givePin(nurse);
    const times = await painted();
    const found = await turn(page, times.painted - times.pressed);
    await seat.button("Not needed any more").click();
    await seat.chart.waitFor({ state: "detached" });
    return [found];
  });
}

/** From the second touch at the locked screen to the call on it; and from a responder's badge to the chart. */
async function declare(hospital: Demonstration, bed: SeatScreen) {
  const doctor = hospital.person("doctor");
  const { page } = bed;
  return again(async () => {
    await bed.button("Emergency").click();
    await clear(page);
    const called = await watchPainted(page, call, "", "touch");
    await bed.button(/^Code blue: .*bed/).click();
    const calling = await called();
    const opened = await watchPainted(page, chart);
    await bed.tap(doctor);
    const opening = await opened();
    const total = calling.painted - calling.pressed + opening.painted - opening.pressed;
    const found = await turn(page, total);
    await page.getByTestId("emergency").getByRole("button", { name: "Stand down" }).click();
    await bed.button("Yes, stand down").click();
    await bed.locked.waitFor();
    return [found];
  });
}

/** From the touch on a reason at the bedside to the request on the console and the phone of who answers. */
async function ask(hospital: Demonstration, seat: SeatScreen) {
  const inCharge = hospital.person("colleague");
  const phone = await phoneOf(hospital, inCharge);
  const desk = await hospital.openPage("/console/");
  await desk.page.getByLabel("Badge number").fill(inCharge.badge);
  await desk.page.getByLabel("PIN", { exact: true }).fill(inCharge.pin);
  await desk.page.keyboard.press("Enter");
  await desk.page.getByRole("link", { name: "Requests" }).click();
  await desk.said("No request waits for your answer.").waitFor();
  await seat.signIn(hospital.person("locum"));
  const { page } = seat;
  return again(async () => {
    await seat.open(hospital.demo.patients[0]?.number ?? "");
    await seat.button(/^Ask .* for access/).click();
    await clear(page);
    const there = await Promise.all([
      watchPainted(desk.page, waiting, "", "now"),
      watchPainted(phone.page, waiting, "", "now"),
    ]);
    const asked = await watchPainted(page, "[data-testid=grant]", "", "touch");
    await seat.button("Asked for advice").click();
    const begun = from(await asked());
    const [atDesk, onPhone] = await Promise.all(there.map(async (each) => to(await each())));
    const found = await Promise.all(
      [atDesk, onPhone].map((at = Number.NaN) => turn(page, at - begun)),
    );
    await desk.page.getByRole("button", { name: /^Deny the request of / }).click();
    await desk.said("No request waits for your answer.").waitFor();
    await phone.page.getByTestId("waiting").waitFor({ state: "detached" });
    return found;
  });
}

function middle(found: readonly Turn[]) {
  const of = (member: keyof Turn, share = 0.5) => {
    const sorted = found.map((one) => one[member]).toSorted((a, b) => a - b);
    return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
  };
  return { total: of("total"), slowest: of("total", 1), server: of("server"), rest: of("rest") };
}

async function measureAll(hospital: Demonstration) {
  const { desk, bed } = await hospital.openDeskAndBed();
  const [glass = []] = await breakGlass(hospital, desk);
  const other = await hospital.openSeat();
  const [emergency = []] = await declare(hospital, bed);
  const [console = [], phone = []] = await ask(hospital, other);
  return [
    { what: "break the glass to chart", target: 1_000, found: glass },
    { what: "emergency to chart", target: 1_000, found: emergency },
    { what: "ask to console", target: 300, found: console },
    { what: "ask to phone", target: 300, found: phone },
  ];
}

const chromium = await launchBrowser();
if ("skipped" in chromium) throw new Error(chromium.skipped);
const { browser, close } = chromium.found;
const hospital = await startDemonstration(browser, (_name, text) =>
  text.replaceAll(/step-up-fresh: .*/g, "step-up-fresh: 1 s"),
);
try {
  const results = (await measureAll(hospital)).map(({ found, ...known }) => ({
    ...known,
    ...middle(found),
  }));
  if (values.json) console.log(JSON.stringify({ turns, results }));
  else {
    console.log(`Medians of ${turns}, in milliseconds, from the touch to painted`);
    for (const { what, target, total, slowest, server, rest } of results) {
      const missed = total < target ? "" : "  MISSED";
      console.log(
        `${what.padEnd(24)} ${total} (slowest ${slowest}): server ${server}  rest ${rest}; below ${target}${missed}`,
      );
    }
  }
} finally {
  await hospital.close();
  await close();
}
