import {
  type DecisionDeps,
  type Denial,
  type RequestContext,
  recordDecision,
} from "../access/index.ts";
import type { Command, NewRecord } from "../world/index.ts";
import { handing, handOver } from "./hand-over.ts";

/** Who hands which patients over, to whom, and where from. */
export interface HandingOver {
  readonly person: string;
  readonly patients: readonly string[];
  readonly to: string;
  readonly context: RequestContext;
}

/**
 * Patients handed over by name in one act (L10): each is decided and recorded, and nothing is handed over unless all may be. The
 * answer is the first denial, or nothing.
 *
 * Handling throws ExceptionError `taker-off-duty`, `own-handover`
 */
export function handingOver(
  deps: DecisionDeps,
  { person, patients, to, context }: HandingOver,
): Command<Denial | undefined> {
  const actor = { type: "person", id: person } as const;
  return {
    name: "handover.give",
    actor,
    handle: (handling) => {
      const records: NewRecord[] = [];
      const handed: { patient: string; ward: string }[] = [];
      for (const patient of new Set(patients)) {
        const resource = { type: "patient", id: patient };
        const request = { subject: actor, action: handing, resource, context };
        const decision = recordDecision(deps, request, { actor, remedies: true });
        const position = handling.position + records.length;
        const { records: decided, answer } = decision.handle({ ...handling, position });
        records.push(...decided);
        if (answer.type === "deny") return { records, answer };
        handed.push({ patient, ward: answer.ward ?? "" });
      }
      const bundle = deps.bundles.current(handling.world);
      if (bundle === undefined) return { records: [], answer: undefined };
      const { world, at } = handling;
      const given = handOver({ bundle, world, at }, { from: person, to, patients: handed });
      return { records: [...records, ...given], answer: undefined };
    },
  };
}
