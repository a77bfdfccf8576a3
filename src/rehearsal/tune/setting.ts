import { parseDuration } from "../../access/index.ts";
import type { Duration } from "../../ports/index.ts";
import { type PolicyFiles, replaced } from "../mutate/mutant.ts";
import { valuesIn } from "../mutate/values-in.ts";

/** Some of a pattern's parameters, each with its value as the policy writes it: "4 h". */
export type Setting = Readonly<Record<string, string>>;

/**
 * What a simulation can tell apart, and the values that are tried, strictest first. The pattern's other parameters (a step-up's
 * freshness, how long broken glass stays open, the longest grant) matter to what nobody does in a simulation.
 */
export const dials: Readonly<Record<string, readonly string[]>> = {
  grace: ["30 min", "1 h", "2 h", "4 h", "8 h", "12 h"],
  "idle-lock": ["30 s", "1 min", "2 min", "5 min", "10 min"],
  "walk-away-lock": ["2 s", "5 s", "10 s", "30 s", "60 s"],
  "handover-margin-after": ["0", "15 min", "30 min", "45 min", "60 min"],
};

/** The file that states the patterns. */
export const patternsFile = "patterns.yaml";

/** What these dials stand at in a policy's pattern; those that do not arise there are left out. */
export function todaysSetting(
  files: PolicyFiles,
  pattern: string,
  names: readonly string[],
): Setting {
  const values = valuesIn(files[patternsFile] ?? "").filter(
    ({ keys: [of, name = ""], text }) =>
      of === pattern && names.includes(name) && parseDuration(text) !== undefined,
  );
  return Object.fromEntries(values.map(({ keys, text }) => [keys[1] ?? "", text]));
}

/** The values of a dial next to where it stands, strictest first: one stricter, itself, one looser. */
export function stepsAround(dial: string, today: string): readonly string[] {
  const known = (dials[dial] ?? []).filter((step) => lasting(step) !== lasting(today));
  const steps = [...known, today].toSorted((a, b) => lasting(a) - lasting(b));
  const here = steps.indexOf(today);
  return steps.slice(Math.max(0, here - 1), here + 2);
}

/** Every combination of the values next to where the dials stand. */
export function settingsAround(today: Setting): readonly Setting[] {
  let settings: readonly Setting[] = [{}];
  for (const [dial, value] of Object.entries(today)) {
    settings = settings.flatMap((setting) =>
      stepsAround(dial, value).map((step) => ({ ...setting, [dial]: step })),
    );
  }
  return settings;
}

/** The policy with a pattern set so; nothing else of its files changes. */
export function withSetting(files: PolicyFiles, pattern: string, setting: Setting): PolicyFiles {
  let text = files[patternsFile] ?? "";
  for (const [dial, value] of Object.entries(setting)) {
    const at = valuesIn(text).find(({ keys }) => keys[0] === pattern && keys[1] === dial);
    if (at !== undefined) text = replaced(text, at.from, at.to, value);
  }
  return { ...files, [patternsFile]: text };
}

/** What of a setting is not as it is in another of the same dials. */
export function changedFrom(other: Setting, setting: Setting): Setting {
  return Object.fromEntries(
    Object.entries(setting).filter(([dial, value]) => other[dial] !== value),
  );
}

/** Whether two settings of the same dials are the same. */
export function isSame(a: Setting, b: Setting): boolean {
  return Object.keys(changedFrom(a, b)).length === 0;
}

function lasting(text: string): Duration {
  return parseDuration(text) ?? 0;
}
