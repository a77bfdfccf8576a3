/**
 * A thousand people leave by one HR file: from handing it to the server to the last of their receipts on the disk, with a live session
 * of each of them, while colleagues tap in and out at their seats. Against the real server in a process of its own; what the command
 * `wardkey import hr` does, without the time that a process takes to start, which is said apart.
 *
 * npm run benchmark:offboarding [-- --json] [-- --leavers 1000] [-- --staff 4000]
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { runWardkey } from "../e2e/support/server.ts";
import { importThroughServer, readSettings, writeReceipts } from "../src/cli/index.ts";
import {
  type BusyHospital,
  type Occupant,
  openBusyHospital,
  staffColumns,
  staffLine,
} from "./support/busy-hospital.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    leavers: { type: "string", default: "1000" },
    staff: { type: "string", default: "4000" },
  },
});
const leavers = Number(values.leavers);
const staff = Math.max(Number(values.staff), leavers + 100);

/** Seats at which somebody taps, one after the other: nobody's two taps are one (S4). */
const tapping = 60;
/** Between two taps, in milliseconds. */
const every = 25;
/** How long taps go on before and after the file, in milliseconds. */
const around = 4_000;

interface Tap {
  readonly sent: number;
  readonly took: number;
}

/** Taps at one seat after the other, whether or not the last one is answered, until it is stopped. */
function tapOn({ server }: BusyHospital, people: readonly Occupant[]) {
  const taps: Tap[] = [];
  const failures: unknown[] = [];
  const open = new Set<Promise<void>>();
  let nth = 0;
  const path = "/bedside/api/tap";
  const one = async ({ badge, key }: Occupant) => {
    const dpop = await key.proof("POST", path);
    const sent = performance.now();
    try {
      const answer = await fetch(server.base + path, {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.base, dpop },
        body: JSON.stringify({ badge }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`a tap says ${answer.status}: ${text}`);
      taps.push({ sent, took: performance.now() - sent });
    } catch (error) {
      failures.push(error);
    }
  };
  const timer = setInterval(() => {
    const tap = one(people[nth++ % people.length] as Occupant);
    open.add(tap);
    void tap.finally(() => open.delete(tap));
  }, every);
  return async (): Promise<readonly Tap[]> => {
    clearInterval(timer);
    await Promise.all(open);
    if (failures.length > 0) throw failures[0];
    return taps;
  };
}

/** HR's file of everybody, in which the leavers have an end. */
function fileOf(count: number): string {
  const to = new Date(Date.now() - 1).toISOString();
  const lines = Array.from({ length: count }, (_, nth) => {
    // Those in the benchmark's hands come first in the hospital: they tap on.
    const number = 10_000 + tapping + nth;
    const staffNumber = `R${number}`;
    const one = { staffNumber, family: `Benchmark${staffNumber}`, badge: `55000${number}` };
    return staffLine(one, wards[(tapping + nth) % wards.length] as string, to);
  });
  return [staffColumns, ...lines, ""].join("\n");
}

/** As support/busy-hospital.ts spreads people over them. */
const wards = ["4A", "5A", "6A", "6B", "ICU", "TH"];

const at = (taps: readonly Tap[], share: number): number => {
  const sorted = taps.map(({ took }) => took).toSorted((a, b) => a - b);
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
};

const data = mkdtempSync(join(tmpdir(), "wardkey-offboarding-"));
const hospital = await openBusyHospital(data, { known: tapping, sessions: staff });
const receipts = join(data, "receipts");
const file = join(data, "hr.csv");
try {
  const stop = tapOn(hospital, hospital.occupants);
  await sleep(around);
  writeFileSync(file, fileOf(leavers));
  const starting = performance.now();
  await runWardkey(["import", "--help"], {});
  const start = Math.round(performance.now() - starting);
  const begun = performance.now();
  const order = { kind: "hr", path: file, ends: leavers } as const;
  const report = await importThroughServer(data, order, () => undefined);
  const taken = Math.round(performance.now() - begun);
  await writeReceipts(readSettings({ WARDKEY_DATA: data }), receipts, report);
  const took = Math.round(performance.now() - begun);
  await sleep(around);
  const taps = await stop();
  const made = readdirSync(receipts).length;
  if (report.ends !== leavers || made !== leavers)
    throw new Error(`${made} receipts of ${report.ends} ends`);
  const checked = await runWardkey(
    ["verify", "--receipt", join(receipts, readdirSync(receipts)[0] ?? "")],
    { WARDKEY_DATA: data },
  );
  if (checked.code !== 0) throw new Error(checked.output);
  const during = taps.filter(({ sent }) => sent >= begun && sent < begun + took);
  const figures = {
    leavers,
    staff,
    start,
    taken,
    took,
    taps: taps.length,
    p50: at(taps, 0.5),
    p99: at(taps, 0.99),
    during: {
      taps: during.length,
      p50: at(during, 0.5),
      p99: at(during, 0.99),
      max: at(during, 1),
    },
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    console.log(
      `${leavers} leavers of ${staff} with a session each, one file, taken in after ${taken} ms, ${made} receipts after ${took} ms${took < 5_000 ? "" : "  MISSED"}; a command starts in ${start} ms`,
    );
    console.log(
      `taps meanwhile: ${during.length}, p50 ${figures.during.p50}  p99 ${figures.during.p99}  max ${figures.during.max}; all: p99 ${figures.p99}${figures.p99 < 100 ? "" : "  MISSED"}`,
    );
  }
} finally {
  await hospital.server.process.kill();
  rmSync(data, { recursive: true, force: true });
}
