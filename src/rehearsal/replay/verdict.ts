import { type Bundle, decide } from "../../access/index.ts";
import type { DecisionBody, LogRecord, RecordOf, World } from "../../world/index.ts";
import type { Change, Verdict } from "./group-changes.ts";
import { placeOf } from "./place-of.ts";

/** The record of a decision. */
export type Decided = RecordOf<"decision.permitted"> | RecordOf<"decision.denied">;

/** Whether a record is of a decision. */
export function isDecision(record: LogRecord): record is Decided {
  return record.kind === "decision.permitted" || record.kind === "decision.denied";
}

/** How often the same was denied again; undefined of a record that is a decision itself. */
export function repeatsOf(record: Decided): number | undefined {
  return record.kind === "decision.denied" ? record.body.repeats : undefined;
}

/** What stands in a record instead of what it may not hold. */
const unknown = "unknown";

/** Whether a decision named something that its record may not hold, so that nobody can decide it again (U3). */
export function isUnnamed({ subject, action, resource, context }: DecisionBody): boolean {
  const named = [subject.type, subject.id, action, resource.type, resource.id];
  return [...named, ...Object.values(context)].includes(unknown);
}

/** What was recorded. */
export function recordedVerdict({ kind, body }: Decided): Verdict {
  const { policies, cause } = body;
  const decision = kind === "decision.permitted" ? "permit" : "deny";
  return { decision, policies, ...(cause === undefined ? {} : { cause }) };
}

/** What a policy answers to the recorded request, in a world, at the instant of the record. */
export function verdictUnder(bundle: Bundle, world: World, { body, at }: Decided): Verdict {
  const { subject, action, resource, context } = body;
  const request = { subject, action, resource, context };
  const answer = decide({ bundle, world, request, at, remedies: false });
  const { type: decision, policies } = answer;
  return { decision, policies, ...(answer.type === "deny" ? { cause: answer.cause } : {}) };
}

/** Whether two answers are the same, by the same policies. */
export function sameVerdict(a: Verdict, b: Verdict): boolean {
  return (
    a.decision === b.decision &&
    a.cause === b.cause &&
    a.policies.length === b.policies.length &&
    a.policies.every((policy, index) => policy === b.policies[index])
  );
}

/** A difference, with what it is about. */
export function changeOf(
  world: World,
  record: Decided,
  sides: { readonly before: Verdict; readonly after: Verdict },
): Change {
  const { body, position, at } = record;
  const { action, subject, resource } = body;
  const patient = resource.type === "patient" ? resource.id : undefined;
  return { action, ...sides, ...placeOf(world, record), position, at, person: subject.id, patient };
}
