import {
  type AccessToken,
  errors,
  type Provider,
  type ResourceServerInstance,
  type TokenEndpointGrantContext,
} from "oidc-provider";
import * as grants from "oidc-provider/lib/helpers/grants.js";
import { connectApplication, SessionError } from "../../sessions/index.ts";
import type { Connection } from "../../world/index.ts";
import { saveGrant } from "./grant.ts";
import { exchangedToken, exchangeGrant } from "./metadata.ts";
import { connectionNow, decisionsOf, isServed, type Oidc } from "./oidc-context.ts";
import { grantedScopes } from "./scopes.ts";

const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";

/** RFC 8693 section 2.1; acting for oneself: an actor token is not taken. */
export const exchangeParameters: readonly string[] = [
  "audience",
  "resource",
  "requested_token_type",
  "scope",
  "subject_token",
  "subject_token_type",
  "actor_token",
  "actor_token_type",
];

type Context = TokenEndpointGrantContext<Record<string, string | undefined>>;

/**
 * Token exchange (RFC 8693): an application gives a token that it got, or that was sent to it, and gets one for another
 * audience. It says who acts for whom, is never wider, never outlives the first, and hangs on the same session.
 */
export async function exchangeToken(oidc: Oidc, ctx: TokenEndpointGrantContext): Promise<void> {
  const { client, provider } = ctx.oidc;
  const dPoP = await grants.validateDpop(provider, ctx);
  const { subject, connection } = await subjectOf(oidc, ctx as Context);
  ctx.oidc.entity(exchangedToken, subject);
  requireHolder(oidc, ctx, subject, dPoP?.thumbprint);
  const target = targetOf(oidc, ctx as Context);
  const scopes = scopesOf(oidc, ctx as Context, subject, connection);
  await grants.checkDpopReplay(provider, ctx, dPoP, client.clientId);
  const own = await connectFrom(oidc, connection, {
    application: client.clientId,
    scopes,
    audience: target,
  });
  await saveGrant(provider, own, { scopes, resources: [target] });
  const token = tokenFor(provider, ctx, own, { target, scopes, until: subject.exp });
  if (dPoP !== undefined) token.setThumbprint("jkt", dPoP.thumbprint);
  ctx.oidc.entity("AccessToken", token);
  ctx.body = grants.buildTokenResponse(provider, {
    accessToken: await token.save(),
    issuedTokenType: accessTokenType,
    tokenType: token.tokenType,
    expiresIn: token.expiration,
    scope: scopes.join(" "),
  });
}

async function subjectOf(
  oidc: Oidc,
  { oidc: { params, provider } }: Context,
): Promise<{ readonly subject: AccessToken; readonly connection: Connection }> {
  const wanted = params["requested_token_type"] ?? accessTokenType;
  if (params["subject_token_type"] !== accessTokenType || wanted !== accessTokenType) {
    throw new errors.InvalidRequest("only access tokens are exchanged, for access tokens");
  }
  if (params["actor_token"] !== undefined || params["actor_token_type"] !== undefined) {
    throw new errors.InvalidRequest("an actor token is not taken: the client itself is the actor");
  }
  const subject = await provider.AccessToken.find(params["subject_token"] ?? "");
  const found = connectionNow(oidc, subject?.grantId);
  // RFC 8693 section 2.2.2: a subject token that is not valid is an invalid request.
  if (subject === undefined || found === undefined || subject.isExpired) {
    throw new errors.InvalidRequest("the subject token is not valid");
  }
  return { subject, connection: found.connection };
}

/** Whoever the token was issued to, with the key that it is bound to; or whom it was sent to, since they serve its audience. */
function requireHolder(
  { deps }: Oidc,
  { oidc: { client } }: TokenEndpointGrantContext,
  subject: AccessToken,
  thumbprint: string | undefined,
): void {
  if (subject.clientId === client.clientId) {
    if (subject.jkt === undefined || subject.jkt === thumbprint) return;
    throw new errors.InvalidRequest("the subject token is bound to another key");
  }
  const serves = deps.app.world().applications.get(client.clientId)?.serves ?? [];
  if ([subject.aud].flat().some((audience) => serves.includes(String(audience)))) return;
  throw new errors.InvalidRequest("the subject token is not valid");
}

function targetOf(oidc: Oidc, { oidc: { params } }: Context): string {
  const { audience, resource } = params;
  const targets = [audience, resource].flat().filter((target) => target !== undefined);
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    throw new errors.InvalidTarget("name one audience or resource that the token is for");
  }
  if (!isServed(oidc, target)) throw new errors.InvalidTarget();
  return target;
}

/** Never wider than the token that is given, and nothing that this application may not have. */
function scopesOf(
  { deps }: Oidc,
  { oidc: { client, params } }: Context,
  subject: AccessToken,
  connection: Connection,
): readonly string[] {
  const had = [...subject.scopes];
  const asked = params.scope?.split(" ") ?? had.filter((scope) => scope.includes("."));
  // Where no patient may be reached the connection is suspended, and nothing comes this far.
  const context = { hasPatient: connection.patient !== undefined, reachesAll: true };
  const registered = deps.app.world().applications.get(client.clientId)?.scopes ?? [];
  const within = grantedScopes(asked, had, context);
  if (within.length < asked.length) {
    throw new errors.InvalidScope("wider than the subject token", asked.join(" "));
  }
  const scopes = grantedScopes(within, registered, context);
  if (scopes.length > 0) return scopes;
  throw new errors.InvalidScope("no scope that may be granted", asked.join(" "));
}

async function connectFrom(
  oidc: Oidc,
  from: Connection,
  to: {
    readonly application: string;
    readonly scopes: readonly string[];
    readonly audience: string;
  },
): Promise<Connection> {
  const { patient, session, surface } = from;
  const launch = patient === undefined ? {} : { patient };
  const request = { ...to, ...launch, session, surface, from: from.id };
  try {
    const connected = await oidc.deps.app.submit(connectApplication(decisionsOf(oidc), request));
    if (connected.type === "connected") return connected.connection;
    throw new errors.InvalidRequest("the chart may not be opened by this person now");
  } catch (error) {
    if (error instanceof SessionError) throw new errors.InvalidRequest("the session is not here");
    throw error;
  }
}

function tokenFor(
  provider: Provider,
  { oidc: { client } }: TokenEndpointGrantContext,
  { id, person }: Connection,
  to: {
    readonly target: string;
    readonly scopes: readonly string[];
    readonly until: number | undefined;
  },
): AccessToken {
  const scope = to.scopes.join(" ");
  const token = new provider.AccessToken({
    accountId: person,
    client,
    grantId: id,
    gty: exchangeGrant,
    sessionUid: id,
    sid: id,
    scope,
  } as ConstructorParameters<typeof provider.AccessToken>[0]);
  const server: ResourceServerInstance = new provider.ResourceServer(to.target, {
    scope,
    accessTokenFormat: "opaque",
    accessTokenTTL: 300,
  });
  token.resourceServer = server;
  token.scope = scope;
  if (to.until !== undefined) token.exp = to.until;
  return token;
}
