import { beforeEach, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { importStaff } from "./import-staff.ts";

const columns = "staff_number,family,from,register,registration,registered_until";
const row = (cells = "nmc,98I1234E,2026-09-30") => `C1,Silva,2026-01-01,${cells}`;

let app: FeedApp;
const take = (...rows: readonly string[]) =>
  importStaff({ ...app, submit: app.submit }, [columns, ...rows], { feed: "staff", zone: "UTC" });
const known = () => [...app.world().registrations.values()];
const number = async () => {
  const [id = ""] = known().map((one) => one.id);
  return (await app.side.get([{ table: "names", key: `registration|${id}` }]))[0];
};

beforeEach(async () => {
  app = await openFeedApp();
});

test("[L7] HR's file brings a professional registration; its number stands beside the log alone", async () => {
  expect(await take(row())).toMatchObject({ applied: 1, refused: 0 });
  expect(known()).toMatchObject([{ register: "nmc", until: Date.UTC(2026, 9, 1) }]);
  expect(await number()).toEqual({ type: "registration", number: "98I1234E" });
  expect(JSON.stringify(await app.records())).not.toContain("98I1234E");
  expect(await take(row())).toMatchObject({ unchanged: 1 });
});

test("[L7] what is renewed or written otherwise is taken over", async () => {
  await take(row());
  await take(row("nmc,98I1234E,2027-09-30"));
  expect(known()).toMatchObject([{ until: Date.UTC(2027, 9, 1) }]);
  await take(row("nmc,98I9999E,2027-09-30"));
  expect(await number()).toMatchObject({ number: "98I9999E" });
});

test("[L7] where the register itself is asked and knows the number, the end is the register's to say", async () => {
  await take(row());
  await app.tell({
    kind: "register.answered",
    body: { asked: 1, register: "nmc", unknown: 0, whole: true },
  });
  expect(await take(row("nmc,98I1234E,2029-09-30"))).toMatchObject({ unchanged: 1 });
  expect(known()).toMatchObject([{ until: Date.UTC(2026, 9, 1) }]);
  app.clock.advance(8 * 86_400_000);
  await take(row("nmc,98I1234E,2029-09-30"));
  expect(known()).toMatchObject([{ until: Date.UTC(2029, 9, 1) }]);
});

test.each([
  ["nmc,98I1234E,", "registered_until"],
  ["nmc,,2026-09-30", "registration"],
  [",98I1234E,2026-09-30", "register"],
  ["The NMC,98I1234E,2026-09-30", "register"],
  ["nmc,98I1234E,soon", "registered_until"],
])("[L7] half a registration is refused by its column: %s", async (cells, column) => {
  expect(await take(row(cells))).toMatchObject({ refusals: [{ column }] });
});

test("[L7] two rows of one person agree on it", async () => {
  const report = await take(row(), row("nmc,98I1234E,2027-09-30"));
  expect(report.refusals).toMatchObject([{ line: 3, column: "registration" }]);
  expect(known().map(({ register }) => register)).toEqual(["nmc"]);
});
