import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isSecret, suspendWorkload } from "../../workloads/index.ts";
import { authenticateApplications, databasesPath } from "../oidc/index.ts";
import { addWorkload, giveCredential } from "../programs/test-support.ts";
import { openWard, origin, type TestWard } from "../test-support.ts";
import { createDatabaseRoles, type DatabaseRoles } from "./database-roles.ts";
import { keepDatabaseRoles } from "./keep-roles.ts";
import { databaseRoles } from "./serve-databases.ts";
import { type TestDatabase, testDatabase } from "./test-support.ts";

const minute = 60_000;
const keyedHash = (use: string, text: string) =>
  createHmac("sha256", "test").update(`${use}\0${text}`).digest("base64url");
const amy = { type: "person", id: "amy" } as const;

let ward: TestWard;
let database: TestDatabase;
let roles: DatabaseRoles;
let faults: unknown[];
let secret: string;
beforeEach(async () => {
  database = testDatabase();
  faults = [];
  ward = await openWard(async ({ app }) => {
    const onFault = (fault: unknown) => void faults.push(fault);
    const databases = [{ server: database, minutes: 60 }];
    roles = createDatabaseRoles({ app, databases, onFault, tag: "abcd" });
    const { now, side, world } = app;
    const on = { now, side, world, origin: () => origin, path: databasesPath };
    const authenticate = authenticateApplications(on);
    return { keyedHash, databases: databaseRoles({ authenticate, roles }) };
  });
  const scopes = ["database.lab", "database.none", "scim.read"];
  await addWorkload(ward, "report", { scopes });
  const form = { kind: "secret", because: "vendor-cannot-sign" } as const;
  secret = (await giveCredential(ward, keyedHash, "report", form)).secret ?? "";
});
afterEach(() => ward.close());

const tokenFor = async (scope: string) => {
  const answer = await ward.server.inject({
    method: "POST",
    url: "/oidc/token",
    headers: {
      authorization: `Basic ${Buffer.from(`report:${secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: new URLSearchParams({ grant_type: "client_credentials", scope }).toString(),
  });
  return String(answer.json().access_token);
};
const call = async (
  method: "POST" | "DELETE",
  path: string,
  { minutes, token }: { minutes?: number; token?: string } = {},
) => {
  const answer = await ward.server.inject({
    method,
    url: `/databases${path}`,
    headers: { authorization: `Bearer ${token ?? (await tokenFor("database.lab"))}` },
    ...(minutes === undefined ? {} : { payload: { minutes } }),
  });
  const body = answer.body === "" ? {} : answer.json();
  return { status: answer.statusCode, body, headers: answer.headers };
};
const ask = (more: object = {}) => call("POST", "/lab/roles", { minutes: 30, ...more });
const known = () => [...ward.app.world().databaseRoles.values()];
const pass = async (time: number) => {
  ward.clock.pass(time);
  await roles.look();
};

describe("[N7] a workload", () => {
  test("gets a role by its token, whose password is shown once and stands in no record", async () => {
    const { body, headers, status } = await ask();
    expect(status).toBe(201);
    expect(headers["cache-control"]).toBe("no-store");
    expect(isSecret(body.password)).toBe(true);
    expect(body.place).toEqual({ host: "db.example", port: 5432, database: "lab" });
    expect(database.roles.get(body.user)).toEqual({ password: body.password, until: body.until });
    expect(known()[0]?.made).toBeDefined();
    const log = await ward.log.read(0, { limit: 10_000 });
    expect(log.length).toBeGreaterThan(10);
    const bytes = log.map(({ bytes: each }) => Buffer.from(each).toString("latin1")).join();
    expect(bytes).toContain(body.user);
    expect(bytes).not.toContain(body.password);
  });

  test("gets none without a token, with another service's, or for a database that it was not approved for", async () => {
    expect((await ask({ token: "none-of-ours-at-all" })).status).toBe(401);
    expect((await ask({ token: await tokenFor("scim.read") })).status).toBe(401);
    expect((await call("POST", "/other/roles", { minutes: 1 })).status).toBe(403);
    const token = await tokenFor("database.none");
    expect((await call("POST", "/none/roles", { minutes: 1, token })).status).toBe(404);
    expect((await ask({ minutes: 61 })).body.error.code).toBe("database-terms");
    expect(database.asked).toEqual([]);
  });

  test("keeps it for longer, and gives it back", async () => {
    const { body } = await ask();
    ward.clock.pass(10 * minute);
    const renewed = await call("POST", `/roles/${body.role}/renew`, { minutes: 60 });
    expect(renewed.body.until).toBe(body.until + 40 * minute);
    expect(database.roles.get(body.user)?.until).toBe(renewed.body.until);
    expect((await call("DELETE", `/roles/${body.role}`)).status).toBe(204);
    await roles.look();
    expect([database.roles.size, known().length]).toEqual([0, 0]);
    expect((await call("DELETE", `/roles/${body.role}`)).status).toBe(404);
  });

  test("is told of a database that does not answer, and nothing stays", async () => {
    database.fails = "unreachable";
    expect((await ask()).status).toBe(503);
    expect(known()[0]?.ended?.reason).toBe("unmade");
    database.fails = undefined;
    await pass(1_000);
    expect(known()).toEqual([]);
    expect(faults).not.toEqual([]);
  });

  test("that is suspended while its role is made gets nothing, and the role is gone", async () => {
    database.beforeMade = () =>
      ward.app.submit(suspendWorkload({ workload: "report", reason: "concern", actor: amy }));
    expect((await ask()).status).toBe(403);
    expect(database.roles.size).toBe(0);
  });
});

describe("[N7] what is due is taken away", () => {
  test("at its end, and not before", async () => {
    await ask();
    await pass(30 * minute - 1_000);
    expect(database.roles.size).toBe(1);
    await pass(1_000);
    expect([database.roles.size, known().length]).toEqual([0, 0]);
  });

  test("as soon as its workload is suspended", async () => {
    const { body } = await ask();
    const { app } = ward;
    const keeping = keepDatabaseRoles({ app, roles, onFault: (fault) => faults.push(fault) });
    keeping.start();
    await app.submit(suspendWorkload({ workload: "report", reason: "concern", actor: amy }));
    await expect.poll(() => database.roles.has(body.user)).toBe(false);
    await expect.poll(known).toEqual([]);
    await keeping.stop();
  });

  test("where it was on record and nobody made it, or nobody recorded that it was made", async () => {
    const [credential = ""] = ward.app.world().credentialsByWorkload.get("report");
    const until = ward.app.now() + 30 * minute;
    for (const id of ["x", "y"]) {
      const role = { role: `dbr_${id}`, target: "lab", name: `wardkey_abcd_${id}`, until };
      await ward.record("database-role.intended", { ...role, workload: "report", credential });
    }
    // Of the two, the database has one.
    database.roles.set("wardkey_abcd_x", { password: "lost", until });
    await pass(29_000);
    expect(database.roles.size).toBe(1);
    await pass(1_000);
    expect([database.roles.size, known().length]).toEqual([0, 0]);
  });

  test("where no record knows it: at once when it is over, else when it was seen twice", async () => {
    const at = ward.app.now();
    database.roles.set("wardkey_abcd_over", { password: "", until: at - 1 });
    database.roles.set("wardkey_abcd_new", { password: "", until: at + 60 * minute });
    await roles.look();
    expect([...database.roles.keys()]).toEqual(["wardkey_abcd_new"]);
    await pass(29_000);
    expect(database.roles.size).toBe(1);
    await pass(1_000);
    expect(database.roles.size).toBe(0);
  });

  test("again and again, ever more seldom, while the database is away; on record once a day, and gone within a minute of its return", async () => {
    await ask();
    database.fails = "unreachable";
    database.asked.length = 0;
    ward.clock.pass(30 * minute);
    for (let seconds = 0; seconds < 600; seconds++) await pass(1_000);
    const tries = database.asked.filter((what) => what === "revoke").length;
    expect(tries).toBeGreaterThan(15);
    expect(tries).toBeLessThan(30);
    expect(known()[0]?.stuck?.why).toBe("unreachable");
    const log = await ward.log.read(0, { limit: 10_000 });
    const said = log.filter((one) => Buffer.from(one.bytes).includes("database-role.stuck")).length;
    expect(said).toBe(1);
    database.fails = undefined;
    for (let seconds = 0; seconds < 60; seconds++) await pass(1_000);
    expect([database.roles.size, known().length]).toEqual([0, 0]);
  });

  test("not at all where the database is not registered any more: that is said", async () => {
    await ask();
    const onFault = (fault: unknown) => void faults.push(fault);
    const without = createDatabaseRoles({ app: ward.app, databases: [], onFault, tag: "abcd" });
    ward.clock.pass(30 * minute);
    await without.look();
    ward.clock.pass(minute);
    await without.look();
    expect(known()[0]?.stuck?.why).toBe("target-unknown");
  });
});
