import type { RemedyKind } from "./bundle.ts";
import { durationOf, entriesOf, numberOf, readYaml, recordOf, type YamlFile } from "./yaml.ts";

/** The step-ups by what is given, and the level that each reaches. */
const stepUps: Readonly<Record<string, RemedyKind["level"]>> = {
  "step-up": 2,
  "step-up-passkey": 3,
  "step-up-hardware-passkey": 4,
};

/** Reads remedies.yaml; the kinds come cheapest first. */
export function readRemedies(
  file: string,
  text: string,
): { readonly yaml: YamlFile; readonly remedies: readonly RemedyKind[] } {
  const { yaml, root } = readYaml(file, text);
  const remedies: RemedyKind[] = [];
  if (root === undefined) return { yaml, remedies };
  for (const entry of entriesOf(yaml, root, "the file")) {
    const least = Object.hasOwn(stepUps, entry.key) ? stepUps[entry.key] : undefined;
    if (least === undefined) {
      const known = Object.keys(stepUps).join(", ");
      yaml.refuse(entry.keyNode, `"${entry.key}" is no remedy; known are ${known}`);
      continue;
    }
    const stated = recordOf(yaml, entry, ["level", "cost"]);
    if (stated === undefined) continue;
    const level = numberOf(yaml, stated.level, 2, 4) as RemedyKind["level"];
    if (level !== least) yaml.refuse(stated.level.value, `${entry.key} reaches level ${least}`);
    remedies.push({
      type: "step-up",
      level,
      cost: durationOf(yaml, stated.cost) / 1_000,
    });
  }
  return { yaml, remedies: remedies.sort((a, b) => a.cost - b.cost) };
}
