/**
 * The server under load, in a process of its own: the real composition, with the evaluator and the store that the
 * arguments name. Prints one line of JSON when it is ready.
 *
 * node decision-server.ts '{"store":"sqlite:/tmp/x","evaluator":"engine","maxBatch":512,"commitDelay":0}'
 */
import { setTimeout } from "node:timers/promises";
import Fastify from "fastify";
import pg from "pg";
import { askScope, loadBundle } from "../../src/access/index.ts";
import type { App } from "../../src/app.ts";
import { activate, openApp, system } from "../../src/app.ts";
import { readPolicyFiles } from "../../src/cli/index.ts";
import type { EngineDecision, Pdp } from "../../src/engine/index.ts";
import { chooseDemo, generateHospital, hospitalCommands } from "../../src/hospital/index.ts";
import { authenticateApiKeys, authzen, hospitalPolicy } from "../../src/http/index.ts";
import {
  machineClock,
  nodeHasher,
  nodeIds,
  openKeyedHash,
  openPostgresStore,
  openSqliteStore,
  wait,
} from "../../src/node/index.ts";
import type { Log } from "../../src/ports/index.ts";
import { canonicalBytes, type NewRecord } from "../../src/world/index.ts";

/** How a server is set up for one measurement. */
export interface ServerSetup {
  /** `sqlite:<directory>` or a PostgreSQL connection string. */
  readonly store: string;
  /**
   * `insert`: no Wardkey at all, one autocommitted INSERT for each request; `decided-insert`: the engine's
   * decision, and its record by one autocommitted INSERT instead of the sequencer.
   */
  readonly evaluator: "constant" | "engine" | "insert" | "decided-insert";
  readonly maxBatch: number;
  /** Milliseconds slept in the store before each commit. */
  readonly commitDelay: number;
  /** Milliseconds slept before each append is begun: a node that is slower than others. */
  readonly appendDelay?: number;
  /** False: another node has loaded the hospital already. */
  readonly load?: boolean;
}

/** What the load generator needs to know. */
export interface ServerReady {
  readonly port: number;
  readonly apiKey: string;
  readonly person: string;
  readonly session: string;
  /** Patients whose chart the person may open. */
  readonly patients: readonly string[];
}

const apiKey = "benchmark-0123456789abcdef";
const keyedHash = openKeyedHash({ pepper: new Uint8Array(32) });
const session = "ses_benchmark00000000000000";

async function main(setup: ServerSetup): Promise<void> {
  const ready =
    setup.evaluator === "insert" ? await serveInserts(setup) : await serveDecisions(setup);
  console.log(JSON.stringify(ready));
}

async function serveDecisions(setup: ServerSetup): Promise<ServerReady> {
  const store = setup.store.startsWith("sqlite:")
    ? await openSqliteStore({ directory: setup.store.slice(7), clock: machineClock })
    : await openPostgresStore({ url: setup.store });
  const ids = nodeIds();
  const app = await openApp(
    {
      log: slowed(store.log, setup),
      side: store.side,
      clock: machineClock,
      ids,
      hasher: nodeHasher,
      wait,
    },
    { maxBatch: setup.maxBatch },
  );
  const person = await prepare(app, setup);
  const server = Fastify({ logger: false });
  const authenticate = authenticateApiKeys({ side: store.side, keyedHash, clock: machineClock });
  const evaluate = hospitalPolicy({
    app: setup.evaluator === "decided-insert" ? await insertingEach(app, setup) : app,
  });
  await server.register(authzen({ baseUrl: () => "http://127.0.0.1", authenticate, evaluate }));
  server.get("/figures", async () => app.sequencer.figures());
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  if (store.kind === "postgres") setInterval(() => void app.sequencer.refresh(), 100);
  return { port, apiKey, person: person.id, session, patients: person.patients };
}

function slowed(log: Log, { commitDelay, appendDelay = 0 }: ServerSetup): Log {
  const delay = commitDelay + appendDelay;
  if (delay === 0) return log;
  return {
    ...log,
    append: async (batch) => {
      await setTimeout(delay);
      return log.append(batch);
    },
    hold: async () => {
      const held = await log.hold();
      return {
        ...held,
        append: async (batch) => {
          await setTimeout(delay);
          return held.append(batch);
        },
      };
    },
  };
}

async function prepare(
  app: App,
  setup: ServerSetup,
): Promise<{ readonly id: string; readonly patients: readonly string[] }> {
  const now = app.now();
  const hospital = generateHospital({
    seed: "benchmark",
    now: Math.floor(now / 3_600_000) * 3_600_000,
  });
  const demo = chooseDemo(hospital, now);
  const loaded = await loadBundle({ hasher: nodeHasher }, readPolicyFiles("policy"));
  if (loaded.type === "refused") throw new Error("the shipped policy is refused");
  const { pdp: engine } = loaded.bundle;
  const pdp = setup.evaluator === "constant" ? constant(engine) : engine;
  const bundle = { ...loaded.bundle, pdp };
  app.bundles.add(bundle);
  const nurse = demo.people.nurse.person;
  if (setup.load !== false) {
    const deps = { hash: keyedHash, messageHash: (text: string) => keyedHash("message", text) };
    await Promise.all([...hospitalCommands(hospital, deps)].map((command) => app.submit(command)));
    await activate(app, bundle, system);
    await app.submit({
      name: "benchmark.prepare",
      actor: system,
      handle: ({ at, world }) => ({
        records: prepareRecords(
          at,
          nurse,
          world.engagementsByPerson.get(nurse)[0] ?? "",
          demo.seats[0] ?? "",
        ),
        side: [
          {
            table: "credentials",
            key: `api-key|${keyedHash("api-key", apiKey)}`,
            value: "wkl_benchmark",
          },
        ],
        answer: undefined,
      }),
    });
  }
  return { id: nurse, patients: demo.patients.own.map(({ id }) => id) };
}

function prepareRecords(
  at: number,
  person: string,
  engagement: string,
  seat: string,
): readonly NewRecord[] {
  const until = at + 8 * 3_600_000;
  return [
    {
      kind: "workload.registered",
      body: {
        workload: "wkl_benchmark",
        name: "load",
        purpose: "benchmark",
        until,
        scopes: [askScope],
      },
    },
    {
      kind: "session.opened",
      body: {
        session,
        person,
        engagement,
        surface: { type: "seat", id: seat },
        level: 2,
        provedAt: at,
        until,
        method: "pin",
      },
    },
  ];
}

/** Permits everything but patients whose id says otherwise, without looking: what is left is the cost of the rest. */
function constant(pdp: Pdp): Pdp {
  const answer = (allow: boolean): EngineDecision =>
    Object.freeze({
      allow,
      reasons: ["constant"],
      errors: [],
      obligations: [],
      policySetHash: "constant",
      storeRevision: 0,
    });
  const [permit, deny] = [answer(true), answer(false)];
  return {
    ...pdp,
    decide: ({ resource }) => (resource.id.startsWith("pat_denied") ? deny : permit),
  };
}

/** The application with each command's records in an INSERT of their own: no batch, no head row, no Merkle tree. */
async function insertingEach(app: App, setup: ServerSetup): Promise<App> {
  const insert = await openPlainTable(setup);
  const ids = nodeIds();
  return {
    ...app,
    submit: async (command) => {
      const world = app.world();
      const at = app.now();
      const { records, answer } = command.handle({
        world,
        at,
        position: world.next,
        // The caller's key: read for each batch by the sequencer, and here taken as read.
        side: () => "wkl_benchmark",
        id: (prefix) => ids.next(prefix),
      });
      for (const { body, kind, actor = command.actor } of records) {
        const id = ids.next("rec");
        await insert(canonicalBytes({ actor, at, body, id, kind, position: world.next, v: 1 }));
      }
      return answer;
    },
  };
}

/** What an application does that writes an audit row for each request, and nothing else. */
async function serveInserts(setup: ServerSetup): Promise<ServerReady> {
  const insert = await openPlainTable(setup);
  const server = Fastify({ logger: false });
  const bytes = Buffer.alloc(420, "x");
  server.post("/access/v1/evaluation", async () => {
    await insert(bytes);
    return { decision: true };
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, apiKey, person: "per", session, patients: ["pat"] };
}

async function openPlainTable({
  store,
}: ServerSetup): Promise<(bytes: Uint8Array) => Promise<void>> {
  const pool = new pg.Pool({ connectionString: store, max: 10 });
  await pool.query(
    "create table if not exists plain (id bigserial primary key, at timestamptz, bytes bytea)",
  );
  return async (bytes) => {
    await pool.query("insert into plain (at, bytes) values (clock_timestamp(), $1)", [bytes]);
  };
}

process.once("SIGINT", () => process.exit(0));
await main(JSON.parse(process.argv[2] ?? "{}") as ServerSetup);
