import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeEach, expect, test, vi } from "vitest";
import { makePlace, onBothStores, type TestPlace } from "../../tests/support/places.ts";
import { type App, activate, openApp, system } from "../app.ts";
import { machineClock, nodeHasher, nodeIds, openSqliteStore, wait } from "../node/index.ts";
import type { Clock } from "../ports/index.ts";
import { openStore } from "./installation.ts";
import { keepCheckpoints } from "./keep-checkpoints.ts";
import { openKeys } from "./keys.ts";
import { policyFolder, readPolicyFiles } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";
import { verify } from "./verify.ts";

let place: TestPlace;
let environment: TestPlace["environment"];

function be(at: TestPlace): void {
  place = at;
  environment = at.environment;
}

/** Does some work on the log that the environment names, and signs it. */
async function working(clock: Clock, work: (app: App) => Promise<void>): Promise<void> {
  const settings = readSettings(environment);
  const store =
    settings.database === undefined
      ? await openSqliteStore({ directory: settings.data, clock })
      : await openStore(settings);
  const { signer } = await openKeys(settings, environment, { replace: false, store });
  const ports = { clock, hasher: nodeHasher, wait };
  const { log, side } = store;
  const app = await openApp({ ...ports, log, side, ids: nodeIds() });
  const checkpoints = keepCheckpoints({ ...ports, app, store, signer });
  await work(app);
  await app.stop();
  await checkpoints.stop();
  await store.close();
}

/** A log of a policy, a batch of three sites and one of one. */
function writeLog(): Promise<void> {
  return working(machineClock, async (app) => {
    const loaded = await app.load(readPolicyFiles(policyFolder));
    if (loaded.type === "refused") throw new Error("the shipped policy does not load");
    await activate(app, loaded.bundle, system);
    await registerSites(app, ["north", "east", "south"]);
    await registerSites(app, ["west"]);
  });
}

function registerSites(app: App, sites: readonly string[]): Promise<void> {
  return app.submit({
    name: "test",
    actor: system,
    handle: () => ({
      records: sites.map((site) => ({
        kind: "site.registered",
        body: { site, name: site, zone: "UTC" },
      })),
      answer: undefined,
    }),
  });
}

interface Said {
  readonly type: "whole" | "broken";
  readonly problems?: readonly { readonly position: number; readonly what: string }[];
  readonly keys: { readonly own?: string; readonly recorded: readonly string[] };
}

/** What the command prints, and that its exit code says the same. */
async function verified(more: Readonly<Record<string, string>> = {}): Promise<Said> {
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    const code = await verify(["--json"], { ...environment, ...more });
    const said = JSON.parse(String(print.mock.calls[0]?.[0])) as Said;
    expect([said.type, code]).toEqual(said.type === "whole" ? ["whole", 0] : ["broken", 1]);
    return said;
  } finally {
    print.mockRestore();
  }
}

async function problems(more?: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { problems: found = [] } = await verified(more);
  return found.map(({ position, what }) => `${position}: ${what}`);
}

onBothStores("verify", (fresh) => {
  beforeEach(async () => {
    be(fresh());
    await writeLog();
  });

  test("a sound log is whole", async () => {
    const said = await verified();
    expect(said).toMatchObject({ type: "whole", size: 5 });
    expect(said.keys.recorded).toEqual([said.keys.own]);
  });

  test.each([
    ["delete from batches where first = 1", /^1: the row of batch bat_\S+, which begins here, is/],
    [
      "update batches set count = 2 where first = 1",
      /^1: batch bat_\S+ has 3 records from here on, but its row says 2 from 1 on$/,
    ],
    [
      "update batches set first = 2 where first = 1",
      /^1: batch bat_\S+ has 3 records from here on, but its row says 3 from 2 on$/,
    ],
    ["insert into batches (id, first, count) values ('bat_x', 3, 1)", /^3: the row of batch bat_x/],
    ["delete from bundles", /^0: the text of the policy [0-9a-f]{64}, which .* is missing/],
    [
      "update bundles set value = replace(value, 'permit', 'forbid')",
      /^0: the text of the policy [0-9a-f]{64} in the table bundles is not the one/,
    ],
    ["update bundles set value = '{'", /^0: the text of the policy/],
    ["update bundles set value = 'null'", /^0: the text of the policy/],
    ["delete from checkpoints", /^0: the checkpoint of 5 records is missing/],
    [
      `update meta set value = replace(value, '/log+', '/log2+') where key = 'keys'`,
      /cannot be read/,
    ],
  ])("planted: %s", async (sql, what) => {
    await place.run(sql);
    if (sql.includes("meta")) await expect(verified()).rejects.toThrow(what);
    else expect(await problems()).toEqual([expect.stringMatching(what)]);
  });

  test("without a key it makes none, and says that it has none", async () => {
    rmSync(join(place.data, "log-key.pem"));
    const before = readdirSync(place.data);
    const recorded = await verified();
    expect(recorded.type).toBe("whole");
    expect(recorded.keys.own).toBeUndefined();
    await place.run("delete from meta where key = 'keys'");
    expect(await problems()).toEqual(["5: there is no key to check the 1 stored checkpoints by"]);
    expect(existsSync(join(place.data, "log-key.pem"))).toBe(false);
    expect(readdirSync(place.data)).toEqual(before);
  });

  test("a key that somebody wrote into the database does not stand against this node's", async () => {
    const mine = place;
    const other = makePlace();
    be(other);
    await writeLog();
    const theirs = (await verified()).keys.own ?? "";
    be(mine);
    const ours = (await verified()).keys.own ?? "";
    await place.run(
      `update meta set value = replace(value, '${ours}', '${theirs}') where key = 'keys'`,
    );
    expect(await problems()).toEqual([
      `5: the database says that the key ${theirs} signs this log, but this node's is ${ours}`,
    ]);
    rmSync(other.data, { recursive: true });
  });
});

test("a checkpoint of an earlier hour that was deleted is named by the records it was over", async () => {
  be(makePlace());
  let now = Date.UTC(2026, 2, 10, 12);
  const clock = { now: () => now, monotonic: () => now };
  for (let hour = 0; hour < 3; hour++) {
    await working(clock, async (app) => {
      await registerSites(app, [`a${hour}`]);
      now += 90_000;
      await registerSites(app, [`b${hour}`]);
    });
    now += 3_600_000;
  }
  expect(await problems()).toEqual([]);
  const database = new Database(join(place.data, "wardkey.db"));
  const hours = database.prepare("select hour from checkpoints order by hour").pluck().all();
  database.close();
  expect(hours).toHaveLength(3);
  await place.run(`delete from checkpoints where hour = ${hours[1]}`);
  // The record before it is that of the start, an hour after the last.
  expect(await problems()).toEqual([
    "2: the checkpoint over the records from here up to 4 is missing: one was signed in the hour they were made in",
  ]);
  rmSync(place.data, { recursive: true });
});
