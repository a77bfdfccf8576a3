import { setTimeout } from "node:timers/promises";
import type { PoolClient } from "pg";
import type { Appended, Batch, Head, HeldHead } from "../../../ports/index.ts";
import { StoreError } from "../errors.ts";
import { type PackedBatch, packBatch } from "../pack.ts";
import { organisation } from "../tables.ts";
import { type AppendRow, appendStatement, authorityInSql } from "./append-statement.ts";
import type { Connection, Connections } from "./connections.ts";
import { classify, readFailure } from "./failure.ts";

/** How appends reach the database. */
export interface AppendOptions {
  readonly connections: Connections;
  /** How long to find out what became of an append whose connection was lost, in milliseconds. */
  readonly settle: number;
  /** What ends each hold there is. */
  readonly holds: Set<() => Promise<void>>;
}

/** The longest wait between two attempts to find out what became of an append, in milliseconds. */
const longestPause = 500;

/** Appends in one statement, which is its own transaction. */
export async function append(options: AppendOptions, batch: Batch): Promise<Appended> {
  return settled(options, packBatch(batch), false);
}

/**
 * Appends a batch once, whatever becomes of connections. When one is lost while the statement may be under way (or was
 * before: `inDoubt`), the same batch is appended again. The guard on the head lets only one of the two through, at whatever
 * moment the lost one arrives; and when it is not this one, the batch's id tells whether it was the other.
 */
async function settled(
  { connections, settle }: AppendOptions,
  batch: PackedBatch,
  inDoubt: boolean,
): Promise<Appended> {
  const { where } = connections;
  const giveUp = performance.now() + settle;
  let doubt = inDoubt;
  for (let pause = 20; ; pause = Math.min(2 * pause, longestPause)) {
    let sent = false;
    try {
      return await connections.with(async (client) => {
        sent = true;
        return (await run(client, where, batch)) ?? (await lookUp(client, batch.id));
      });
    } catch (error) {
      const failure = classify(error, where);
      if (failure.type === "lost" && sent) doubt = true;
      if (!doubt) throw failure.type === "failed" ? failure.error : readFailure(error, where);
    }
    if (performance.now() > giveUp) throw outcomeUnknown(where);
    await setTimeout(pause);
  }
}

/** Runs the statement; undefined when it did nothing, for the head or an idempotency key. */
async function run(
  client: PoolClient,
  where: string,
  batch: PackedBatch,
): Promise<Appended | undefined> {
  try {
    const { rows } = await client.query<AppendRow>(appendStatement(batch));
    const row = rows[0];
    if (row?.appended !== 1) return undefined;
    return { type: "appended", authority: row.authority };
  } catch (error) {
    if (classify(error, where).type === "taken") return undefined;
    throw error;
  }
}

/** Whether a batch that was not appended now had been before. */
async function lookUp(client: PoolClient, id: string): Promise<Appended> {
  const { rows } = await client.query<{ readonly authority: number }>({
    name: "look-up",
    text: `select ${authorityInSql} as authority from batches where id = $1`,
    values: [id],
  });
  const row = rows[0];
  return row === undefined ? { type: "conflict" } : { type: "appended", ...row };
}

function outcomeUnknown(where: string): StoreError {
  return new StoreError(
    "in-doubt",
    `The connection to the database ${where} was lost while appending and did not come back. What was being written is in the log once, or not at all: look at the log before trying again.`,
  );
}

const selectHead = `select next, at, changed, frontier from head where organisation = '${organisation}'`;

/** Reads the head row and the database's clock. */
export async function readHead(client: PoolClient): Promise<Head> {
  const { rows } = await client.query<Head>({
    name: "head",
    text: `select head.*, ${authorityInSql} as authority from (${selectHead}) as head`,
  });
  return headOf(rows);
}

function headOf([row]: readonly Head[]): Head {
  if (row === undefined) throw new StoreError("corrupt", "The table head has lost its row.");
  return row;
}

/** Begins a transaction and takes the head row. The clock is read after the wait for it. */
const takeHead = `
  begin isolation level read committed;
  with taken as materialized (${selectHead} for update)
  select taken.*, ${authorityInSql} as authority from taken`;

/** Takes the head row on a connection of its own. Whoever stops while holding it loses the connection, and the row. */
export async function hold(options: AppendOptions): Promise<HeldHead> {
  const { connections, holds } = options;
  const connection = await connections.take();
  let held = true;
  const letGo = (broken: boolean): void => {
    if (!held) return;
    held = false;
    connection.release(broken);
    holds.delete(release);
  };
  const release = async (): Promise<void> => {
    if (!held) return;
    const broken = await connection.client.query("rollback").then(
      () => false,
      () => true,
    );
    letGo(broken);
  };
  holds.add(release);
  try {
    const results = await connection.client.query<Head>(takeHead);
    // Two statements, two results, which its types do not know.
    const [, taken] = results as unknown as readonly { readonly rows: readonly Head[] }[];
    return {
      head: headOf(taken?.rows ?? []),
      async append(batch) {
        if (!held) return append(options, batch);
        return appendHeld(options, packBatch(batch), connection, letGo);
      },
      release,
    };
  } catch (error) {
    letGo(true);
    throw readFailure(error, connections.where);
  }
}

/** Appends in the transaction that holds the head row, and ends it. */
async function appendHeld(
  options: AppendOptions,
  batch: PackedBatch,
  { client }: Connection,
  letGo: (broken: boolean) => void,
): Promise<Appended> {
  const { where } = options.connections;
  try {
    // Sent together: a commit of nothing does nothing, and one after an error rolls back.
    const [ran, committed] = await Promise.allSettled([
      run(client, where, batch),
      client.query("commit"),
    ]);
    if (ran.status === "rejected") throw ran.reason;
    if (committed.status === "rejected") throw committed.reason;
    letGo(false);
    if (ran.value !== undefined) return ran.value;
  } catch (error) {
    // The server undoes what a connection leaves behind.
    letGo(true);
    const failure = classify(error, where);
    if (failure.type === "failed") throw failure.error;
    return settled(options, batch, true);
  }
  return options.connections.reading((other) => lookUp(other, batch.id));
}
