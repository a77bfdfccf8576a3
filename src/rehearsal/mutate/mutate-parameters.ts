import { lineAt, type Mutant, type MutantGroup, type PolicyFiles, replaced } from "./mutant.ts";
import { type Value, valuesIn } from "./values-in.ts";

const patternsFile = "patterns.yaml";

/**
 * Each time and count of the YAML files doubled and halved in turn, each level lowered, and each "at once" dropped. What is
 * for people alone (titles, reasons) and the seconds that a remedy costs, which permit nothing, stay as they are.
 */
export function mutateParameters(files: PolicyFiles): readonly Mutant[] {
  return Object.entries(files)
    .filter(([file]) => file.endsWith(".yaml"))
    .flatMap(([file, text]) =>
      valuesIn(text).flatMap((value) =>
        changesOf(value).map(({ to, how }) => mutantOf(files, file, value, to, how)),
      ),
    );
}

function mutantOf(
  files: PolicyFiles,
  file: string,
  { keys, text, from, to }: Value,
  by: string,
  how: string,
): Mutant {
  const whole = files[file] ?? "";
  const group: MutantGroup = file === patternsFile ? "pattern" : "parameter";
  const name = keys.join(" ");
  const [pattern = ""] = keys;
  return {
    group,
    what: `${name} ${how}: ${text} becomes ${by}`,
    file,
    line: lineAt(whole, from),
    files: { ...files, [file]: replaced(whole, from, to, by) },
    about: group === "pattern" ? keys.slice(1).join(" ") : name,
    ...(group === "pattern" ? { pattern } : {}),
  };
}

interface Change {
  readonly to: string;
  readonly how: string;
}

function changesOf({ keys, text }: Value): readonly Change[] {
  const key = keys.at(-1) ?? "";
  if (key === "cost") return [];
  if (key === "level") {
    return text === "0" ? [] : [{ to: String(Number(text) - 1), how: "lowered" }];
  }
  if (key === "within" && (text === "fresh" || text === "act")) {
    return [{ to: "24 h", how: "loosened" }];
  }
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)( (?:ms|s|min|h|d))?$/.exec(text) ?? [];
  if (number === undefined || Number(number) === 0) return [];
  const times = (factor: number) => {
    const changed = Number(number) * factor;
    return `${unit === "" ? Math.ceil(changed) : changed}${unit}`;
  };
  return [
    { to: times(2), how: "doubled" },
    { to: times(0.5), how: "halved" },
  ].filter(({ to }) => to !== text);
}
