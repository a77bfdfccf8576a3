import { errors, type KoaContextWithOIDC, type ResourceServer } from "oidc-provider";
import { isServed, type Oidc, ownFhirServer, scimAt, signalsAt } from "./oidc-context.ts";
import { grantedScopes, isServiceScope, isSignalScope } from "./scopes.ts";

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
  // Nobody signs in for what ends here: an application asks for itself.
  const service = isOwnWork(ctx) ? serviceAt(oidc, resource) : undefined;
  if (service === undefined && !isServed(oidc, resource)) throw new errors.InvalidTarget();
  const scopes = isOwnWork(ctx) ? ownWorkScopes(oidc, ctx, service) : scopesIn(ctx);
  return {
    scope: scopes.join(" "),
    accessTokenFormat: "opaque",
    accessTokenTTL: accessTokenTtl,
  };
}

/** The beginning of the scopes of one of our services, by its address. */
type Service = "ssf." | "scim.";

function serviceAt(oidc: Oidc, resource: string): Service | undefined {
  if (resource === signalsAt(oidc)) return "ssf.";
  return resource === scimAt(oidc) ? "scim." : undefined;
}

/**
 * The address that a token is for where none is named: backend services ask without (SMART App Launch 2.2.0, backend
 * services), and callers of our services, who are told by their scopes.
 */
export async function defaultResource(
  oidc: Oidc,
  ctx: KoaContextWithOIDC,
  oneOf: readonly string[] | undefined,
): Promise<string> {
  if (oneOf === undefined && isOwnWork(ctx)) {
    const scopes = askedIn(ctx);
    const isService = scopes.some(isServiceScope) && !scopes.some(isSystemScope);
    if (!isService) return ownFhirServer(oidc);
    return scopes.some(isSignalScope) ? signalsAt(oidc) : scimAt(oidc);
  }
  // The published types know no answer without one.
  return oneOf?.[0] as string;
}

function isOwnWork({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.route === "token" && oidc.params?.["grant_type"] === "client_credentials";
}

/**
 * An application that works for nobody has no connection to say what it was granted: what it is registered for does, and
 * of that only `system/` scopes, which are about no person's access; for a service of ours, only those of its own.
 */
function ownWorkScopes(
  { deps }: Oidc,
  ctx: KoaContextWithOIDC,
  service: Service | undefined,
): readonly string[] {
  const { client } = ctx.oidc;
  const registered = deps.app.world().applications.get(client?.clientId ?? "")?.scopes ?? [];
  const asked = askedIn(ctx);
  const context = { hasPatient: false, reachesAll: false };
  const scopes =
    service === undefined
      ? grantedScopes(asked, registered, context).filter(isSystemScope)
      : asked.filter((scope) => scope.startsWith(service) && registered.includes(scope));
  if (scopes.length > 0) return scopes;
  const kind = service ?? "system/";
  throw new errors.InvalidScope(
    `no ${kind} scope that this application is registered for`,
    asked.join(" "),
  );
}

function askedIn({ oidc }: KoaContextWithOIDC): readonly string[] {
  return String(oidc.params?.["scope"] ?? "").split(" ");
}

function isSystemScope(scope: string): boolean {
  return scope.startsWith("system/");
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
