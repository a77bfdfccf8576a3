import type { BundleProblem, WorkloadRules } from "./bundle.ts";
import {
  type Entry,
  entriesOf,
  itemsOf,
  readYaml,
  recordOf,
  textOf,
  type YamlFile,
} from "./yaml.ts";

/** The letters of a scope (SMART App Launch 2.2.0, section Scopes for requesting FHIR resources). */
const letters = ["c", "r", "u", "d", "s"] as const;

/**
 * Reads workloads.yaml: which actions scopes include. `actions` are those that a workload may be asked about. Undefined without the
 * file: workloads are nobody whom the policy decides about.
 */
export function readWorkloads(
  file: string,
  text: string | undefined,
  actions: ReadonlySet<string>,
): {
  readonly workloads: WorkloadRules | undefined;
  readonly problems: readonly BundleProblem[];
} {
  if (text === undefined) return { workloads: undefined, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { workloads: undefined, problems: yaml.problems };
  const whole = { key: "the file", keyNode: root, value: root };
  const stated = recordOf(yaml, whole, ["data", "scopes"]);
  if (stated === undefined) return { workloads: undefined, problems: yaml.problems };
  const data = recordOf(yaml, stated.data, letters);
  const byLetter = new Map<string, string>();
  for (const letter of letters) {
    const entry = data?.[letter];
    if (entry === undefined) continue;
    byLetter.set(letter, known(yaml, textOf(yaml, entry), entry, actions));
  }
  const byScope = new Map<string, ReadonlySet<string>>();
  for (const entry of entriesOf(yaml, stated.scopes.value, "scopes")) {
    const names = itemsOf(yaml, entry).map(({ text: name, node }) =>
      known(yaml, name, { ...entry, value: node }, actions),
    );
    byScope.set(entry.key, new Set(names));
  }
  return { workloads: { byLetter, byScope }, problems: yaml.problems };
}

function known(
  yaml: YamlFile,
  name: string,
  { keyNode, value }: Entry,
  actions: ReadonlySet<string>,
): string {
  if (name !== "" && !actions.has(name)) {
    yaml.refuse(value ?? keyNode, `"${name}" is no action that the schema has for workloads`);
  }
  return name;
}
