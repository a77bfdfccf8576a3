import type { FastifyRequest } from "fastify";
import type { AccessToken } from "oidc-provider";
import { askScope } from "../../access/index.ts";
import type { Connection } from "../../world/index.ts";
import { createProofs, type Proofs, proofWindow } from "../dpop.ts";
import { HttpError } from "../errors.ts";
import { connectionNow, decisionsAt, type Oidc, standingNow } from "./oidc-context.ts";

/** How a proof of the key that a token is bound to may be signed. */
export const proofAlgorithms = ["ES256", "ES384"] as const;

/** By which scheme a token is sent: RFC 6750, or RFC 9449 where it is bound to a key. */
export type Scheme = "Bearer" | "DPoP";

/** Why a request is not answered with a decision (RFC 6750 section 3.1, RFC 9449 section 7.1, RFC 9470 section 3). */
export interface Challenge {
  readonly status: 401 | 403;
  /** The one that the request came by; absent: either will do. */
  readonly scheme?: Scheme;
  readonly error?:
    | "invalid_token"
    | "invalid_dpop_proof"
    | "insufficient_scope"
    | "insufficient_user_authentication";
  readonly error_description: string;
  readonly scope?: string;
  readonly acr_values?: string;
  readonly max_age?: string;
}

/** A token that is good here now. */
export interface Presented {
  readonly connection: Connection;
  readonly scheme: Scheme;
}

/** Checks the proofs of the keys that tokens are bound to. */
export function createTokenProofs({ deps }: Pick<Oidc, "deps">): Pick<Proofs, "verify"> {
  const { clock, origins } = deps;
  return createProofs({
    clock,
    origins,
    nonces: undefined,
    algorithms: proofAlgorithms,
    whose: "the token's key",
  });
}

/**
 * The token that a request for a decision came with, found good: for us, of a connection that is live, for asking; and where it
 * is bound to a key, with a proof of that key for just this request and token, which is good once (RFC 9449 section 7). A
 * bound token without one is worth nothing, whoever sends it.
 */
export async function presentedToken(
  oidc: Oidc,
  proofs: Pick<Proofs, "verify">,
  request: FastifyRequest,
): Promise<Challenge | Presented> {
  const sent = /^(Bearer|DPoP) +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? "");
  const [, said = "", value] = sent ?? [];
  if (value === undefined) {
    const error_description = "Send an access token as a Bearer token, or as a DPoP token.";
    return { status: 401, error_description };
  }
  const scheme: Scheme = said.toLowerCase() === "dpop" ? "DPoP" : "Bearer";
  const provider = await oidc.provider();
  const token: AccessToken | undefined = await provider.AccessToken.find(value);
  const found = connectionNow(oidc, token?.grantId);
  if (token === undefined || found === undefined || !isGood(oidc, token)) {
    return invalid(scheme, "It is not valid here now.");
  }
  if ((token.jkt !== undefined) !== (scheme === "DPoP")) {
    return invalid(
      scheme,
      token.jkt === undefined
        ? "It is bound to no key: send it as a Bearer token."
        : "It is bound to a key: send it as a DPoP token, with a proof.",
    );
  }
  const unproven =
    token.jkt === undefined
      ? undefined
      : await whyUnproven(oidc, proofs, request, { value, jkt: token.jkt });
  if (unproven !== undefined) {
    return { status: 401, scheme, error: "invalid_dpop_proof", error_description: unproven };
  }
  if (!token.scopes.has(askScope)) {
    const error_description = "It is not for asking for decisions.";
    return { status: 403, scheme, error: "insufficient_scope", error_description, scope: askScope };
  }
  return { connection: found.connection, scheme };
}

function invalid(scheme: Scheme, error_description: string): Challenge {
  return { status: 401, scheme, error: "invalid_token", error_description };
}

/** It is for us, and it stands. */
function isGood(oidc: Oidc, token: AccessToken): boolean {
  return (
    !token.isExpired &&
    [token.aud].flat().includes(decisionsAt(oidc)) &&
    standingNow(oidc, token.grantId ?? "") === "live"
  );
}

/** Undefined where the request's proof is by the key that the token is bound to, and was never used before, at any node. */
async function whyUnproven(
  { deps, rows }: Oidc,
  proofs: Pick<Proofs, "verify">,
  { headers, method, url }: FastifyRequest,
  { value, jkt }: { readonly value: string; readonly jkt: string },
): Promise<string | undefined> {
  try {
    const path = url.split("?")[0] as string;
    const proof = await proofs.verify({ method, path, header: headers.dpop, accessToken: value });
    if (proof.thumbprint !== jkt) return "The proof is by another key than the token is bound to.";
    // For as long as it could be used again; kept only for the right key, so that strangers cannot fill the table.
    const lives = proof.iat * 1000 + 2 * proofWindow - deps.clock.now();
    const number = rows.once(JSON.stringify(["dpop", jkt, proof.jti]), lives);
    return (await number.isFirst()) ? undefined : "The proof was used before.";
  } catch (error) {
    if (error instanceof HttpError && error.code === "proof-refused") return error.message;
    throw error;
  }
}
