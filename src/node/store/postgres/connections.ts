import { Client, Pool, type PoolClient, types } from "pg";
import { StoreError } from "../errors.ts";
import { classify, isLost, readFailure, unreachable } from "./failure.ts";

/** How long we are patient, in milliseconds. */
export interface Patience {
  /** For a connection: a new one, or one that is free again. */
  readonly connect: number;
  /** For a statement, before the server gives it up; we hear of it or give up the connection soon after. */
  readonly statement: number;
  /** Between two statements while the head row is held: a node that stopped there stops the others no longer. */
  readonly hold: number;
  /** To find out whether an append was done whose connection was lost. */
  readonly settle: number;
}

/** A connection that somebody has for a while. */
export interface Connection {
  readonly client: PoolClient;
  /** Gives it back; one that is broken is thrown away. */
  release(broken: boolean): void;
}

/** Connections to one database. */
export interface Connections {
  /** The database, for messages: host and name, never a password. */
  readonly where: string;
  take(): Promise<Connection>;
  /** Works on a connection; one that failed is thrown away. */
  with<T>(work: (client: PoolClient) => Promise<T>): Promise<T>;
  /** {@link with} for work that may be repeated: done again once when the connection was lost. Errors are the store's. */
  reading<T>(work: (client: PoolClient) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

const int8 = 20;

/** Positions and times are below 2^53. */
const asNumbers: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === int8 ? Number : types.getTypeParser(oid, format as "text");

/** Opens a pool of connections; the first is made when it is needed. */
export function createConnections(options: {
  readonly url: string;
  readonly size: number;
  readonly patience: Patience;
  readonly readOnly: boolean;
  /** Whether a statement is sent before the one before it is answered; COPY is not possible then. */
  readonly pipeline: boolean;
}): Connections {
  const { url, size, patience, readOnly, pipeline } = options;
  const where = describeUrl(url);
  const pool = new Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: patience.connect,
    // The server gives up first, and says so; where it cannot, we do.
    query_timeout: patience.statement + 1_000,
    keepAlive: true,
    pipeline,
    idleTimeoutMillis: 0,
    fallback_application_name: "wardkey",
    types: { getTypeParser: asNumbers },
    onConnect: async (client) => {
      await client.query(settings(patience, readOnly));
    },
  });
  // A connection that is lost while nobody uses it is replaced when it is needed.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  let ended = false;
  const take = async (): Promise<Connection> => {
    if (ended) throw new StoreError("closed", "The store was closed.");
    const client = await pool.connect().catch((error: unknown) => {
      const failure = classify(error, where);
      throw failure.type === "failed" ? failure.error : unreachable(where, reasonOf(error));
    });
    return { client, release: (broken) => client.release(broken) };
  };
  const on = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const { client, release } = await take();
    let broken = true;
    try {
      const answer = await work(client);
      broken = false;
      return answer;
    } catch (error) {
      broken = isLost(error, where);
      throw error;
    } finally {
      release(broken);
    }
  };
  return {
    where,
    take,
    with: on,
    async reading(work) {
      try {
        return await on(work).catch((error: unknown) => {
          if (!isLost(error, where)) throw error;
          return on(work);
        });
      } catch (error) {
        throw readFailure(error, where);
      }
    },
    async end() {
      if (ended) return;
      ended = true;
      await pool.end();
    },
  };
}

/**
 * What holds on every connection, whatever the server's own settings are. An append reads the head row as the one before
 * it left it, which it does at READ COMMITTED; and an acknowledged commit is on the disk.
 */
function settings({ statement, hold }: Patience, readOnly: boolean): string {
  return `
    set default_transaction_isolation = 'read committed';
    set default_transaction_read_only = ${readOnly ? "on" : "off"};
    set synchronous_commit = on;
    set statement_timeout = ${statement};
    set idle_in_transaction_session_timeout = ${hold};
    set jit = off;
    -- Pages are read along an index, also before the first ANALYZE; sorting what is left of the log for each is quadratic.
    set enable_bitmapscan = off;
    set enable_seqscan = off;
    set enable_sort = off;
    set client_min_messages = warning`;
}

/** Why no connection could be made, without an address that might hold a password. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return "no connection in time";
}

/** A database's host and name out of its URL, for messages. */
function describeUrl(url: string): string {
  try {
    const { host, port, database } = new Client({ connectionString: url });
    return `${database ?? ""} at ${host}:${port}`;
  } catch {
    throw new StoreError("refused", "DATABASE_URL is not a PostgreSQL connection string.");
  }
}
