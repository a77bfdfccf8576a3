import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import { type Bundle, createPast, explainAccess } from "../../access/index.ts";
import { currentVersion, type LogRecord } from "../../world/index.ts";
import { generateMonth } from "./generate-month.ts";
import { type Month, type MonthAccess, snooping } from "./month.ts";

const day = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 23, 14);
const size = {
  staff: 400,
  wards: 12,
  inPatients: 250,
  discharged: 900,
  seats: 40,
  appointments: 40,
};
const plan = { seed: "tune-month", now, size, accesses: 4_000, snooping: 0.01 };

let month: Month;
let bundle: Bundle;
beforeAll(async () => {
  month = generateMonth(plan);
  bundle = await shippedBundle();
});

describe("a month", () => {
  test("is the same for the same seed, and another for another", () => {
    const text = (made: Month) => JSON.stringify([made.records, made.accesses]);
    expect(text(generateMonth(plan))).toBe(text(month));
    expect(text(generateMonth({ ...plan, seed: "tune-other" }))).not.toBe(text(month));
  });

  test("has as many accesses as were asked for, all within it, the planted share of each kind", () => {
    expect(month.accesses).toHaveLength(4_000);
    expect(month.accesses.every(({ at }) => at >= now - 30 * day && at <= now)).toBe(true);
    const counts = Map.groupBy(month.accesses, ({ kind }) => kind);
    for (const kind of snooping) expect(counts.get(kind)).toHaveLength(10);
    for (const kind of ["shift", "on-call", "lent", "advice", "letter"] as const) {
      expect(counts.get(kind)?.length).toBeGreaterThan(10);
    }
  });

  test("tells its records in the order of time", () => {
    const times = month.records.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

test("[X15] over 94 % of a month's ordinary accesses are explained, and at least 90 % of the snooping is not", () => {
  // The fewer wards there are, the more often somebody snooped on lies in one's own by chance; and ten of a kind tell little.
  const larger = { ...size, staff: 1_000, wards: 30, inPatients: 600, discharged: 2_000 };
  const { accesses, records } = generateMonth({ ...plan, size: larger, snooping: 0.05 });
  const past = createPast();
  for (const [position, { at, record }] of records.entries()) {
    const actor = { type: "system", id: "month" } as const;
    const envelope = { position, at, id: "", batch: "", v: currentVersion, actor };
    past.take({ ...envelope, ...record } as LogRecord);
  }
  const isExplained = (access: MonthAccess) => explainAccess(past, bundle, access).length > 0;
  const share = (all: readonly MonthAccess[]) => all.filter(isExplained).length / all.length;
  expect(share(accesses.filter(({ kind }) => !snooping.has(kind)))).toBeGreaterThan(0.94);
  expect(share(accesses.filter(({ kind }) => snooping.has(kind)))).toBeLessThan(0.1);
});
