import type { RemedyKind } from "./bundle.ts";
import { durationOf, entriesOf, numberOf, readYaml, recordOf, type YamlFile } from "./yaml.ts";

/** Reads remedies.yaml; the kinds come cheapest first. */
export function readRemedies(
  file: string,
  text: string,
): { readonly yaml: YamlFile; readonly remedies: readonly RemedyKind[] } {
  const { yaml, root } = readYaml(file, text);
  const remedies: RemedyKind[] = [];
  if (root === undefined) return { yaml, remedies };
  for (const entry of entriesOf(yaml, root, "the file")) {
    if (entry.key !== "step-up") {
      yaml.refuse(entry.keyNode, `"${entry.key}" is no remedy; known is step-up`);
      continue;
    }
    const stated = recordOf(yaml, entry, ["level", "cost"]);
    if (stated === undefined) continue;
    const level = numberOf(yaml, stated.level, 2, 4) as RemedyKind["level"];
    // Only what exists is offered: passkeys are not there yet.
    if (level > 2) yaml.refuse(stated.level.value, "step-up reaches level 2 only, for now");
    remedies.push({
      type: "step-up",
      level,
      cost: durationOf(yaml, stated.cost) / 1_000,
    });
  }
  return { yaml, remedies: remedies.sort((a, b) => a.cost - b.cost) };
}
