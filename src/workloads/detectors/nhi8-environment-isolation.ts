import type { Instant } from "../../ports/index.ts";
import {
  day,
  type Estate,
  type Finding,
  found,
  type Looked,
  placeIn,
  refusedLately,
} from "./estate.ts";

const lately = 30 * day;

/**
 * NHI8 Environment isolation: a token of another environment that was presented here, an account or a federated subject that
 * production shares with a test, production that rests on a test, and a workload of which nobody has said where it runs.
 */
export function findMixedEnvironments({ at, workloads }: Estate): readonly Finding[] {
  const live = workloads.filter((looked) => looked.live);
  const accounts = byAccount(live);
  const tests = new Map(
    live
      .filter(({ workload: { environment = "production" } }) => environment !== "production")
      .flatMap((looked) => (looked.workload.neededBy ?? []).map((id) => [id, looked] as const)),
  );
  return [
    ...workloads.flatMap((looked) => presented(looked, at)),
    ...live.flatMap((looked) => [
      ...sharedAccounts(looked, accounts),
      ...foreignSubjects(looked),
      ...restsOnTest(looked, tests.get(looked.workload.id)),
      ...unsaid(looked),
    ]),
  ];
}

function presented(looked: Looked, at: Instant): readonly Finding[] {
  const refused = refusedLately(looked, "wrong-environment", at, lately);
  if (refused === undefined) return [];
  return [
    found("NHI8", "wrong-environment", looked.workload.id, {
      severity: "high",
      evidence: refused.positions,
      about: placeIn(refused),
    }),
  ];
}

/** Directories and databases do not tell names apart by their letters' case. */
function byAccount(live: readonly Looked[]): ReadonlyMap<string, readonly Looked[]> {
  const found = new Map<string, Looked[]>();
  for (const looked of live) {
    for (const account of looked.workload.accounts ?? []) {
      const key = account.toLowerCase();
      const known = found.get(key);
      if (known === undefined) found.set(key, [looked]);
      else known.push(looked);
    }
  }
  return found;
}

function sharedAccounts(
  { trace, workload }: Looked,
  accounts: ReadonlyMap<string, readonly Looked[]>,
): readonly Finding[] {
  if (workload.environment !== "production") return [];
  const shared = (workload.accounts ?? []).flatMap((account) =>
    (accounts.get(account.toLowerCase()) ?? [])
      .filter(({ workload: { environment = "production" } }) => environment !== "production")
      .map((other) => ({ account, other })),
  );
  if (shared.length === 0) return [];
  return [
    found("NHI8", "account-across-environments", workload.id, {
      severity: "high",
      evidence: [trace.said, ...shared.map(({ other }) => other.trace.said)],
      about: shared.flatMap(({ account, other }) => [account, other.workload.id]),
    }),
  ];
}

/** GitHub style subjects name the environment that a job runs for. */
function foreignSubjects({ credentials, workload }: Looked): readonly Finding[] {
  if (workload.environment !== "production") return [];
  return credentials.flatMap(({ key, live, trace }) => {
    const subject = key.federation?.subject ?? "";
    const [, named] = /:environment:([^:]+)$/.exec(subject) ?? [];
    if (!live || named === undefined || !/^(?:dev|test|stag|qa|sandbox)/i.test(named)) return [];
    return [
      found("NHI8", "subject-of-another-environment", workload.id, {
        severity: "high",
        credential: key.id,
        evidence: [trace.added],
        about: [key.id, subject],
      }),
    ];
  });
}

function restsOnTest({ trace, workload }: Looked, test: Looked | undefined): readonly Finding[] {
  if (test === undefined || workload.environment !== "production") return [];
  return [
    found("NHI8", "production-rests-on-test", workload.id, {
      severity: "medium",
      evidence: [trace.said, test.trace.said],
      about: [test.workload.id],
    }),
  ];
}

function unsaid({ trace, workload }: Looked): readonly Finding[] {
  if (workload.environment !== undefined) return [];
  const details = { severity: "low", evidence: [trace.said] } as const;
  return [found("NHI8", "environment-unsaid", workload.id, details)];
}
