import { readFileSync } from "node:fs";
import { readCsv } from "../../feeds/index.ts";
import type { AccountView } from "../../http/workloads-contract.ts";
import { UsageError } from "../usage-error.ts";

type Account = Omit<AccountView, "workload">;

/** What lists accounts that no person signs in with, and how its export is read. */
const readers: Readonly<Record<string, (text: string) => Promise<readonly Account[]>>> = {
  ad: async (text) => directoryAccounts(text),
  aws: credentialReport,
  postgresql: databaseRoles,
};

/** The kinds of exports that are read. */
export const sources: readonly string[] = Object.keys(readers);

/**
 * Reads the accounts of an export.
 *
 * @throws UsageError for a kind that is not read; FeedError `bad-file`; errors of the file system
 */
export async function readAccounts(source: string, path: string): Promise<readonly Account[]> {
  const read = Object.hasOwn(readers, source) ? readers[source] : undefined;
  if (read === undefined) throw new UsageError(`Exports of ${sources.join(", ")} are read.`);
  return read(readFileSync(path, "utf8"));
}

/**
 * LDIF (RFC 2849) of LDAP or Active Directory, as ldapsearch and ldifde write it. A service's account has a service principal name,
 * is a (group) managed service account, or a password that never expires; people's are left out.
 */
function directoryAccounts(text: string): readonly Account[] {
  const unfolded = text.replaceAll(/\r?\n /g, "");
  return unfolded.split(/(?:\r?\n){2,}/).flatMap((entry) => {
    const values = attributesOf(entry);
    const name = values.get("samaccountname")?.[0] ?? values.get("uid")?.[0];
    if (name === undefined || !isService(values)) return [];
    const usedAt = fileTime(values.get("lastlogontimestamp")?.[0]);
    return [{ source: "ad", name, ...(usedAt === undefined ? {} : { usedAt }) }];
  });
}

function attributesOf(entry: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const line of entry.split(/\r?\n/)) {
    const [, name, encoded, value = ""] = /^([A-Za-z][\w;.-]*):(:?) *(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    const text = encoded === ":" ? Buffer.from(value, "base64").toString("utf8") : value;
    values.set(key, [...(values.get(key) ?? []), text]);
  }
  return values;
}

/** DONT_EXPIRE_PASSWD of userAccountControl (MS-ADTS section 2.2.16). */
const neverExpires = 0x10000;

function isService(values: ReadonlyMap<string, readonly string[]>): boolean {
  const classes = (values.get("objectclass") ?? []).map((one) => one.toLowerCase());
  if (
    classes.includes("computer") &&
    !classes.some((one) => one.includes("managedserviceaccount"))
  ) {
    return false;
  }
  const flags = Number(values.get("useraccountcontrol")?.[0] ?? 0);
  return (
    values.has("serviceprincipalname") ||
    classes.some((one) => one.includes("managedserviceaccount")) ||
    (flags & neverExpires) !== 0
  );
}

/** Hundreds of nanoseconds since 1601 (MS-DTYP section 2.3.3). */
function fileTime(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,19}$/.test(text) || text === "0") return undefined;
  return Number(BigInt(text) / 10_000n - 11_644_473_600_000n);
}

/** `\copy (select rolname, rolcanlogin from pg_roles) to 'roles.csv' csv header`: those that may sign in. */
async function databaseRoles(text: string): Promise<readonly Account[]> {
  const columns = {
    required: ["rolname", "rolcanlogin"],
    optional: ["rolsuper", "rolcreaterole", "rolcreatedb", "rolvaliduntil", "rolconnlimit"],
  };
  const rows = await rowsOf(text, columns);
  return rows
    .filter(({ rolcanlogin }) => /^(t|true|on|1)$/i.test(rolcanlogin ?? ""))
    .map(({ rolname = "" }) => ({ source: "postgresql", name: rolname }));
}

/** An IAM credential report: users with an access key that is active, and no password of a person's. */
async function credentialReport(text: string): Promise<readonly Account[]> {
  const header = text.slice(0, text.search(/\r?\n|$/)).split(",");
  const rows = await rowsOf(text, {
    required: ["user", "password_enabled", "access_key_1_active"],
    optional: header.filter((name) => /^[a-z0-9_]+$/.test(name)),
  });
  return rows.flatMap((row) => {
    const keys = [1, 2].filter((key) => row[`access_key_${key}_active`] === "true");
    if (keys.length === 0 || row["password_enabled"] === "true") return [];
    const used = keys
      .map((key) => Date.parse(row[`access_key_${key}_last_used_date`] ?? ""))
      .filter((at) => !Number.isNaN(at));
    const last = used.length === 0 ? {} : { usedAt: Math.max(...used) };
    return [{ source: "aws", name: row["user"] ?? "", ...last }];
  });
}

async function rowsOf(
  text: string,
  columns: { readonly required: readonly string[]; readonly optional: readonly string[] },
): Promise<readonly Readonly<Record<string, string>>[]> {
  const rows: Readonly<Record<string, string>>[] = [];
  for await (const row of readCsv(text.split(/\r?\n/), columns)) {
    // Nothing is left out in silence: a figure over half a file would be none.
    if (row.type === "bad") throw new UsageError(`Line ${row.line} cannot be read: ${row.reason}.`);
    rows.push(row.cells);
  }
  return rows;
}
