import type { Mutant, PolicyFiles } from "./mutant.ts";
import { mutateParameters } from "./mutate-parameters.ts";
import { mutatePolicies } from "./mutate-policies.ts";

/** Every mutant of a policy, always in the same order. */
export function mutantsOf(files: PolicyFiles): readonly Mutant[] {
  return [...mutatePolicies(files), ...mutateParameters(files)];
}
