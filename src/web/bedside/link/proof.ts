import type { EnrolRequest } from "../../../http/bedside-contract.ts";

/** The public half of a seat's key, as the server keeps it. */
export type PublicJwk = EnrolRequest["jwk"];

/** A seat's key: it signs here and can be taken nowhere else. */
export interface SeatKey {
  readonly privateKey: CryptoKey;
  readonly jwk: PublicJwk;
}

/** What a proof is made for. */
export interface ProofRequest {
  readonly method: string;
  /** Absolute; its query and fragment are left out of the proof. */
  readonly url: string;
  /** Milliseconds since 1970, on the server's clock. */
  readonly now: number;
  /** Unique for each proof; an answer to a proof seen before is a refusal. */
  readonly jti: string;
  /** What the server's node wants named; undefined while it has not said so. */
  readonly nonce: string | undefined;
}

const text = new TextEncoder();

/** Base64url without padding (RFC 4648, 5). */
function base64url(bytes: Uint8Array<ArrayBuffer>): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** `htu`: the request's address without query and fragment (RFC 9449, 4.2). */
function target(url: string): string {
  const address = new URL(url);
  address.search = "";
  address.hash = "";
  return address.href;
}

/** A DPoP proof (RFC 9449, 4.2): a JWT of type `dpop+jwt`, ES256, that holds the public key. */
export async function makeProof(key: SeatKey, request: ProofRequest): Promise<string> {
  const header = { typ: "dpop+jwt", alg: "ES256", jwk: key.jwk };
  const claims = {
    htm: request.method,
    htu: target(request.url),
    iat: Math.floor(request.now / 1000),
    jti: request.jti,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  };
  const signed = [header, claims]
    .map((part) => base64url(text.encode(JSON.stringify(part))))
    .join(".");
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    key.privateKey,
    text.encode(signed),
  );
  return `${signed}.${base64url(new Uint8Array(signature))}`;
}

/** The key's thumbprint (RFC 7638, 3.2), by which an administrator knows this screen. */
export async function thumbprint(jwk: PublicJwk): Promise<string> {
  const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y });
  const hash = await crypto.subtle.digest("SHA-256", text.encode(canonical));
  return base64url(new Uint8Array(hash));
}
