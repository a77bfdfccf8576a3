import { beforeAll, beforeEach, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../../access/index.ts";
import { importRoster } from "../roster/import-roster.ts";
import { importStaff } from "./import-staff.ts";

const hour = 3_600_000;
const day = 24 * hour;
const columns = "staff_number,family,given,engagement,from,to,role,ward,role_from,role_to,moves";
const row = (ward: string, moves = "", more = { to: "", from: "", end: "" }) =>
  `C1,Silva,Eva,E1,2026-01-01,${more.to},nurse,${ward},${more.from},${more.end},${moves}`;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
let app: FeedApp;
const bundles = createBundles();
const take = (rows: readonly string[], more: object = {}) =>
  importStaff({ ...app, submit: app.submit, bundles }, [columns, ...rows], {
    feed: "staff",
    zone: "UTC",
    ...more,
  });
const roster = (...lines: readonly string[]) =>
  importRoster({ ...app, submit: app.submit }, ["uid,staff_number,ward,role,from,to", ...lines], {
    feed: "roster",
    format: "csv",
    zone: "UTC",
  });
const held = () =>
  Object.fromEntries([...app.world().roles.values()].map(({ ward, to }) => [ward, to]));
const shifts = () => [...app.world().shifts.values()].map(({ to, ward }) => ({ to, ward }));

beforeEach(async () => {
  app = await openFeedApp();
  bundles.add(bundle);
  await app.wards("4A", "4B");
  await app.tell({ kind: "policy.activated", body: { hash: bundle.hash, decider: 1 } });
  await take([row("4A")]);
});

test("[L4] HR's file moves somebody: what they had is kept for the overlap; looked at first, and once", async () => {
  const looked = await take([row("4B", "yes")], { preview: true });
  expect(looked.changes).toContainEqual({ line: 2, kind: "moves", what: "nurse in 4B" });
  expect(Object.keys(held())).toEqual(["4A"]);
  const now = app.clock.now();
  expect(await take([row("4B", "yes")])).toMatchObject({ applied: 1, refused: 0 });
  expect(held()["4A"]).toBe(now + day);
  expect(held()["4B"]).toBeGreaterThan(now + 100 * day);
  const next = app.world().next;
  expect(await take([row("4B", "yes")])).toMatchObject({ applied: 0, unchanged: 1 });
  const since = (await app.records()).slice(next).map(({ kind }) => kind);
  expect(since).not.toContain("engagement.moved");
  expect(await take([row("4A", "yes")])).toMatchObject({ applied: 1 });
  expect(held()["4A"]).toBeGreaterThan(now + 100 * day);
  expect(held()["4B"]).toBe(now + day);
});

test("[L2] no role outlasts an engagement whose end the same row brings forward", async () => {
  const end = Date.UTC(2026, 2, 11);
  await take([row("4B", "yes", { to: "2026-03-10", from: "", end: "" })]);
  expect(held()).toEqual({ "4A": end, "4B": end });
});

test("a move that cannot be meant is refused by its column", async () => {
  const refusals = async (rows: readonly string[]) =>
    (await take(rows)).refusals.map(({ column }) => column);
  expect(await refusals([row("4B", "perhaps")])).toEqual(["moves"]);
  expect(await refusals([row("4B", "yes"), row("4A")])).toEqual(["moves"]);
  expect(await refusals([row("9Z", "yes")])).toEqual(["ward"]);
  const ends = { to: "", from: "", end: "2026-06-01" };
  app.clock.advance(5 * day);
  expect(await refusals([row("4A", "yes", ends)])).toEqual(["role_to"]);
});

test("[L4] the roster puts back no shift that a move took out or cut short; elsewhere it counts", async () => {
  const night = "night,C1,4A,nurse,2026-03-11T08:00,2026-03-11T16:00";
  const later = "later,C1,4A,nurse,2026-03-14T08:00,2026-03-14T16:00";
  await roster(night, later);
  expect(shifts()).toHaveLength(2);
  const until = app.clock.now() + day - hour / 2;
  await take([row("4B", "yes")]);
  expect(shifts()).toEqual([{ to: until, ward: "4A" }]);
  const again = await roster(night, later);
  expect(again.refusals).toMatchObject([{ line: 3, column: "ward" }]);
  expect(shifts()).toEqual([{ to: until, ward: "4A" }]);
  await roster(later.replace("4A", "4B"));
  expect(shifts().map(({ ward }) => ward)).toEqual(["4A", "4B"]);
  await roster(later);
  expect(shifts().map(({ ward }) => ward)).toEqual(["4A", "4B"]);
  // Moved back, what the roster says counts again.
  await take([row("4A", "yes")]);
  expect((await roster(night, later)).refused).toBe(0);
  expect(shifts().map(({ to }) => to)).toEqual([
    Date.UTC(2026, 2, 11, 16),
    Date.UTC(2026, 2, 14, 16),
  ]);
});

test("[L4] a roster that knows of no move opens nothing in the ward that was left under a new id either; back there it counts", async () => {
  await take([row("4B", "yes")]);
  const until = app.clock.now() + day - hour / 2;
  const night = "anew,C1,4A,nurse,2026-03-11T08:00,2026-03-11T16:00";
  const later = "another,C1,4A,nurse,2026-03-14T08:00,2026-03-14T16:00";
  const elsewhere = "there,C1,4B,nurse,2026-03-15T08:00,2026-03-15T16:00";
  const { refusals } = await roster(night, later, elsewhere);
  expect(refusals).toMatchObject([{ line: 3, column: "ward" }]);
  expect(shifts()).toEqual([
    { to: until, ward: "4A" },
    { to: Date.UTC(2026, 2, 15, 16), ward: "4B" },
  ]);
  await take([row("4A", "yes")]);
  expect((await roster(night, later)).refused).toBe(0);
  // And what is left now is the other ward.
  const back = await roster(elsewhere.replace("there", "there-again"));
  expect(back.refusals).toMatchObject([{ line: 2, column: "ward" }]);
});
