import type { Instant, NewDatabaseRole, RoleServer, RoleServerFault } from "../../ports/index.ts";

/** A database in memory, which does what a test says. */
export interface TestDatabase extends RoleServer {
  readonly roles: Map<string, { readonly password: string; readonly until: Instant }>;
  /** What was asked of it. */
  readonly asked: string[];
  /** Everything fails with this from now on. */
  fails: RoleServerFault | undefined;
  /** Called before a role is there. */
  beforeMade: () => Promise<void>;
}

/** Makes one. */
export function testDatabase(target = "lab"): TestDatabase {
  const roles: TestDatabase["roles"] = new Map();
  const may = (what: string) => {
    database.asked.push(what);
    if (database.fails === undefined) return;
    throw Object.assign(new Error("no"), { code: database.fails });
  };
  const database: TestDatabase = {
    target,
    place: { host: "db.example", port: 5432, database: target },
    roles,
    asked: [],
    fails: undefined,
    beforeMade: async () => undefined,
    async make({ name, password, until }: NewDatabaseRole) {
      may("make");
      await database.beforeMade();
      roles.set(name, { password, until });
    },
    async renew(name, until) {
      may("renew");
      const known = roles.get(name);
      if (known !== undefined) roles.set(name, { ...known, until });
    },
    async revoke(name) {
      may("revoke");
      roles.delete(name);
    },
    async list() {
      may("list");
      return [...roles].map(([name, { until }]) => ({ name, until }));
    },
  };
  return database;
}
