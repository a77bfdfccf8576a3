import type { Drawing } from "../../http/rehearsals-contract.ts";
import { drawFrontier } from "../tune/plot-frontier.ts";
import { plotExposure } from "./plot-exposure.ts";
import type { OtherResults } from "./read-results.ts";

/** The pictures besides that of the tasks: the day's exposure, and a frontier for each pattern that was tuned. */
export function drawResults({ simulated, tuned }: OtherResults): readonly Drawing[] {
  const exposure: readonly Drawing[] =
    simulated === undefined
      ? []
      : [
          {
            ...{ id: "exposure", kind: "exposure", svg: plotExposure(simulated) },
            ...{ days: simulated.plan.days, staff: simulated.plan.size.staff },
          },
        ];
  const frontiers = tuned
    .toSorted((a, b) => (a.pattern < b.pattern ? -1 : 1))
    .map((each, index): Drawing => {
      const { pattern } = each;
      return { id: `frontier-${index + 1}`, kind: "frontier", pattern, svg: drawFrontier(each) };
    });
  return [...exposure, ...frontiers];
}
