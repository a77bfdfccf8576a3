import type { ClientMetadata, JWKS } from "oidc-provider";
import type { Application } from "../../world/index.ts";
import type { KeySets } from "./key-sets.ts";
import { isServiceScope } from "./scopes.ts";

/** The grant type of RFC 8693. */
export const exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";

/** Under which name the provider's request keeps the token that is exchanged. */
export const exchangedToken = "ExchangedToken";

/** Of the keys at its address: the provider keeps what it fetched with a client of the same metadata. */
export const keysRound = "keys_round";

/**
 * A connected application as the provider knows clients (RFC 7591 section 2). None has a secret: it signs with its own
 * key (private_key_jwt, RFC 7523), or it runs in a browser and has PKCE alone.
 */
export function metadataOf(
  application: Application,
  keySets: Pick<KeySets, "roundOf">,
): ClientMetadata {
  const { browser, id, jwks, jwksUri, logoutUri, name, redirectUris, scopes } = application;
  const signsPeopleIn = redirectUris.length > 0;
  const refreshes = scopes.some((scope) => scope === "online_access" || scope === "offline_access");
  return {
    client_id: id,
    client_name: name,
    redirect_uris: redirectUris,
    application_type: isNative(redirectUris) ? "native" : "web",
    response_types: signsPeopleIn ? ["code"] : [],
    grant_types: [
      ...(signsPeopleIn ? ["authorization_code"] : []),
      ...(signsPeopleIn && refreshes ? ["refresh_token"] : []),
      ...(browser ? [] : [exchangeGrant]),
      ...(!browser && scopes.some((scope) => scope.startsWith("system/") || isServiceScope(scope))
        ? ["client_credentials"]
        : []),
    ],
    token_endpoint_auth_method: browser ? "none" : "private_key_jwt",
    id_token_signed_response_alg: "RS256",
    ...(browser ? {} : { introspection_signed_response_alg: "RS256" }),
    ...(jwks === undefined ? {} : { jwks: jwks as unknown as JWKS }),
    ...(jwksUri === undefined
      ? {}
      : { jwks_uri: jwksUri, [keysRound]: keysRoundOf(application, keySets) }),
    ...(logoutUri === undefined
      ? {}
      : { backchannel_logout_uri: logoutUri, backchannel_logout_session_required: true }),
  };
}

/** Which round of an application's keys counts now; undefined where they are registered with it. */
export function keysRoundOf(
  { jwksUri }: Pick<Application, "jwksUri">,
  { roundOf }: Pick<KeySets, "roundOf">,
): number | undefined {
  return jwksUri === undefined ? undefined : roundOf(new URL(jwksUri).href);
}

/** Loopback addresses over http are a native application's (RFC 8252 section 7.3). */
function isNative(redirectUris: readonly string[]): boolean {
  return redirectUris.some((uri) => !uri.startsWith("https:"));
}
