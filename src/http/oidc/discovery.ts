import { exchangeGrant } from "./metadata.ts";
import { mountedAt, type Oidc } from "./oidc-context.ts";
import { ownScopes } from "./scopes.ts";

/** What we say that we can (SMART App Launch 2.2.0, section 3.0.3). */
const capabilities = [
  "launch-ehr",
  "launch-standalone",
  "authorize-post",
  "client-public",
  "client-confidential-asymmetric",
  "sso-openid-connect",
  "context-ehr-patient",
  "context-ehr-encounter",
  "context-standalone-patient",
  "context-standalone-encounter",
  "permission-patient",
  "permission-user",
  "permission-online",
  "permission-v1",
  "permission-v2",
] as const;

/** The document at `/.well-known/smart-configuration` (section 3.0.2). */
export function smartConfiguration({ issuer }: Pick<Oidc, "issuer">): {
  readonly [key: string]: unknown;
} {
  const base = issuer();
  return {
    issuer: base,
    jwks_uri: `${base}/jwks`,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    pushed_authorization_request_endpoint: `${base}/par`,
    introspection_endpoint: `${base}/introspect`,
    revocation_endpoint: `${base}/revoke`,
    token_endpoint_auth_methods_supported: ["private_key_jwt", "none"],
    token_endpoint_auth_signing_alg_values_supported: ["ES384", "RS384"],
    grant_types_supported: [
      "authorization_code",
      "refresh_token",
      "client_credentials",
      exchangeGrant,
    ],
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    scopes_supported: [...ownScopes, "patient/*.cruds", "user/*.cruds", "system/*.cruds"],
    capabilities,
  };
}

/** Where discovery documents stand that are not below the issuer. */
export const smartPaths: readonly string[] = [
  "/.well-known/smart-configuration",
  "/fhir/.well-known/smart-configuration",
];

/** RFC 8414 section 3.1 puts the issuer's path behind the well-known part. */
export const metadataPaths: readonly string[] = [
  `/.well-known/oauth-authorization-server${mountedAt}`,
  `/.well-known/openid-configuration${mountedAt}`,
];
