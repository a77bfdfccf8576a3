import type { BundleProblem, ReviewTimes } from "./bundle.ts";
import { durationOf, type Entry, entriesOf, readYaml } from "./yaml.ts";

const keys = ["remind-before", "escalate-after"];

/** Reads reviews.yaml. Without the file nobody is reminded, and nothing escalates. */
export function readReviews(
  file: string,
  text: string | undefined,
): { readonly reviews: ReviewTimes | undefined; readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { reviews: undefined, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { reviews: undefined, problems: yaml.problems };
  const stated = new Map<string, Entry>();
  for (const entry of entriesOf(yaml, root, "the file")) {
    if (keys.includes(entry.key)) stated.set(entry.key, entry);
    else yaml.refuse(entry.keyNode, `"${entry.key}" is unknown here; known are ${keys.join(", ")}`);
  }
  const missing = keys.filter((key) => !stated.has(key));
  for (const key of missing) yaml.refuse(root, `the file does not state ${key}`);
  if (missing.length > 0) return { reviews: undefined, problems: yaml.problems };
  const time = (key: string) => durationOf(yaml, stated.get(key) as Entry);
  const reviews = { remindBefore: time("remind-before"), escalateAfter: time("escalate-after") };
  return { reviews, problems: yaml.problems };
}
