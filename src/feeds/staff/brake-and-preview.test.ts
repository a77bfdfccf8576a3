import { beforeEach, describe, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import type { NewRecord } from "../../world/index.ts";
import { importStaff } from "./import-staff.ts";

const columns = "staff_number,family,given,engagement,type,from,to,role,ward";
const row = (
  number: number,
  more: Partial<Record<"to" | "ward" | "family" | "from", string>> = {},
) => {
  const { family = `Family${number}`, from = "2026-01-01", to = "", ward = "4B" } = more;
  return `C${number},${family},G,E${number},employee,${from},${to},nurse,${ward}`;
};

let app: FeedApp;
const take = (rows: readonly string[], more: object = {}) =>
  importStaff({ ...app, submit: app.submit }, [columns, ...rows], {
    feed: "staff",
    zone: "UTC",
    ...more,
  });
const states = () => {
  const counts: Record<string, number> = {};
  for (const { state } of app.world().engagements.values())
    counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};
const leaving = (count: number, from = 0) =>
  Array.from({ length: count }, (_, nth) => row(from + nth, { to: "2026-03-09" }));

beforeEach(async () => {
  app = await openFeedApp();
  await app.wards("4A", "4B");
  await take(Array.from({ length: 100 }, (_, nth) => row(nth)));
});

describe("the preview of a staff file", () => {
  test("says for each line what it would change, and nothing of it happens", async () => {
    await take([row(100, { to: "2026-03-09", from: "2026-03-01" }), row(101)]);
    const before = app.world().next;
    const report = await take(
      [
        row(1),
        row(2, { to: "2026-03-09" }),
        row(3, { to: "2026-06-30" }),
        row(4, { ward: "4A" }),
        row(5, { family: "Newname" }),
        row(200),
        row(2, { from: "2026-03-10" }).replace("E2", "E2b"),
        row(6).replace("E6", "E6b"),
        row(7, { to: "2025-01-01" }),
      ],
      { preview: true },
    );
    expect(app.world().next).toBe(before);
    expect(report).toMatchObject({ taken: false, ends: 1, applied: 7, unchanged: 1, refused: 1 });
    const said = report.changes.map(({ kind, line, what }) => [line, kind, what]);
    // Who ends is looked at last.
    expect(said).toEqual([
      [4, "ends-earlier", undefined],
      [4, "role", "nurse in 4B"],
      [5, "role", "nurse in 4A"],
      [6, "details", undefined],
      [7, "joins", undefined],
      [7, "role", "nurse in 4B"],
      [8, "joins-also", undefined],
      [8, "role", "nurse in 4B"],
      [9, "joins-also", undefined],
      [9, "role", "nurse in 4B"],
      [3, "ends", undefined],
    ]);
    expect(report.changes.at(-1)).toMatchObject({ with: 1 });
    expect(report.refusals).toMatchObject([{ line: 10, column: "to" }]);
  });

  test("says of somebody new with two engagements in one file that the second is one more", async () => {
    const rows = [row(400), row(400).replace("E400", "E400b")];
    const { changes } = await take(rows, { preview: true });
    expect(changes.map(({ kind }) => kind).filter((kind) => kind !== "role")).toEqual([
      "joins",
      "joins-also",
    ]);
  });

  test("is what then happens", async () => {
    const rows = [...leaving(2), row(2, { ward: "4A" }), row(300), row(301, { to: "2026-12-31" })];
    const before = await take(rows, { preview: true });
    const after = await take(rows);
    expect({ ...after, taken: false, ended: [] }).toEqual(before);
    expect(after.ended).toHaveLength(2);
  });

  test("finds by the file alone who is new in it: a manager who comes with the one who reports to them", async () => {
    const lines = ["staff_number,family,from,manager", "N1,A,2026-01-01,N2", "N2,B,2026-01-01,"];
    const report = await importStaff({ ...app, submit: app.submit }, lines, {
      feed: "staff",
      zone: "UTC",
      preview: true,
    });
    expect(report).toMatchObject({ applied: 2, refused: 0 });
  });
});

describe("the brake", () => {
  test("[L11] stops a file that would end more than two of a hundred: nothing of it happens, and that is on record", async () => {
    const before = app.world().next;
    const report = await take([...leaving(3), row(500)]);
    expect(report).toMatchObject({
      taken: false,
      ends: 3,
      stopped: { ends: 3, live: 100, percent: 2 },
    });
    expect(states()).toEqual({ active: 100 });
    const kinds = (await app.records()).slice(before).map(({ kind }) => kind);
    expect(kinds).toEqual(["brake.stopped"]);
    expect(await app.side.get([{ table: "identifiers", key: "staff|C500" }])).toEqual([undefined]);
    expect(await take(leaving(2))).toMatchObject({ taken: true, ends: 2 });
  });

  test("[L11] lets go when just so many are meant, and for no other number; that is on record too", async () => {
    for (const ends of [0, 2, 4, 100]) {
      expect(await take(leaving(3), { ends })).toMatchObject({ taken: false });
    }
    expect(await take(leaving(3), { ends: 3 })).toMatchObject({ taken: true, ends: 3 });
    expect(states()).toEqual({ active: 97, ended: 3 });
    const last = (await app.records()).findLast(({ kind }) => kind.startsWith("brake"));
    expect(last).toMatchObject({ kind: "brake.released", body: { ends: 3, live: 100 } });
  });

  test("[L11] counts what the file before ended within a day, so that no two small ones do what a large one may not", async () => {
    expect(await take(leaving(2))).toMatchObject({ taken: true });
    expect(await take(leaving(1, 2))).toMatchObject({ taken: false, stopped: { ends: 3 } });
    app.clock.advance(25 * 3_600_000);
    expect(await take(leaving(1, 2))).toMatchObject({ taken: true });
  });

  test("[L11] says in a preview that it would stop", async () => {
    const report = await take(leaving(40), { preview: true });
    expect(report).toMatchObject({ taken: false, ends: 40, stopped: { ends: 40, live: 100 } });
  });
});

test("[L3] a file is taken in by one command, or not at all: an outage leaves nothing of it", async () => {
  const rows = [...leaving(2), ...Array.from({ length: 600 }, (_, nth) => row(1_000 + nth))];
  const before = app.world().next;
  app.outage = true;
  await expect(take(rows)).rejects.toMatchObject({ code: "log-unavailable" });
  app.outage = false;
  expect(app.world().next).toBe(before);
  expect(await take(rows)).toMatchObject({ taken: true, applied: 602, ends: 2 });
  const batches = (await app.records()).slice(before).map(({ batch }) => batch);
  // The other says that the feed was heard.
  expect(new Set(batches).size).toBeLessThanOrEqual(2);
  expect(await take(rows.slice(2))).toMatchObject({ unchanged: 600 });
});

test("an agency has one id, however it is written, and stays where a later file says nothing of it", async () => {
  const lines = (agency: string) => [
    "staff_number,family,type,from,to,sponsor,agency",
    `L1,A,locum,2026-03-01,2026-06-30,C1,${agency}`,
    `L2,B,locum,2026-03-01,2026-06-30,C1,${agency.toUpperCase()}`,
  ];
  const options = { feed: "staff", zone: "UTC" };
  const deps = { ...app, submit: app.submit };
  await importStaff(deps, lines("Staff Now"), options);
  expect(await importStaff(deps, lines(""), options)).toMatchObject({ unchanged: 2 });
  const agencies = [...app.world().engagements.values()].flatMap(({ agency }) => agency ?? []);
  expect(new Set(agencies).size).toBe(1);
  expect(agencies).toHaveLength(2);
  const [name] = await app.side.get([{ table: "names", key: agencies[0] ?? "" }]);
  expect(name).toEqual({ type: "agency", display: "Staff Now" });
  expect(JSON.stringify(await app.records())).not.toMatch(/staff now/i);
});

test("names in every script, one name only, and a number that two share are told apart", async () => {
  const rows = [
    "Z1,王,,Z1,employee,2026-01-01,,,",
    "Z2,Suharto,,Z2,employee,2026-01-01,,,",
    "Z3,عبد الله,محمد,Z3,employee,2026-01-01,,,",
    "Z3,Other,Name,Z3b,employee,2026-01-01,,,",
  ];
  expect(await take(rows)).toMatchObject({
    applied: 3,
    refusals: [{ line: 5, column: "family", reason: expect.stringContaining("same staff number") }],
  });
  const records: readonly (NewRecord | { kind: string })[] = await app.records();
  expect(JSON.stringify(records)).not.toMatch(/王|Suharto|محمد/);
});
