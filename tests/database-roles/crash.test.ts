import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { startPostgres } from "../support/postgres.ts";
import { openNode, prefix, type Step } from "./dying-node.ts";

const postgres = await startPostgres();
const minute = 60_000;

describe.skipIf("skipped" in postgres)("[N7] a node is killed", () => {
  if ("skipped" in postgres) return;
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), "wk-dying-"));
  });
  afterEach(() => {
    rmSync(data, { recursive: true, force: true });
  });
  afterAll(() => postgres.stop());

  const dieAt = (step: Step) => {
    const file = join(import.meta.dirname, "dying-node.ts");
    const args = [file, data, postgres.url, step];
    const { signal, status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return { signal, status, stderr };
  };
  const inDatabase = async () => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query<{ rolname: string }>(
      "select rolname from pg_roles where starts_with(rolname, $1)",
      [prefix],
    );
    await client.end();
    return rows.map(({ rolname }) => rolname);
  };
  /** Starts it again, and looks as often as it would until a minute after `later`. */
  const again = async (later: number) => {
    const node = await openNode(data, postgres.url, "never");
    const before = node.known();
    node.pass(later);
    await node.roles.look();
    const after = node.known();
    await node.close();
    return { before, after };
  };

  test("never: what was asked for is made, given back, and gone", async () => {
    expect(dieAt("never")).toMatchObject({ signal: null, status: 0, stderr: "" });
    expect(await inDatabase()).toEqual([]);
  });

  const steps: readonly (readonly [string, Step, number, number])[] = [
    [
      "between its record and the role: both are gone half a minute later",
      "intended",
      0,
      minute / 2,
    ],
    [
      "between the role and the record of it: both are gone half a minute later",
      "made",
      1,
      minute / 2,
    ],
    ["before anybody was told: it is gone at its end", "recorded", 1, 30 * minute],
    ["between the taking away and the record of it: it is gone", "revoked", 0, 0],
  ];
  test.each(steps)("%s", async (_what, step, left, later) => {
    expect(dieAt(step)).toMatchObject({ signal: "SIGKILL" });
    expect(await inDatabase()).toHaveLength(left);
    expect(await again(later)).toEqual({ before: 1, after: 0 });
    expect(await inDatabase()).toEqual([]);
  });

  test("and its log is lost: the roles that no record knows are taken away, when they were seen twice", async () => {
    dieAt("recorded");
    rmSync(data, { recursive: true, force: true });
    data = mkdtempSync(join(tmpdir(), "wk-dying-"));
    const node = await openNode(data, postgres.url, "never");
    await node.roles.look();
    expect(await inDatabase()).toHaveLength(1);
    node.pass(minute);
    await node.roles.look();
    expect(await inDatabase()).toEqual([]);
    await node.close();
  });

  test("and the database is down at the end: nobody gets in, and it is gone when it is back", async () => {
    dieAt("recorded");
    const [name] = await inDatabase();
    const node = await openNode(data, postgres.url, "never");
    node.pass(31 * minute);
    await postgres.down();
    for (let count = 0; count < 2; count++) {
      await node.roles.look();
      node.pass(minute / 2);
    }
    expect(node.known()).toBe(1);
    await postgres.up();
    expect(await inDatabase()).toEqual([name]);
    await node.roles.look();
    expect([node.known(), await inDatabase()]).toEqual([0, []]);
    await node.close();
  }, 60_000);
});
