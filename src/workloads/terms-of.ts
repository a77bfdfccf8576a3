import type { Workload, WorkloadTerms } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";

/**
 * What was said of a workload when it was asked for.
 *
 * @throws WorkloadError `workload-people` where nobody answers for it; `workload-terms` where it was made known before all was asked
 */
export function termsOf({ deputy, environment, owner, vendor, ...rest }: Workload): WorkloadTerms {
  if (owner === undefined || deputy === undefined) throw new WorkloadError("workload-people");
  if (environment === undefined || vendor === undefined) {
    throw new WorkloadError("workload-terms.vendor");
  }
  return { ...rest, deputy, environment, owner, vendor };
}
