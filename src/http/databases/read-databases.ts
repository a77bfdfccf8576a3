import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";

/** A database in which roles are made for workloads, as the administrator wrote it down (N7). */
export interface DatabaseSetting {
  readonly id: string;
  /** Where the address and password of whoever makes the roles are: in a file, or an environment variable. Never here. */
  readonly admin: { readonly file: string } | { readonly variable: string };
  /** A role is for so many minutes at most, and can be renewed. */
  readonly minutes: number;
  readonly grants: readonly {
    readonly schema: string;
    readonly tables: readonly string[];
    readonly may: readonly ("SELECT" | "INSERT" | "UPDATE" | "DELETE")[];
  }[];
  readonly create: readonly string[];
  readonly owned: "drop" | { readonly to: string };
  readonly connections: number;
}

/** A list of databases that cannot be used; the message says which and why. */
export class DatabaseSettingError extends Error {
  readonly code = "bad-database";

  constructor(message: string) {
    super(message);
    this.name = "DatabaseSettingError";
  }
}

type Wrong = (what: string) => DatabaseSettingError;

const members = ["id", "admin", "minutes", "grants", "create", "owned", "connections"];
const rights = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/**
 * Reads the list: `[{"id", "admin": {"file"}, "minutes", "grants": [{"schema", "tables", "may"}], "create", "owned", "connections"}]`.
 *
 * @throws DatabaseSettingError
 */
export function readDatabases(text: string): readonly DatabaseSetting[] {
  let list: Json;
  try {
    list = JSON.parse(text) as Json;
  } catch {
    throw new DatabaseSettingError("it is not JSON");
  }
  if (!Array.isArray(list)) throw new DatabaseSettingError("it is not a list");
  const databases = list.map(readOne);
  const ids = databases.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new DatabaseSettingError(`two have the id ${twice}`);
  return databases;
}

function readOne(value: Json, index: number): DatabaseSetting {
  const wrong: Wrong = (what) => new DatabaseSettingError(`number ${index + 1}: ${what}`);
  if (!isRecord(value)) throw wrong("it is no object");
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw wrong(`there is no member ${unknown}`);
  const { admin, connections = 5, create = [], grants, id, minutes, owned } = value;
  if (typeof id !== "string" || !/^[a-z-]{1,40}$/.test(id)) {
    throw wrong("id has 1 to 40 small letters and hyphens: it is part of a scope");
  }
  if (!isNumber(minutes, 1_440)) throw wrong("minutes is no number from 1 to 1440");
  if (!isNumber(connections, 100)) throw wrong("connections is no number from 1 to 100");
  if (!isNames(create)) throw wrong("create is no list of schemas");
  if (!Array.isArray(grants)) throw wrong("grants is no list");
  if (grants.length + create.length === 0) throw wrong("grants gives nothing");
  return {
    id,
    admin: adminOf(admin, wrong),
    minutes,
    grants: grants.map((grant) => grantOf(grant, wrong)),
    create,
    owned: ownedOf(owned, create.length > 0, wrong),
    connections,
  };
}

function adminOf(value: Json | undefined, wrong: Wrong): DatabaseSetting["admin"] {
  const { file, variable } = isRecord(value) ? value : {};
  const isOne = isRecord(value) && Object.keys(value).length === 1;
  if (isOne && typeof file === "string" && file !== "") return { file };
  if (isOne && typeof variable === "string" && /^[A-Z][A-Z0-9_]*$/.test(variable)) {
    return { variable };
  }
  throw wrong(
    'admin is no {"file": "..."} and no {"variable": "..."}: an address stands in neither',
  );
}

function grantOf(value: Json, wrong: Wrong): DatabaseSetting["grants"][number] {
  const { may, schema, tables, ...more } = isRecord(value) ? value : {};
  const isRights = isNames(may) && may.length > 0 && may.every((one) => rights.includes(one));
  const isWhole = isName(schema) && isNames(tables) && tables.length > 0;
  if (!isRights || !isWhole || Object.keys(more).length > 0) {
    throw wrong(`a grant has a schema, tables by name, and may: some of ${rights.join(", ")}`);
  }
  return { schema, tables, may: may as DatabaseSetting["grants"][number]["may"] };
}

/** What becomes of what was made is somebody's decision: it is asked for, and not assumed. */
function ownedOf(
  value: Json | undefined,
  creates: boolean,
  wrong: Wrong,
): DatabaseSetting["owned"] {
  if (value === undefined && !creates) return "drop";
  if (value === "drop") return "drop";
  const to = isRecord(value) && Object.keys(value).length === 1 ? value["to"] : undefined;
  if (isName(to)) return { to };
  throw wrong(
    'owned says what becomes of what a role has made: "drop", or {"to": "..."} whose it is then',
  );
}

function isNumber(value: Json | undefined, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most;
}

function isNames(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every(isName);
}

/** PostgreSQL cuts longer ones off, and then means something else. */
function isName(value: Json | undefined): value is string {
  return typeof value === "string" && /^[^\0]+$/.test(value) && Buffer.byteLength(value) <= 63;
}
