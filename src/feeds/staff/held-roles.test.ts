import { beforeEach, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import type { Actor } from "../../world/index.ts";
import { answerHeldRole, heldRoles, heldRolesKey } from "./held-roles.ts";
import { importStaff } from "./import-staff.ts";

const columns = "staff_number,family,from,role,ward,role_to,badge";
const row = (number: number, role = "administrator", end = "", badge = "") =>
  `C${number},Name${number},2026-01-01,${role},4B,${end},${badge}`;
const day = 24 * 3_600_000;
const ada: Actor = { type: "person", id: "ada" };
const isPrivileged = (role: string) => role === "administrator";

let app: FeedApp;
const take = (rows: readonly string[], more: object = {}) =>
  importStaff(
    { ...app, submit: app.submit, badgeHash: (number) => `h${number}` },
    [columns, ...rows],
    {
      feed: "staff",
      zone: "UTC",
      isPrivileged,
      ...more,
    },
  );
const waiting = async (at = app.clock.now()) => {
  const [value] = await app.side.get([heldRolesKey]);
  return heldRoles(value, at);
};
const answer = (held: string, isMeant: boolean, actor = ada) =>
  answerHeldRole(
    { submit: app.submit, side: app.side, deps: {}, feed: "staff", isPrivileged },
    { held, isMeant },
    actor,
  );
const held = () => [...app.world().roles.values()].map(({ role }) => role).toSorted();

beforeEach(async () => {
  app = await openFeedApp();
  await app.wards("4B");
});

test("[L7] a line that asks for a privileged role waits, with nothing of a badge's number, and nothing is given meanwhile", async () => {
  await take([row(1, "administrator", "", "8001"), row(2, "nurse")]);
  const [only, ...others] = await waiting();
  expect(others).toEqual([]);
  expect(only).toMatchObject({ row: { number: "C1", role: { name: "administrator" } } });
  expect(JSON.stringify(only?.row)).not.toContain("8001");
  expect(held()).toEqual(["nurse"]);
  expect((await take([row(3)], { preview: true })).privileged).toBe(1);
  expect(await waiting()).toHaveLength(1);
});

test("[L7] it is given by the one who says that it is meant, with the rest of its line, and waits no more", async () => {
  await take([row(1, "administrator", "", "8001")]);
  const [one] = await waiting();
  expect(await answer(one?.id ?? "", true)).toBe("applied");
  expect(held()).toEqual(["administrator"]);
  expect([...app.world().badges.values()]).toHaveLength(1);
  const given = (await app.records()).flatMap(({ actor, kind }) =>
    kind === "role.assigned" || kind === "engagement.started" ? [[kind, actor.id]] : [],
  );
  expect(given).toEqual([
    ["engagement.started", "staff"],
    ["role.assigned", "ada"],
  ]);
  expect(await waiting()).toEqual([]);
  expect(await answer(one?.id ?? "", true)).toBe("gone");
  // The same file again changes nothing, and asks for nothing.
  expect(await take([row(1, "administrator", "", "8001")])).toMatchObject({ privileged: 0 });
  expect(await waiting()).toEqual([]);
});

test("[L7] what is not meant is taken off the list, and gives nothing", async () => {
  await take([row(1)]);
  const [one] = await waiting();
  expect(await answer(one?.id ?? "", false)).toBe("dismissed");
  expect([held(), await waiting()]).toEqual([[], []]);
});

test("[X2] nobody answers about themselves", async () => {
  await take([row(1, "nurse")]);
  await take([row(1)]);
  const [{ id: person } = { id: "" }] = [...app.world().people.values()];
  const [one] = await waiting();
  for (const isMeant of [true, false])
    expect(await answer(one?.id ?? "", isMeant, { type: "person", id: person })).toBe("own");
  expect(held()).toEqual(["nurse"]);
  expect(await waiting()).toHaveLength(1);
});

test("[L7] a later file's word on somebody stands in the place of what waited, and so does a number said with the file", async () => {
  await take([row(1), row(2)]);
  const [first] = await waiting();
  await take([row(1, "administrator", "2026-06-30")]);
  expect((await waiting()).map(({ row: { number, role } }) => [number, role.to])).toEqual([
    ["C2", undefined],
    ["C1", Date.UTC(2026, 6, 1)],
  ]);
  expect(await answer(first?.id ?? "", true)).toBe("gone");
  await take([row(1, "nurse")]);
  expect(await waiting()).toHaveLength(1);
  await take([row(2)], { privileged: { roles: 1, actor: ada } });
  expect([await waiting(), held()]).toEqual([[], ["administrator", "nurse"]]);
});

test("[L7] what nobody answers for two weeks waits no more", async () => {
  await take([row(1)]);
  const now = app.clock.now();
  expect(await waiting(now + 14 * day - 1)).toHaveLength(1);
  expect(await waiting(now + 14 * day)).toEqual([]);
});

test("[L7] what cannot be taken in by now says why, and goes on waiting", async () => {
  await take([row(1, "administrator", "", "8001")]);
  await take([row(2, "nurse", "", "8001")]);
  const [one] = await waiting();
  expect(await answer(one?.id ?? "", true)).toMatchObject({ column: "badge" });
  expect(held()).toEqual(["nurse"]);
  expect(await waiting()).toHaveLength(1);
});
