/**
 * From a revoking event to a push receiver, with live sessions around it: from the acknowledgement of what revokes (its records
 * are durable) to the arrival of the session-revoked SET at a receiver in another process. Printed as a distribution.
 *
 * npm run benchmark:signals [-- --json] [-- --sessions 2000] [-- --samples 300]
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type App, openApp, system } from "../src/app.ts";
import { createSetSigner, createSignals, postSet, usualPace } from "../src/http/index.ts";
import {
  machineClock,
  nodeHasher,
  nodeIds,
  openPostgresStore,
  openSealer,
  openSqliteStore,
  type Store,
  wait,
} from "../src/node/index.ts";
import { loseBadges } from "../src/sessions/index.ts";
import type { NewRecord } from "../src/world/index.ts";
import { startPostgres } from "../tests/support/postgres.ts";
import type { Told } from "./support/push-receiver.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    sessions: { type: "string", default: "2000" },
    samples: { type: "string", default: "300" },
  },
});
const sessions = Number(values.sessions);
const samples = Math.min(Number(values.samples), sessions);
const hour = 3_600_000;

/** What revokes, and the subject that its SET is about. */
const events = ["badge lost", "engagement ended", "session closed"] as const;
type EventName = (typeof events)[number];

interface Distribution {
  readonly event: EventName;
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

function distributionOf(event: EventName, found: readonly number[]): Distribution {
  const sorted = found.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
  return { event, count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

const now = (): number => performance.timeOrigin + performance.now();

function recordsOf(index: number, at: number): readonly NewRecord[] {
  const person = `per_${index}`;
  const engagement = `eng_${index}`;
  const badge = `bdg_${index}`;
  const until = at + 8 * hour;
  return [
    { kind: "person.registered", body: { person } },
    {
      kind: "engagement.started",
      body: { engagement, person, type: "employee", from: at - hour, to: until },
    },
    { kind: "badge.issued", body: { badge, person, until } },
    {
      kind: "session.opened",
      body: {
        session: `ses_${index}`,
        person,
        engagement,
        surface: { type: "console", id: `ses_${index}` },
        level: 2,
        provedAt: at,
        until,
        method: "pin",
        badge,
      },
    },
  ];
}

async function fill(app: App): Promise<void> {
  for (let index = 0; index < sessions; index += 100) {
    const some = Array.from({ length: Math.min(100, sessions - index) }, (_, one) => index + one);
    await submit(app, (at) => some.flatMap((one) => recordsOf(one, at)));
  }
}

async function submit(app: App, make: (at: number) => readonly NewRecord[]): Promise<void> {
  const handle = ({ at }: { readonly at: number }) => ({ records: make(at), answer: undefined });
  await app.submit({ name: "benchmark", actor: system, handle });
}

/** Does it, and answers the subject of the SET that tells of it. */
async function revoke(app: App, event: EventName, index: number): Promise<string> {
  const session = `ses_${index}`;
  if (event === "badge lost") {
    await app.submit(loseBadges({ person: `per_${index}`, actor: system }));
    return session;
  }
  const record: NewRecord =
    event === "engagement ended"
      ? { kind: "engagement.ended", body: { engagement: `eng_${index}`, reason: "hr" } }
      : { kind: "session.closed", body: { session, reason: "signed-out" } };
  await submit(app, () => [record]);
  return event === "engagement ended" ? `per_${index}` : session;
}

async function startReceiver(received: (told: Told & { readonly type: "received" }) => void) {
  const child = fork(join(import.meta.dirname, "support/push-receiver.ts"));
  const port = await new Promise<number>((resolve) => {
    child.on("message", (told: Told) => {
      if (told.type === "listening") resolve(told.port);
      else received(told);
    });
  });
  return { port, stop: () => child.kill("SIGKILL") };
}

/** A stream as its receiver would have asked for it: only sessions that are revoked. */
async function openStream(app: App, endpoint: string): Promise<void> {
  await app.submit({
    name: "benchmark.stream",
    actor: system,
    handle: ({ at, position }) => ({
      records: [
        {
          kind: "workload.registered",
          body: {
            workload: "wrk_benchmark",
            name: "A receiver",
            purpose: "hears what ends",
            until: at + 86_400_000,
            scopes: ["ssf.manage"],
          },
        },
      ],
      side: [
        {
          table: "signals",
          key: "stream|benchmark",
          value: {
            id: "benchmark",
            workload: "wrk_benchmark",
            delivery: { method: "urn:ietf:rfc:8935", endpoint },
            requested: ["https://schemas.openid.net/secevent/caep/event-type/session-revoked"],
            status: "enabled",
            from: position,
            seenAt: at,
          },
        },
      ],
      answer: undefined,
    }),
  });
}

async function measure(store: Store): Promise<readonly Distribution[]> {
  const ids = nodeIds();
  const ports = { clock: machineClock, ids, hasher: nodeHasher, wait };
  const app = await openApp({ log: store.log, side: store.side, ...ports });
  await fill(app);
  const waiting = new Map<string, (at: number) => void>();
  const arrived = new Map<string, number>();
  const receiver = await startReceiver(({ subject, at }) => {
    arrived.set(subject, at);
    waiting.get(subject)?.(at);
  });
  await openStream(app, `http://127.0.0.1:${receiver.port}/`);
  const sealer = openSealer(new Uint8Array(32));
  const newId = (prefix: string) => ids.next(prefix);
  const signer = createSetSigner({ app, sealer, newId });
  // A server that runs has its key already: making one is not what is measured.
  await signer.published();
  const signals = createSignals({
    app,
    log: store.log,
    clock: machineClock,
    signer,
    authorizationServer: () => "https://wardkey.example/oidc",
    issuer: () => "https://wardkey.example",
    newId,
    exclusive: store.kind === "sqlite",
    authenticate: async () => undefined,
    post: postSet,
    pace: usualPace,
    onFault: (error) => console.error(error),
  });
  signals.start();
  await signals.settled();
  const found = new Map<EventName, number[]>(events.map((event) => [event, []]));
  for (let index = 0; index < samples; index++) {
    const event = events[index % events.length] as EventName;
    const subject = await revoke(app, event, index);
    const acknowledged = now();
    const at =
      arrived.get(subject) ??
      (await new Promise<number>((resolve) => waiting.set(subject, resolve)));
    found.get(event)?.push(Math.max(0, at - acknowledged));
    await sleep(5 + Math.random() * 20);
  }
  await signals.stop();
  receiver.stop();
  await app.stop();
  await store.close();
  return events.map((event) => distributionOf(event, found.get(event) ?? []));
}

const directory = mkdtempSync(join(tmpdir(), "wardkey-signals-"));
const postgres = await startPostgres({ durable: true });
const results: Record<string, readonly Distribution[]> = {};
try {
  results["SQLite"] = await measure(await openSqliteStore({ directory, clock: machineClock }));
  if ("skipped" in postgres) console.error(`PostgreSQL is left out: ${postgres.skipped}`);
  else {
    const url = await postgres.database("signals");
    results["PostgreSQL"] = await measure(await openPostgresStore({ url }));
  }
} finally {
  if ("stop" in postgres) await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

if (values.json) console.log(JSON.stringify({ sessions, samples, results }));
else {
  console.log(`${sessions} live sessions; milliseconds from the acknowledgement to the receiver`);
  for (const [store, distributions] of Object.entries(results)) {
    for (const { event, count, p50, p90, p99, max } of distributions) {
      const figures = `p50 ${p50}  p90 ${p90}  p99 ${p99}  max ${max}  (${count})`;
      console.log(`${store.padEnd(11)} ${event.padEnd(18)} ${figures}`);
    }
  }
}
