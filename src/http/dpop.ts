import { hash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWK, jwtVerify } from "jose";
import type { Clock, Duration } from "../ports/index.ts";
import { HttpError } from "./errors.ts";
import type { Nonces } from "./nonces.ts";

/** How far the instant in a proof may be from ours, either way (S0). */
export const proofWindow: Duration = 60_000;

/** A proof that was seen is remembered for as long as it could be used again. */
const remembered: Duration = 2 * proofWindow;

/** More proofs of one key within that time than any screen of ours makes. */
const mostPerKey = 2_000;

/** A request and the DPoP header it came with. */
export interface ProvenRequest {
  readonly method: string;
  /** The path of the request, without its query. */
  readonly path: string;
  /** The values of the DPoP header; exactly one is right. */
  readonly header: string | readonly string[] | undefined;
  /** The access token that it came with, which the proof must be about too; absent: none is needed. */
  readonly accessToken?: string;
}

/** Whose proofs are checked, and how they are signed. */
export interface ProofOptions {
  readonly clock: Clock;
  readonly origins: () => readonly string[];
  /** Those of this node, one of which a proof has to name; undefined: that it is used once is known to all nodes. */
  readonly nonces: Nonces | undefined;
  /** Left out: ES256, which our own screens sign with. */
  readonly algorithms?: readonly string[];
  /** For the words of a refusal; left out: this screen's key. */
  readonly whose?: string;
}

/** What a proof proves: that whoever sent the request holds this key. */
export interface Proof {
  readonly jwk: JWK;
  /** RFC 7638 thumbprint of the key, by which its seat is found. */
  readonly thumbprint: string;
  readonly jti: string;
  /** When it was made, by the clock of whoever made it: seconds since 1970. */
  readonly iat: number;
}

/** Checks proofs of possession. */
export interface Proofs {
  /**
   * Checks all of RFC 9449 section 4.3 but that the proof is used once.
   *
   * @throws HttpError `proof-refused`; `use-dpop-nonce` for one that names no nonce of this node
   */
  verify(request: ProvenRequest): Promise<Proof>;
  /**
   * Takes the proof, which is good once (RFC 9449 section 11.1). Called only for keys that are known or about
   * to be, so that strangers cannot fill the memory.
   *
   * @throws HttpError `proof-refused`
   */
  use(proof: Pick<Proof, "thumbprint" | "jti">): void;
}

/** DPoP proofs (RFC 9449): of a screen's or a sensor's key, without an access token; or of the key that a token is bound to. */
export function createProofs(options: ProofOptions): Proofs {
  const { clock } = options;
  const refused = refusedBy(options);
  const seen = new Map<string, number>();
  const perKey = new Map<string, number>();
  const forget = () => {
    for (const [id, until] of seen) {
      // They were put in by time, so the first that is still good ends the search.
      if (until > clock.monotonic()) return;
      seen.delete(id);
      const key = id.slice(0, id.indexOf("|"));
      const left = (perKey.get(key) ?? 1) - 1;
      if (left === 0) perKey.delete(key);
      else perKey.set(key, left);
    }
  };
  return {
    verify: (request) => verify(request, options),
    use({ thumbprint, jti }) {
      forget();
      const id = `${thumbprint}|${jti}`;
      const count = perKey.get(thumbprint) ?? 0;
      // Section 4.3, check 12 and section 11.1: the same jti under the same key is a replay.
      if (seen.has(id)) throw refused("it was used before");
      if (count >= mostPerKey) throw refused("there were too many of this key");
      seen.set(id, clock.monotonic() + remembered);
      perKey.set(thumbprint, count + 1);
    },
  };
}

async function verify(
  { accessToken, header, method, path }: ProvenRequest,
  options: ProofOptions,
): Promise<Proof> {
  const { clock, nonces, origins } = options;
  const refused = refusedBy(options);
  // Section 4.3, check 1: exactly one DPoP header. Node joins repeated ones with a comma, which no JWT holds.
  if (typeof header !== "string") throw refused("there is no single one");
  const { payload, key } = await read(header, options);
  const { ath, htm, htu, iat, jti, nonce } = payload as Record<string, unknown>;
  // Check 8.
  if (htm !== method) throw refused("it is for another method");
  // Check 9: without query and fragment; the host is one of ours whatever the Host header says.
  if (!isTarget(htu, path, origins())) throw refused("it is for another address");
  // Check 10, section 8. Before the instant: with the nonce comes the time, by which the next proof is right.
  if (nonces?.isGood(nonce) === false) throw nonceWanted();
  // Check 11, section 11.1: created within an acceptable time, for clocks that are a little off either way.
  if (typeof iat !== "number" || Math.abs(clock.now() - iat * 1000) > proofWindow) {
    throw refused("it was not made now; the clock may be wrong");
  }
  if (typeof jti !== "string" || jti.length === 0 || jti.length > 128) {
    throw refused("its number is missing");
  }
  // Check 13: whoever has the proof of one token has none of another.
  if (accessToken !== undefined && ath !== hash("sha256", accessToken, "base64url")) {
    throw refused("it is for another access token, or for none");
  }
  return { jwk: key, thumbprint: await calculateJwkThumbprint(key, "sha256"), jti, iat };
}

async function read(header: string, options: ProofOptions) {
  const { algorithms = ["ES256"], clock } = options;
  const refused = refusedBy(options);
  try {
    // Checks 2 to 7: a well-formed JWT, typ dpop+jwt, an asymmetric alg (one of ours), a public jwk in its header, and a
    // signature by it.
    const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: [...algorithms],
      currentDate: new Date(clock.now()),
    });
    const { jwk } = protectedHeader;
    if (jwk === undefined || "d" in jwk) throw refused("its key is not a public one");
    const { kty, crv, x, y } = jwk as JWK;
    return { payload, key: { kty, crv, x, y } as JWK };
  } catch (error) {
    if (error instanceof HttpError) throw error;
    if (error instanceof errors.JOSEError || error instanceof TypeError || isKeyError(error)) {
      throw refused(`it is not a DPoP proof by ${algorithms.join(" or ")}`);
    }
    throw error;
  }
}

/** What the platform throws for numbers that are no point of the curve. */
function isKeyError(error: unknown): boolean {
  return error instanceof DOMException || (error instanceof Error && "code" in error);
}

/** The one thing that a proof lacks is this node's nonce (RFC 9449 section 9). */
function nonceWanted(): HttpError {
  return new HttpError(
    "use-dpop-nonce",
    "Name the nonce of the header DPoP-Nonce in the proof, and send the request again.",
  );
}

function isTarget(htu: unknown, path: string, origins: readonly string[]): boolean {
  if (typeof htu !== "string" || !URL.canParse(htu)) return false;
  const target = new URL(htu);
  return origins.includes(target.origin) && target.pathname === path;
}

function refusedBy({ whose = "this screen's key" }: ProofOptions): (why: string) => HttpError {
  return (why) => new HttpError("proof-refused", `The proof of ${whose} was refused: ${why}.`);
}
