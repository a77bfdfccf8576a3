import type { Duration } from "../../ports/index.ts";
import type { BreakGlass, BundleProblem } from "./bundle.ts";
import { readReasons } from "./read-reasons.ts";
import { durationOf, type Entry, entriesOf, itemsOf, readYaml, type YamlFile } from "./yaml.ts";

const keys = ["review-within", "warn-before", "longest", "lifts", "reasons"];

/**
 * Reads break-glass.yaml. Without the file there are no reasons, and no glass is broken. `lifted`: the forbids that ask
 * whether it is; the file names just these (C10).
 */
export function readBreakGlass(
  file: string,
  text: string | undefined,
  lifted: ReadonlySet<string>,
): { readonly breakGlass: BreakGlass; readonly problems: readonly BundleProblem[] } {
  const none = { reviewWithin: 0, warnBefore: 0, longest: 0, reasons: new Map<string, string>() };
  if (text === undefined) return { breakGlass: none, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { breakGlass: none, problems: yaml.problems };
  const stated = new Map(entriesOf(yaml, root, "the file").map((entry) => [entry.key, entry]));
  for (const { key, keyNode } of stated.values()) {
    if (keys.includes(key)) continue;
    yaml.refuse(keyNode, `"${key}" is unknown here; known are ${keys.join(", ")}`);
  }
  const missing = keys.filter((key) => !stated.has(key));
  for (const key of missing) yaml.refuse(root, `the file does not state ${key}`);
  if (missing.length > 0) return { breakGlass: none, problems: yaml.problems };
  const time = (key: string) => durationOf(yaml, stated.get(key) as Entry);
  const longest = time("longest");
  refuseTooLong(yaml, stated.get("longest") as Entry, longest);
  checkLifts(yaml, stated.get("lifts") as Entry, lifted);
  const breakGlass = {
    reviewWithin: time("review-within"),
    warnBefore: time("warn-before"),
    longest,
    reasons: readReasons(yaml, stated.get("reasons") as Entry),
  };
  return { breakGlass, problems: yaml.problems };
}

/** X10: four hours at most, whatever a hospital states. */
export function refuseTooLong(yaml: YamlFile, { key, value }: Entry, stated: Duration): void {
  if (stated > 4 * 3_600_000) yaml.refuse(value, `${key} is 4 h at most (X10)`);
}

function checkLifts(yaml: YamlFile, lifts: Entry, lifted: ReadonlySet<string>): void {
  const named = itemsOf(yaml, lifts);
  for (const { text, node } of named) {
    if (!lifted.has(text)) yaml.refuse(node, `"${text}" forbids nothing that broken glass lifts`);
  }
  for (const id of lifted) {
    if (named.some(({ text }) => text === id)) continue;
    yaml.refuse(lifts.keyNode, `lifts does not name ${id}, whose policy asks for broken glass`);
  }
}
