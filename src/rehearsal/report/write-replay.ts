import { Temporal } from "temporal-polyfill";
import type { ChangeGroup, Verdict } from "../replay/group-changes.ts";
import type { ReplayedLog, Undecidable } from "../replay/replay-log.ts";

/** Why requests were not decided again, in words; in the order in which they are said. */
const reasons: Readonly<Record<Undecidable, string>> = {
  compacted:
    "the log does not begin at its beginning any more, so that the world of then is not known",
  "cut-off": "decided by a node that was cut off from the log, in a world that it alone had",
  unnamed: "named something that the log may not hold",
  repeated: "the same denied again within a minute, which the log only counts",
  irreproducible:
    "their own policy is not kept, or does not answer as recorded any more, so that a difference would not be the other policy's",
};

const nothingShown =
  "Nothing was decided again, so that this shows nothing of the other policy: name a time in which the log has requests.";

/** What another policy would have answered, for a terminal. */
export function writeReplay(found: ReplayedLog): string {
  const { changed, otherRules, decided, same } = found;
  const sections = [
    ...section("Answered otherwise", changed),
    ...section("Answered the same, because of other rules", otherRules),
    [
      `${count(decided, "request")} decided again: ${sum(changed)} answered otherwise, ${sum(otherRules)} the same because of other rules, ${same} the same.`,
      ...notDecided(found),
      ...(decided === 0 ? [nothingShown] : []),
    ],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The same for machines. */
export function writeReplayJson(found: ReplayedLog): string {
  return `${JSON.stringify(found, undefined, 2)}\n`;
}

/** Groups of changes under a title, for a terminal; nothing where there are none. */
export function writeGroups(title: string, groups: readonly ChangeGroup[]): string {
  return section(title, groups)
    .map((lines) => `${lines.join("\n")}\n\n`)
    .join("");
}

function section(title: string, groups: readonly ChangeGroup[]): readonly (readonly string[])[] {
  return groups.length === 0 ? [] : [[title], ...groups.map(sayGroup)];
}

function sayGroup(group: ChangeGroup): readonly string[] {
  const { action, before, after, ward, pattern, requests, people, patients, first } = group;
  const where = ward === undefined ? "no ward" : `${ward} (${pattern ?? "no pattern"})`;
  const who = `${count(people, "person", "people")}, ${count(patients, "patient")}`;
  const when = Temporal.Instant.fromEpochMilliseconds(first.at).toString();
  return [
    `  ${action} in ${where}: ${count(requests, "request")}, ${who}`,
    `    before  ${sayVerdict(before)}`,
    `    after   ${sayVerdict(after)}`,
    `    first   position ${first.position}, ${when}`,
  ];
}

function sayVerdict({ decision, policies, cause }: Verdict): string {
  if (policies.length > 0) return `${decision} by ${policies.join(", ")}`;
  return cause === "no-policy" ? `${decision}: no rule permits it` : `${decision}: ${cause ?? ""}`;
}

function notDecided({ undecidable }: ReplayedLog): readonly string[] {
  const kinds = Object.keys(reasons) as Undecidable[];
  return kinds
    .filter((kind) => undecidable[kind] > 0)
    .map((kind) => `${count(undecidable[kind], "request")} not decided again: ${reasons[kind]}.`);
}

function sum(groups: readonly ChangeGroup[]): number {
  return groups.reduce((total, { requests }) => total + requests, 0);
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
