import type { BundleProblem, FindingPatients } from "./bundle.ts";
import {
  durationOf,
  type Entry,
  entriesOf,
  numberOf,
  readYaml,
  recordOf,
  type YamlFile,
} from "./yaml.ts";

/** What patients.yaml states. */
export interface StatedPatients {
  /** Absent without the file: nobody is found by name, and look-ups are not counted. */
  readonly search?: FindingPatients;
  /** How long a registration at the bedside gives access; absent without the file: nobody is registered there. */
  readonly arrivalLasts?: number;
}

/** Reads patients.yaml; `patterns` are those that there are. */
export function readPatients(
  file: string,
  text: string | undefined,
  patterns: ReadonlySet<string>,
): { readonly patients: StatedPatients; readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { patients: {}, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { patients: {}, problems: yaml.problems };
  const whole = { key: "the file", keyNode: root, value: root };
  const stated = recordOf(yaml, whole, ["search", "arrivals"]);
  if (stated === undefined) return { patients: {}, problems: yaml.problems };
  const search = readSearch(yaml, stated.search, patterns);
  const arrivals = recordOf(yaml, stated.arrivals, ["lasts"]);
  const patients = {
    ...(search === undefined ? {} : { search }),
    ...(arrivals === undefined ? {} : { arrivalLasts: durationOf(yaml, arrivals.lasts) }),
  };
  return { patients, problems: yaml.problems };
}

function readSearch(
  yaml: YamlFile,
  entry: Entry,
  patterns: ReadonlySet<string>,
): FindingPatients | undefined {
  const keys = ["within", "most", "results", "review-within"] as const;
  const stated = recordOf(yaml, entry, keys, ["most-in"]);
  if (stated === undefined) return undefined;
  const elsewhere = stated["most-in"];
  const mostIn = new Map<string, number>();
  const others = elsewhere?.value === undefined ? [] : entriesOf(yaml, elsewhere.value, "most-in");
  for (const other of others) {
    if (patterns.has(other.key)) mostIn.set(other.key, numberOf(yaml, other, 1, mostCounted));
    else yaml.refuse(other.keyNode, `"${other.key}" is no pattern of patterns.yaml`);
  }
  const within = durationOf(yaml, stated.within);
  // What is counted is in the world: a day of it is enough.
  if (within > 24 * 3_600_000) yaml.refuse(stated.within.value, "within is 24 h at most");
  return {
    within,
    most: numberOf(yaml, stated.most, 1, mostCounted),
    mostIn,
    results: numberOf(yaml, stated.results, 1, 20),
    reviewWithin: durationOf(yaml, stated["review-within"]),
  };
}

/** Look-ups of one person that the world counts. */
const mostCounted = 500;
