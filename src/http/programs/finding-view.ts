import { findingWords, type StandingFinding } from "../../workloads/index.ts";
import type { World } from "../../world/index.ts";
import type { FindingView } from "../workloads-contract.ts";

/** A finding in words, with the name of the workload that it is about. */
export function findingView(
  world: World,
  { accepted, cause, remedy, ...finding }: StandingFinding,
): FindingView {
  const name = world.workloads.get(finding.workload ?? "")?.name;
  return {
    ...finding,
    cause,
    ...findingWords[cause],
    ...(name === undefined ? {} : { name }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(remedy === undefined
      ? {}
      : {
          remedy: {
            type: remedy.type,
            ...(remedy.type === "narrow" ? { scopes: remedy.scopes } : {}),
          },
        }),
  };
}
