import { afterEach, beforeEach, expect, test } from "vitest";
import { releaseBrake } from "./release-brake.ts";
import { bulkUrn, hr, openScim, type TestScim, userUrn } from "./test-support.ts";

let scim: TestScim;
const people: string[] = [];
beforeEach(async () => {
  scim = await openScim();
  people.length = 0;
  const users = Array.from({ length: 93 }, (_, index) => ({
    method: "POST",
    path: "/Users",
    bulkId: `u${index}`,
    data: { schemas: [userUrn], userName: `u${index}` },
  }));
  const made = await scim.call("POST", "/Bulk", { schemas: [bulkUrn], Operations: users });
  for (const { location } of made.body.Operations) people.push(location.split("/").at(-1));
});
afterEach(() => scim.close());

const person = { type: "person", id: "ada" } as const;
const off = (index: number, as = hr) =>
  scim.patch(`/Users/${people[index]}`, [{ op: "replace", path: "active", value: false }], { as });
const kinds = async () => {
  const entries = await scim.ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind as string)
    .filter((kind) => kind.startsWith("brake."));
};
const live = () =>
  [...scim.ward.app.world().engagements.values()].filter(({ state }) => state === "active").length;

test("[L11] a client that ends more than 2 % in a day is stopped, and it is on record once", async () => {
  expect(live()).toBe(100);
  expect((await off(0)).status).toBe(200);
  expect((await off(1)).status).toBe(200);
  for (const _ of [1, 2, 3]) {
    const stopped = await off(2);
    expect([stopped.status, stopped.body.status]).toEqual([403, "403"]);
    expect(stopped.body.detail).toContain("wardkey scim release");
  }
  expect(live()).toBe(98);
  expect(await kinds()).toEqual(["brake.stopped"]);
  // Another client is counted by itself; a day later it is another day.
  expect((await off(3, "wrk_other_0123456789abc")).status).toBe(200);
  scim.ward.clock.pass(25 * 3_600_000);
  expect((await off(2)).status).toBe(200);
});

test("[L11] a Bulk request that ends too many is not done at all", async () => {
  const operations = people.slice(0, 5).map((id) => ({ method: "DELETE", path: `/Users/${id}` }));
  const more = {
    method: "POST",
    path: "/Users",
    bulkId: "n",
    data: { schemas: [userUrn], userName: "new" },
  };
  const answer = await scim.call("POST", "/Bulk", {
    schemas: [bulkUrn],
    Operations: [more, ...operations],
  });
  expect(answer.status).toBe(403);
  expect(live()).toBe(100);
  expect(
    (await scim.call("GET", '/Users?filter=userName eq "new"'.replaceAll(" ", "%20"))).body
      .totalResults,
  ).toBe(0);
});

test("[L11] a person releases just so many, for a day", async () => {
  const release = (ends: number) =>
    scim.ward.app.submit(releaseBrake({ client: hr, ends, actor: person }));
  await expect(release(3)).rejects.toMatchObject({ code: "not-stopped" });
  for (const index of [0, 1, 2]) await off(index);
  await expect(release(2)).rejects.toMatchObject({ code: "not-so-many" });
  await release(3);
  expect(await kinds()).toEqual(["brake.stopped", "brake.released"]);
  expect((await off(2)).status).toBe(200);
  expect((await off(3)).status).toBe(403);
  await release(4);
  // What was meant that day is not meant the next.
  scim.ward.clock.pass(25 * 3_600_000);
  expect((await off(3)).status).toBe(200);
  expect((await off(4)).status).toBe(403);
});
