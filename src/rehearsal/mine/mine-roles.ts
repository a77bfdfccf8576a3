import type { Bundle } from "../../access/index.ts";
import type { Log } from "../../ports/index.ts";
import { type Walk, walkLog } from "../replay/walk-log.ts";
import { createUseObserver, type RoleUse, type UseObserver } from "./observe-use.ts";

/**
 * What the roles of a policy include, beside what was permitted to those who had them in a time of the log. It only reads.
 *
 * @throws LogNotWholeError; SequencerError `damaged-record`
 */
export async function mineRoles(
  log: Pick<Log, "head" | "read" | "changes">,
  bundle: Bundle,
  walk: Walk,
): Promise<readonly RoleUse[]> {
  let observer: UseObserver | undefined;
  await walkLog(log, walk, {
    begin: (world) => {
      observer = createUseObserver(bundle, world);
    },
    before: (record, world) => observer?.add(record, world),
  });
  return observer?.seen() ?? [];
}
