import { beforeEach, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { importWalks } from "./import-walks.ts";

let app: FeedApp;
beforeEach(async () => {
  app = await openFeedApp();
  await app.wards("4B");
  const seat = (id: string) =>
    ({ kind: "seat.registered", body: { seat: id, ward: "4B", name: id } }) as const;
  await app.submit({
    name: "test",
    actor: { type: "system", id: "test" },
    handle: () => ({ records: [seat("4B-1"), seat("4B-2")], answer: undefined }),
  });
});

const file = (...rows: string[]) => ["seat,other,seconds", ...rows];
const walks = (seat: string) => app.world().seats.get(seat)?.walks;

test("[S4] the walk between two seats holds both ways; said again it changes nothing, empty it is taken back", async () => {
  expect(await importWalks(app, file("4B-1,4B-2,45"))).toMatchObject({ read: 1, applied: 1 });
  expect(walks("4B-1")).toEqual([{ seat: "4B-2", least: 45_000 }]);
  expect(walks("4B-2")).toEqual([{ seat: "4B-1", least: 45_000 }]);
  expect(await importWalks(app, file("4B-2,4B-1,45"))).toMatchObject({ unchanged: 1 });
  expect(await importWalks(app, file("4B-1,4B-2,1"))).toMatchObject({ applied: 1 });
  expect(walks("4B-1")).toEqual([{ seat: "4B-2", least: 1_000 }]);
  expect(await importWalks(app, file("4B-2,4B-1,"))).toMatchObject({ applied: 1 });
  expect(walks("4B-1")).toBeUndefined();
});

test("what is wrong is named by its column, and the rest is taken in", async () => {
  const report = await importWalks(
    app,
    file(
      "none,4B-2,5",
      "4B-1,none,5",
      "4B-1,4B-1,5",
      "4B-1,4B-2,0",
      "4B-1,4B-2,3601",
      "4B-1,4B-2,-5",
      "4B-1,4B-2,1e3",
      "4B-1,4B-2,3600",
    ),
  );
  expect(report).toMatchObject({ read: 8, applied: 1, refused: 7 });
  expect(report.refusals.map(({ line, column }) => `${line} ${column}`)).toEqual([
    "2 seat",
    "3 other",
    "4 other",
    "5 seconds",
    "6 seconds",
    "7 seconds",
    "8 seconds",
  ]);
  expect(walks("4B-2")).toEqual([{ seat: "4B-1", least: 3_600_000 }]);
});
