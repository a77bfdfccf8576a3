import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import type { Instant } from "../../ports/index.ts";
import type { Transmitter } from "./transmitters.ts";

/** Why a SET is not taken (RFC 8935 section 2.4). */
export type SetFault =
  | "invalid_request"
  | "invalid_key"
  | "invalid_issuer"
  | "invalid_audience"
  /** Its keys cannot be read now: sent again later it may be taken. */
  | "keys-unreachable";

/** A SET that is not taken. Nothing of it is in the message. */
export class SetError extends Error {
  readonly code: SetFault;

  constructor(code: SetFault, message: string) {
    super(message);
    this.name = "SetError";
    this.code = code;
  }
}

/** A SET that was checked. */
export interface HeardSet {
  readonly transmitter: Transmitter;
  readonly jti: string;
  readonly iat: number;
  readonly subject: Readonly<Record<string, unknown>>;
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** A SET is some hundred bytes; keys of a thousand and many reasons fit. */
export const longestSet: number = 32 * 1024;
/** SETs older than this are not taken: for so long it is remembered which were. */
export const oldestSet: number = 7 * 86_400_000;
/** How far a transmitter's clock may be ahead of ours. */
const clockSkew = 60_000;

/** Checks a SET as of an instant. Throws SetError. */
export type SetVerifier = (jwt: string, at: Instant) => Promise<HeardSet>;

/** Checks SETs of the transmitters that are believed. */
export function createSetVerifier(transmitters: readonly Transmitter[]): SetVerifier {
  const known = new Map(
    transmitters.map((one) => [one.issuer, { transmitter: one, keys: keysOf(one) }]),
  );
  return async (jwt, at) => {
    const found = known.get(issuerOf(jwt));
    if (found === undefined) throw new SetError("invalid_issuer", "The issuer is not known here.");
    return heardIn(found.transmitter, await verify(jwt, found.transmitter, found.keys, at), at);
  };
}

function keysOf({ keys }: Transmitter): JWTVerifyGetKey {
  return "jwks" in keys
    ? createLocalJWKSet(keys.jwks)
    : createRemoteJWKSet(new URL(keys.jwksUri), { timeoutDuration: 5_000 });
}

/** Read before anything is believed, to know whose keys to check with: strangers make us fetch nothing. */
function issuerOf(jwt: string): string {
  try {
    return decodeJwt(jwt).iss ?? "";
  } catch {
    throw new SetError("invalid_request", "The body is no Security Event Token.");
  }
}

async function verify(
  jwt: string,
  { issuer, audience }: Transmitter,
  keys: JWTVerifyGetKey,
  at: Instant,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(jwt, keys, {
      issuer,
      audience,
      // RFC 8417 section 2.3; a token for another use is none (RFC 8725 section 3.11).
      typ: "secevent+jwt",
      algorithms: ["RS256", "PS256", "ES256"],
      requiredClaims: ["iat", "jti", "events", "sub_id"],
      currentDate: new Date(at),
    });
    return payload;
  } catch (error) {
    throw faultOf(error);
  }
}

function faultOf(error: unknown): SetError {
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") {
    return new SetError("invalid_audience", "The audience is somebody else.");
  }
  const isOfKey =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys;
  if (isOfKey) return new SetError("invalid_key", "The signature is by no key of the issuer's.");
  const isOfToken =
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported;
  if (isOfToken) {
    return new SetError("invalid_request", "The token is not a SET as it should be.");
  }
  return new SetError("keys-unreachable", "The issuer's keys cannot be read now.");
}

/** SSF 1.0 section 4.1 and the interoperability profile, section 2.8.1. */
function heardIn(transmitter: Transmitter, payload: JWTPayload, at: Instant): HeardSet {
  const { jti, iat, sub, exp, sub_id: subject, events } = payload as JWTPayload & SetMembers;
  const wrong = (what: string) => new SetError("invalid_request", what);
  if (sub !== undefined || exp !== undefined) throw wrong("A SET has neither sub nor exp.");
  if (typeof jti !== "string" || jti === "") throw wrong("The jti is missing.");
  if (typeof iat !== "number" || iat * 1_000 > at + clockSkew) throw wrong("The iat is ahead.");
  if (at - iat * 1_000 > oldestSet) throw wrong("The SET is too old.");
  if (!isObject(subject)) throw wrong("The sub_id is no subject.");
  const said = isObject(events) ? Object.entries(events) : [];
  const [[type, event] = ["", undefined]] = said;
  if (said.length !== 1 || !isObject(event)) throw wrong("A SET tells of exactly one event.");
  return { transmitter, jti, iat, subject, type, event };
}

interface SetMembers {
  readonly sub_id?: unknown;
  readonly events?: unknown;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
