import type { DependantView, FindingView, WorkloadView } from "../../http/workloads-contract.ts";
import type { Messages } from "../messages/en.ts";
import type { FindingSaid, ServerWords } from "../shared/say-server.ts";

/** How far a workload has come, and why it is not let in where it would be. */
export function stateOf({ live, state }: WorkloadView, t: Messages): string {
  const runs = state === "active" || state === "rotating";
  return runs && !live ? t.wlExpired : t.wlStateSaid(state);
}

/** What ids are called. */
export function namesOf(
  ids: readonly string[],
  known: readonly DependantView[],
): readonly string[] {
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return ids.map((id) => names.get(id) ?? id);
}

/** What was found and what to do about it, in the screen's language; in the server's where that has no words. */
export function sayFinding(
  { cause, fix, what }: FindingView,
  server: ServerWords | undefined,
): FindingSaid {
  const said =
    server === undefined || !Object.hasOwn(server.findings, cause)
      ? undefined
      : server.findings[cause];
  return said ?? { what, fix };
}
