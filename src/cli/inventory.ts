import type { VisibilityView, WorkloadView } from "../http/workloads-contract.ts";
import { askServer } from "./ask-server.ts";
import { readAccounts, sources } from "./discover/read-accounts.ts";
import { readWorkloads } from "./discover/read-workloads.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey inventory export
       wardkey inventory import <workloads.csv> --by <person>
       wardkey inventory discover <${sources.join("|")}> <file> [--json]
       wardkey inventory discovered [--json]

Asks the running server that has the data directory (WARDKEY_DATA).

  export    every workload as CSV, with its people, its end, what it may, its credentials and when it was used
  import    asks for each row of a file as \`wardkey workload request\` does: columns id, name, purpose, owner, deputy,
            environment, vendor, scopes, until (2026-12-31), and wards, networks, purposes, accounts, needed_by,
            weight where there are any; of several, with blanks between. Those that are known by their id are left as they are
  discover  which of the accounts that another system lists are known, by what workloads say of their "accounts":
              ad          LDIF of service accounts (ldapsearch, ldifde)
              postgresql  \\copy (select rolname, rolcanlogin from pg_roles) to 'roles.csv' csv header
              aws         an IAM credential report

  discovered  which of all that was ever discovered are known: by such lists, as feeds that are heard (feed:<id>), or because
            somebody asked for a token under a name that nobody has (token:<client_id>)

Exit code: 0 done, 1 something was refused or is not known, 2 a wrong call.`;

/** `wardkey inventory` */
export const inventory: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: {
      by: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [what, ...rest] = positionals;
  const { data } = readSettings(environment);
  if (what === "export" && rest.length === 0) return exportAll(data);
  const [first = "", second = ""] = rest;
  if (what === "import" && rest.length === 1 && values.by !== undefined) {
    return importAll(data, first, values.by);
  }
  if (what === "discovered" && rest.length === 0) {
    return say(await askServer<VisibilityView>(data, "visibility"), values.json);
  }
  if (what === "discover" && rest.length === 2) {
    return discover(data, { source: first, path: second, json: values.json });
  }
  throw new UsageError(usage);
};

async function exportAll(data: string): Promise<number> {
  const { workloads } = await askServer<{ readonly workloads: readonly WorkloadView[] }>(
    data,
    "workloads",
  );
  console.log([titles, ...workloads.map(rowOf)].map((row) => row.map(cell).join(",")).join("\r\n"));
  return 0;
}

const titles: readonly string[] = [
  "id",
  "name",
  "state",
  "owner",
  "deputy",
  "purpose",
  "environment",
  "vendor",
  "scopes",
  "unused_scopes",
  "wards",
  "networks",
  "purposes",
  "accounts",
  "needed_by",
  "weight",
  "until",
  "used",
  "credentials",
];

function rowOf(one: WorkloadView): readonly string[] {
  const { accounts = [], credentials, neededBy, networks = [], purposes = [] } = one;
  const { scopes, usedAt, wards = [] } = one;
  const live = credentials.filter(({ state }) => state === "live" || state === "leaving");
  return [
    one.id,
    one.name,
    one.state,
    one.owner ?? "",
    one.deputy ?? "",
    one.purpose,
    one.environment ?? "",
    one.vendor ?? "",
    scopes.join(" "),
    one.unusedScopes.join(" "),
    wards.join(" "),
    networks.join(" "),
    purposes.join(" "),
    accounts.join(" "),
    neededBy.join(" "),
    one.weight ?? "",
    day(one.until),
    usedAt === undefined ? "" : day(usedAt),
    live.map(({ kind, until }) => `${kind}:${day(until)}`).join(" "),
  ];
}

/** Quoted where needed (RFC 4180), and never a formula to the program that opens it. */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Every row becomes something: what cannot be asked for is said with its line, and does not take the next ones with it. */
async function importAll(data: string, path: string, by: string): Promise<number> {
  let [requested, unchanged, refused] = [0, 0, 0];
  for await (const row of readWorkloads(path)) {
    if (row.type === "bad") {
      refused++;
      console.error(`Line ${row.line}: ${row.reason}`);
      continue;
    }
    try {
      await askServer(data, "workloads", { ...row.terms, by });
      requested++;
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error)) throw error;
      if (error.code === "workload-known") unchanged++;
      else {
        refused++;
        console.error(`Line ${row.line}: ${error.message}`);
      }
    }
  }
  const read = requested + unchanged + refused;
  console.log(
    `Read ${read}: ${requested} asked for, ${unchanged} known already, ${refused} refused.`,
  );
  return refused === 0 ? 0 : 1;
}

async function discover(
  data: string,
  {
    json,
    path,
    source,
  }: { readonly json: boolean; readonly path: string; readonly source: string },
): Promise<number> {
  const accounts = await readAccounts(source, path);
  return say(await askServer<VisibilityView>(data, "visibility", { accounts }), json);
}

function say(seen: VisibilityView, json: boolean): number {
  const unknown = seen.accounts.filter(({ workload }) => workload === undefined);
  if (json) console.log(JSON.stringify(seen));
  else {
    for (const { name, source, usedAt } of unknown) {
      console.log(
        `${source}:${name}  not known${usedAt === undefined ? "" : `, used ${day(usedAt)}`}`,
      );
    }
    console.log(
      `Known: ${seen.known} of ${seen.discovered} that were found${share(seen.known, seen.discovered)}.`,
    );
    console.log(
      `Of ${seen.workloads} workloads ${seen.whole} have an owner who works here, a purpose and an end${share(seen.whole, seen.workloads)}, and ${seen.reviewed} were looked at within half a year${share(seen.reviewed, seen.workloads)}.`,
    );
  }
  return unknown.length === 0 ? 0 : 1;
}

/** Of nothing there is no share. */
function share(part: number, whole: number): string {
  return whole === 0 ? "" : ` (${Math.floor((part / whole) * 100)} %)`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
