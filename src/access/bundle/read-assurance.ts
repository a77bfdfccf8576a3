import type { AssuranceLevel } from "../../world/index.ts";
import type { Assurance } from "./bundle.ts";
import {
  durationOf,
  type Entry,
  entriesOf,
  numberOf,
  readYaml,
  recordOf,
  textOf,
  type YamlFile,
} from "./yaml.ts";

/** What assurance.yaml states of one action. */
export interface StatedAssurance {
  readonly always: Assurance;
  readonly inPatients: Assurance;
}

/** Reads assurance.yaml: it must state every action of the schema, and no other. */
export function readAssurance(
  file: string,
  text: string,
  actions: readonly string[],
): { readonly yaml: YamlFile; readonly assurance: ReadonlyMap<string, StatedAssurance> } {
  const { yaml, root } = readYaml(file, text);
  const assurance = new Map<string, StatedAssurance>();
  if (root === undefined) return { yaml, assurance };
  for (const entry of entriesOf(yaml, root, "the file")) {
    if (!actions.includes(entry.key)) {
      yaml.refuse(entry.keyNode, `"${entry.key}" is no action of the schema`);
      continue;
    }
    const stated = recordOf(yaml, entry, ["level"], ["within", "in-patients"]);
    if (stated === undefined) continue;
    const always = readLevel(yaml, stated.level, stated.within);
    const instead = stated["in-patients"];
    const inner = instead && recordOf(yaml, instead, ["level"], ["within"]);
    const inPatients = inner === undefined ? always : readLevel(yaml, inner.level, inner.within);
    assurance.set(entry.key, { always, inPatients });
  }
  for (const action of actions) {
    if (!assurance.has(action) && yaml.problems.length === 0) {
      yaml.refuse(undefined, `the file does not state ${action}`);
    }
  }
  return { yaml, assurance };
}

function readLevel(yaml: YamlFile, level: Entry, within: Entry | undefined): Assurance {
  const least = numberOf(yaml, level, 0, 4) as AssuranceLevel;
  if (within === undefined) return { level: least, within: undefined };
  const word = textOf(yaml, within);
  if (word === "fresh") return { level: least, within: word };
  if (word === "act") {
    if (least < 3) yaml.refuse(level.value, "only a passkey signs an act: level 3 or 4");
    return { level: least, within: word };
  }
  return { level: least, within: durationOf(yaml, within) };
}
