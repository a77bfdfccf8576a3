// Empty installations on each kind of store, and a way to damage them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import { startPostgres, type TestPostgres } from "./postgres.ts";

/** Where a test's installation is. */
export interface TestPlace {
  /** Its data directory, which is empty at first. */
  readonly data: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs a statement on its database, as somebody with access to it could. */
  run(sql: string): Promise<void>;
}

/** Describes the same for an installation on SQLite and one on PostgreSQL; each test has an empty one. */
export function onBothStores(name: string, tests: (place: () => TestPlace) => void): void {
  describe.each(["SQLite", "PostgreSQL"] as const)(`${name} on %s`, (kind) => {
    let postgres: TestPostgres | undefined;
    let databases = 0;
    let place: TestPlace | undefined;
    beforeAll(async () => {
      if (kind === "PostgreSQL") postgres = await startPostgres();
    }, 60_000);
    beforeEach(async ({ skip }) => {
      if (postgres !== undefined && "skipped" in postgres) skip(postgres.skipped);
      else place = makePlace(await postgres?.database(`cli_${databases++}`));
    });
    afterEach(() => {
      if (place !== undefined) rmSync(place.data, { recursive: true });
      place = undefined;
    });
    afterAll(async () => {
      if (postgres !== undefined && "stop" in postgres) await postgres.stop();
    });
    tests(() => {
      if (place === undefined) throw new Error("a test runs without its place");
      return place;
    });
  });
}

/** A place on SQLite, or on the PostgreSQL database of `url`. */
export function makePlace(url?: string): TestPlace {
  const data = mkdtempSync(join(tmpdir(), "wardkey-cli-"));
  if (url === undefined) {
    return {
      data,
      environment: { WARDKEY_DATA: data },
      async run(sql) {
        const database = new Database(join(data, "wardkey.db"));
        database.exec(sql);
        database.close();
      },
    };
  }
  return {
    data,
    environment: { WARDKEY_DATA: data, DATABASE_URL: url },
    async run(sql) {
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(sql);
      await client.end();
    },
  };
}
