import { randomBytes, X509Certificate } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";
import type { Duration, Instant, Json } from "../../ports/index.ts";
import { makeSecret, type NewCredential, publicJwk } from "../../workloads/index.ts";
import type { Federation } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import { thumbprintOf } from "./read-caller.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** How a workload is to show that it is itself, as somebody describes it. */
export type CredentialForm = {
  /** For so many days; for a secret 30 at most. */
  readonly days: number;
  readonly instance?: string;
} & (
  | { readonly kind: "key"; readonly jwk: Json }
  | { readonly kind: "key-set"; readonly jwksUri: string }
  | { readonly kind: "certificate"; readonly pem: string }
  | { readonly kind: "secret"; readonly because: string }
  | ({ readonly kind: "federated" } & Federation)
);

/** A credential that can be added, and of a secret the secret: it is shown once, and kept nowhere (N6). */
export interface ReadCredential {
  readonly credential: NewCredential;
  readonly secret?: string;
}

/**
 * Reads what somebody registers for a workload.
 *
 * @throws HttpError `bad-request` with what is wrong; nothing of a key is repeated
 */
export async function readCredential(
  { keyedHash }: Pick<ServerDeps, "keyedHash">,
  form: CredentialForm,
  now: Instant,
): Promise<ReadCredential> {
  const { days, instance } = form;
  const common = {
    kind: form.kind,
    until: now + days * day,
    ...(instance === undefined ? {} : { instance }),
  };
  switch (form.kind) {
    case "key": {
      const jwk = publicJwk(form.jwk);
      if (jwk === undefined) throw noKey();
      return { credential: { ...common, jwk, thumbprint: await thumbprintOfKey(jwk) } };
    }
    case "certificate": {
      const { thumbprint, until } = certificateIn(form.pem, now);
      // What a proxy of ours takes for good still is over here when the certificate is.
      return { credential: { ...common, thumbprint, until: Math.min(common.until, until) } };
    }
    case "key-set":
      return { credential: { ...common, jwksUri: form.jwksUri } };
    case "federated": {
      const { audience, issuer, jwks, jwksUri, reusable, subject } = form;
      const federation: Federation = {
        issuer,
        audience,
        subject,
        ...(jwks === undefined ? {} : { jwks }),
        ...(jwksUri === undefined ? {} : { jwksUri }),
        ...(reusable === undefined ? {} : { reusable }),
      };
      return { credential: { ...common, federation } };
    }
    case "secret": {
      const secret = makeSecret(randomBytes(86));
      const secretHash = keyedHash("workload-secret", secret);
      return { credential: { ...common, because: form.because, secretHash }, secret };
    }
  }
}

async function thumbprintOfKey(jwk: Json): Promise<string> {
  try {
    return await calculateJwkThumbprint(jwk as JWK);
  } catch {
    throw noKey();
  }
}

function noKey(): HttpError {
  return new HttpError(
    "bad-request",
    "This key is none that a workload can have: a public P-256, P-384, Ed25519 or RSA key of 2048 bits or more, as a JSON Web Key without its private part.",
  );
}

function certificateIn(
  pem: string,
  now: Instant,
): { readonly thumbprint: string; readonly until: Instant } {
  let read: X509Certificate;
  try {
    read = new X509Certificate(pem);
  } catch {
    throw new HttpError("bad-request", "This is no certificate in PEM.");
  }
  const until = Date.parse(read.validTo);
  if (!(until > now)) throw new HttpError("bad-request", "This certificate is over.");
  const { asymmetricKeyDetails: { modulusLength = Number.POSITIVE_INFINITY } = {} } =
    read.publicKey;
  if (modulusLength < 2048) {
    throw new HttpError(
      "bad-request",
      "The key of this certificate is too short: RSA has 2048 bits.",
    );
  }
  return { thumbprint: thumbprintOf(read.raw), until };
}
