import { beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { NewRecord } from "../../world/index.ts";
import { evening, hour, openNight, type TestNight } from "../replay/test-support.ts";
import { emptyHour, type Seen } from "./observation.ts";
import { observeLog } from "./observe-log.ts";
import { standBeside } from "./stand-beside.ts";

const minute = 60_000;
let night: TestNight;

beforeEach(async () => {
  const bundle = await shippedBundle();
  night = await openNight(bundle, sha256);
  return () => night.app.stop();
});

const whole = { from: evening, to: evening + 12 * hour };
const left = { from: evening + hour, to: evening + 12 * hour };
const parked: NewRecord = {
  kind: "session.parked",
  body: { session: "ses-ben", reason: "lock" },
};
const resumed: NewRecord = {
  kind: "session.resumed",
  body: {
    session: "ses-ben",
    surface: { type: "seat", id: "4B-1" },
    until: evening + 11 * hour,
  },
};

test("sign-ins, proofs, decisions and the time to the first chart are counted by the seat's ward and its own hour", async () => {
  night.clock.pass(4_000);
  expect(await night.ask("ben", "anna")).toBe("permit");
  expect(await night.ask("ben", "bert")).toBe("permit");
  night.clock.pass(hour);
  await night.record(parked);
  await night.record(resumed);
  await night.record({
    kind: "session.raised",
    body: { session: "ses-ben", level: 2, method: "pin" },
  });
  night.clock.pass(7_000);
  expect(await night.ask("ben", "anna")).toBe("permit");
  const hours = (await observeLog(night.store.log, whole)).get("4B")?.hours;
  // Amy came in as well, and opened nothing.
  const first = { ...emptyHour(), signIns: 2, proofs: 2, decisions: 2, tapToChart: [4_000] };
  const second = { ...emptyHour(), signIns: 1, proofs: 1, decisions: 1, tapToChart: [7_000] };
  expect([hours?.[20], hours?.[21]]).toEqual([first, second]);
  expect(hours?.[22]).toEqual(emptyHour());
  expect((await observeLog(night.store.log, left)).get("4B")?.hours[20]).toEqual(emptyHour());
});

test("a denial after which the same is permitted within 15 minutes is told from one that is given up", async () => {
  await night.record(night.moved("anna", "A02", "6A"), night.moved("bert", "A02", "6A"));
  expect(await night.ask("ben", "anna")).toBe("deny");
  expect(await night.ask("ben", "bert")).toBe("deny");
  night.clock.pass(14 * minute);
  await night.record(night.moved("anna", "A01", "4B"), {
    kind: "care-team.recorded",
    body: {
      careTeam: "ctm",
      patient: "anna",
      members: [{ person: "ben", role: "nurse", from: evening }],
    },
  });
  expect(await night.ask("ben", "anna")).toBe("permit");
  night.clock.pass(2 * minute);
  await night.record(parked);
  const seen = (await observeLog(night.store.log, whole)).get("4B")?.hours[20];
  expect(seen).toMatchObject({ decisions: 3, denied: 2, permittedLater: 1, givenUp: 1 });
});

test("a log that does not begin at its beginning is refused in words", async () => {
  const log = { ...night.store.log, read: async () => [] };
  await expect(observeLog(log, whole)).rejects.toThrow("does not begin at its beginning");
});

test("beside it stands what is predicted of one ward under the same pattern, with the difference", () => {
  const ward = (pattern: string, seen: Partial<ReturnType<typeof emptyHour>>) => ({
    pattern,
    hours: Array.from({ length: 24 }, (_, at) => ({ ...emptyHour(), ...(at === 20 ? seen : {}) })),
  });
  const observed: Seen = new Map([
    ["4B", ward("inpatient", { signIns: 30, proofs: 6, decisions: 200, denied: 4, givenUp: 1 })],
    ["ED", ward("emergency", { signIns: 1 })],
  ]);
  const predicted: Seen = new Map([
    [
      "a",
      ward("inpatient", { signIns: 50, proofs: 5, decisions: 100, tapToChart: [1_000, 3_000] }),
    ],
    ["b", ward("inpatient", { signIns: 30, proofs: 3, decisions: 100 })],
  ]);
  const rows = standBeside({ seen: observed, days: 2 }, { seen: predicted, days: 1 });
  expect(rows.map((row) => [row.ward, row.hour])).toEqual([
    ["4B", 20],
    ["ED", 20],
  ]);
  const told = rows.map(({ figures }) =>
    figures.map((figure) => [figure.name, figure.observed, figure.predicted, figure.difference]),
  );
  expect(told[0]).toEqual([
    ["sign-ins", 15, 40, -25],
    ["proofs", 20, 10, 10],
    ["tap to chart", undefined, 3, undefined],
    ["denied", 2, 0, 2],
    ["given up", 100, undefined, undefined],
    ["glass broken", 0, 0, 0],
  ]);
  // Nothing was simulated under that pattern.
  expect(told[1]?.[0]).toEqual(["sign-ins", 0.5, undefined, undefined]);
});
