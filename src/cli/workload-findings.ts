import type { FindingsView, FindingView, LaidCanary } from "../http/workloads-contract.ts";
import { UsageError } from "./usage-error.ts";

/** What is said of these acts where a call was wrong. */
export const findingsUsage = `       wardkey workload findings [--json]
       wardkey workload accept <finding> --because <code> --until <day> --by <person>
       wardkey workload remedy <finding> [--yes]
       wardkey workload narrow <id> --scopes "<scope> <scope>"
       wardkey workload flag-vendor <vendor> --because breach|vulnerable|unsupported|contract-ended
       wardkey workload clear-vendor <vendor>
       wardkey workload lay-canary <where>
       wardkey workload end-canary <canary>`;

/** Asks the server. */
export interface FindingCall {
  readonly subject: string | undefined;
  readonly given: (name: "because" | "by" | "scopes" | "until") => string;
  readonly dayOf: (text: string) => number;
  readonly yes: boolean;
  readonly ask: <A>(path: string, body?: unknown) => Promise<A>;
}

type Done =
  | FindingsView
  | FindingView
  | LaidCanary
  | { readonly finding: string; readonly done?: string }
  | { readonly vendor: string; readonly flagged: boolean }
  | { readonly canary: string; readonly ended: true };

/** What is done about findings, vendors and canaries. */
export const findingActs: Readonly<Record<string, (call: FindingCall) => Promise<unknown>>> = {
  findings: ({ ask, subject }) => {
    if (subject !== undefined) throw new UsageError("findings are listed for all workloads.");
    return ask<FindingsView>("findings");
  },
  accept: (call) =>
    call.ask("findings/accept", {
      finding: named(call),
      because: call.given("because"),
      until: call.dayOf(call.given("until")),
      by: call.given("by"),
    }),
  remedy: async (call) => {
    const id = named(call);
    const { findings } = await call.ask<FindingsView>("findings");
    const found = findings.find((one) => one.id === id);
    if (found === undefined) throw new UsageError(`There is no finding ${id} now.`);
    if (!call.yes || found.remedy === undefined) return found;
    return call.ask("findings/remedy", { finding: id, shown: found.remedy.type });
  },
  narrow: (call) =>
    call.ask(`workloads/${encodeURIComponent(named(call))}/narrow`, {
      scopes: call
        .given("scopes")
        .split(" ")
        .filter((scope) => scope !== ""),
    }),
  "flag-vendor": (call) =>
    call.ask("vendors/flag", { vendor: named(call), because: call.given("because") }),
  "clear-vendor": (call) => call.ask("vendors/clear", { vendor: named(call) }),
  "lay-canary": (call) => call.ask<LaidCanary>("canaries", { laid: named(call) }),
  "end-canary": (call) => call.ask("canaries/end", { canary: named(call) }),
};

/** In words; undefined for an answer that is none of these acts'. */
export function findingsInWords(given: unknown): string | undefined {
  const answer = given as Done;
  if ("findings" in answer) return listed(answer);
  if ("severity" in answer) return `${pageOf(answer)}\n${stepOf(answer)}`;
  if ("canary" in answer && "secret" in answer) {
    return `${answer.canary} is laid with this secret, which is nobody's. It is shown once, and kept nowhere:\n${answer.secret}`;
  }
  if ("canary" in answer) return `${answer.canary} is over.`;
  if ("flagged" in answer) {
    return answer.flagged
      ? `${answer.vendor} is not trusted now. Nothing has stopped: see findings, and quarantine --vendor.`
      : `${answer.vendor} is trusted again.`;
  }
  if (!("finding" in answer)) return undefined;
  return answer.done === undefined
    ? `${answer.finding} is accepted until that day.`
    : `Done: ${answer.done}.`;
}

function listed({ canaries, findings, vendors }: FindingsView): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const laid = canaries.filter(({ ended }) => ended === undefined);
  return [
    ...findings.map(pageOf),
    ...vendors.map(({ because, vendor }) => `Vendor not trusted: ${vendor} (${because})`),
    ...laid.map(
      ({ canary, laid: where, usedAt }) =>
        `Canary ${canary} at ${where}: ${usedAt === undefined ? "not used" : `used ${dayIn(usedAt)}`}`,
    ),
    `Findings: ${findings.length}, of which ${findings.length - open.length} are accepted.`,
  ].join("\n");
}

function pageOf(one: FindingView): string {
  const { about, accepted, evidence, fix, id, name, severity, since, what } = one;
  return [
    `${severity.padEnd(8)}  ${id}`,
    `  ${name === undefined ? "" : `${name}: `}${what}${about.length === 0 ? "" : ` (${about.join(", ")})`}`,
    `  ${fix}`,
    `  Since ${since === undefined ? "now" : dayIn(since)}; in the log at ${evidence.join(", ")}`,
    ...(accepted === undefined
      ? []
      : [`  ${accepted.by} lives with it until ${dayIn(accepted.until)} (${accepted.because})`]),
  ].join("\n");
}

function stepOf({ remedy }: FindingView): string {
  if (remedy === undefined) return "There is no one step for it that would be safe.";
  const { scopes, type } = remedy;
  return `One step: ${type}${scopes === undefined ? "" : ` to ${scopes.join(" ")}`}. Nothing has happened. With --yes it is done.`;
}

function named({ subject }: FindingCall): string {
  if (subject === undefined) throw new UsageError(`Say which.\n\n${findingsUsage}`);
  return subject;
}

function dayIn(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
