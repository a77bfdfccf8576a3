import type { FastifyInstance } from "fastify";
import { endDatabaseRole } from "../../workloads/index.ts";
import { type DatabaseRole, isDatabaseRoleLive, type World } from "../../world/index.ts";
import type { DatabaseRoleView } from "../workloads-contract.ts";
import type { WorkloadDeps } from "./serve-workloads.ts";

/** Roles of workloads in databases for the command line: listed, with what cannot be taken away first, and ended. */
export function serveDatabaseRoles(server: FastifyInstance, { actor, app }: WorkloadDeps): void {
  const schema = { hide: true };
  const listed = () => {
    const [world, at] = [app.world(), app.now()];
    const views = [...world.databaseRoles.values()].map((role) => viewOf(world, role, at));
    const stuckFirst = (one: DatabaseRoleView) => (one.state === "stuck" ? 0 : 1);
    return { roles: views.toSorted((a, b) => stuckFirst(a) - stuckFirst(b)) };
  };
  server.get("/database-roles", { schema }, async () => listed());
  server.post("/database-roles/:role/end", { schema }, async (request) => {
    const { role } = request.params as { readonly role: string };
    await app.submit(endDatabaseRole({ role, reason: "revoked", actor }));
    return { role };
  });
}

function viewOf(world: World, role: DatabaseRole, at: number): DatabaseRoleView {
  const { id, made, name, stuck, target, until, workload } = role;
  const isLive = isDatabaseRoleLive(world, role, at);
  const state = isLive ? (made === undefined ? "making" : "live") : stuck ? "stuck" : "ending";
  return {
    role: id,
    workload,
    database: target,
    name,
    until,
    state,
    ...(stuck === undefined || isLive ? {} : { stuckSince: stuck.since, why: stuck.why }),
  };
}
