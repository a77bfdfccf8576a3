import { afterEach, beforeEach, expect, test } from "vitest";
import { importStaff } from "../../feeds/index.ts";
import { bulkUrn, hr, openScim, type TestScim, userUrn } from "../scim/test-support.ts";
import { origin, send } from "../test-support.ts";

let scim: TestScim;
let ada: string;
beforeEach(async () => {
  scim = await openScim();
  ada = await signIn("ada");
});
afterEach(() => scim.close());

const post = (path: string, body: unknown, cookie = ada) =>
  send(scim.ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const held = (cookie = ada) =>
  send(scim.ward.server, "GET", "/console/api/held", undefined, { origin, cookie });
async function signIn(badge: string): Promise<string> {
  const answer = await post("sign-in", { badge, pin: `pin-${badge}` }, "");
  expect(answer.body.type).toBe("in");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}
/** HR's file asks that somebody be an administrator. */
const file = (number = "C1") =>
  importStaff(
    { ...scim.ward.app, hash: (text) => `h-${text}`, clock: { now: scim.ward.app.now } },
    [
      "staff_number,family,given,from,role,ward",
      `${number},Nwosu,Adaeze,2020-01-01,administrator,4B`,
    ],
    { feed: "staff", zone: "UTC", isPrivileged: (role) => role === "administrator" },
  );
const kindsSince = async (position: number): Promise<readonly string[]> => {
  const entries = await scim.ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};

/** So many people whom HR's client brought, in a hospital where two ends a day are believed. */
async function bring(count: number): Promise<readonly string[]> {
  const users = Array.from({ length: count }, (_, index) => ({
    method: "POST",
    path: "/Users",
    bulkId: `u${index}`,
    data: { schemas: [userUrn], userName: `u${index}`, name: { formatted: `Person ${index}` } },
  }));
  const made = await scim.call("POST", "/Bulk", { schemas: [bulkUrn], Operations: users });
  return made.body.Operations.map(({ location }: { location: string }) =>
    location.split("/").at(-1),
  );
}
const off = (person: string) =>
  scim.patch(`/Users/${person}`, [{ op: "replace", path: "active", value: false }]);

test("[L7] a privileged role of HR's file waits at the console, and is given by who says that it is meant", async () => {
  await file();
  const { body } = await held();
  expect(body).toMatchObject({ may: true, clients: [] });
  const [role] = body.roles;
  const asked = { name: "Adaeze Nwosu", number: "C1", known: false, ward: "4B" };
  expect(role).toMatchObject({ ...asked, role: "administrator" });
  const before = scim.ward.app.world().next;
  const given = await post(`held/roles/${role.id}`, { outcome: "given" });
  expect(given.body).toMatchObject({ roles: [] });
  const kinds = await kindsSince(before);
  expect(kinds[0]).toBe("decision.permitted");
  expect(kinds).toContain("role.assigned");
  const again = await post(`held/roles/${role.id}`, { outcome: "given" });
  expect([again.status, again.body.error.message]).toEqual([
    404,
    expect.stringContaining("waits no more"),
  ]);
});

test("[L7] one that is not meant is given to nobody", async () => {
  await file();
  const [role] = (await held()).body.roles;
  const people = scim.ward.app.world().people.size;
  expect((await post(`held/roles/${role.id}`, { outcome: "dismissed" })).body.roles).toEqual([]);
  expect(scim.ward.app.world().people.size).toBe(people);
});

test("[L7] nobody but administration answers, and a nurse sees nothing of it", async () => {
  await file();
  const [role] = (await held()).body.roles;
  const amy = await signIn("amy");
  expect((await held(amy)).status).toBe(403);
  expect((await post(`held/roles/${role.id}`, { outcome: "given" }, amy)).status).toBe(403);
  expect((await post(`held/clients/${hr}`, { ends: 3 }, amy)).status).toBe(403);
  expect((await held()).body.roles).toHaveLength(1);
});

test("[L11] a client that the brake stopped is shown with what it has ended and whom it asks for, and let through for just so many", async () => {
  const people = await bring(93);
  for (const person of people.slice(0, 2)) expect((await off(person)).status).toBe(200);
  for (const person of people.slice(2, 6)) expect((await off(person)).status).toBe(403);
  await off(people[2] ?? "");
  const [client] = (await held()).body.clients;
  expect(client).toMatchObject({ id: hr, ended: 2, live: 100, percent: 2, more: 0, all: 6 });
  expect(client.asked.map(({ who }: { who: { name: string } }) => who.name)).toEqual(
    [2, 3, 4, 5].map((index) => `Person ${index}`),
  );
  const few = await post(`held/clients/${hr}`, { ends: 5 });
  expect([few.status, few.body.error.message]).toEqual([
    409,
    expect.stringContaining("asks for 6"),
  ]);
  const before = scim.ward.app.world().next;
  const released = await post(`held/clients/${hr}`, { ends: 6 });
  expect(released.body.clients[0].released).toMatchObject({ ends: 6 });
  expect(await kindsSince(before)).toEqual(["decision.permitted", "brake.released"]);
  // Nothing ends by that alone; what was not asked for by then is stopped as before.
  expect(scim.ward.app.world().engagementsByPerson.get(people[2] ?? "")).toHaveLength(1);
  for (const person of people.slice(2, 6)) expect((await off(person)).status).toBe(200);
  expect((await off(people[6] ?? "")).status).toBe(403);
  const [then] = (await held()).body.clients;
  expect(then).toMatchObject({ ended: 6, all: 7, asked: [{ who: { name: "Person 6" } }] });
  const nobody = await post("held/clients/wrk_none", { ends: 1 });
  expect([nobody.status, nobody.body.error.message]).toEqual([
    409,
    expect.stringContaining("wrk_none"),
  ]);
});
