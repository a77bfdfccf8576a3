import type { Instant } from "../../ports/index.ts";
import type { Workload } from "../../world/index.ts";
import { day, type Estate, type Finding, found, type Looked } from "./estate.ts";
import { narrowed } from "./narrowed.ts";

/** So long somebody has to have worked with a workload, and not with a scope of it. */
const known = 30 * day;

/** NHI5 Overprivileged: scopes that were granted and nobody uses, wider ones than are used, and roles that a client may give anywhere. */
export function findOverprivileged({ at, workloads }: Estate): readonly Finding[] {
  return workloads.flatMap((looked) => {
    if (!looked.live) return [];
    return [...unusedScopes(looked, at), ...givesAll(looked)];
  });
}

function unusedScopes({ credentials, trace, workload }: Looked, at: Instant): readonly Finding[] {
  const { id, scopes } = workload;
  const proposed = proposedFor(workload, at);
  if (proposed === undefined) return [];
  const wide = scopes.filter((scope) => !proposed.includes(scope));
  return [
    found("NHI5", "unused-scopes", id, {
      severity: wide.some((scope) => scope.startsWith("system/*.")) ? "high" : "medium",
      evidence: [trace.said, ...credentials.flatMap(({ trace: { used } }) => used ?? [])],
      about: wide,
      // What runs on standby uses little until it is needed: somebody looks at it.
      remedy:
        workload.weight === undefined
          ? { type: "narrow", workload: id, scopes: proposed }
          : undefined,
    }),
  ];
}

/** What would do for what it did in thirty days; undefined: what it has, or nobody can say yet. */
function proposedFor(
  { scopes, since, usedAt = 0, usedScopes = {} }: Workload,
  at: Instant,
): readonly string[] | undefined {
  // Whoever does nothing at all is another finding (NHI1).
  if (since === undefined || at - since < known || at - usedAt >= known) return undefined;
  const used = Object.entries(usedScopes).flatMap(([scope, last]) =>
    at - last < known ? [scope] : [],
  );
  // What asks with an API key, without scopes of a token, is used where nothing is counted.
  if (used.length === 0) return undefined;
  const proposed = narrowed(scopes, used);
  const isSame = proposed.length === scopes.length && proposed.every((one) => scopes.includes(one));
  return isSame || proposed.length === 0 ? undefined : proposed;
}

function givesAll({ trace, workload: { gives = [], id } }: Looked): readonly Finding[] {
  const wide = gives.filter((one) => one === "*@*");
  if (wide.length === 0) return [];
  return [
    found("NHI5", "gives-every-role", id, {
      severity: "high",
      evidence: [trace.said],
      about: wide,
    }),
  ];
}
