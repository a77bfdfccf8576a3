import { beforeEach, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { importStaff } from "./import-staff.ts";

const columns = "staff_number,family,from,role,ward,role_to";
const row = (number: number, role = "administrator", end = "") =>
  `C${number},Name${number},2026-01-01,${role},4B,${end}`;
const actor = { type: "system", id: "terminal" } as const;

let app: FeedApp;
const take = (rows: readonly string[], roles?: number, more: object = {}) =>
  importStaff({ ...app, submit: app.submit }, [columns, ...rows], {
    feed: "staff",
    zone: "UTC",
    isPrivileged: (role) => role === "administrator",
    ...(roles === undefined ? {} : { privileged: { roles, actor } }),
    ...more,
  });
const held = () => [...app.world().roles.values()].map(({ role }) => role).toSorted();

beforeEach(async () => {
  app = await openFeedApp();
  await app.wards("4B");
});

test("[L7] a file alone gives nobody a privileged role: its line is refused whole, the others are taken in", async () => {
  const report = await take([row(1), row(2, "nurse")]);
  expect(report).toMatchObject({
    applied: 1,
    privileged: 1,
    refusals: [{ line: 2, column: "role" }],
  });
  expect(held()).toEqual(["nurse"]);
  expect(app.world().people.size).toBe(1);
  expect(await take([row(1)], undefined, { preview: true })).toMatchObject({ privileged: 1 });
});

test("[L7] it is given once a person says that just so many are meant, and for no other number; the log says by whom", async () => {
  for (const meant of [0, 1, 3]) {
    expect(await take([row(1), row(2)], meant)).toMatchObject({ privileged: 2, refused: 2 });
  }
  expect(held()).toEqual([]);
  expect(await take([row(1), row(2), row(3, "nurse")], 2)).toMatchObject({
    applied: 3,
    privileged: 0,
    refused: 0,
  });
  const given = (await app.records()).flatMap(({ actor: by, body, kind }) =>
    kind === "role.assigned" ? [[body.role, by.id]] : [],
  );
  expect(given).toEqual([
    ["administrator", "terminal"],
    ["administrator", "terminal"],
    ["nurse", "staff"],
  ]);
});

test("[L7] whoever has it keeps it as it is: a later file makes it shorter, and no longer", async () => {
  await take([row(1, "administrator", "2026-06-30")], 1);
  const end = () => [...app.world().roles.values()].map(({ to }) => to);
  expect(end()).toEqual([Date.UTC(2026, 6, 1)]);
  expect(await take([row(1, "administrator", "2026-12-31")])).toMatchObject({ refused: 0 });
  expect(end()).toEqual([Date.UTC(2026, 6, 1)]);
  await take([row(1, "administrator", "2026-05-31")]);
  expect(end()).toEqual([Date.UTC(2026, 5, 1)]);
});

test("[L7] what has ended is not given again by the file", async () => {
  await take([row(1, "administrator", "2026-06-30")], 1);
  const [role] = [...app.world().roles.values()];
  await app.tell({ kind: "role.ended", body: { assignment: role?.id ?? "" } });
  expect(await take([row(1)])).toMatchObject({ privileged: 1, refused: 1 });
  expect(held()).toEqual([]);
});
