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
    const stated = recordOf<never, Key | "in-patients">(yaml, entry, [], [...keys, "in-patients"]);
    if (stated === undefined) continue;
    const always = readNeed(yaml, entry, stated);
    const instead = stated["in-patients"];
    const inner = instead && recordOf<never, Key>(yaml, instead, [], keys);
    const inPatients = inner === undefined ? always : readNeed(yaml, instead ?? entry, inner);
    assurance.set(entry.key, { always, inPatients });
  }
  for (const action of actions) {
    if (!assurance.has(action) && yaml.problems.length === 0) {
      yaml.refuse(undefined, `the file does not state ${action}`);
    }
  }
  return { yaml, assurance };
}

const keys = ["level", "within"] as const;
type Key = (typeof keys)[number];

/** What was given within a time is a PIN at least: no session of a lower level has given anything. */
const leastGiven: AssuranceLevel = 2;

function readNeed(
  yaml: YamlFile,
  entry: Entry,
  { level, within }: { readonly [K in Key]?: Entry },
): Assurance {
  if (level === undefined && within === undefined) {
    yaml.refuse(entry.keyNode, `"${entry.key}" states neither level nor within`);
  }
  const least = level === undefined ? leastGiven : (numberOf(yaml, level, 0, 4) as AssuranceLevel);
  if (within === undefined) return { level: least, within: undefined };
  const word = textOf(yaml, within);
  if (word === "fresh") return { level: least, within: word };
  if (word === "act") {
    if (least < 3)
      yaml.refuse((level ?? within).value, "only a passkey signs an act: level 3 or 4");
    return { level: least, within: word };
  }
  return { level: least, within: durationOf(yaml, within) };
}
