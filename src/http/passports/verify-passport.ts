import { hash } from "node:crypto";
import { SDJwt } from "@sd-jwt/core";
import {
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  type FlattenedJWSInput,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWSHeaderParameters,
} from "jose";
import type { Passports, TrustedIssuer } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import type { CheckStatus } from "./check-status.ts";
import {
  type Claims,
  type Passport,
  PassportError,
  type PassportFault,
  signatureAlgorithms,
} from "./passport.ts";
import { readPassport } from "./read-passport.ts";

/** What a presentation has to be made for: this desk, and this once. */
export interface Expected {
  readonly audience: string;
  readonly nonce: string;
  readonly at: Instant;
}

/** A presentation is some kilobytes. */
const longestPresentation = 32 * 1024;

/** How far an issuer's or a holder's clock may be ahead of ours. */
const clockSkew = 60_000;

/**
 * Verifies a staff passport as its holder presents it: an SD-JWT VC with key binding (RFC 9901 section 7.3,
 * draft-ietf-oauth-sd-jwt-vc), by an issuer that the policy believes, about somebody with the level and role that it
 * believes from them.
 *
 * @throws PassportError with the first thing that is wrong
 */
export async function verifyPassport(
  presentation: string,
  expected: Expected,
  passports: Passports,
  checkStatus: CheckStatus,
): Promise<Passport> {
  const presented = await decode(presentation);
  const issuer = trustedIssuer(presented, passports);
  await checkIssuerSignature(presented.issued, issuer);
  checkTimes(presented.claims, expected.at);
  const holder = await checkHolder(presented, expected, passports);
  const read = readPassport(presented.claims);
  await checkStatus(passports, issuer, read.status);
  if (read.proofing.level < issuer.proofing) throw new PassportError("proofing-too-low");
  if (!issuer.roles.has(read.role)) throw new PassportError("role-not-theirs");
  return { ...read, issuer, holder };
}

/** A presentation in its parts; nothing of it is believed yet. */
interface Presented {
  /** The issuer's JWT. */
  readonly issued: string;
  readonly header: Claims;
  /** What it says, with what the holder discloses. */
  readonly claims: Claims;
  /** The holder's proof, and what it is about: all that stands before it (RFC 9901 section 4.3.1). */
  readonly proof: string;
  readonly proven: string;
}

async function decode(presentation: string): Promise<Presented> {
  if (presentation.length > longestPresentation) throw new PassportError("unreadable");
  try {
    const { jwt, disclosures = [] } = await SDJwt.fromEncode(presentation, sha256);
    if (jwt === undefined) throw new PassportError("unreadable");
    const claims = (await new SDJwt({ jwt, disclosures }).getClaims(sha256)) as Claims;
    const end = presentation.lastIndexOf("~") + 1;
    return {
      issued: presentation.slice(0, presentation.indexOf("~")),
      header: jwt.header ?? {},
      claims,
      proof: presentation.slice(end),
      proven: presentation.slice(0, end),
    };
  } catch {
    throw new PassportError("unreadable");
  }
}

/** Read before anything is believed, to know whose keys to check with. */
function trustedIssuer({ header, claims }: Presented, passports: Passports): TrustedIssuer {
  // `vc+sd-jwt` is what it was called until 2024.
  const isPassport = header["typ"] === "dc+sd-jwt" || header["typ"] === "vc+sd-jwt";
  if (!isPassport || claims["vct"] !== passports.type) throw new PassportError("wrong-type");
  const issuer = passports.issuers.get(String(claims["iss"]));
  if (issuer === undefined) throw new PassportError("untrusted-issuer");
  return issuer;
}

async function checkIssuerSignature(issued: string, { keys }: TrustedIssuer): Promise<void> {
  await verified(issued, createLocalJWKSet({ keys } as unknown as JSONWebKeySet), "forged");
}

function checkTimes({ nbf, iat, exp }: Claims, at: Instant): void {
  const begins = [nbf, iat].filter((each) => typeof each === "number");
  if (begins.some((each) => each * 1000 > at + clockSkew)) throw new PassportError("not-yet");
  // One without an end is never good (L2).
  if (typeof exp !== "number") throw new PassportError("incomplete");
  if (at >= exp * 1000) throw new PassportError("expired");
}

/** RFC 9901 section 7.3, step 5. Answers the thumbprint of the holder's key. */
async function checkHolder(
  { claims, proof, proven }: Presented,
  { audience, nonce, at }: Expected,
  { proofWithin }: Passports,
): Promise<string> {
  const confirmation = claims["cnf"] as { readonly jwk?: JWK } | undefined;
  const jwk = confirmation?.jwk;
  if (proof === "" || jwk === undefined) throw new PassportError("no-holder-proof");
  const { header, said } = await verified(proof, holderKey(jwk), "wrong-holder");
  if (header["typ"] !== "kb+jwt") throw new PassportError("no-holder-proof");
  if (said["sd_hash"] !== Buffer.from(sha256(proven)).toString("base64url")) {
    throw new PassportError("wrong-holder");
  }
  if (said["aud"] !== audience) throw new PassportError("wrong-audience");
  if (said["nonce"] !== nonce) throw new PassportError("replayed");
  const madeAt = Number(said["iat"]) * 1000;
  if (!(madeAt <= at + clockSkew && at - madeAt <= proofWithin)) {
    throw new PassportError("stale-proof");
  }
  return calculateJwkThumbprint(jwk);
}

function holderKey(jwk: JWK) {
  return (_header: JWSHeaderParameters, { protected: header = "" }: FlattenedJWSInput) => {
    const { alg } = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
    return importJWK(jwk, alg);
  };
}

type GetKey = Parameters<typeof compactVerify>[1];

async function verified(
  jwt: string,
  key: GetKey,
  otherwise: PassportFault,
): Promise<{ readonly header: Claims; readonly said: Claims }> {
  // Of a text that was changed where nobody looks, nothing is believed either (RFC 4648 section 3.5).
  if (!jwt.split(".").every(isCanonical)) throw new PassportError(otherwise);
  try {
    const options = { algorithms: signatureAlgorithms };
    const { payload, protectedHeader } = await compactVerify(jwt, key as never, options);
    const said = JSON.parse(new TextDecoder().decode(payload));
    return { header: { ...protectedHeader }, said };
  } catch {
    throw new PassportError(otherwise);
  }
}

function isCanonical(part: string): boolean {
  return Buffer.from(part, "base64url").toString("base64url") === part;
}

function sha256(data: string | ArrayBuffer): Uint8Array {
  return hash("sha256", typeof data === "string" ? data : new Uint8Array(data), "buffer");
}
