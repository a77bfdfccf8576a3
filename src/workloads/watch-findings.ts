import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, NewRecord, Watch, World } from "../world/index.ts";
import { watchFor } from "../world/index.ts";
import { detect, type Finding } from "./detectors/index.ts";

/** So often all detectors look: what is told at once is told by its own record. */
const lookEvery: Duration = 5 * 60_000;
/** Records in one command. */
const atOnce = 500;

/** What detectors find is opened, stays the same while it lasts, and is closed when its cause is gone. */
export function watchFindings(actor: Actor): Watch {
  return watchFor({ name: "finding.tick", every: lookEvery, atOnce, look: findingsDue }, actor);
}

/** The records of what is found and was not, and of what was and is not. */
export function findingsDue(world: World, at: Instant): readonly NewRecord[] {
  if (world.workloads.size === 0 && world.canaries.size === 0) return [];
  const records: NewRecord[] = [];
  const lasting = new Set<string>();
  for (const finding of detect(world, at)) {
    const { id } = finding;
    lasting.add(id);
    if (world.findings.has(id)) continue;
    records.push(openingOf(finding));
  }
  for (const { id } of world.findings.values()) {
    if (!lasting.has(id)) records.push({ kind: "finding.closed", body: { finding: id } });
  }
  return records;
}

/** The record by which a finding is on record. */
export function openingOf({ evidence, id, risk, severity, workload }: Finding): NewRecord {
  const of = workload === undefined ? {} : { workload };
  return { kind: "finding.opened", body: { finding: id, risk, severity, ...of, evidence } };
}
