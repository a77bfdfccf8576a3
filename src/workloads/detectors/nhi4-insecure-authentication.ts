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

/** So many wrong secrets within a day, recorded once a minute at most, are no slip. */
const guesses = 5;

/**
 * NHI4 Insecure authentication: a secret where a key would do (N1's flagged exception), nothing but an API key, keys that are fetched
 * without TLS, and secrets that somebody guesses.
 */
export function findInsecureAuthentication({ at, workloads }: Estate): readonly Finding[] {
  return workloads.flatMap((looked) => [
    ...(looked.live ? weakKeys(looked) : []),
    ...guessed(looked, at),
  ]);
}

function weakKeys({ credentials, trace, workload }: Looked): readonly Finding[] {
  const { id } = workload;
  const live = credentials.filter((one) => one.live);
  const findings = live.flatMap(({ key, trace: { added } }): readonly Finding[] => {
    const address = key.jwksUri ?? key.federation?.jwksUri ?? "";
    const details = { credential: key.id, evidence: [added] };
    if (key.kind === "secret") {
      const about = [key.id, ...(key.because === undefined ? [] : [key.because])];
      return [found("NHI4", "secret", id, { ...details, severity: "medium", about })];
    }
    if (!address.startsWith("http://")) return [];
    const about = [key.id, address];
    return [found("NHI4", "keys-without-tls", id, { ...details, severity: "medium", about })];
  });
  if (trace.apiKey === undefined || live.length > 0) return findings;
  const evidence = [trace.apiKey.position];
  return [...findings, found("NHI4", "api-key-alone", id, { severity: "medium", evidence })];
}

function guessed(looked: Looked, at: Instant): readonly Finding[] {
  const wrong = refusedLately(looked, "secret-wrong", at, day);
  if (wrong === undefined || wrong.count < guesses) return [];
  return [
    found("NHI4", "secrets-guessed", looked.workload.id, {
      severity: "high",
      evidence: wrong.positions,
      about: [String(wrong.count), ...placeIn(wrong)],
    }),
  ];
}
