import { getListFromStatusListJWT } from "@sd-jwt/jwt-status-list";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import type { Passports, TrustedIssuer } from "../../access/index.ts";
import type { Clock } from "../../ports/index.ts";
import { PassportError, type StatusReference, signatureAlgorithms } from "./passport.ts";

/** Fetches an issuer's list, a JWT. Throws when it cannot be had. */
export type FetchStatusList = (uri: string) => Promise<string>;

/** Asks whether a passport was revoked. @throws PassportError `revoked`, `suspended`, `status-unknown` */
export type CheckStatus = (
  passports: Passports,
  issuer: TrustedIssuer,
  reference: StatusReference,
) => Promise<void>;

/** Token Status List, section 7.1; every other value is of an application, and no passport has one. */
const [valid, suspended] = [0, 2];

/**
 * Keeps each list for as long as its issuer allows, and asks again. A list that cannot be had, is signed by somebody else or is
 * older than the policy allows says nothing, and then nobody is let in by it.
 */
export function createCheckStatus(
  fetchList: FetchStatusList,
  { clock }: { readonly clock: Pick<Clock, "now"> },
): CheckStatus {
  const kept = new Map<string, { readonly jwt: string; readonly until: number }>();
  const listAt = async (uri: string, issuer: TrustedIssuer, within: number): Promise<string> => {
    const now = clock.now();
    const known = kept.get(uri);
    if (known !== undefined && now < known.until) return known.jwt;
    const jwt = await fetchList(uri);
    const { issuedAt, lives } = await verifyList(jwt, uri, issuer, now);
    if (now - issuedAt > within) throw new PassportError("status-unknown");
    kept.set(uri, { jwt, until: now + Math.min(lives, issuedAt + within - now) });
    return jwt;
  };
  return async ({ statusWithin }, issuer, { uri, index }) => {
    const status = await statusIn(() => listAt(uri, issuer, statusWithin), index);
    if (status === valid) return;
    throw new PassportError(status === suspended ? "suspended" : "revoked");
  };
}

async function statusIn(list: () => Promise<string>, index: number): Promise<number> {
  try {
    return getListFromStatusListJWT(await list()).getStatus(index);
  } catch {
    // Whatever it was, it is not known that the passport was not revoked.
    throw new PassportError("status-unknown");
  }
}

/** A list lives this long where it does not say. */
const livesUnsaid = 300;

/** Token Status List, section 8.3. */
async function verifyList(
  jwt: string,
  uri: string,
  { keys }: TrustedIssuer,
  now: number,
): Promise<{ readonly issuedAt: number; readonly lives: number }> {
  const { typ } = decodeProtectedHeader(jwt);
  if (typ !== "statuslist+jwt") throw new PassportError("status-unknown");
  const { payload } = await jwtVerify(
    jwt,
    createLocalJWKSet({ keys } as unknown as JSONWebKeySet),
    {
      algorithms: signatureAlgorithms,
      // The list is about the place where it was had, so that another of the same issuer's does not stand in for it.
      subject: uri,
      requiredClaims: ["iat", "sub"],
      currentDate: new Date(now),
    },
  );
  const ttl = payload["ttl"];
  const lives = typeof ttl === "number" && ttl > 0 ? ttl : livesUnsaid;
  return { issuedAt: (payload.iat ?? 0) * 1000, lives: lives * 1000 };
}
