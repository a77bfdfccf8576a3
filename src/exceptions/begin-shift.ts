import {
  type DecisionDeps,
  type Duty,
  recordDecision,
  type SaidIn,
  starting,
} from "../access/index.ts";
import type { Handling, NewRecord } from "../world/index.ts";
import { startShift } from "./start-shift.ts";

/** The records of a shift that has begun, or of its refusal, and why. */
export type Beginning =
  | { readonly type: "begun"; readonly records: readonly NewRecord[]; readonly duty: Duty }
  | {
      readonly type: "refused";
      readonly records: readonly NewRecord[];
      readonly why: string;
      /** The same, for a screen to say in its own language. */
      readonly said: readonly SaidIn[];
    };

/**
 * Starts a shift for somebody who comes in at a seat and is off duty (L9): decided and recorded in the batch in which they come
 * in.
 *
 * Throws ExceptionError `start-unknown` where it is handled
 */
export function beginning(
  deps: DecisionDeps,
  { seat, ward, role }: { readonly seat: string; readonly ward: string; readonly role: string },
): (handling: Handling, person: string) => Beginning {
  return (handling, person) => {
    const actor = { type: "person", id: person } as const;
    const resource = { type: "ward", id: ward };
    const request = { subject: actor, action: starting, resource, context: { seat } };
    const decision = recordDecision(deps, request, { actor, remedies: false });
    const { records, answer } = decision.handle(handling);
    const bundle = deps.bundles.current(handling.world);
    if (answer.type === "deny" || bundle === undefined) {
      const { reasons, said } = answer.type === "deny" ? answer : { reasons: [], said: [] };
      return { type: "refused", records, why: reasons.join(" "), said };
    }
    const begun = startShift({ ...handling, bundle }, { person, ward, role });
    return { type: "begun", records: [...records, ...begun.records], duty: begun.duty };
  };
}
