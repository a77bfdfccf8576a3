import type { Instant } from "../../ports/index.ts";
import type { NewRecord } from "../../world/index.ts";
import type { GivenWorkload } from "../scenario/scenario.ts";

const usualTerm = 300 * 86_400_000;

/** Who answers for all of them, and who does for them. */
const [owner, deputy] = ["rehearsed-owner", "rehearsed-deputy"] as const;

/** Programs that were asked for and approved before the task begins (N8), and those who answer for them. */
export function approvedWorkloads(
  workloads: readonly GivenWorkload[],
  zone: string,
  start: Instant,
): readonly NewRecord[] {
  if (workloads.length === 0) return [];
  const people = [owner, deputy].flatMap((person): readonly NewRecord[] => {
    const from = start - usualTerm / 2;
    const terms = { person, from, to: from + usualTerm, type: "employee" } as const;
    return [
      { kind: "person.registered", body: { person } },
      { kind: "engagement.started", body: { engagement: `${person}-here`, ...terms } },
    ];
  });
  return [...people, ...workloads.flatMap((each) => approved(each, zone, start))];
}

function approved(
  { hours, id: workload, until, ...terms }: GivenWorkload,
  zone: string,
  start: Instant,
): readonly NewRecord[] {
  const asked = {
    ...terms,
    ...(hours === undefined ? {} : { hours: { ...hours, zone } }),
    deputy,
    environment: "production",
    name: workload,
    owner,
    purpose: "rehearsal",
    until: until ?? start + usualTerm / 2,
    vendor: "own",
    workload,
  } as const;
  return [
    { kind: "workload.requested", body: asked },
    { kind: "workload.approved", body: { workload } },
    { kind: "workload.activated", body: { workload } },
  ];
}
