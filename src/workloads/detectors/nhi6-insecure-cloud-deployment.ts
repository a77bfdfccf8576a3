import { type Estate, type Finding, found, type Looked, type LookedKey } from "./estate.ts";

/** Audiences that platforms give tokens by themselves: a token for anybody is a token for us. */
const generic = new Set([
  "https://kubernetes.default.svc",
  "https://kubernetes.default.svc.cluster.local",
  "kubernetes",
  "sts.amazonaws.com",
  "api://AzureADTokenExchange",
]);

/**
 * NHI6 Insecure cloud deployment configuration: federation with an audience that is everybody's, with a subject that more than one
 * program has, with an issuer that is reached without TLS, or with tokens that are taken again from nearly anywhere.
 */
export function findInsecureDeployment({ workloads }: Estate): readonly Finding[] {
  return workloads.flatMap((looked) =>
    looked.live
      ? looked.credentials.filter(({ live }) => live).flatMap((one) => federationOf(looked, one))
      : [],
  );
}

function federationOf(
  { trace, workload }: Looked,
  { key, trace: own }: LookedKey,
): readonly Finding[] {
  const { federation } = key;
  if (federation === undefined) return [];
  const { audience, issuer, reusable, subject } = federation;
  const evidence = [own.added];
  const findings: Finding[] = [];
  const tell = (cause: Parameters<typeof found>[1], severity: Finding["severity"], about: string) =>
    findings.push(
      found("NHI6", cause, workload.id, {
        severity,
        credential: key.id,
        evidence: cause === "tokens-from-anywhere" ? [...evidence, trace.said] : evidence,
        about: [key.id, about],
      }),
    );
  if (generic.has(audience) || audience === issuer) tell("generic-audience", "high", audience);
  if (isShared(subject)) tell("shared-subject", "high", subject);
  if (issuer.startsWith("http://")) tell("issuer-without-tls", "medium", issuer);
  const wide = (workload.networks ?? ["0.0.0.0/0"]).find(isWide);
  if (reusable && wide !== undefined) tell("tokens-from-anywhere", "high", wide);
  return findings;
}

/**
 * Subjects that say too little: the service account that every pod of a namespace has unless it is given another one, a pull
 * request (which a stranger may open), a whole repository, a trust domain without a path.
 */
function isShared(subject: string): boolean {
  if (/^system:serviceaccount:[^:]+:default$/.test(subject)) return true;
  if (/^repo:[^:]+(?::pull_request)?$/.test(subject)) return true;
  return /^spiffe:\/\/[^/]+\/?$/.test(subject);
}

/** A block that holds more than a hospital has: of IPv4 more than a /8, of IPv6 more than a /32. */
function isWide(block: string): boolean {
  const [address = "", length] = block.split("/");
  if (length === undefined) return false;
  return Number(length) < (address.includes(":") ? 32 : 8);
}
