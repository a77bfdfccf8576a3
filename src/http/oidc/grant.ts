import { errors, type Grant, type KoaContextWithOIDC, type Provider } from "oidc-provider";
import {
  type Connected,
  type ConnectRequest,
  connectApplication,
  reachesPatients,
  SessionError,
} from "../../sessions/index.ts";
import type { Connection } from "../../world/index.ts";
import { decisionsOf, type Oidc, sceneNow } from "./oidc-context.ts";
import { grantedScopes, ownScopes } from "./scopes.ts";

/** What the connect page found out, as it is kept with the request: who is in, and what the application is launched for. */
export type Answered = Pick<ConnectRequest, "session" | "surface" | "patient">;

/**
 * Connects the application to the session that answered, and keeps that as the provider's grant. Each request makes a
 * connection of its own; the log holds who signed in to what, from where, for which patient.
 */
export async function grantOf(oidc: Oidc, ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, params, resourceServers, result, session } = ctx.oidc;
  const answered = result?.["wardkey"] as Answered | undefined;
  if (answered === undefined || client === undefined) return undefined;
  const application = oidc.deps.app.world().applications.get(client.clientId);
  if (application === undefined) throw new errors.AccessDenied("the application is retired");
  const hasPatient = answered.patient !== undefined;
  const asked = String(params?.["scope"] ?? "").split(" ");
  const scene = sceneNow(oidc);
  const from = scene.world.sessions.get(answered.session);
  const reachesAll = from !== undefined && reachesPatients(scene, from);
  const scopes = grantedScopes(asked, application.scopes, { hasPatient, reachesAll });
  if (scopes.length === 0) throw new errors.AccessDenied("no scope that may be granted");
  const [audience] = Object.keys(resourceServers ?? {});
  const connection = await connect(oidc, {
    ...answered,
    application: application.id,
    scopes,
    ...(audience === undefined ? {} : { audience }),
  });
  // The logout is told by the same number as the tokens (Back-Channel Logout 1.0 section 2.1).
  session?.sidFor(client.clientId, connection.id);
  return saveGrant(ctx.oidc.provider, connection, {
    scopes,
    resources: Object.keys(resourceServers ?? {}),
  });
}

async function connect(oidc: Oidc, request: ConnectRequest): Promise<Connection> {
  const connected = await submit(oidc, request);
  if (connected.type === "connected") return connected.connection;
  throw new errors.AccessDenied("the chart that it is for may not be opened by this person now");
}

async function submit(oidc: Oidc, request: ConnectRequest): Promise<Connected> {
  try {
    return await oidc.deps.app.submit(connectApplication(decisionsOf(oidc), request));
  } catch (error) {
    // The seat was locked, or somebody else tapped in, between the answer and this.
    if (error instanceof SessionError) throw new errors.AccessDenied("the session is not here");
    throw error;
  }
}

/** Keeps a connection as the provider's grant, of the same id. */
export async function saveGrant(
  provider: Provider,
  { application, id, person }: Connection,
  given: { readonly scopes: readonly string[]; readonly resources: readonly string[] },
): Promise<Grant> {
  const grant = new provider.Grant({ accountId: person, clientId: application });
  grant.jti = id;
  const own: readonly string[] = ownScopes;
  grant.addOIDCScope(given.scopes.filter((scope) => own.includes(scope)).join(" "));
  for (const resource of given.resources) grant.addResourceScope(resource, given.scopes.join(" "));
  await grant.save();
  return grant;
}
