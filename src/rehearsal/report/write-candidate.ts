import { Temporal } from "temporal-polyfill";
import type { CandidateFound } from "../replay/watch-candidate.ts";
import { writeGroups } from "./write-replay.ts";

/** What a candidate came to on live decisions, for a terminal. */
export function writeCandidate(found: CandidateFound): string {
  const { candidate, since, share, compared, same, ungrouped, left } = found;
  const when = Temporal.Instant.fromEpochMilliseconds(since).toString();
  const lines = [
    `${compared} decisions since ${when} were decided under ${candidate} too (${Number((share * 100).toFixed(6))} % of all): ${same} the same.`,
    ...(ungrouped > 0 ? [`${ungrouped} more differ, of further kinds.`] : []),
    ...(left.moved > 0
      ? [`${left.moved} not compared: the world or the policy had moved on within their batch.`]
      : []),
    ...(left.unnamed > 0
      ? [`${left.unnamed} not compared: named something that the log may not hold.`]
      : []),
    ...(left.busy > 0 ? [`${left.busy} not compared: too many were drawn of one batch.`] : []),
  ];
  const groups = [
    writeGroups("Answered otherwise", found.changed),
    writeGroups("Answered the same, because of other rules", found.otherRules),
  ];
  return `${groups.join("")}${lines.join("\n")}`;
}
