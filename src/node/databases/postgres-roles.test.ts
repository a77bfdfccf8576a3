import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres } from "../../../tests/support/postgres.ts";
import type { RoleServer } from "../../ports/index.ts";
import { openPostgresRoles, type RoleTerms } from "./postgres-roles.ts";

const postgres = await startPostgres();
const hour = 3_600_000;
const prefix = "wardkey_test_";
const terms: RoleTerms = {
  grants: [{ schema: "lab", tables: ["results"], may: ["SELECT"] }],
  create: ["scratch"],
  owned: "drop",
  connections: 5,
};

describe.skipIf("skipped" in postgres)("[N7] roles in a real PostgreSQL", () => {
  if ("skipped" in postgres) return;
  const opened: Client[] = [];
  let admin: Client;
  let url: string;
  let other: string;

  beforeAll(async () => {
    url = await postgres.database("lab");
    other = await postgres.database("elsewhere");
    admin = await connect(url);
    await admin.query(`
      create schema lab; create schema scratch; create role lab_owner nologin;
      create table lab.results (id int, "value" text); insert into lab.results values (1, 'x');
      create table lab.secrets (id int);
      create role maker login createrole;
      grant usage, create on schema lab, scratch to maker with grant option;
      grant select on lab.results to maker with grant option;
      grant create on schema scratch to lab_owner`);
    await admin.query("alter system set log_statement = 'all'");
    await admin.end();
    // Whoever is of ours has to prove it: all others are let in as before.
    const rules = "local all wardkey,maker trust\nlocal all all scram-sha-256\n";
    writeFileSync(join(postgres.socket, "data", "pg_hba.conf"), rules);
    await postgres.down();
    await postgres.up();
    admin = await connect(url);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(opened.map((client) => client.end().catch(() => undefined)));
    await postgres.stop();
  });

  const connect = async (address: string) => {
    const client = new Client({ connectionString: address, connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    opened.push(client);
    await client.connect();
    return client;
  };
  const server = (more: Partial<RoleTerms> = {}, as = "wardkey"): RoleServer =>
    openPostgresRoles({
      ...{ target: "lab", prefix, url: url.replace("wardkey@", `${as}@`) },
      terms: { ...terms, ...more },
    });
  let count = 0;
  const make = async (roles = server(), until = Date.now() + hour) => {
    const role = { name: `${prefix}${++count}-"x`, password: `wardkey_ws_p${count}Q`, until };
    await roles.make(role);
    return role;
  };
  const signIn = ({ name, password }: { name: string; password: string }, address = url) =>
    connect(
      address.replace("wardkey@", `${encodeURIComponent(name)}:${encodeURIComponent(password)}@`),
    );
  const names = async () => (await server().list()).map(({ name }) => name);

  test("may what is said and nothing else, with the password that was shown and no other one", async () => {
    const role = await make();
    const client = await signIn(role);
    expect((await client.query("select * from lab.results")).rowCount).toBe(1);
    for (const refused of [
      "select * from lab.secrets",
      "delete from lab.results",
      "create table lab.own (id int)",
      "create role another",
      "create database another",
      `alter role current_user valid until 'infinity'`,
    ]) {
      await expect(client.query(refused)).rejects.toMatchObject({ code: "42501" });
    }
    await expect(signIn({ ...role, password: "wrong" })).rejects.toMatchObject({ code: "28P01" });
    await server().revoke(role.name);
  });

  test("the database's log has every statement, and no password", async () => {
    const role = await make();
    await server().revoke(role.name);
    const log = postgres.log();
    expect(log).toContain("create role");
    expect(log).toContain("SCRAM-SHA-256$");
    expect(log).not.toContain("wardkey_ws_");
  });

  test("nobody gets in after its end, also while nobody takes it away; renewed they do", async () => {
    const role = await make(server(), Date.now() - 1_000);
    await expect(signIn(role)).rejects.toMatchObject({ code: "28P01" });
    const until = Date.now() + hour;
    await server().renew(role.name, until);
    expect(await server().list()).toEqual([{ name: role.name, until }]);
    await signIn(role);
    await server().revoke(role.name);
  });

  test("one in use, within a transaction, is thrown out, and cannot come back", async () => {
    const role = await make();
    const client = await signIn(role);
    await client.query("begin; lock table lab.results in access share mode");
    await server().revoke(role.name);
    await expect(client.query("select 1")).rejects.toThrow();
    await expect(signIn(role)).rejects.toThrow();
    expect(await names()).not.toContain(role.name);
  });

  test("what it owns is dropped with it, in other databases too, or is somebody else's from then on", async () => {
    const role = await make();
    await (await signIn(role)).query("create table scratch.mine (id int)");
    await (await signIn(role, other)).query("select lo_create(0)");
    await server().revoke(role.name);
    const there = "select to_regclass('scratch.mine') as found";
    expect((await admin.query(there)).rows).toEqual([{ found: null }]);
    const kept = server({ owned: { to: "lab_owner" } });
    const second = await make(kept);
    await (await signIn(second)).query("create table scratch.kept (id int)");
    await kept.revoke(second.name);
    const owner = "select tableowner from pg_tables where tablename = 'kept'";
    expect((await admin.query(owner)).rows).toEqual([{ tableowner: "lab_owner" }]);
    expect(await names()).toEqual([]);
  });

  test("what others have made of what it owns is not dropped: it stays shut, and is taken away once that is gone", async () => {
    const role = await make();
    await (await signIn(role)).query("create table scratch.shared (id int)");
    await admin.query("create view scratch.theirs as select * from scratch.shared");
    await expect(server().revoke(role.name)).rejects.toMatchObject({ code: "depended-on" });
    await expect(signIn(role)).rejects.toThrow();
    await admin.query("drop view scratch.theirs");
    await server().revoke(role.name);
    await server().revoke(role.name);
    expect(await names()).toEqual([]);
  });

  test("whoever makes them need be no superuser; what they may not give makes no role", async () => {
    const role = await make(server({}, "maker"));
    await (await signIn(role)).query("create table scratch.of_maker (id int)");
    await server({}, "maker").revoke(role.name);
    const more = { grants: [{ schema: "lab", tables: ["secrets"], may: ["SELECT"] }] } as const;
    await expect(make(server(more, "maker"))).rejects.toMatchObject({ code: "not-allowed" });
    expect(await names()).toEqual([]);
  });

  test("a name that would inject is a name, and another installation's roles are not ours", async () => {
    const name = `${prefix}x"; drop table lab.results; --`;
    await server().make({ name, password: "p", until: Date.now() + hour });
    await admin.query("create role wardkey_other_1 login");
    expect(await names()).toEqual([name]);
    await server().revoke(name);
    expect((await admin.query("select * from lab.results")).rowCount).toBe(1);
  });

  test("a database that is down says so, of everything that is asked, and holds no word of its own", async () => {
    const role = await make();
    await postgres.down();
    try {
      for (const asked of [() => server().revoke(role.name), () => server().list(), () => make()]) {
        await expect(asked()).rejects.toMatchObject({
          code: "unreachable",
          name: "RoleServerError",
        });
      }
    } finally {
      await postgres.up();
    }
    await server().revoke(role.name);
    expect(await names()).toEqual([]);
  }, 60_000);
});
