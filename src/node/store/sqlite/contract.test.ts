import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeStore } from "../contract.ts";
import { openSqliteStore } from "./open-store.ts";

const clock = { now: () => Date.now(), monotonic: () => performance.now() };

describeStore("SQLite", async () => ({
  async fresh() {
    const directory = mkdtempSync(join(tmpdir(), "wk-sqlite-"));
    let store = await openSqliteStore({ directory, clock });
    return {
      store,
      another: async () => store,
      async reopen() {
        await store.close();
        store = await openSqliteStore({ directory, clock });
        return store;
      },
      async end() {
        await store.close();
        rmSync(directory, { recursive: true, force: true });
      },
    };
  },
  stop: async () => undefined,
}));
