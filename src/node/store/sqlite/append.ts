import type Database from "better-sqlite3";
import type { SideTable } from "../../../ports/index.ts";
import type { PackedBatch, PackedWrite } from "../pack.ts";
import { organisation } from "../tables.ts";

/**
 * How batches are appended to a file: one transaction each. The records come as one blob, which SQLite cuts up itself: a
 * row costs less than binding its values.
 */
export function prepareAppend(
  db: Database.Database,
): (batch: PackedBatch) => "appended" | "conflict" {
  const begin = db.prepare("begin immediate");
  const commit = db.prepare("commit");
  const advance = db.prepare(
    `update head set next = next + ?, at = ?, changed = max(changed, ?), frontier = ? where organisation = '${organisation}' and next = ?`,
  );
  const insertBatch = db.prepare("insert into batches (id, first, count) values (?, ?, ?)");
  const insertRecords = db.prepare(
    `insert into records (position, batch, state, salt, hash, bytes)
     select :first + key, :id, (value ->> 1) > 0,
       substr(:salts, key * 16 + 1, 16), substr(:hashes, key * 32 + 1, 32),
       substr(:bytes, value ->> 0, abs(value ->> 1))
     from json_each(:parts)`,
  );
  const known = db.prepare("select 1 from batches where id = ?").pluck();
  const answered = db.prepare("select 1 from replies where key = ?").pluck();
  const insertReply = db.prepare("insert into replies (key, answer, position) values (?, ?, ?)");
  const writeSide = prepareSide(db);

  /** Whether everything was written; the transaction is ended by the caller. */
  const write = (batch: PackedBatch): boolean => {
    const { id, expected: first, at, changed, lengths, frontier, salts, hashes, bytes } = batch;
    if (advance.run(lengths.length, at, changed, frontier, first).changes === 0) return false;
    if (batch.replies.some(({ key }) => answered.get(key) !== undefined)) return false;
    // Only a batch without records can be there already although the head is where it expects it.
    if (lengths.length === 0 && known.get(id) !== undefined) return false;
    insertBatch.run(id, first, lengths.length);
    if (lengths.length > 0) {
      insertRecords.run({ first, id, salts, hashes, bytes, parts: partsOf(lengths) });
    }
    if (!batch.side.every(writeSide)) return false;
    for (const { key, answer } of batch.replies) insertReply.run(key, answer, first);
    return true;
  };
  return (batch) => {
    begin.run();
    try {
      if (write(batch)) {
        commit.run();
        return "appended";
      }
    } finally {
      if (db.inTransaction) db.exec("rollback");
    }
    return known.get(batch.id) === undefined ? "conflict" : "appended";
  };
}

/** Where each record starts in the blob, from 1, and its length, as JSON. */
function partsOf(lengths: Int32Array): string {
  const parts: string[] = [];
  let start = 1;
  for (const length of lengths) {
    parts.push(`[${start},${length}]`);
    start += Math.abs(length);
  }
  return `[${parts.join()}]`;
}

/** Whether the row was written: not where it is to be fresh, and is there. */
function prepareSide(db: Database.Database): (row: PackedWrite) => boolean {
  const statements = new Map<SideTable, { [act in "put" | "add" | "erase"]: Database.Statement }>();
  return ({ table, key, value, fresh }) => {
    let prepared = statements.get(table);
    if (prepared === undefined) {
      prepared = {
        put: db.prepare(
          `insert into ${table} (key, value) values (?, ?) on conflict (key) do update set value = excluded.value`,
        ),
        add: db.prepare(
          `insert into ${table} (key, value) values (?, ?) on conflict (key) do nothing`,
        ),
        erase: db.prepare(`delete from ${table} where key = ?`),
      };
      statements.set(table, prepared);
    }
    if (value !== undefined && fresh) return prepared.add.run(key, value).changes > 0;
    if (value === undefined) prepared.erase.run(key);
    else prepared.put.run(key, value);
    return true;
  };
}
