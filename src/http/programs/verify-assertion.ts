import {
  createLocalJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from "jose";
import type { Federation, WorkloadCredential, WorkloadRefusal } from "../../world/index.ts";
import { KeySetError } from "./fetch-key-set.ts";
import type { KeySets } from "./key-sets.ts";

/** How an assertion may be signed: nothing symmetric, and not by nobody. */
const algorithms = ["ES256", "ES384", "RS256", "RS384", "PS256", "PS384", "EdDSA"];

/** In seconds: a clock may be a moment off, and no more. */
const leeway = 5;
/** SMART App Launch 2.2.0, section 4.1.3.1. */
const longestAssertion = 300;
/** A platform's token dies by itself within a day (N1): one that lives on is a secret by another name. */
const longestToken = 24 * 3600;

/** What was found of who signed it. */
export type Verified =
  | {
      readonly type: "proved";
      readonly credential: WorkloadCredential;
      /** By which it is told from another one, and until when, in seconds; absent where it may be presented again. */
      readonly once?: { readonly number: string; readonly until: number };
    }
  | {
      readonly type: "refused";
      readonly why: string;
      readonly credential?: WorkloadCredential;
      readonly recorded?: WorkloadRefusal;
    };

/** What an assertion is looked at with. */
export interface AssertionContext {
  readonly workload: string;
  /** The workload's own, those that have ended too. */
  readonly credentials: readonly WorkloadCredential[];
  /** This server, as assertions of workloads' own keys have to name it. */
  readonly audiences: readonly string[];
  readonly keySets: KeySets;
  /** In milliseconds. */
  readonly now: number;
}

const refused = (why: string): Verified => ({ type: "refused", why });

/** Who says something, as they say it: nothing of it is believed yet. Undefined for what is no JWT. */
export function claimsIn(assertion: string): JWTPayload | undefined {
  if (assertion.length > 16_384) return undefined;
  try {
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
}

/**
 * Finds the credential that an assertion proves: of the workload's own key (RFC 7523 section 2.2, private_key_jwt), or another
 * issuer's token in which iss, aud and sub are exactly what is registered.
 */
export async function verifyAssertion(
  assertion: string,
  context: AssertionContext,
): Promise<Verified> {
  const claims = claimsIn(assertion);
  if (claims === undefined) return refused("The assertion is no JWT.");
  try {
    const { workload } = context;
    if (claims.iss === workload) return await byOwnKey(assertion, claims, context);
    return await byIssuer(assertion, claims, context);
  } catch (error) {
    if (error instanceof KeySetError) return refused(error.message);
    if (error instanceof errors.JOSEError) return refused(wordsOf(error));
    throw error;
  }
}

async function byOwnKey(
  assertion: string,
  { sub }: JWTPayload,
  context: AssertionContext,
): Promise<Verified> {
  const { audiences, credentials, workload } = context;
  if (sub !== workload) return refused("iss and sub of the assertion are not the same.");
  for (const credential of credentials) {
    const isOwn = credential.kind === "key" || credential.kind === "key-set";
    const keys = isOwn ? await signed(assertion, credential, context) : undefined;
    if (keys === undefined) continue;
    const { aud, exp = 0, iat = 0, jti } = keys;
    const [audience, ...others] = [aud ?? []].flat();
    // An assertion that another server may take too could be sent to us by that one (RFC 7523 section 3, number 3).
    if (others.length > 0 || !audiences.includes(audience ?? "")) {
      return { ...refused("The assertion is not for this server alone."), credential } as Verified;
    }
    const at = context.now / 1000;
    if (exp - at > longestAssertion + leeway || iat - at > leeway) {
      return { ...refused("An assertion lives five minutes at most."), credential } as Verified;
    }
    if (typeof jti !== "string" || jti === "" || jti.length > 256) {
      return { ...refused("The assertion has no jti."), credential } as Verified;
    }
    return { type: "proved", credential, once: { number: jti, until: exp } };
  }
  return refused("No key of this workload has signed the assertion.");
}

/** The claims, if it is signed by a key of this credential and is not over; undefined where another one may have signed it. */
async function signed(
  assertion: string,
  { jwk, jwksUri }: Pick<WorkloadCredential, "jwk" | "jwksUri">,
  context: AssertionContext,
): Promise<JWTPayload | undefined> {
  try {
    if (jwk !== undefined) return await verify(assertion, { keys: [jwk] } as never, context);
    return await verifyAt(assertion, jwksUri ?? "", context, (set) => set);
  } catch (error) {
    if (
      error instanceof errors.JWKSNoMatchingKey ||
      error instanceof errors.JWSSignatureVerificationFailed
    ) {
      return undefined;
    }
    throw error;
  }
}

async function byIssuer(
  assertion: string,
  claims: JWTPayload,
  context: AssertionContext,
): Promise<Verified> {
  const found = context.credentials.find(
    ({ federation }) => federation !== undefined && isExactly(federation, claims),
  );
  if (found?.federation === undefined) {
    return refused("This workload has no credential with exactly this iss, aud and sub.");
  }
  const { jwks, jwksUri, reusable, subject } = found.federation;
  const usable = subject.startsWith("spiffe://") ? forSpiffe : (set: JSONWebKeySet) => set;
  const known =
    jwksUri === undefined
      ? await verify(assertion, usable(jwks as unknown as JSONWebKeySet), context)
      : await verifyAt(assertion, jwksUri, context, usable);
  const { exp, iat = 0, jti } = known;
  if (exp === undefined)
    return { ...refused("The token has no end."), credential: found } as Verified;
  if (exp - context.now / 1000 > longestToken + leeway) {
    return {
      ...refused("The token of a platform lives a day at most."),
      credential: found,
    } as Verified;
  }
  if (iat - context.now / 1000 > leeway) {
    return { ...refused("The token is of a time to come."), credential: found } as Verified;
  }
  if (reusable) return { type: "proved", credential: found };
  // Without a number it is told from another one by its signature.
  const number = typeof jti === "string" ? jti : (assertion.split(".")[2] as string);
  return { type: "proved", credential: found, once: { number, until: exp } };
}

/**
 * Exact, as RFC 7523 section 3 and the identity platforms' own advice have it: one audience, no beginning of a subject. A JWT-SVID
 * need not say who issued it (SPIFFE JWT-SVID section 3): then it is the trust domain of its subject.
 */
export function isExactly({ audience, issuer, subject }: Federation, claims: JWTPayload): boolean {
  const { aud, iss = trustDomainOf(claims.sub), sub } = claims;
  const audiences = [aud ?? []].flat();
  return iss === issuer && sub === subject && audiences.length === 1 && audiences[0] === audience;
}

function trustDomainOf(subject: string | undefined): string | undefined {
  return /^spiffe:\/\/[^/]+/.exec(subject ?? "")?.[0];
}

/** Of a trust bundle, the keys that sign JWT-SVIDs, as the library knows signing keys (SPIFFE trust domain and bundle, section 4.2.2). */
function forSpiffe({ keys }: JSONWebKeySet): JSONWebKeySet {
  return {
    keys: keys
      .filter(({ use }) => use === "jwt-svid")
      .map(({ use: _use, ...key }) => key) as JSONWebKeySet["keys"],
  };
}

async function verifyAt(
  assertion: string,
  address: string,
  context: AssertionContext,
  usable: (set: JSONWebKeySet) => JSONWebKeySet,
): Promise<JWTPayload> {
  try {
    return await verify(assertion, usable(await context.keySets.get(address)), context);
  } catch (error) {
    const isMissed =
      error instanceof errors.JWKSNoMatchingKey ||
      error instanceof errors.JWSSignatureVerificationFailed;
    if (!isMissed) throw error;
    // Its keys may have turned since they were asked for.
    return verify(assertion, usable(await context.keySets.get(address, true)), context);
  }
}

async function verify(
  assertion: string,
  set: JSONWebKeySet,
  { now }: AssertionContext,
): Promise<JWTPayload> {
  const options = {
    algorithms,
    clockTolerance: leeway,
    currentDate: new Date(now),
    requiredClaims: ["exp", "aud", "sub"],
  };
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(set), options);
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        const { payload } = await jwtVerify(assertion, key, options);
        return payload;
      } catch (inner) {
        if (!(inner instanceof errors.JWSSignatureVerificationFailed)) throw inner;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Nothing of the assertion is repeated. */
function wordsOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return "The assertion is over.";
  if (error instanceof errors.JWKSNoMatchingKey) return "No key of the issuer has signed it.";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "Its signature is wrong.";
  if (error instanceof errors.JWTClaimValidationFailed)
    return `Its claim ${error.claim} is not right.`;
  return "It is not signed as assertions are.";
}
