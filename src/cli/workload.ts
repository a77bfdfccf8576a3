import { readFileSync } from "node:fs";
import type {
  AddedCredential,
  QuarantineView,
  RetiredView,
  WorkloadView,
} from "../http/workloads-contract.ts";
import { askServer } from "./ask-server.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";
import {
  databaseAct,
  databasesInWords,
  isOfDatabases,
  needsSomebody,
} from "./workload-database.ts";
import { findingActs, findingsInWords, findingsUsage } from "./workload-findings.ts";

const usage = `Usage: wardkey workload list [--search <words>] [--json]
       wardkey workload show <id> [--json]
       wardkey workload request <file.json> --by <person>
       wardkey workload approve <id> --by <person>
       wardkey workload review <id> --by <person>
       wardkey workload handover <id> --owner <person> --deputy <person>
       wardkey workload extend <id> --until <day>
       wardkey workload suspend <id> [--reason leak|concern|other]
       wardkey workload resume <id>
       wardkey workload quarantine (--workload <id> [--instance <name>] | --key <credential> | --vendor <name>) [--yes]
       wardkey workload release <credential>
       wardkey workload credential <id> <file.json> [--replaces <credential> [--overlap <hours>]]
       wardkey workload finish <credential> [--yes]
       wardkey workload end-credential <credential> [--reason compromised|leaked|withdrawn]
       wardkey workload retire <id> [--yes]
${findingsUsage}
       wardkey workload database list [--json]
       wardkey workload database end <role>

Asks the running server that has the data directory (WARDKEY_DATA). People are named by their ids. Whoever asks for a workload does
not approve it. Quarantine and retire show what stops, remedy the one step of a finding; with --yes it is done. The file describes one workload:

  {
    "id": "lab-gateway",                             its client_id; left out: a random one
    "name": "Laboratory gateway",
    "purpose": "Brings results into charts",
    "owner": "per_1", "deputy": "per_2",             two people who work here
    "environment": "production",                     or "test", "development"
    "vendor": "Acme",                                own for the hospital's own
    "scopes": ["system/Observation.rs"],
    "gives": ["nurse@4B", "doctor@*"],               roles that it gives by SCIM, and where; left out: none
    "until": "2026-12-31",
    "wards": ["4B"],                                 the only wards that it may have to do with
    "hours": {"from": "06:00", "to": "22:00", "zone": "Europe/London"},
    "purposes": ["TREAT"],                           for what it has patients' data (HL7 v3 PurposeOfUse)
    "networks": ["10.1.0.0/16"],                     the only places that it calls from
    "accounts": ["postgresql:lab"],                  its accounts in other systems
    "neededBy": ["4B"],                              what stops when it does
    "weight": "critical",                            or "standby": never suspended for being silent
    "singleInstance": true,                          one place at a time
    "failover": ["10.2.0.7"]                         and who takes over from it
  }

A credential is described by a file too, best first:

  {"kind": "federated", "issuer": "https://token.actions.githubusercontent.com", "audience": "wardkey",
   "subject": "repo:hospital/reports:environment:production", "jwksUri": "https://...", "days": 90}
  {"kind": "key", "jwk": {...}, "days": 90}              its public key; "instance" names one of several running copies
  {"kind": "key-set", "jwksUri": "https://...", "days": 90}
  {"kind": "certificate", "pem": "-----BEGIN...", "days": 90}
  {"kind": "secret", "because": "vendor-cannot-sign", "days": 30}     an exception; the secret is shown once

With --replaces the old one stays good for the overlap (24 hours, 168 at most; 0 for what is compromised). finish ends it
before that: while callers still use it, only with --yes.

database list says which roles workloads have in databases (WARDKEY_DATABASES), first those that cannot be taken away; then its exit
code is 1.

Exit code: 0 done, 1 refused, 2 a wrong call.`;

const options = {
  because: { type: "string" },
  by: { type: "string" },
  deputy: { type: "string" },
  help: { type: "boolean" },
  instance: { type: "string" },
  json: { type: "boolean", default: false },
  key: { type: "string" },
  overlap: { type: "string" },
  owner: { type: "string" },
  replaces: { type: "string" },
  scopes: { type: "string" },
  reason: { type: "string" },
  search: { type: "string" },
  until: { type: "string" },
  vendor: { type: "string" },
  workload: { type: "string" },
  yes: { type: "boolean", default: false },
} as const;

type Values = Partial<Record<keyof typeof options, string | boolean>>;

/** One act: what is named after it, the options, and how the server is asked. */
interface Call {
  readonly subject: string | undefined;
  readonly file: string | undefined;
  readonly values: Values;
  readonly ask: <A>(path: string, body?: unknown) => Promise<A>;
}

const acts: Readonly<Record<string, (call: Call) => Promise<unknown>>> = {
  list: ({ ask, subject, values: { search } }) => {
    if (subject !== undefined) throw new UsageError(usage);
    const path =
      search === undefined ? "workloads" : `workloads?search=${encodeURIComponent(search)}`;
    return ask<{ readonly workloads: readonly WorkloadView[] }>(path).then(
      ({ workloads }) => workloads,
    );
  },
  show: (call) => call.ask<WorkloadView>(at(call)),
  request: (call) =>
    call.ask("workloads", { ...readTerms(named(call)), by: given(call.values, "by") }),
  approve: (call) => call.ask(at(call, "approve"), { by: given(call.values, "by") }),
  review: (call) => call.ask(at(call, "review"), { by: given(call.values, "by") }),
  handover: (call) =>
    call.ask(at(call, "handover"), {
      owner: given(call.values, "owner"),
      deputy: given(call.values, "deputy"),
    }),
  extend: (call) =>
    call.ask(at(call, "extend"), { until: dayOf(given(call.values, "until"), "--until") }),
  suspend: (call) => call.ask(at(call, "suspend"), { reason: call.values.reason ?? "other" }),
  resume: (call) => call.ask(at(call, "resume"), {}),
  quarantine: ({ ask, subject, values }) => {
    if (subject !== undefined) throw new UsageError(usage);
    return ask<QuarantineView>("quarantine", { target: targetOf(values), done: values.yes });
  },
  credential: (call) => {
    const { overlap, replaces } = call.values;
    if (overlap !== undefined && !/^\d{1,3}$/.test(String(overlap))) {
      throw new UsageError(`--overlap is a number of hours.\n\n${usage}`);
    }
    return call.ask<AddedCredential>(at(call, "credentials"), {
      credential: readObject(call.file),
      ...(replaces === undefined ? {} : { replaces }),
      ...(overlap === undefined ? {} : { overlapHours: Number(overlap) }),
    });
  },
  finish: (call) =>
    call.ask(`credentials/${encodeURIComponent(named(call))}/finish`, {
      anyway: call.values.yes === true,
    }),
  "end-credential": (call) =>
    call.ask<WorkloadView>(`credentials/${encodeURIComponent(named(call))}/end`, {
      reason: call.values.reason ?? "withdrawn",
    }),
  database: ({ ask, file: role, subject: act }) => databaseAct({ act, ask, role, usage }),
  release: (call) => call.ask("quarantine/release", { credential: named(call) }),
  retire: (call) => {
    if (call.values.yes) return call.ask<RetiredView>(at(call, "retire"), {});
    const target = { type: "workload", workload: named(call) };
    return call.ask<QuarantineView>("quarantine", { target, done: false });
  },
  ...Object.fromEntries(
    Object.entries(findingActs).map(([name, act]) => [
      name,
      ({ ask, subject, values }: Call) =>
        act({
          ask,
          subject,
          given: (option) => given(values, option),
          dayOf: (text) => dayOf(text, "--until"),
          yes: values.yes === true,
        }),
    ]),
  ),
};

/** `wardkey workload` */
export const workload: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options,
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [what = "", subject, file, ...more] = positionals;
  const run = Object.hasOwn(acts, what) ? acts[what] : undefined;
  const isOneMore = file !== undefined && what !== "credential" && what !== "database";
  if (run === undefined || isOneMore || more.length > 0) throw new UsageError(usage);
  const { data } = readSettings(environment);
  const answer = await run({
    subject,
    file,
    values,
    ask: (path, body) => askServer(data, path, body),
  });
  console.log(values.json ? JSON.stringify(answer) : inWords(answer));
  const isPreview = (what === "quarantine" || what === "retire") && !values.yes;
  if (isPreview && !values.json) console.log("Nothing has happened. With --yes it is done.");
  return needsSomebody(answer) ? 1 : 0;
};

function named({ subject }: Call): string {
  if (subject === undefined) throw new UsageError(usage);
  return subject;
}

function at(call: Call, act?: string): string {
  const path = `workloads/${encodeURIComponent(named(call))}`;
  return act === undefined ? path : `${path}/${act}`;
}

function given(values: Values, name: keyof typeof options): string {
  const value = values[name];
  if (typeof value === "string") return value;
  throw new UsageError(`Say --${name}.\n\n${usage}`);
}

/** The end of that day, in UTC: a workload runs in no ward's time zone. */
function dayOf(text: string, where: string): number {
  const until = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59Z`) : Number.NaN;
  if (Number.isNaN(until)) throw new UsageError(`${where} is a day, such as 2026-12-31.`);
  return until;
}

function targetOf({ instance, key, vendor, workload: id }: Values): object {
  const chosen = [key, vendor, id].filter((one) => one !== undefined);
  if (chosen.length !== 1 || (instance !== undefined && id === undefined)) {
    throw new UsageError(`Say one of --workload, --key and --vendor.\n\n${usage}`);
  }
  if (key !== undefined) return { type: "key", credential: key };
  if (vendor !== undefined) return { type: "vendor", vendor };
  if (instance !== undefined) return { type: "instance", workload: id, instance };
  return { type: "workload", workload: id };
}

function readObject(path: string | undefined): object {
  if (path === undefined) throw new UsageError(usage);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be read as JSON: ${why}`);
  }
  if (typeof content === "object" && content !== null) return content;
  throw new UsageError(`${path} holds no JSON object.`);
}

function readTerms(path: string): object {
  const terms = readObject(path);
  const { until } = terms as { readonly until?: unknown };
  return { ...terms, until: dayOf(String(until), "until") };
}

type Answer =
  | readonly WorkloadView[]
  | WorkloadView
  | QuarantineView
  | RetiredView
  | { readonly workload: string }
  | AddedCredential
  | { readonly credential: string; readonly cutOff: readonly string[] }
  | { readonly credential: string };

function inWords(given: unknown): string {
  const answer = given as Answer;
  if (Array.isArray(answer)) {
    return answer.length === 0 ? "No workload is known." : answer.map(lineOf).join("\n");
  }
  const found = findingsInWords(answer);
  if (found !== undefined) return found;
  if (isOfDatabases(answer)) return databasesInWords(answer);
  if ("credentials" in answer) return pageOf(answer);
  if ("stops" in answer) return stoppedIn(answer);
  if ("refused" in answer) return retiredIn(answer);
  if ("secret" in answer) return addedIn(answer);
  if ("cutOff" in answer) return `${answer.credential} has ended.`;
  if ("credential" in answer) return `${answer.credential} is let in.`;
  return `Asked for: ${(answer as { readonly workload: string }).workload}. Somebody else has to approve it.`;
}

/** The secret stands on a line of its own, and is never shown again. */
function addedIn({ credential, secret }: AddedCredential): string {
  return `${credential} is its credential. This is shown once, and kept nowhere:\n${secret}`;
}

function lineOf({ id, name, owner, state, until }: WorkloadView): string {
  return [id, name, state, `owner ${owner ?? "nobody"}`, `until ${day(until)}`].join("  ");
}

function pageOf(one: WorkloadView): string {
  const { credentials, deputy, environment, neededBy, owner, purpose, scopes, usedAt } = one;
  return [
    `${one.id}  ${one.name}`,
    `State        ${one.state}${one.suspendedBecause === undefined ? "" : ` (${one.suspendedBecause})`}`,
    `Purpose      ${purpose}`,
    `Owner        ${owner ?? "nobody"}, deputy ${deputy ?? "nobody"}`,
    `Environment  ${environment ?? "not said"}, vendor ${one.vendor ?? "not said"}`,
    `Scopes       ${scopes.join(" ")}`,
    `Needed by    ${neededBy.length === 0 ? "nothing that was said" : neededBy.join(", ")}`,
    `Until        ${day(one.until)}`,
    `Used         ${usedAt === undefined ? "not yet" : `last ${day(usedAt)}`}`,
    ...credentials.map(
      ({ id, kind, state, until, places, stillUsedFrom }) =>
        `Credential   ${id}  ${kind}  ${state}  until ${day(until)}${places.map(({ place }) => `  from ${place}`).join("")}${
          stillUsedFrom.length === 0 ? "" : `  still used by callers: ${stillUsedFrom.length}`
        }`,
    ),
  ].join("\n");
}

function stoppedIn({ stops }: QuarantineView): string {
  return stops
    .map(({ databaseRoles, left, name, neededBy, stops: keys, weight, whole, workload: id }) =>
      [
        `${id}  ${name}: ${whole ? "stops as a whole" : `${keys.join(", ")} stops, ${left.length} go on`}`,
        ...(weight === undefined ? [] : [`  It is said to be ${weight}.`]),
        ...(databaseRoles.length === 0
          ? []
          : [`  Its roles in databases end: ${databaseRoles.length}`]),
        ...(neededBy.length === 0 ? [] : [`  Needed by ${neededBy.join(", ")}`]),
      ].join("\n"),
    )
    .join("\n");
}

function retiredIn({ position, refused, workload: id }: RetiredView): string {
  return [
    `${id} is decommissioned, at position ${position} of the log.`,
    ...refused.map(({ credential, kind, why }) =>
      why === undefined
        ? `${credential} (${kind}) is NOT refused. Report this.`
        : `${credential} (${kind}) is refused: ${why}`,
    ),
  ].join("\n");
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
