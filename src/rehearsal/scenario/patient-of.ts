import type { Step } from "./scenario.ts";

/** The patient that a step is about; undefined where it is about none. */
export function patientOf({ act, actor }: Step, patients: readonly string[]): string | undefined {
  if (patients.includes(actor)) return actor;
  return "patient" in act ? act.patient : undefined;
}
