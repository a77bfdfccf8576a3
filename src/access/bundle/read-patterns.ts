import type { Duration } from "../../ports/index.ts";
import type { Pattern } from "./bundle.ts";
import { refuseTooLong } from "./read-break-glass.ts";
import { seenCounts } from "./seen-counts.ts";
import {
  durationOf,
  type Entry,
  entriesOf,
  readYaml,
  recordOf,
  textOf,
  type YamlFile,
} from "./yaml.ts";

/** What each pattern must state, as it is called in patterns.yaml. */
const parameters = [
  "grace",
  "idle-lock",
  "walk-away-lock",
  "open-case",
  "handover-margin-before",
  "handover-margin-after",
  "tail",
  "contact-lead",
  "contact-tail",
  "break-glass",
  "grant-longest",
  "step-up-fresh",
  "max-validity",
  "max-validity-with-stream",
  "adt-stale-after",
  "roster-stale-after",
  "mover-overlap",
  "cut-off-lease",
  "dormancy",
] as const;

type Stated = { readonly [K in (typeof parameters)[number]]: Entry };

/** Reads patterns.yaml: every pattern states all of its times. */
export function readPatterns(
  file: string,
  text: string,
): { readonly yaml: YamlFile; readonly patterns: ReadonlyMap<string, Pattern> } {
  const { yaml, root } = readYaml(file, text);
  const patterns = new Map<string, Pattern>();
  if (root === undefined) return { yaml, patterns };
  for (const entry of entriesOf(yaml, root, "the file")) {
    const stated = recordOf(yaml, entry, parameters);
    if (stated !== undefined) patterns.set(entry.key, readPattern(yaml, entry.key, stated));
  }
  if (patterns.size === 0 && yaml.problems.length === 0) {
    yaml.refuse(undefined, "the file states no pattern");
  }
  return { yaml, patterns };
}

function readPattern(yaml: YamlFile, name: string, stated: Stated): Pattern {
  const time = (key: keyof Stated) => durationOf(yaml, stated[key]);
  return {
    name,
    grace: orDash(yaml, stated.grace),
    idleLock: time("idle-lock"),
    walkAwayLock: orDash(yaml, stated["walk-away-lock"]),
    openCase: orDash(yaml, stated["open-case"]),
    handoverMarginBefore: time("handover-margin-before"),
    handoverMarginAfter: time("handover-margin-after"),
    tail: time("tail"),
    contactLead: time("contact-lead"),
    contactTail: time("contact-tail"),
    breakGlass: breakGlass(yaml, stated["break-glass"]),
    grantLongest: time("grant-longest"),
    stepUpFresh: time("step-up-fresh"),
    maxValidity: validity(yaml, stated["max-validity"]),
    maxValidityWithStream: validity(yaml, stated["max-validity-with-stream"]),
    adtStaleAfter: time("adt-stale-after"),
    rosterStaleAfter: time("roster-stale-after"),
    moverOverlap: time("mover-overlap"),
    cutOffLease: lease(yaml, stated["cut-off-lease"]),
    dormancy: time("dormancy"),
  };
}

function breakGlass(yaml: YamlFile, entry: Entry): Duration {
  const duration = durationOf(yaml, entry);
  refuseTooLong(yaml, entry, duration);
  return duration;
}

/** A longer one would promise what a node does not keep (X14). */
function lease(yaml: YamlFile, entry: Entry): Duration {
  const duration = durationOf(yaml, entry);
  if (duration > seenCounts) yaml.refuse(entry.value, `${entry.key} is 4 h at most (X14)`);
  return duration;
}

function orDash(yaml: YamlFile, entry: Entry): Duration | undefined {
  return textOf(yaml, entry) === "-" ? undefined : durationOf(yaml, entry);
}

function validity(yaml: YamlFile, entry: Entry): Duration {
  const duration = durationOf(yaml, entry);
  if (duration === 0) yaml.refuse(entry.value, `${entry.key} must be longer than 0`);
  return duration;
}
