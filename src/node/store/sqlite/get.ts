import type Database from "better-sqlite3";
import type { SideKey, SideTable } from "../../../ports/index.ts";
import { byTable } from "../queries.ts";

/**
 * How rows of the erasable tables are read from a file, as the text that they are: in the order of the keys that are asked
 * for. One statement for each table, whatever the number of keys: preparing one takes longer than running it.
 */
export function prepareGet(
  db: Database.Database,
): (keys: readonly SideKey[]) => readonly (string | undefined)[] {
  const statements = new Map<SideTable, Database.Statement<[string], [string, string]>>();
  const statementOf = (table: SideTable) => {
    let statement = statements.get(table);
    if (statement === undefined) {
      statement = db
        .prepare<[string], [string, string]>(
          `select key, value from ${table} where key in (select value from json_each(?))`,
        )
        .raw();
      statements.set(table, statement);
    }
    return statement;
  };
  return (keys) => {
    const found = new Map<string, string>();
    for (const [table, ofTable] of byTable(keys)) {
      for (const [key, value] of statementOf(table).all(JSON.stringify([...ofTable]))) {
        found.set(`${table} ${key}`, value);
      }
    }
    return keys.map(({ table, key }) => found.get(`${table} ${key}`));
  };
}
