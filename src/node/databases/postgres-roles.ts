import { Client } from "pg";
import type { RoleServer } from "../../ports/index.ts";
import { faultOf, RoleServerError } from "./errors.ts";
import { scramVerifier } from "./scram.ts";

/** What roles in a database may, and nothing else. */
export interface RoleTerms {
  readonly grants: readonly RoleGrant[];
  /** Schemas in which they may make things of their own; those are dropped with the role, or somebody else's from then on. */
  readonly create: readonly string[];
  readonly owned: "drop" | { readonly to: string };
  /** So many sessions at a time. */
  readonly connections: number;
}

/** What they may of some tables of a schema. */
export interface RoleGrant {
  readonly schema: string;
  readonly tables: readonly string[];
  readonly may: readonly ("SELECT" | "INSERT" | "UPDATE" | "DELETE")[];
}

/** A database in which roles are made. */
export interface PostgresRoles {
  readonly target: string;
  /** Of a role that may make others and grants what is said here. */
  readonly url: string;
  /** What the names of our roles begin with. */
  readonly prefix: string;
  readonly terms: RoleTerms;
}

/** A statement that waits longer than this is given up, in milliseconds. */
const patience = 5_000;
const lookAgain = 100;

/** Roles in a PostgreSQL database, 15 or newer. Each act is on a connection of its own: none is kept whose loss nobody would see. */
export function openPostgresRoles({ prefix, target, terms, url }: PostgresRoles): RoleServer {
  const { database = "", host, port } = new Client({ connectionString: url });
  return {
    target,
    place: { database, host, port },
    make: async ({ name, password, until }) => {
      const verifier = await scramVerifier(password);
      await connected(url, (client) => makeRole(client, terms, { name, until, verifier }));
    },
    renew: (name, until) =>
      connected(url, async (client) => {
        await client.query(
          `alter role ${client.escapeIdentifier(name)} valid until ${at(client, until)}`,
        );
      }),
    revoke: (name) => connected(url, (client) => revokeRole(client, { name, terms, url })),
    list: () =>
      connected(url, async (client) => {
        const { rows } = await client.query<{ name: string; until: number }>(
          `select rolname as name, coalesce(case when isfinite(rolvaliduntil)
             then extract(epoch from rolvaliduntil) * 1000 end, 0)::float8 as until
           from pg_roles where starts_with(rolname, $1)`,
          [prefix],
        );
        return rows;
      }),
  };
}

/** @throws RoleServerError */
async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    // The server gives up first, and says so; where it cannot, we do.
    query_timeout: patience + 1_000,
    fallback_application_name: "wardkey-roles",
  });
  // A connection that is lost is the fault of whatever is asked next.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(
      `set statement_timeout = ${patience}; set lock_timeout = ${patience - 1_000}; set client_min_messages = error`,
    );
    return await work(client);
  } catch (error) {
    throw faultOf(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** All or nothing: a role without its grants, or with more than them, is never seen. */
async function makeRole(
  client: Client,
  { connections, create, grants }: RoleTerms,
  { name, until, verifier }: { readonly name: string; until: number; readonly verifier: string },
): Promise<void> {
  const id = (text: string) => client.escapeIdentifier(text);
  const role = id(name);
  await client.query("begin");
  await client.query(
    `create role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
       connection limit ${connections} valid until ${at(client, until)} password ${client.escapeLiteral(verifier)}`,
  );
  const schemas = new Set([...grants.map(({ schema }) => schema), ...create]);
  for (const schema of schemas) {
    await client.query(`grant usage on schema ${id(schema)} to ${role}`);
  }
  for (const schema of create) {
    await client.query(`grant create on schema ${id(schema)} to ${role}`);
  }
  for (const { may, schema, tables } of grants) {
    const on = tables.map((table) => `${id(schema)}.${id(table)}`);
    await client.query(`grant ${may.join(", ")} on ${on.join(", ")} to ${role}`);
    // What the administrator may not give is only warned of.
    const { rows } = await client.query<{ has: boolean }>(
      `select bool_and(has_table_privilege($1, t, p)) as has
         from unnest($2::text[]) as t, unnest($3::text[]) as p`,
      [name, on, may],
    );
    if (rows[0]?.has !== true) throw new RoleServerError("not-allowed");
  }
  await client.query("commit");
}

interface Revoking {
  readonly name: string;
  readonly terms: RoleTerms;
  readonly url: string;
}

/** First nobody new gets in, then whoever is in is out, then what it may and owns is gone, then it is. Each step may be done again. */
async function revokeRole(client: Client, { name, terms, url }: Revoking): Promise<void> {
  const role = client.escapeIdentifier(name);
  const { rows } = await client.query<{ oid: number }>(
    "select oid::int8::float8 as oid from pg_roles where rolname = $1",
    [name],
  );
  const oid = rows[0]?.oid;
  if (oid === undefined) return;
  await client.query(`alter role ${role} nologin password null valid until '-infinity'`);
  // Whoever is no superuser may end the sessions, and what is owned, of roles that they are members of.
  await client.query(`grant ${role} to current_user`);
  await endSessions(client, oid);
  for (const database of await databasesOf(client, oid)) {
    await connected(inDatabase(url, database), (there) => disown(there, role, terms));
  }
  await endSessions(client, oid);
  await client.query(`drop role if exists ${role}`);
  // Whoever had proved to be it just before it was shut out, and was seen in no list yet.
  await endSessions(client, oid);
}

/** @throws RoleServerError `in-use` */
async function endSessions(client: Client, oid: number): Promise<void> {
  for (let waited = 0; ; waited += lookAgain) {
    const { rowCount } = await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usesysid = $1::float8::int8::oid",
      [oid],
    );
    if (rowCount === 0) return;
    if (waited >= patience) throw new RoleServerError("in-use");
    await new Promise((resolve) => setTimeout(resolve, lookAgain));
  }
}

/** Every database of the server in which something hangs on a role: it may have been in another one than its own. */
async function databasesOf(client: Client, oid: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname = current_database() or oid in (
       select dbid from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = $1::float8::int8::oid)`,
    [oid],
  );
  return rows.map(({ datname }) => datname);
}

/** Never with what others have made of it: that is for people to look at, and the role stays shut until they have. */
async function disown(client: Client, role: string, { owned }: RoleTerms): Promise<void> {
  await client.query("begin");
  if (owned !== "drop") {
    await client.query(`reassign owned by ${role} to ${client.escapeIdentifier(owned.to)}`);
  }
  await client.query(`drop owned by ${role} restrict`);
  await client.query("commit");
}

function inDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

function at(client: Client, instant: number): string {
  return client.escapeLiteral(new Date(instant).toISOString());
}
