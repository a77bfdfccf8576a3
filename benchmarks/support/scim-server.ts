/**
 * What SCIM is measured on, in a process of its own: the interface on a real log with the synthetic hospital in it, or a bare server
 * that reads the same requests and keeps each in a row of its own. Prints one line of JSON when it is ready.
 *
 * node scim-server.ts '{"kind":"wardkey","directory":"data"}'
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import Fastify, { type FastifyInstance } from "fastify";
import { loadBundle } from "../../src/access/index.ts";
import { activate, openApp, system } from "../../src/app.ts";
import { readPolicyFiles } from "../../src/cli/index.ts";
import { generateHospital, hospitalCommands } from "../../src/hospital/index.ts";
import { authenticateApiKeys, scim } from "../../src/http/index.ts";
import {
  machineClock,
  nodeHasher,
  nodeIds,
  openKeyedHash,
  openSqliteStore,
  wait,
} from "../../src/node/index.ts";

/** How it is set up. */
export interface ScimSetup {
  readonly kind: "wardkey" | "bare";
  readonly directory: string;
}

/** What the load generator needs to know. */
export interface ScimReady {
  readonly port: number;
  readonly apiKey: string;
}

const apiKey = "benchmark-0123456789abcdef";
const keyedHash = openKeyedHash({ pepper: new Uint8Array(32) });

async function main({ directory, kind }: ScimSetup): Promise<void> {
  const server = Fastify({ logger: false });
  await (kind === "bare" ? serveBare(server, directory) : serveWardkey(server, directory));
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  console.log(JSON.stringify({ port, apiKey } satisfies ScimReady));
}

async function serveWardkey(server: FastifyInstance, directory: string): Promise<void> {
  const store = await openSqliteStore({ directory, clock: machineClock });
  const ports = { clock: machineClock, ids: nodeIds(), hasher: nodeHasher, wait };
  const app = await openApp({ log: store.log, side: store.side, ...ports });
  const loaded = await loadBundle({ hasher: nodeHasher }, readPolicyFiles("policy"));
  if (loaded.type === "refused") throw new Error("the shipped policy is refused");
  const now = Math.floor(app.now() / 3_600_000) * 3_600_000;
  const hospital = generateHospital({ seed: "benchmark", now });
  const deps = { hash: keyedHash, messageHash: (text: string) => keyedHash("message", text) };
  await Promise.all([...hospitalCommands(hospital, deps)].map((command) => app.submit(command)));
  await activate(app, loaded.bundle, system);
  const workload = "wkl_benchmark";
  const about = {
    name: "HR",
    purpose: "people",
    scopes: ["scim.manage", "scim.read"],
    gives: ["*@*"],
  };
  await app.submit({
    name: "benchmark.prepare",
    actor: system,
    handle: ({ at }) => ({
      records: [
        { kind: "workload.registered", body: { workload, ...about, until: at + 86_400_000 } },
      ],
      side: [
        {
          table: "credentials",
          key: `api-key|${keyedHash("api-key", apiKey)}`,
          value: workload,
        },
      ],
      answer: undefined,
    }),
  });
  const origin = () => "http://127.0.0.1";
  const authenticate = authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock });
  const authorizationServer = () => `${origin()}/oidc`;
  await server.register(scim({ app, origin, authorizationServer, authenticate }));
}

/** No rules, no log, no schemas: a JSON text in, a row, durable, and a JSON text out. */
async function serveBare(server: FastifyInstance, directory: string): Promise<void> {
  const database = new Database(join(directory, "bare.db"));
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = full");
  database.exec("create table users (id text primary key, value text not null) strict");
  const put = database.prepare("insert or replace into users values (?, ?)");
  let made = 0;
  server.addContentTypeParser(
    "application/scim+json",
    { parseAs: "string" },
    server.getDefaultJsonParser("error", "error"),
  );
  server.post("/scim/v2/Users", async (request, reply) => {
    const id = `per_${++made}`;
    const user = { ...(request.body as object), id };
    put.run(id, JSON.stringify(user));
    return reply.code(201).type("application/scim+json").send(JSON.stringify(user));
  });
  server.patch("/scim/v2/Users/:id", async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const user = { ...(request.body as object), id };
    put.run(id, JSON.stringify(user));
    return reply.type("application/scim+json").send(JSON.stringify(user));
  });
}

await main(JSON.parse(process.argv[2] ?? "{}") as ScimSetup);
