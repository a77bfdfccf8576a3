import type { Bundle } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Draft, fork } from "../../world/index.ts";
import type { Step } from "../scenario/scenario.ts";
import { minutes } from "./judge-budget.ts";
import { mayOpen } from "./may-open.ts";
import type { Residual } from "./measure-residual.ts";

/** Names of people, and the ids that they have in the hospital. */
export type People = readonly { readonly name: string; readonly id: string }[];

/** Whether just those could open the chart now, and else what is wrong: signed in as surely as can be. */
export function judgeVisible(
  expected: readonly string[],
  patient: string,
  people: People,
  { bundle, world, at }: { readonly bundle: Bundle; readonly world: Draft; readonly at: Instant },
): readonly string[] {
  const probing = fork(world);
  const names = people
    .filter(({ id }) => mayOpen(bundle, probing, { person: id, patient }, at))
    .map(({ name }) => name);
  const isSame = names.length === expected.length && names.every((each) => expected.includes(each));
  if (isSame) return [];
  return [`must be visible to ${listed(expected)}, and is to ${listed(names)}`];
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nobody" : names.join(", ");
}

/** Whether the person's access to the patient, from this step on, outlived its reason by no more than the step says. */
export function judgeResidual(
  { expect }: Step,
  from: Instant,
  who: { readonly person: string; readonly patient: string },
  residuals: readonly Residual[],
): readonly string[] {
  const { residual } = expect;
  if (residual === undefined) return [];
  const longest = residuals
    .filter(({ person, patient }) => person === who.person && patient === who.patient)
    .filter(({ to }) => to === undefined || to > from)
    .map(({ from: begin, to }) => (to === undefined ? Number.POSITIVE_INFINITY : to - begin))
    .reduce((a, b) => Math.max(a, b), 0);
  if (longest <= residual) return [];
  const time = Number.isFinite(longest) ? minutes(longest) : "without end";
  return [`must leave at most ${minutes(residual)} of access without a reason, and left ${time}`];
}
