import { hash, randomBytes } from "node:crypto";
import { clientAuthenticationAnonymous } from "@openid4vc/oauth2";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import { SignJWT } from "jose";
import type { Keys } from "./passports.ts";

/** What the wallet does as nobody's would. */
export interface Mischief {
  readonly nonce?: string;
  readonly issuedAt?: Date;
  /** The proof is made for somebody else. */
  readonly audience?: string;
}

/**
 * Takes a passport that is offered by a link, as a wallet made of other people's parts does (OpenID4VCI 1.0). Answers the passport.
 *
 * @throws an error of the library where it is not given
 */
export async function receivePassport(
  link: string,
  pin: string,
  holder: Keys,
  {
    fetch,
    now,
    mischief = {},
  }: {
    readonly fetch: typeof globalThis.fetch;
    readonly now: () => number;
    readonly mischief?: Mischief;
  },
): Promise<string> {
  const client = new Openid4vciClient({
    callbacks: {
      hash: (data: Uint8Array) => hash("sha256", data, "buffer"),
      generateRandom: (length: number) => randomBytes(length),
      clientAuthentication: clientAuthenticationAnonymous(),
      signJwt: async (_signer, { header, payload }) => {
        const aud = mischief.audience ?? payload["aud"];
        const jwt = await new SignJWT({ ...payload, aud } as never)
          .setProtectedHeader(header as never)
          .sign(holder.privateKey);
        return { jwt, signerJwk: holder.jwk as never };
      },
      fetch,
    },
  });
  const credentialOffer = await client.resolveCredentialOffer(link);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const [credentialConfigurationId = ""] = credentialOffer.credential_configuration_ids;
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    credentialOffer,
    issuerMetadata,
    txCode: pin,
  });
  const { c_nonce: given } = await client.requestNonce({ issuerMetadata });
  const { jwt } = await client.createCredentialRequestJwtProof({
    issuerMetadata,
    credentialConfigurationId,
    nonce: mischief.nonce ?? given,
    issuedAt: mischief.issuedAt ?? new Date(now()),
    signer: { method: "jwk", alg: "ES256", publicJwk: holder.jwk as never },
  });
  const { credentialResponse } = await client.retrieveCredentials({
    issuerMetadata,
    credentialConfigurationId,
    proofs: { jwt: [jwt] },
    accessToken: accessTokenResponse.access_token,
  });
  const [first] = credentialResponse.credentials ?? [];
  return String((first as { readonly credential?: string } | undefined)?.credential);
}
