import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, readSettings } from "../../src/cli/index.ts";
import { wait } from "../../src/node/index.ts";
import { decodeRecord } from "../../src/sequencer/index.ts";
import type { LogRecord } from "../../src/world/index.ts";
import { startPostgres, type TestPostgres } from "../../tests/support/postgres.ts";
import { type PlainSeat, plainSeat } from "../support/plain-seat.ts";
import { type DemoFile, readDemo, runWardkey, startServer } from "../support/server.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres({ durable: true });
}, 120_000);
afterAll(async () => {
  if (!("skipped" in postgres)) await postgres.stop();
});

async function readiness(url: string): Promise<{ readonly status: string }> {
  return (await fetch(`${url}/readyz`)).json() as Promise<{ readonly status: string }>;
}

async function untilIt(url: string, status: string): Promise<void> {
  while ((await readiness(url)).status !== status) {
    await wait(100);
  }
}

/** Somebody comes in by badge and PIN and breaks the glass for a patient elsewhere; answers what opened. */
async function breakGlass(seat: PlainSeat, demo: DemoFile): Promise<unknown> {
  const nurse = demo.people.find(({ part }) => part === "nurse");
  if (nurse === undefined) throw new Error("the demonstration has no nurse");
  await seat.signIn(nurse);
  const answer = await seat.post(
    "/bedside/api/glass/break",
    { patient: demo.patientElsewhere.id, reason: "life-at-risk" },
    { "wardkey-occupant": nurse.id },
  );
  return answer.body.state?.chart?.patient.id ?? answer.body;
}

async function ask(url: string, { apiKey, patientElsewhere, people }: DemoFile) {
  const answer = await fetch(`${url}/access/v1/evaluation`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({
      subject: { type: "person", id: people.find(({ part }) => part === "nurse")?.id },
      action: { name: "note.write" },
      resource: { type: "patient", id: patientElsewhere.id },
    }),
  });
  return (await answer.json()) as {
    readonly decision: boolean;
    readonly context: { readonly offline?: boolean };
  };
}

async function recordsIn(environment: Readonly<Record<string, string>>) {
  const store = await openStore(readSettings(environment), true);
  try {
    const { next } = await store.log.head();
    const entries = await store.log.read(0, { limit: next });
    return entries.map((entry): LogRecord => decodeRecord(entry));
  } finally {
    await store.close();
  }
}

test("[X14] PostgreSQL is stopped: the glass is broken, the node killed, PostgreSQL started, and the review is there, once", async () => {
  if ("skipped" in postgres) return expect(postgres.skipped).toContain("PostgreSQL");
  const data = mkdtempSync(join(tmpdir(), "wardkey-downtime-"));
  const environment = { DATABASE_URL: await postgres.database("downtime") };
  try {
    const first = await startServer({ data, environment });
    const demo = readDemo(data);
    const seat = await plainSeat(first.url);
    // What is kept for a downtime is written a moment after the start.
    while (!existsSync(join(data, "offline.cache"))) await wait(50);
    await postgres.down();
    await untilIt(first.url, "degraded");
    expect(await breakGlass(seat, demo)).toBe(demo.patientElsewhere.id);
    expect(await ask(first.url, demo)).toMatchObject({
      decision: false,
      context: { offline: true },
    });
    const signIn = await fetch(`${first.url}/console/api/state`);
    expect(signIn.status).toBeGreaterThanOrEqual(400);
    await first.kill();
    await postgres.up();
    const second = await startServer({ data, environment });
    expect(second.output()).toContain("is in the log");
    const third = await plainSeat(second.url);
    await postgres.down();
    await untilIt(second.url, "degraded");
    expect(await breakGlass(third, demo)).toBe(demo.patientElsewhere.id);
    await postgres.up();
    await untilIt(second.url, "ready");
    expect(await second.stop()).toBe(0);
    const records = await recordsIn({ WARDKEY_DATA: data, ...environment });
    const of = (kind: LogRecord["kind"]) =>
      records.filter((record) => record.kind === kind && record.offline !== undefined);
    // The second time it is still open: it is not broken again.
    expect(of("glass.broken")).toHaveLength(1);
    expect(of("review.opened")).toHaveLength(1);
    expect(of("decision.permitted").length).toBeGreaterThanOrEqual(4);
    expect(of("downtime.begun")).toHaveLength(2);
    expect(records.filter(({ kind }) => kind === "downtime.ended")).toHaveLength(2);
    const verified = await runWardkey(["verify"], { WARDKEY_DATA: data, ...environment });
    expect(verified).toMatchObject({ code: 0 });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
