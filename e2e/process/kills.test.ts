import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, readSettings } from "../../src/cli/index.ts";
import { decodeRecord } from "../../src/sequencer/index.ts";
import { startPostgres, type TestPostgres } from "../../tests/support/postgres.ts";
import { readDemo, runWardkey, type ServerProcess, startServer } from "../support/server.ts";

const kills = 10;
const clients = 16;

/** A decision that was answered: which question, and at which position the answer says its record is. */
interface Acknowledged {
  readonly resource: string;
  readonly position: number;
}

/** Asks for decisions on `clients` connections until the server is gone; each question is asked once. */
async function load(server: ServerProcess, key: string, round: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const client = async (number: number) => {
    for (let count = 0; ; count++) {
      // Ids of our own random form are recorded as they are, so that each question can be found again.
      const resource = `pat_${`${round}-${number}-${count}-`.padEnd(22, "0")}`;
      const position = await ask(server.url, key, resource).catch(() => undefined);
      if (position === undefined) return;
      acknowledged.push({ resource, position });
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return acknowledged;
}

async function ask(url: string, key: string, resource: string): Promise<number> {
  const answer = await fetch(`${url}/access/v1/evaluation`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({
      subject: { type: "person", id: "nobody" },
      action: { name: "chart.open" },
      resource: { type: "patient", id: resource },
    }),
  });
  const body = (await answer.json()) as { readonly context: { readonly position: number } };
  return body.context.position;
}

async function killUnderLoad(environment: Readonly<Record<string, string>>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "wardkey-kills-"));
  try {
    const acknowledged: Acknowledged[] = [];
    const starts: number[] = [];
    for (let round = 0; round < kills; round++) {
      const server = await startServer({ data, environment });
      starts.push(server.startedIn);
      const { apiKey } = readDemo(data);
      const loading = load(server, apiKey, round);
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 350));
      await server.kill();
      acknowledged.push(...(await loading));
    }
    const stored = await positionsOf({ data, environment });
    expect(acknowledged.length).toBeGreaterThan(kills * clients);
    expect(
      acknowledged.filter(({ resource, position }) => stored.get(resource) !== position),
    ).toEqual([]);
    const verified = await runWardkey(["verify"], { WARDKEY_DATA: data, ...environment });
    expect(verified).toMatchObject({ code: 0 });
    console.log(
      `starts after a kill: ${starts.map((start) => `${Math.round(start)} ms`).join(", ")}`,
    );
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Where the log has each question's record; a question that is there twice is an error of its own. */
async function positionsOf(installation: {
  readonly data: string;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<Map<string, number>> {
  const store = await openStore(
    readSettings({ WARDKEY_DATA: installation.data, ...installation.environment }),
    true,
  );
  const found = new Map<string, number>();
  try {
    const { next } = await store.log.head();
    for (let from = 0; from < next; from += 1_000) {
      for (const entry of await store.log.read(from, { to: from + 1_000, limit: 1_000 })) {
        const record = decodeRecord(entry);
        if (record.kind !== "decision.denied") continue;
        const { id } = record.body.resource;
        if (found.has(id)) throw new Error(`${id} is in the log twice`);
        found.set(id, record.position);
      }
    }
  } finally {
    await store.close();
  }
  return found;
}

describe("[U1] kill -9 under load, ten times: every acknowledged record is there once", () => {
  test("on the embedded database", async () => {
    await killUnderLoad({});
  });

  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
  });
  afterAll(async () => {
    if ("stop" in postgres) await postgres.stop();
  });

  test("on PostgreSQL", async (context) => {
    if ("skipped" in postgres) return context.skip(postgres.skipped);
    await killUnderLoad({ DATABASE_URL: postgres.url });
  });
});
