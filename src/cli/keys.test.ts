import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../../tests/support/postgres.ts";
import { formatVerifierKey } from "../audit/index.ts";
import { machineClock, openPostgresStore, openSqliteStore, type Store } from "../node/index.ts";
import { openKeys, readVerifierKeys } from "./keys.ts";
import { readSettings } from "./settings.ts";

let root: string;
let store: Store;
let postgres: TestPostgres;
let databases = 0;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(async () => {
  if ("stop" in postgres) await postgres.stop();
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wardkey-keys-"));
});
afterEach(async () => {
  await store?.close();
  rmSync(root, { recursive: true });
});

const openings = {
  SQLite: () => openSqliteStore({ directory: join(root, "store"), clock: machineClock }),
  async PostgreSQL() {
    if ("skipped" in postgres) return undefined;
    return openPostgresStore({ url: await postgres.database(`keys_${databases++}`) });
  },
};

type Environment = Readonly<Record<string, string>>;

/** A node with a data directory of its own. */
function node(name: string, more: Environment = {}, replace = false) {
  const environment = { WARDKEY_DATA: join(root, name), ...more };
  mkdirSync(environment.WARDKEY_DATA, { recursive: true, mode: 0o700 });
  return openKeys(readSettings(environment), environment, { replace, store });
}

const keyOf = (name: string) => join(root, name, "log-key.pem");
const pepperOf = async (name: string) => {
  const { pepper } = await node(name);
  return { WARDKEY_PEPPER: Buffer.from(pepper).toString("base64url") };
};

async function appendSomething(): Promise<void> {
  const batch = { id: "bat_1", expected: 0, at: 1, frontier: new Uint8Array(32), replies: [] };
  const leaf = { bytes: new Uint8Array(2), hash: new Uint8Array(32), state: true };
  await store.log.append({ ...batch, leaves: [leaf], salts: new Uint8Array(16), side: [] });
}

const refused = (name: string, more: string) =>
  expect.objectContaining({
    code: "bad-setting",
    message: expect.stringMatching(`^${name}: .*${more}`),
  });

describe.each(["SQLite", "PostgreSQL"] as const)("the keys of a log on %s", (kind) => {
  beforeEach(async ({ skip }) => {
    const opened = await openings[kind]();
    if (opened === undefined) return skip();
    store = opened;
  });

  test("the first node's are the log's: it opens again, and so does another node that is given them", async () => {
    const first = await node("a");
    expect((await node("a")).signer.publicKey).toEqual(first.signer.publicKey);
    const given = { ...(await pepperOf("a")), WARDKEY_LOG_KEY: keyOf("a") };
    const second = await node("b", given);
    expect(second.signer.publicKey).toEqual(first.signer.publicKey);
    expect(second.pepper).toEqual(first.pepper);
    // Nothing of it stays in the node's own directory.
    expect(existsSync(keyOf("b"))).toBe(false);
    expect(JSON.stringify(await store.meta.get("keys"))).not.toContain(given.WARDKEY_PEPPER);
  });

  test("of first nodes at the same moment one claims both, and the others are refused", async () => {
    const started = await Promise.allSettled(["a", "b", "c", "d"].map((name) => node(name)));
    const won = started.filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const one of started) {
      if (one.status === "rejected") expect(one.reason).toEqual(refused("WARDKEY_PEPPER", ""));
    }
  });

  test("a node without them, with another pepper, key or name is refused with what to do, and makes none", async () => {
    await node("a");
    await expect(node("b")).rejects.toEqual(refused("WARDKEY_PEPPER", "this node has none.*copy"));
    const pepper = await pepperOf("a");
    await expect(node("b", pepper)).rejects.toEqual(
      refused("WARDKEY_LOG_KEY", "this node has none.*copy"),
    );
    expect(existsSync(join(root, "b", "pepper")) || existsSync(keyOf("b"))).toBe(false);
    const key = { WARDKEY_LOG_KEY: keyOf("a") };
    const wrong = { WARDKEY_PEPPER: Buffer.alloc(32, 7).toString("base64url") };
    await expect(node("b", { ...wrong, ...key })).rejects.toEqual(
      refused("WARDKEY_PEPPER", "not the one of this log"),
    );
    const name = { ...pepper, ...key, WARDKEY_ORIGIN: "elsewhere.example/log" };
    await expect(node("b", name)).rejects.toEqual(refused("WARDKEY_ORIGIN", "Set WARDKEY_ORIGIN="));
    await expect(node("b", { ...pepper, WARDKEY_LOG_KEY: keyOf("b") })).rejects.toEqual(
      refused("WARDKEY_LOG_KEY", "there is no file"),
    );
    const mine = store;
    store = await openSqliteStore({ directory: join(root, "elsewhere"), clock: machineClock });
    await node("c");
    await store.close();
    store = mine;
    await expect(node("c", pepper)).rejects.toEqual(
      refused("WARDKEY_LOG_KEY", `${keyOf("c")}.*--new-keys`),
    );
  });

  test("a log from before they were kept is claimed by the first node that has some, never with fresh ones", async () => {
    await appendSomething();
    await expect(node("fresh")).rejects.toEqual(refused("WARDKEY_PEPPER", "this node has none"));
    expect(await store.meta.get("keys")).toBeUndefined();
    const pepper = { WARDKEY_PEPPER: Buffer.alloc(32, 7).toString("base64url") };
    await expect(node("fresh", pepper)).rejects.toEqual(refused("WARDKEY_LOG_KEY", "has none"));
    const mine = store;
    store = await openSqliteStore({ directory: join(root, "elsewhere"), clock: machineClock });
    const { signer } = await node("old", pepper);
    await store.close();
    store = mine;
    expect((await node("old", pepper)).signer.publicKey).toEqual(signer.publicKey);
    expect(await store.meta.get("keys")).toBeDefined();
  });

  test("lost keys are replaced only when it is asked for; what the old key signed stays verifiable", async () => {
    const old = await node("a");
    await appendSomething();
    rmSync(join(root, "a"), { recursive: true });
    await expect(node("a")).rejects.toEqual(refused("WARDKEY_PEPPER", "--new-keys"));
    const fresh = await node("a", {}, true);
    expect([fresh.pepperReplaced, old.pepperReplaced]).toEqual([true, false]);
    expect((await node("a", {}, true)).pepperReplaced).toBe(false);
    const environment = { WARDKEY_DATA: join(root, "nowhere") };
    const { own, recorded } = await readVerifierKeys(readSettings(environment), store);
    expect(own).toBeUndefined();
    expect(recorded.map((key) => key.publicKey)).toEqual([
      old.signer.publicKey,
      fresh.signer.publicKey,
    ]);
    expect(existsSync(environment.WARDKEY_DATA)).toBe(false);
    expect(recorded.map(formatVerifierKey)).toHaveLength(2);
  });

  test("a row that cannot be read is refused, never claimed anew", async () => {
    await store.meta.put("keys", '{"pepper":"x","log":["no key"]}');
    await expect(node("a")).rejects.toMatchObject({ code: "corrupt" });
  });
});
