import { issuingAlgorithm } from "./issuing-key.ts";
import { signatureAlgorithms } from "./passport.ts";

/** Below an origin: the issuer of staff passports, by whose address they are known. */
export const issuerPath = "/passports";

/** What a passport is called in an offer. */
export const configurationId = "staff_passport";

export const preAuthorized = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/** OpenID4VCI 1.0, section 12.2.4. */
export function issuerMetadata(issuer: string, type: string): object {
  return {
    credential_issuer: issuer,
    credential_endpoint: `${issuer}/credential`,
    nonce_endpoint: `${issuer}/nonce`,
    display: [{ name: "Wardkey" }],
    credential_configurations_supported: {
      [configurationId]: {
        format: "dc+sd-jwt",
        vct: type,
        cryptographic_binding_methods_supported: ["jwk"],
        credential_signing_alg_values_supported: [issuingAlgorithm],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: signatureAlgorithms } },
        credential_metadata: {
          display: [
            { name: "Staff passport", locale: "en" },
            { name: "Mitarbeiterpass", locale: "de" },
          ],
          claims: ["name", "role", "proofing"].map((name) => ({ path: [name], mandatory: true })),
        },
      },
    },
  };
}

/** RFC 8414, as far as an offer needs it: nobody else is an authorization server for passports. */
export function serverMetadata(issuer: string): object {
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    token_endpoint_auth_methods_supported: ["none"],
    grant_types_supported: [preAuthorized],
    response_types_supported: [],
    "pre-authorized_grant_anonymous_access_supported": true,
  };
}

/** The link that a wallet opens, or reads from a QR code (OpenID4VCI 1.0, section 4.1). */
export function offerLink(issuer: string, code: string): string {
  const offer = {
    credential_issuer: issuer,
    credential_configuration_ids: [configurationId],
    grants: {
      [preAuthorized]: {
        "pre-authorized_code": code,
        tx_code: { input_mode: "numeric", length: 6 },
      },
    },
  };
  return `openid-credential-offer://?${new URLSearchParams({ credential_offer: JSON.stringify(offer) })}`;
}
