import { openApp, system } from "../../src/app.ts";
import { createDatabaseRoles } from "../../src/http/index.ts";
import {
  nodeHasher,
  nodeIds,
  openPostgresRoles,
  openSqliteStore,
  wait,
} from "../../src/node/index.ts";
import type { RoleServer } from "../../src/ports/index.ts";
import type { NewRecord } from "../../src/world/index.ts";

/** Where a node is killed: after the record and before the role, between both, after both, while the role is taken away, or not. */
export type Step = "intended" | "made" | "recorded" | "revoked" | "never";

/** A node in a data directory, with a workload that may have roles in a database. */
export interface DyingNode {
  readonly roles: ReturnType<typeof createDatabaseRoles>;
  readonly caller: { readonly workload: string; readonly credential: string };
  /** Lets time go by. */
  pass(milliseconds: number): void;
  /** How many roles its world knows. */
  known(): number;
  close(): Promise<void>;
}

/** What the names of its roles begin with. */
export const prefix = "wardkey_dying_";

const kill = () => process.kill(process.pid, "SIGKILL");

/** Opens one; it ends itself as `kill -9` does, at a step. */
export async function openNode(data: string, url: string, step: Step): Promise<DyingNode> {
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() + ahead };
  const store = await openSqliteStore({ directory: data, clock });
  const { log, side } = store;
  const ports = { clock, hasher: nodeHasher, ids: nodeIds(), wait };
  const app = await openApp({ ...ports, log, side });
  if (app.world().workloads.size === 0) {
    const records = beginning(app.now());
    await app.submit({
      name: "test",
      actor: system,
      handle: () => ({ records, answer: undefined }),
    });
  }
  const server = openPostgresRoles({
    prefix,
    target: "lab",
    terms: { grants: [], create: ["public"], owned: "drop", connections: 5 },
    url,
  });
  const dying: RoleServer = {
    ...server,
    async make(role) {
      if (step === "intended") kill();
      await server.make(role);
      if (step === "made") kill();
    },
    async revoke(name) {
      await server.revoke(name);
      if (step === "revoked") kill();
    },
  };
  const onFault = () => undefined;
  const databases = [{ server: dying, minutes: 60 }];
  const roles = createDatabaseRoles({ app, databases, onFault, tag: "dying" });
  return {
    roles,
    caller: { workload: "report", credential: "key" },
    pass(milliseconds) {
      ahead += milliseconds;
    },
    known: () => app.world().databaseRoles.size,
    async close() {
      await app.stop();
      await store.close();
    },
  };
}

function beginning(at: number): readonly NewRecord[] {
  const day = 24 * 3_600_000;
  const workload = "report";
  return [
    { kind: "person.registered", body: { person: "amy" } },
    {
      kind: "workload.registered",
      body: {
        ...{ name: "Report", owner: "amy", purpose: "Reports", scopes: ["database.lab"], workload },
        until: at + 30 * day,
      },
    },
    {
      kind: "workload-credential.added",
      body: { credential: "key", kind: "key", thumbprint: "t", until: at + 30 * day, workload },
    },
  ];
}

/** Run by itself: asks for a role, says its name and password, and gives it back. */
if (import.meta.main) {
  const [data = "", url = "", step = "never"] = process.argv.slice(2);
  const node = await openNode(data, url, step as Step);
  const made = await node.roles.make(node.caller, "lab", 30);
  process.stdout.write(`${made.user}\n`);
  if (step === "recorded") kill();
  await node.roles.giveBack(node.caller, made.role);
  await node.roles.look();
  await node.close();
}
