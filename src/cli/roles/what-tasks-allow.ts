import type { Loaded } from "../../access/index.ts";
import type { Entitlement } from "../../rehearsal/index.ts";
import { failingTasks } from "../tune/failing-tasks.ts";

/** Something that nobody used, and what needs it all the same: a task that does not pass without it, or the policy itself. */
export interface Needed extends Entitlement {
  readonly by: string;
}

/** What can be taken out, and what cannot. */
export interface Allowed {
  readonly allowed: readonly Entitlement[];
  readonly needed: readonly Needed[];
}

/** The policy without some of what roles may, if it is one then. */
export type Without = (taken: readonly Entitlement[]) => Promise<Loaded>;

/**
 * Which of these every task passes without: all together where that is so; otherwise each is tried by itself, and one after the
 * other those that can go are taken out together.
 *
 * @throws UsageError where the tasks cannot be read
 */
export async function whatTasksAllow(
  candidates: readonly Entitlement[],
  without: Without,
  tasks: string,
): Promise<Allowed> {
  if (candidates.length === 0) return { allowed: [], needed: [] };
  if ((await firstFailing(candidates, without, tasks)) === undefined) {
    return { allowed: candidates, needed: [] };
  }
  const allowed: Entitlement[] = [];
  const needed: Needed[] = [];
  for (const candidate of candidates) {
    const by = await firstFailing([...allowed, candidate], without, tasks);
    if (by === undefined) allowed.push(candidate);
    else needed.push({ ...candidate, by });
  }
  return { allowed, needed };
}

async function firstFailing(
  taken: readonly Entitlement[],
  without: Without,
  tasks: string,
): Promise<string | undefined> {
  const loaded = await without(taken);
  if (loaded.type === "refused") {
    const [problem] = loaded.problems;
    return `the policy: ${problem?.file ?? ""}: ${problem?.message ?? ""}`;
  }
  const [failing] = await failingTasks(tasks, loaded.bundle);
  return failing;
}
