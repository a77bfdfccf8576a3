import type { Instant } from "../../ports/index.ts";
import { day, type Estate, type Finding, found, type Looked, placeIn } from "./estate.ts";

/** So long whoever has a secret that leaked is expected to try it. */
const tried = 30 * day;
/** So long what lay beside a secret that leaked is to be looked at. */
const beside = 90 * day;

/**
 * NHI2 Secret leakage: a secret that leaked and is tried still, secrets that were there when another one of the same workload
 * leaked, and a secret of nobody's that somebody found.
 */
export function findSecretLeakage({ at, workloads, world }: Estate): readonly Finding[] {
  return [
    ...workloads.flatMap((looked) => [...triedAgain(looked, at), ...leftBeside(looked, at)]),
    ...[...world.canaries.values()].flatMap(({ ended, id, laid, used }): readonly Finding[] => {
      if (used === undefined || ended !== undefined) return [];
      return [
        {
          id: `NHI2:canary-used:${id}`,
          risk: "NHI2",
          cause: "canary-used",
          severity: "critical",
          canary: id,
          evidence: used.positions.toSorted((a, b) => a - b),
          about: [laid, String(used.count)],
          // It has told what it was laid for; who reads that place is found by people.
          remedy: { type: "end-canary", canary: id },
        },
      ];
    }),
  ];
}

function triedAgain({ credentials, workload }: Looked, at: Instant): readonly Finding[] {
  return credentials.flatMap(({ key, trace }) => {
    if (key.ended?.reason !== "leaked" || trace.refused === undefined) return [];
    const { refused } = trace;
    if (refused.at < key.ended.at || at - refused.at >= tried) return [];
    return [
      found("NHI2", "leaked-tried", workload.id, {
        severity: "high",
        credential: key.id,
        evidence: [...(trace.turned === undefined ? [] : [trace.turned]), ...refused.positions],
        about: [key.id, ...placeIn(refused)],
      }),
    ];
  });
}

function leftBeside({ credentials, workload }: Looked, at: Instant): readonly Finding[] {
  const leaks = credentials.flatMap(({ key: { ended }, trace }) =>
    ended?.reason === "leaked" && at - ended.at < beside ? [{ at: ended.at, trace }] : [],
  );
  if (leaks.length === 0) return [];
  const last = Math.max(...leaks.map((leak) => leak.at));
  return credentials
    .filter(({ key, live }) => live && key.kind === "secret" && key.from < last)
    .map(({ key, trace }) =>
      found("NHI2", "beside-a-leak", workload.id, {
        severity: "medium",
        credential: key.id,
        evidence: [trace.added, ...leaks.flatMap((leak) => leak.trace.turned ?? [])],
        about: [key.id],
      }),
    );
}
