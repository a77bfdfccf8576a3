/**
 * From the Enter key that a badge reader types to the list of patients, painted and ready to be touched, in a real browser at the
 * demonstration: a tap that comes back to a locked seat, one that takes over from somebody else, and one at another seat.
 *
 * npm run benchmark:taps [-- --json] [-- --taps 20]
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { launchBrowser } from "../e2e/support/browser.ts";
import { type Demonstration, startDemonstration } from "../e2e/support/demonstration.ts";
import { watchPainted } from "../e2e/support/paint.ts";
import type { Person, SeatScreen } from "../e2e/support/seat.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean" }, taps: { type: "string", default: "20" } },
});
const taps = Number(values.taps);

/** The list, where its patients may be touched. */
const list = "nav[aria-labelledby=my-patients]:not([inert] *) button:enabled";
/** Whoever walks from seat to seat of one ward in less is asked for the PIN (S4). */
const walk = 3_300;

/** Where a tap's time goes, in milliseconds. */
interface Tap {
  readonly total: number;
  /** In the browser, until the request is on its way: the read is told from typing, and its proof is signed. */
  readonly before: number;
  /** A request that costs the server nothing, there and back; and what the answer takes to come. */
  readonly network: number;
  readonly server: number;
  /** From the answer to the painted list. */
  readonly render: number;
}

/** A round trip of a request that costs the server nothing, in milliseconds: the middle of ten. */
function roundTrip(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const times: number[] = [];
    for (let count = 0; count < 10; count++) {
      const begun = performance.now();
      await (await fetch("/healthz")).text();
      times.push(performance.now() - begun);
    }
    return times.toSorted((a, b) => a - b)[5] ?? 0;
  });
}

async function measure(seat: SeatScreen, person: Person): Promise<Tap> {
  const { page } = seat;
  const idle = await roundTrip(page);
  await page.evaluate(() => performance.clearResourceTimings());
  const painted = await watchPainted(page, list, person.name);
  await seat.tap(person);
  const times = await painted();
  const asked = await page.evaluate(() => {
    const all = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const [tap] = all.filter(({ name }) => name.endsWith("/bedside/api/tap"));
    return tap?.toJSON() as PerformanceResourceTiming | undefined;
  });
  if (asked === undefined) throw new Error("the tap sent no request");
  const waited = asked.responseStart - asked.requestStart;
  const network = Math.min(idle, waited) + (asked.responseEnd - asked.responseStart);
  return {
    total: times.painted - times.pressed,
    before: asked.requestStart - times.pressed,
    network,
    server: Math.max(0, waited - idle),
    render: times.painted - asked.responseEnd,
  };
}

async function again(tap: (turn: number) => Promise<Tap>): Promise<readonly Tap[]> {
  const found: Tap[] = [];
  for (let turn = 0; turn < taps; turn++) found.push(await tap(turn));
  return found;
}

/** Both have given their PIN, so that a tap is enough. */
async function measureAll(hospital: Demonstration) {
  const [nurse, colleague] = [hospital.person("nurse"), hospital.person("colleague")];
  const [here, there] = [await hospital.openSeat(), await hospital.openSeat()];
  await here.signIn(nurse);
  const back = await again(async () => {
    await here.lock();
    return measure(here, nurse);
  });
  await here.signIn(colleague);
  const over = await again((turn) => measure(here, turn % 2 === 0 ? nurse : colleague));
  const roam = await again(async (turn) => {
    await here.page.waitForTimeout(walk);
    return measure(turn % 2 === 0 ? there : here, colleague);
  });
  return { "tap back in": back, "tap over": over, "tap at another seat": roam };
}

function middle(found: readonly Tap[]) {
  const of = (member: keyof Tap, share = 0.5) => {
    const sorted = found.map((tap) => tap[member]).toSorted((a, b) => a - b);
    return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
  };
  return {
    total: of("total"),
    slowest: of("total", 1),
    before: of("before"),
    network: of("network"),
    server: of("server"),
    render: of("render"),
  };
}

const chromium = await launchBrowser();
if ("skipped" in chromium) throw new Error(chromium.skipped);
const { browser, close } = chromium.found;
const hospital = await startDemonstration(browser);
try {
  const found = Object.entries(await measureAll(hospital));
  const results = found.map(([what, each]) => ({ what, ...middle(each) }));
  if (values.json) console.log(JSON.stringify({ taps, target: 300, results }));
  else {
    console.log(`Medians of ${taps} taps, in milliseconds; from Enter to painted, below 300`);
    for (const { what, total, slowest, before, network, server, render } of results) {
      const split = `before ${before}  network ${network}  server ${server}  render ${render}`;
      const missed = total < 300 ? "" : "  MISSED";
      console.log(`${what.padEnd(20)} ${total} (slowest ${slowest}): ${split}${missed}`);
    }
  }
} finally {
  await hospital.close();
  await close();
}
