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
    case "certificate":
      return { credential: { ...common, thumbprint: certificateIn(form.pem) } };
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

function certificateIn(pem: string): string {
  try {
    return thumbprintOf(new X509Certificate(pem).raw);
  } catch {
    throw new HttpError("bad-request", "This is no certificate in PEM.");
  }
}
