import type { DatabaseRoleView } from "../http/workloads-contract.ts";
import { UsageError } from "./usage-error.ts";

/** What of `wardkey workload database` is asked of the server. */
export interface DatabaseCall {
  readonly usage: string;
  readonly act: string | undefined;
  readonly role: string | undefined;
  readonly ask: <A>(path: string, body?: unknown) => Promise<A>;
}

/** Roles of workloads in databases: those that there are, or one of them ended. @throws UsageError */
export async function databaseAct({ act, ask, role, usage }: DatabaseCall): Promise<unknown> {
  if (act === "list" && role === undefined) {
    return ask<{ readonly roles: readonly DatabaseRoleView[] }>("database-roles");
  }
  if (act === "end" && role !== undefined) {
    await ask(`database-roles/${encodeURIComponent(role)}/end`, {});
    return { ended: role };
  }
  throw new UsageError(usage);
}

/** Whether an answer is one of {@link databaseAct}. */
export function isOfDatabases(
  answer: object,
): answer is { readonly roles: readonly DatabaseRoleView[] } | { readonly ended: string } {
  return "roles" in answer || "ended" in answer;
}

/** Whether something of it needs somebody: a role that cannot be taken away. */
export function needsSomebody(answer: unknown): boolean {
  const isList = typeof answer === "object" && answer !== null && "roles" in answer;
  return isList && (answer.roles as readonly DatabaseRoleView[]).some(isStuck);
}

/** In words, what cannot be taken away first. */
export function databasesInWords(
  answer: { readonly roles: readonly DatabaseRoleView[] } | { readonly ended: string },
): string {
  if ("ended" in answer) return `${answer.ended} is being taken away.`;
  if (answer.roles.length === 0) return "No workload has a role in a database.";
  return answer.roles.map(lineOf).join("\n");
}

function isStuck({ state }: DatabaseRoleView): boolean {
  return state === "stuck";
}

function lineOf({
  database,
  name,
  role,
  stuckSince,
  until,
  state,
  why,
  workload,
}: DatabaseRoleView) {
  const iso = (at: number) => new Date(at).toISOString();
  const more =
    stuckSince === undefined ? "" : `  CANNOT BE TAKEN AWAY since ${iso(stuckSince)} (${why})`;
  return `${role}  ${workload}  ${database}  ${name}  ${state}  until ${iso(until)}${more}`;
}
