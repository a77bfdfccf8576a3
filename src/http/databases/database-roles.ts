import { randomBytes } from "node:crypto";
import { type App, system } from "../../app.ts";
import type { Duration, Instant, RoleServer } from "../../ports/index.ts";
import {
  adoptDatabaseRole,
  askDatabaseRole,
  endDatabaseRole,
  makeSecret,
  noteRoleGone,
  noteRoleMade,
  noteRoleStuck,
  renewDatabaseRole,
  WorkloadError,
} from "../../workloads/index.ts";
import { type DatabaseRole, isDatabaseRoleLive, type World } from "../../world/index.ts";

/** A database, and how long its roles may last. */
export interface RegisteredDatabase {
  readonly server: RoleServer;
  readonly minutes: number;
}

/** What roles in databases are looked after with. */
export interface DatabaseRolesDeps {
  readonly app: Pick<App, "submit" | "world" | "now">;
  readonly databases: readonly RegisteredDatabase[];
  /** What tells this installation's roles from another one's. */
  readonly tag: string;
  readonly onFault: (error: unknown) => void;
}

/** A role that was made: the password is shown here, once, and kept nowhere (N6). */
export interface MadeRole {
  readonly role: string;
  readonly user: string;
  readonly password: string;
  readonly until: Instant;
  readonly place: RoleServer["place"];
}

/** Who asks: a workload, and by what it proved itself. */
export interface RoleCaller {
  readonly workload: string;
  readonly credential: string;
}

/** Makes, renews and takes away roles in databases for workloads (N7). */
export interface DatabaseRoles {
  make(caller: RoleCaller, target: string, minutes: number): Promise<MadeRole>;
  renew(caller: RoleCaller, role: string, minutes: number): Promise<{ readonly until: Instant }>;
  giveBack(caller: RoleCaller, role: string): Promise<void>;
  /** Takes away what is due, and what no record knows. */
  look(): Promise<void>;
}

/** So long a role may be on its way: then whoever was making it is gone, and its password with it. */
const making: Duration = 30_000;
const second: Duration = 1_000;
/** A role whose database comes back is gone within a minute of that, so nothing is tried more seldom. */
const longestPause: Duration = 30 * second;
/** A database is asked for roles that no record knows. */
const straysEvery: Duration = 30 * second;

/** When something is tried again. */
interface Try {
  readonly count: number;
  readonly next: Instant;
}

/** Composes the making and the taking away. */
export function createDatabaseRoles(deps: DatabaseRolesDeps): DatabaseRoles {
  const { app, databases, tag } = deps;
  const of = (target: string): RegisteredDatabase => {
    const known = databases.find(({ server }) => server.target === target);
    if (known === undefined) throw new WorkloadError("database-unknown");
    return known;
  };
  return {
    async make(caller, target, minutes) {
      const { minutes: most, server } = of(target);
      const asked = { ...caller, target, minutes, most, tag };
      const { name, role, until } = await app.submit(askDatabaseRole(asked));
      const password = makeSecret(randomBytes(86));
      try {
        await server.make({ name, password, until });
      } catch (error) {
        deps.onFault(error);
        await app.submit(endDatabaseRole({ role, reason: "unmade", actor: system }));
        throw new WorkloadError("database-unreachable");
      }
      if (await app.submit(noteRoleMade(role, system))) {
        return { role, user: name, password, until, place: server.place };
      }
      // It ended while it was made. Where another node has seen it gone by then, no record is left to find it by.
      await server.revoke(name).catch(deps.onFault);
      throw new WorkloadError("database-refused");
    },
    async renew(caller, role, minutes) {
      const known = app.world().databaseRoles.get(role);
      if (known?.workload !== caller.workload) throw new WorkloadError("database-role-unknown");
      const { minutes: most, server } = of(known.target);
      const renewed = await app.submit(renewDatabaseRole({ ...caller, role, minutes, most }));
      try {
        await server.renew(known.name, renewed.until);
      } catch (error) {
        deps.onFault(error);
        throw new WorkloadError("database-unreachable");
      }
      return renewed;
    },
    giveBack: ({ workload }, role) =>
      app.submit(
        endDatabaseRole({
          role,
          reason: "revoked",
          workload,
          actor: { type: "workload", id: workload },
        }),
      ),
    look: createLook(deps),
  };
}

function createLook({ app, databases, onFault }: DatabaseRolesDeps): () => Promise<void> {
  const tries = new Map<string, Try>();
  const strays = createStrays({ app, onFault });
  const takeAway = async (role: DatabaseRole) => {
    const at = app.now();
    const before = tries.get(role.id);
    if (before !== undefined && at < before.next) return;
    const server = databases.find((one) => one.server.target === role.target)?.server;
    try {
      if (server === undefined) throw Object.assign(new Error(), { code: "target-unknown" });
      await server.revoke(role.name);
      await app.submit(noteRoleGone(role.id, system));
      tries.delete(role.id);
    } catch (error) {
      const count = (before?.count ?? 0) + 1;
      const pause = Math.min(second * 2 ** (count - 1), longestPause);
      tries.set(role.id, { count, next: at + pause });
      // Of two nodes that do the same at once, one may fail.
      if (count < 2) return;
      onFault(error);
      await app.submit(noteRoleStuck({ role: role.id, why: whyOf(error) }, system));
    }
  };
  return async () => {
    for (const { server } of databases) await strays(server);
    for (const role of dueRoles(app.world(), app.now())) await takeAway(role);
  };
}

/** Roles that are to be gone: what has ended, and what was on its way when whoever made it ended. */
function dueRoles(world: World, at: Instant): readonly DatabaseRole[] {
  return [...world.databaseRoles.values()].filter(
    (role) =>
      !isDatabaseRoleLive(world, role, at) || (role.made === undefined && at - role.from >= making),
  );
}

/**
 * Puts roles of ours on record that no record knows, made before the log was set back or by a node that stood still: from then on they
 * are taken away like all others. One that has not ended is looked at twice: its record may be on its way here from another node.
 */
function createStrays({
  app,
  onFault,
}: Pick<DatabaseRolesDeps, "app" | "onFault">): (server: RoleServer) => Promise<void> {
  const looked = new Map<string, Instant>();
  const seen = new Set<string>();
  return async (server) => {
    const at = app.now();
    if (at - (looked.get(server.target) ?? Number.NEGATIVE_INFINITY) < straysEvery) return;
    looked.set(server.target, at);
    try {
      for (const { name, until } of await server.list()) {
        const isKnown = [...app.world().databaseRoles.values()].some((one) => one.name === name);
        if (isKnown) continue;
        const { target } = server;
        if (until <= at || seen.delete(name)) {
          await app.submit(adoptDatabaseRole({ name, target, until }, system));
        } else seen.add(name);
      }
    } catch (error) {
      onFault(error);
    }
  };
}

const codes = ["unreachable", "not-allowed", "depended-on", "in-use", "target-unknown"] as const;

function whyOf(error: unknown): NonNullable<DatabaseRole["stuck"]>["why"] {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return codes.find((one) => one === code) ?? "failed";
}
