import { startPostgres } from "../../../../tests/support/postgres.ts";
import { describeStore } from "../contract.ts";
import type { Store } from "../store.ts";
import { openPostgresStore } from "./open-store.ts";

describeStore("PostgreSQL", async () => {
  const postgres = await startPostgres();
  if ("skipped" in postgres) return postgres;
  let databases = 0;
  return {
    async fresh() {
      const url = await postgres.database(`contract_${databases++}`);
      const opened: Store[] = [];
      const open = async () => {
        const store = await openPostgresStore({ url, poolSize: 4, patience: { hold: 5_000 } });
        opened.push(store);
        return store;
      };
      const store = await open();
      return {
        store,
        another: open,
        async reopen() {
          await store.close();
          return open();
        },
        async end() {
          for (const one of opened) await one.close();
        },
      };
    },
    stop: postgres.stop,
  };
});
