import type { JWK } from "jose";
import Provider, { type Configuration, errors, type KoaContextWithOIDC } from "oidc-provider";
import { createAdapter } from "./adapter.ts";
import { type Assertions, createAssertions } from "./assertions.ts";
import { claimsOf, findAccountFor } from "./claims.ts";
import { exchangeParameters, exchangeToken } from "./exchange.ts";
import { findClient } from "./find-client.ts";
import { grantOf } from "./grant.ts";
import { acrValues } from "./levels.ts";
import { exchangeGrant, keysRound } from "./metadata.ts";
import type { Oidc } from "./oidc-context.ts";
import { proofAlgorithms } from "./present-token.ts";
import { onePrompt } from "./prompt.ts";
import { renderError } from "./render-error.ts";
import { accessTokenTtl, defaultResource, resourceServerOf } from "./resource-servers.ts";
import { isResourceScope, ownScopes } from "./scopes.ts";
import { addLaunchContext, forbidKeeping } from "./token-response.ts";

const minute = 60;
const hour = 3_600;

/** How long what is issued lives, in seconds. The session that it hangs on may end it at any moment before. */
const ttl = {
  AccessToken: accessTokenTtl,
  AuthorizationCode: minute,
  ClientCredentials: accessTokenTtl,
  Grant: 17 * hour,
  IdToken: 5 * minute,
  Interaction: 15 * minute,
  // The longest session, and a little: what ends it is the session.
  RefreshToken: 17 * hour,
  Session: 15 * minute,
};

/** An assertion of a client lives at most this long (SMART App Launch 2.2.0, section 4.1.3.1). */
const longestAssertion = 5 * minute;

/** The certified provider, set up for this hospital, signing with `keys`. */
export function createProvider(oidc: Oidc, issuer: string, keys: readonly JWK[]): Provider {
  const assertions = createAssertions(oidc);
  const provider = new Provider(issuer, {
    ...protocol(oidc, assertions),
    ...people(oidc),
    features: featuresOf(oidc),
    jwks: { keys: keys as never },
  });
  // Its links are made from the request's host and scheme, which the mount sets to the issuer's.
  provider.proxy = true;
  provider.use(forbidKeeping);
  provider.ReplayDetection.unique = assertions.use;
  provider.Client.find = findClient(oidc, provider);
  provider.use(addLaunchContext(oidc));
  provider.use(assertions.guard);
  provider.registerGrantType(
    exchangeGrant,
    (ctx) => exchangeToken(oidc, ctx),
    exchangeParameters,
    "resource",
  );
  return provider;
}

function protocol(oidc: Oidc, assertions: Assertions): Configuration {
  return {
    adapter: createAdapter(oidc, assertions),
    acrValues: [...acrValues],
    clientAuthMethods: ["private_key_jwt", "none"],
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    // SMART asks for GET and POST (section 2.0.8). No cookie of the provider's own is relied on.
    enableHttpPostMethods: true,
    cookies: {
      names: {
        session: "wardkey-oidc",
        interaction: "wardkey-connect",
        resume: "wardkey-resume",
      },
      long: { httpOnly: true, sameSite: "none" },
      short: { httpOnly: true, sameSite: "lax" },
    },
    enabledJWA: {
      // RS384 and ES384 are SMART's (section 4.1.1), and off unless they are named.
      clientAuthSigningAlgValues: ["ES384", "RS384", "ES256", "RS256", "PS256"],
      idTokenSigningAlgValues: ["RS256", "ES256"],
      introspectionSigningAlgValues: ["RS256", "ES256"],
      userinfoSigningAlgValues: ["RS256", "ES256"],
      dPoPSigningAlgValues: [...proofAlgorithms],
    },
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims, header, client) => {
      requireSoleAudience(claims["aud"]);
      requireShort(claims["exp"], oidc);
      requireKnownKeys(header["jku"], client);
    },
    extraClientMetadata: { properties: [keysRound] },
    extraParams: { launch: requireAudience },
    fetch: (input, init) => reach(oidc, input, init),
    pkce: { required: () => true },
    renderError,
    responseTypes: ["code"],
    routes: {
      authorization: "/authorize",
      introspection: "/introspect",
      pushed_authorization_request: "/par",
      revocation: "/revoke",
      userinfo: "/userinfo",
    },
    scopes: [...ownScopes],
    ttl,
  };
}

function people(oidc: Oidc): Configuration {
  return {
    claims: {
      openid: ["sub", "acr", "amr", "auth_time"],
      profile: ["name"],
      fhirUser: ["fhirUser"],
      iss: null,
      sid: null,
    },
    // SMART has fhirUser in the id_token (section 2.0.11), beside an access token too.
    conformIdTokenClaims: false,
    // They hang on the hospital's session, not on the provider's.
    expiresWithSession: async () => false,
    extraTokenClaims: (ctx, token) => claimsOf(oidc, token, ctx),
    findAccount: (ctx, person, source) => findAccountFor(oidc, ctx, person, source),
    interactions: {
      policy: onePrompt(),
      url: (_ctx, interaction) => `/connect/${interaction.uid}`,
    },
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed("refresh_token") &&
      (source.scopes.has("online_access") || source.scopes.has("offline_access")),
    loadExistingGrant: (ctx) => grantOf(oidc, ctx),
    // A revoked access token alone leaves its connection standing; a refresh token ends it (RFC 7009 section 2.1).
    revokeGrantPolicy: (ctx) =>
      !(ctx.oidc.route === "revocation" && ctx.oidc.entities.AccessToken !== undefined),
  };
}

function featuresOf(oidc: Oidc): NonNullable<Configuration["features"]> {
  return {
    backchannelLogout: { enabled: true },
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => mayIntrospect(oidc, client.clientId, token),
    },
    jwtIntrospection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, _client, oneOf) => defaultResource(oidc, ctx, oneOf),
      getResourceServerInfo: (ctx, resource) => resourceServerOf(oidc, ctx, resource),
      useGrantedResource: async () => true,
    },
    revocation: {
      enabled: true,
      // RFC 7009 section 2.1: its own tokens only; of others it learns nothing.
      allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
    },
    // Signing out is the seat's or the console's: one word ends all applications.
    rpInitiatedLogout: { enabled: false },
  };
}

/** An application sees its own tokens, and those that are for what it serves (RFC 7662 section 4). */
function mayIntrospect(
  { deps }: Oidc,
  caller: string,
  token: { readonly clientId?: string | undefined; readonly aud?: string | string[] | undefined },
): boolean {
  if (token.clientId === caller) return true;
  const serves = deps.app.world().applications.get(caller)?.serves ?? [];
  return [token.aud].flat().some((audience) => audience !== undefined && serves.includes(audience));
}

/** A token for a FHIR server must not be sent to another one that pretends (SMART 2.0.8.1.1: `aud` is required). */
async function requireAudience(ctx: KoaContextWithOIDC): Promise<void> {
  const { resource, scope } = ctx.oidc.params as { resource?: unknown; scope?: string };
  const words = scope?.split(" ") ?? [];
  const isSmart = words.some((word) => isResourceScope(word) || word.startsWith("launch"));
  if (isSmart && resource === undefined) {
    throw new errors.InvalidRequest("aud is missing: say which FHIR server the token is for");
  }
}

/**
 * An assertion that another server may take too is one that it can send to us in the application's name
 * (RFC 7523 section 3, number 3).
 */
function requireSoleAudience(aud: unknown): void {
  // That one of them is ours the provider has seen to.
  if (Array.isArray(aud) && aud.length !== 1) {
    throw new errors.InvalidClientAuth("an assertion is for this server alone: one aud");
  }
}

function requireShort(exp: unknown, { deps }: Oidc): void {
  const left = (exp as number) - deps.clock.now() / 1000;
  if (left > longestAssertion) {
    throw new errors.InvalidClientAuth("an assertion lives at most five minutes");
  }
}

/** Keys come from where the application is registered to keep them, whatever an assertion points to (SMART: signature verification). */
function requireKnownKeys(jku: unknown, client: { readonly jwksUri?: string | undefined }): void {
  if (jku !== undefined && jku !== client.jwksUri) {
    throw new errors.InvalidClientAuth(
      "jku is not the jwksUri that the application is registered with",
    );
  }
}

/**
 * Fetches keys of applications and tells them of logouts. Their addresses are an administrator's choice and lie inside the
 * hospital, so the provider's own refusal of private networks is left out; nothing is followed elsewhere.
 */
async function reach(
  { keySets }: Oidc,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const { dispatcher: _dispatcher, ...options } = (init ?? {}) as RequestInit & {
    dispatcher?: unknown;
  };
  const answer = await fetch(input, { ...options, redirect: "error" });
  if (options.method === "GET") keySets.note(String(input), answer.headers);
  return answer;
}
