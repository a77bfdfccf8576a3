import type { Actor, Command } from "../world/index.ts";
import { covers } from "./detectors/index.ts";
import { WorkloadError } from "./errors.ts";
import { openWorkload } from "./find-workload.ts";

/**
 * Takes scopes from a workload that nobody used, or puts narrower ones in their place (N5): never wider than before, and never
 * all of them. Tokens that were issued live their five minutes. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `scopes-wider`
 */
export function narrowWorkload(request: {
  readonly workload: string;
  readonly scopes: readonly string[];
  readonly actor: Actor;
}): Command<void> {
  const { actor, scopes, workload: id } = request;
  return {
    name: "workload.narrow",
    actor,
    handle: ({ world }) => {
      const { scopes: before } = openWorkload(world, id);
      const isWithin = scopes.every((scope) => before.some((wide) => covers(wide, scope)));
      const isSame =
        scopes.length === before.length && scopes.every((scope) => before.includes(scope));
      if (!isWithin || isSame || scopes.length === 0 || new Set(scopes).size < scopes.length) {
        throw new WorkloadError("scopes-wider");
      }
      return {
        records: [{ kind: "workload.narrowed", body: { workload: id, scopes } }],
        answer: undefined,
      };
    },
  };
}
