import type { Duration } from "../../ports/index.ts";
import type { BundleProblem, Rosters } from "./bundle.ts";
import { durationOf, entriesOf, readYaml } from "./yaml.ts";

const names: Readonly<Record<string, keyof Rosters>> = {
  unconfirmed: "unconfirmed",
  longest: "longest",
  "again-after": "againAfter",
  relief: "relief",
  drafts: "drafts",
  "handover-lasts": "handoverLasts",
  "review-within": "reviewWithin",
};

const none: Rosters = {
  unconfirmed: 0,
  longest: 0,
  againAfter: 0,
  relief: 0,
  drafts: 0,
  handoverLasts: 0,
  reviewWithin: 0,
};

const minute: Duration = 60_000;

/** What no hospital may state more of, by the rule that says so. */
const most: Partial<Record<keyof Rosters, readonly [Duration, string]>> = {
  unconfirmed: [30 * minute, "30 min at most (L9)"],
  relief: [60 * minute, "60 min at most (S9)"],
  drafts: [120 * minute, "2 h at most (S9)"],
};

/** Reads rosters.yaml. Without the file no shift is started that the roster does not have, and nobody stays past a margin. */
export function readRosters(
  file: string,
  text: string | undefined,
): { readonly rosters: Rosters; readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { rosters: none, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { rosters: none, problems: yaml.problems };
  const rosters: { -readonly [K in keyof Rosters]: Duration } = { ...none };
  const stated = new Set<string>();
  for (const entry of entriesOf(yaml, root, "the file")) {
    const name = Object.hasOwn(names, entry.key) ? names[entry.key] : undefined;
    if (name === undefined) {
      const known = Object.keys(names).join(", ");
      yaml.refuse(entry.keyNode, `"${entry.key}" is unknown here; known are ${known}`);
      continue;
    }
    stated.add(entry.key);
    rosters[name] = durationOf(yaml, entry);
    const [limit, said] = most[name] ?? [Number.POSITIVE_INFINITY, ""];
    if (rosters[name] > limit) yaml.refuse(entry.value, `${entry.key} is ${said}`);
  }
  for (const key of Object.keys(names)) {
    if (!stated.has(key)) yaml.refuse(root, `the file does not state ${key}`);
  }
  return { rosters, problems: yaml.problems };
}
