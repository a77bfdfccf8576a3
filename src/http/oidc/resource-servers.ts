import { errors, type KoaContextWithOIDC, type ResourceServer } from "oidc-provider";
import { isServed, type Oidc, ownFhirServer } from "./oidc-context.ts";
import { grantedScopes } from "./scopes.ts";

/** How long access tokens live, in seconds. */
export const accessTokenTtl = 300;

/**
 * What a token for an address may hold.
 *
 * @throws InvalidTarget for an address that nobody serves; InvalidScope where an application's own work gets nothing
 */
export async function resourceServerOf(
  oidc: Oidc,
  ctx: KoaContextWithOIDC,
  resource: string,
): Promise<ResourceServer> {
  if (!isServed(oidc, resource)) throw new errors.InvalidTarget();
  const scopes = isOwnWork(ctx) ? ownWorkScopes(oidc, ctx) : scopesIn(ctx);
  return {
    scope: scopes.join(" "),
    accessTokenFormat: "opaque",
    accessTokenTTL: accessTokenTtl,
  };
}

/** The address that a token is for where none is named: backend services ask without (SMART App Launch 2.2.0, backend services). */
export async function defaultResource(
  oidc: Oidc,
  ctx: KoaContextWithOIDC,
  oneOf: readonly string[] | undefined,
): Promise<string> {
  if (oneOf === undefined && isOwnWork(ctx)) return ownFhirServer(oidc);
  // The published types know no answer without one.
  return oneOf?.[0] as string;
}

function isOwnWork({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.route === "token" && oidc.params?.["grant_type"] === "client_credentials";
}

/**
 * An application that works for nobody has no connection to say what it was granted: what it is registered for does, and
 * of that only `system/` scopes, which are about no person's access.
 */
function ownWorkScopes({ deps }: Oidc, { oidc }: KoaContextWithOIDC): readonly string[] {
  const application = deps.app.world().applications.get(oidc.client?.clientId ?? "");
  const asked = String(oidc.params?.["scope"] ?? "");
  const scopes = grantedScopes(asked.split(" "), application?.scopes ?? [], {
    hasPatient: false,
    onDuty: false,
  }).filter((scope) => scope.startsWith("system/"));
  if (scopes.length > 0) return scopes;
  throw new errors.InvalidScope("no system/ scope that this application is registered for", asked);
}

/**
 * All scopes that this request is about, so that granular ones, which no list can hold, are not lost on the way from
 * request to code to token; what is granted of them the connection says.
 */
function scopesIn({ oidc }: KoaContextWithOIDC): readonly string[] {
  const { AuthorizationCode: code, RefreshToken: refresh, AccessToken: subject } = oidc.entities;
  const texts = [oidc.params?.["scope"], code?.scope, refresh?.scope, subject?.scope];
  const words = texts.flatMap((text) => (typeof text === "string" ? text.split(" ") : []));
  return [...new Set(words)];
}
