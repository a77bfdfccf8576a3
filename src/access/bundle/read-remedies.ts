import type { RemedyKind } from "./bundle.ts";
import {
  durationOf,
  type Entry,
  entriesOf,
  numberOf,
  readYaml,
  recordOf,
  type YamlFile,
} from "./yaml.ts";

/** The step-ups by what is given, and the level that each reaches. */
const stepUps: Readonly<Record<string, 2 | 3 | 4>> = {
  "step-up": 2,
  "step-up-passkey": 3,
  "step-up-hardware-passkey": 4,
};

/** Those that raise no session. */
const others = [
  "sign-in",
  "sign",
  "witness",
  "start-shift",
  "start-cover",
  "request-cover",
  "break-glass",
] as const;

/** Reads remedies.yaml; the kinds come cheapest first. */
export function readRemedies(
  file: string,
  text: string,
): { readonly yaml: YamlFile; readonly remedies: readonly RemedyKind[] } {
  const { yaml, root } = readYaml(file, text);
  const remedies: RemedyKind[] = [];
  if (root === undefined) return { yaml, remedies };
  for (const entry of entriesOf(yaml, root, "the file")) {
    const other = others.find((name) => name === entry.key);
    if (other !== undefined) {
      const stated = recordOf(yaml, entry, ["cost"]);
      if (stated !== undefined) remedies.push({ type: other, cost: costOf(yaml, stated.cost) });
      continue;
    }
    const least = Object.hasOwn(stepUps, entry.key) ? stepUps[entry.key] : undefined;
    if (least === undefined) {
      const known = [...Object.keys(stepUps), ...others].join(", ");
      yaml.refuse(entry.keyNode, `"${entry.key}" is no remedy; known are ${known}`);
      continue;
    }
    const stated = recordOf(yaml, entry, ["level", "cost"]);
    if (stated === undefined) continue;
    const level = numberOf(yaml, stated.level, 2, 4) as 2 | 3 | 4;
    if (level !== least) yaml.refuse(stated.level.value, `${entry.key} reaches level ${least}`);
    remedies.push({ type: "step-up", level, cost: costOf(yaml, stated.cost) });
  }
  return { yaml, remedies: remedies.sort((a, b) => a.cost - b.cost) };
}

/** In seconds. */
function costOf(yaml: YamlFile, cost: Entry): number {
  return durationOf(yaml, cost) / 1_000;
}
