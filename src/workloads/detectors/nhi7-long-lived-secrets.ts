import type { Instant } from "../../ports/index.ts";
import {
  day,
  type Estate,
  type Finding,
  type FindingRemedy,
  found,
  type Looked,
  type LookedKey,
} from "./estate.ts";

/** A key is turned twice a year; one that is older than a year has been forgotten. */
const old = 180 * day;
const forgotten = 365 * day;
/** N1: a client secret lasts no longer; an hour's grace for clocks. */
const longestSecret = 30 * day;
/** An exception that lasts so long, one secret after the other, is none. */
const habit = 90 * day;
const oldApiKey = 90 * day;
const unusedKey = 30 * day;

/** NHI7 Long-lived secrets: keys and API keys that nobody turns, secrets of more than thirty days, and an exception that became a habit. */
export function findLongLived({ at, workloads }: Estate): readonly Finding[] {
  return workloads.flatMap((looked) => {
    if (!looked.live) return [];
    const live = looked.credentials.filter((one) => one.live);
    return [
      ...live.flatMap((one) => oldKey(looked, one, at)),
      ...secretHabit(looked, live, at),
      ...apiKey(looked, at),
    ];
  });
}

function oldKey(looked: Looked, { key, trace }: LookedKey, at: Instant): readonly Finding[] {
  const { workload } = looked;
  const age = at - key.from;
  const details = { credential: key.id, evidence: [trace.added] };
  if (key.kind === "secret") {
    const lasts = key.until - key.from;
    if (lasts <= longestSecret) return [];
    const about = [key.id, `${Math.floor(lasts / day)} d`];
    return [found("NHI7", "long-secret", workload.id, { ...details, severity: "high", about })];
  }
  // What another issuer signs anew each time, and what is published, is turned where it is made.
  if (key.kind !== "key" && key.kind !== "certificate") return [];
  if (age < old) return [];
  return [
    found("NHI7", "old-key", workload.id, {
      ...details,
      severity: age < forgotten ? "medium" : "high",
      about: [key.id, `${Math.floor(age / day)} d`],
      remedy: withoutUse(looked, key.id, at),
    }),
  ];
}

/** A key that nobody uses while another one does the work is ended without anybody noticing. */
function withoutUse({ credentials }: Looked, id: string, at: Instant): FindingRemedy | undefined {
  const isUsed = ({ key: { used } }: LookedKey) => used !== undefined && at - used.at < unusedKey;
  const others = credentials.filter(({ key, live }) => live && key.id !== id);
  const own = credentials.find(({ key }) => key.id === id);
  if (own === undefined || isUsed(own) || !others.some(isUsed)) return undefined;
  return { type: "end-credential", credential: id };
}

function secretHabit(
  { credentials, workload }: Looked,
  live: readonly LookedKey[],
  at: Instant,
): readonly Finding[] {
  if (!live.some(({ key }) => key.kind === "secret")) return [];
  const secrets = credentials.filter(({ key }) => key.kind === "secret");
  const since = unbrokenSince(
    secrets.map(({ key: { ended, from, until } }) => ({ from, until: ended?.at ?? until })),
    at,
  );
  if (at - since < habit) return [];
  return [
    found("NHI7", "secret-habit", workload.id, {
      severity: "medium",
      evidence: secrets.map(({ trace }) => trace.added),
      about: [`${Math.floor((at - since) / day)} d`],
    }),
  ];
}

/** Since when there was always one of them, with a week between two at most. */
function unbrokenSince(
  spans: readonly { readonly from: Instant; readonly until: Instant }[],
  at: Instant,
): Instant {
  let since = at;
  for (const { from, until } of spans.toSorted((a, b) => b.until - a.until)) {
    if (until + 7 * day < since) break;
    since = Math.min(since, from);
  }
  return since;
}

function apiKey({ trace: { apiKey: key }, workload }: Looked, at: Instant): readonly Finding[] {
  if (key === undefined || at - key.at < oldApiKey) return [];
  const about = [`${Math.floor((at - key.at) / day)} d`];
  const details = { severity: "medium", evidence: [key.position], about } as const;
  return [found("NHI7", "old-api-key", workload.id, details)];
}
