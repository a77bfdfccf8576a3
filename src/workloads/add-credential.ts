import type { Duration, Instant, Json, SideWrite } from "../ports/index.ts";
import type {
  Actor,
  Command,
  NewRecord,
  Workload,
  WorkloadCredential,
  World,
} from "../world/index.ts";
import { isCredentialLive } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";
import { openWorkload } from "./find-workload.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** N1: a client secret is an exception, and lasts no longer. */
const longestSecret: Duration = 30 * day;

/** N2: a rotation that leaves the old credential good for longer is none. */
const longestOverlap: Duration = 7 * day;

/** By what a workload shows that it is itself, as it is registered. Whether a key is one, is the caller's to look at. */
export type NewCredential = Pick<
  WorkloadCredential,
  "kind" | "instance" | "jwk" | "thumbprint" | "jwksUri" | "federation" | "because"
> & {
  readonly until: Instant;
  /** Of a secret: the keyed hash under which alone it is kept (N6). */
  readonly secretHash?: string;
};

/** The credential that a new one takes the place of, and for how long both are good (N2). */
export interface Replacing {
  readonly credential: string;
  readonly overlap: Duration;
}

/**
 * Gives a workload a credential; the first one lets it in. Where it takes the place of another one, that is good for the overlap
 * still; none for a compromise (N2). Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `workload-unapproved`, `credential-terms`, `credential-known`,
 * `credential-unknown`
 */
export function addCredential(request: {
  readonly workload: string;
  readonly credential: NewCredential;
  readonly replacing?: Replacing;
  readonly actor: Actor;
}): Command<{ readonly credential: string }> {
  const { actor, credential: wanted, replacing, workload: id } = request;
  return {
    name: "workload.add-credential",
    actor,
    handle: ({ at, id: newId, world }) => {
      const workload = openWorkload(world, id);
      if (workload.state === "requested") throw new WorkloadError("workload-unapproved");
      checkCredential(world, workload, wanted, at);
      const credential = newId("crd");
      const { secretHash, ...said } = wanted;
      const records: NewRecord[] = [
        { kind: "workload-credential.added", body: { credential, workload: id, ...said } },
      ];
      if (workload.state === "approved") {
        records.push({ kind: "workload.activated", body: { workload: id } });
      }
      if (replacing !== undefined) records.push(replaced(world, id, replacing, credential, at));
      const side: readonly SideWrite[] =
        secretHash === undefined
          ? []
          : [{ table: "credentials", key: `workload-secret|${secretHash}`, value: credential }];
      return { records, side, answer: { credential } };
    },
  };
}

/** The old one ends at once, or with the overlap. @throws WorkloadError `credential-unknown`, `credential-terms` */
function replaced(
  world: World,
  workload: string,
  { credential: old, overlap }: Replacing,
  by: string,
  at: Instant,
): NewRecord {
  const known = world.workloadCredentials.get(old);
  if (known?.workload !== workload || known.ended !== undefined) {
    throw new WorkloadError("credential-unknown");
  }
  if (!Number.isSafeInteger(overlap) || overlap < 0 || overlap > longestOverlap) {
    throw new WorkloadError("credential-terms");
  }
  if (overlap === 0) {
    const body = { credential: old, reason: "compromised" } as const;
    return { kind: "workload-credential.ended", body };
  }
  const until = Math.min(at + overlap, known.until);
  return { kind: "workload-credential.replaced", body: { credential: old, by, until } };
}

function checkCredential(
  world: World,
  workload: Workload,
  credential: NewCredential,
  at: Instant,
): void {
  const { because, federation, jwksUri, kind, secretHash, thumbprint, until } = credential;
  const isTimed = Number.isSafeInteger(until) && until > at && until <= workload.until;
  if (!isTimed || !isAddress(jwksUri) || !isAddress(federation?.jwksUri)) {
    throw new WorkloadError("credential-terms");
  }
  const needs = {
    certificate: thumbprint,
    key: thumbprint,
    "key-set": jwksUri,
    federated: federation,
  };
  if (kind === "secret") {
    const isExcused = /^[a-z][a-z-]{1,39}$/.test(because ?? "");
    if (secretHash === undefined || until - at > longestSecret || !isExcused) {
      throw new WorkloadError("credential-terms.secret");
    }
  } else if (needs[kind] === undefined || secretHash !== undefined) {
    throw new WorkloadError("credential-terms");
  }
  if (federation !== undefined) checkFederation(workload, federation);
  if (isTaken(world, credential, at)) {
    throw new WorkloadError("credential-known");
  }
}

/** Claims are compared as they stand: what looks like a pattern is meant as one, and is refused. */
function checkFederation(
  { networks = [] }: Workload,
  { audience, issuer, jwks, jwksUri, reusable, subject }: NonNullable<NewCredential["federation"]>,
): void {
  const isExact = (text: string) => text !== "" && text.length <= 500 && !/[*\s]/.test(text);
  const hasKeys = (jwks === undefined) !== (jwksUri === undefined);
  if (![audience, issuer, subject].every(isExact) || !hasKeys) {
    throw new WorkloadError("credential-terms.federation");
  }
  if (reusable && networks.length === 0) throw new WorkloadError("credential-terms.reusable");
}

function isAddress(address: string | undefined): boolean {
  if (address === undefined) return true;
  return /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/])[^\s#]+$/.test(address);
}

/**
 * One workload, one identity (N4): a key or certificate that was ever anybody's is nobody else's, and a subject of an issuer, or
 * the place of a key set, is one credential's at a time.
 */
function isTaken(
  world: World,
  { federation, jwksUri, thumbprint }: Pick<NewCredential, "federation" | "jwksUri" | "thumbprint">,
  at: Instant,
): boolean {
  if (thumbprint !== undefined) return world.credentialsByThumbprint.get(thumbprint).length > 0;
  for (const known of world.workloadCredentials.values()) {
    if (!isCredentialLive(known, at)) continue;
    if (jwksUri !== undefined && known.jwksUri === jwksUri) return true;
    if (federation === undefined || known.federation === undefined) continue;
    const { issuer, subject } = known.federation;
    if (issuer === federation.issuer && subject === federation.subject) return true;
  }
  return false;
}

/** The public key as it is registered, or undefined for what is none or not public (RFC 7518 section 6). */
export function publicJwk(value: unknown): Json | undefined {
  const key = value as Partial<Record<string, unknown>> | null;
  if (typeof key !== "object" || key === null) return undefined;
  const secret = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
  if (secret.some((member) => member in key)) return undefined;
  const { crv, kty, n } = key;
  const isCurve =
    (kty === "EC" && (crv === "P-256" || crv === "P-384")) || (kty === "OKP" && crv === "Ed25519");
  // 2048 bits are 256 octets, 342 characters of base64url.
  const isLong = kty === "RSA" && typeof n === "string" && n.length >= 342;
  return isCurve || isLong ? (value as Json) : undefined;
}
