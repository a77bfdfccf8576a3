import { getListFromStatusListJWT } from "@sd-jwt/jwt-status-list";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import type { Passports, TrustedIssuer } from "../../access/index.ts";
import type { Clock, Duration } from "../../ports/index.ts";
import { PassportError, type StatusReference, signatureAlgorithms } from "./passport.ts";

/** Fetches an issuer's list, a JWT. Throws when it cannot be had. */
export type FetchStatusList = (uri: string) => Promise<string>;

/** Asks whether a passport was revoked. @throws PassportError `revoked`, `suspended`, `status-unknown` */
export type CheckStatus = (
  passports: Passports,
  issuer: TrustedIssuer,
  reference: StatusReference,
) => Promise<void>;

/** What an issuer's list says of a passport; `unknown`: nothing that can be believed. */
export type Status = "valid" | "revoked" | "suspended" | "unknown";

/** What issuers' lists say. */
export interface StatusLists {
  /** Of several places of one list, which is had and read once for all of them. Never throws for an issuer's fault. */
  statuses(
    passports: Passports,
    issuer: TrustedIssuer,
    list: { readonly uri: string; readonly indexes: readonly number[] },
  ): Promise<readonly Status[]>;
}

/** Token Status List, section 7.1; every other value is of an application, and no passport has one. */
const values: readonly Status[] = ["valid", "revoked", "suspended"];

/** Asks of one passport. */
export function createCheckStatus({ statuses }: StatusLists): CheckStatus {
  return async (passports, issuer, { index, uri }) => {
    const [status] = await statuses(passports, issuer, { uri, indexes: [index] });
    if (status === "valid") return;
    const isSaid = status === "revoked" || status === "suspended";
    throw new PassportError(isSaid ? status : "status-unknown");
  };
}

/**
 * Keeps each list for as long as its issuer allows, and asks again. A list that cannot be had, is signed by somebody else or is
 * older than the policy allows says nothing, and then nobody is let in by it.
 */
export function createStatusLists(
  fetchList: FetchStatusList,
  { clock }: { readonly clock: Pick<Clock, "now"> },
): StatusLists {
  const kept = new Map<string, { readonly jwt: string; readonly until: number }>();
  const listAt = async (uri: string, issuer: TrustedIssuer, within: Duration): Promise<string> => {
    const now = clock.now();
    const known = kept.get(uri);
    if (known !== undefined && now < known.until) {
      // Its keys may have been changed in the policy since.
      await verifyList(known.jwt, uri, issuer, now);
      return known.jwt;
    }
    const jwt = await fetchList(uri);
    const { issuedAt, lives } = await verifyList(jwt, uri, issuer, now);
    if (now - issuedAt > within) throw new PassportError("status-unknown");
    kept.set(uri, { jwt, until: now + Math.min(lives, issuedAt + within - now) });
    return jwt;
  };
  return {
    async statuses({ statusWithin }, issuer, { indexes, uri }) {
      if (!isBelow(issuer.statusLists, uri)) return indexes.map(() => "unknown");
      try {
        const list = getListFromStatusListJWT(await listAt(uri, issuer, statusWithin));
        return indexes.map((index) => statusAt(list, index));
      } catch {
        // Whatever it was, it is not known that the passport was not revoked.
        return indexes.map(() => "unknown");
      }
    },
  };
}

function statusAt(list: ReturnType<typeof getListFromStatusListJWT>, index: number): Status {
  try {
    return values[list.getStatus(index)] ?? "revoked";
  } catch {
    // The list has no such place.
    return "unknown";
  }
}

/** Whether an address is in a folder as it will be fetched: no dots in it lead out again. */
function isBelow(folder: string, uri: string): boolean {
  return URL.canParse(uri) && new URL(uri).href === uri && uri.startsWith(new URL(folder).href);
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
