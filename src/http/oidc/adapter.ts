import Provider, { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import type { Json } from "../../ports/index.ts";
import { disconnectApplication } from "../../sessions/index.ts";
import { metadataOf } from "./metadata.ts";
import { type Oidc, standingNow } from "./oidc-context.ts";

/** A little longer than the provider itself counts: its clock may be a moment behind the log's. */
const leeway = 60_000;

/**
 * Whether an assertion or proof with this number is the first (RFC 7523 section 3, number 7; RFC 9449 section 11.1): of two at the
 * same moment, too. The provider's own looks and then writes, so that both would have found nothing.
 */
export function useOnce(
  { deps, rows }: Pick<Oidc, "deps" | "rows">,
  [who, number]: readonly [string, string],
  until: number,
): Promise<boolean> {
  const lives = until * 1000 - deps.app.now() + leeway;
  return rows.keep("once", JSON.stringify([who, number]), null, { for: lives, once: true });
}

/** Kinds that hang on a connection, and so on a session. */
const connected: ReadonlySet<string> = new Set([
  "AccessToken",
  "AuthorizationCode",
  "Grant",
  "RefreshToken",
]);

/**
 * The provider's storage. Its rows are a cache: they are found only while the world says that the session behind them is
 * live. Nothing has to be deleted for access to end.
 */
export function createAdapter(
  oidc: Pick<Oidc, "deps" | "keySets" | "rows">,
): (kind: string) => Adapter {
  return (kind) => {
    if (kind === "Client") return applications(oidc);
    // Who is signed in is known by the seat's key or the console's cookie, each time anew: never by a cookie of the
    // provider's, which would outlive a tap-over (S2, S7).
    if (kind === "Session") return nothing;
    return rowsOf(oidc, kind);
  };
}

const nothing: Adapter = {
  upsert: async () => undefined,
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
};

function applications({ deps, keySets }: Pick<Oidc, "deps" | "keySets">): Adapter {
  return {
    ...nothing,
    async find(id) {
      const application = deps.app.world().applications.get(id);
      return application === undefined ? undefined : metadataOf(application, keySets);
    },
  };
}

function rowsOf(oidc: Pick<Oidc, "deps" | "rows">, kind: string): Adapter {
  const { deps, rows } = oidc;
  return {
    ...nothing,
    async upsert(id, payload, seconds = 0) {
      const { jti: _jti, ...kept } = payload;
      // Undefined members are no JSON.
      const json = JSON.parse(JSON.stringify(kept)) as Json;
      await rows.keep(kind, id, json, { for: seconds * 1000 + leeway });
    },
    async find(id) {
      const row = await rows.find(kind, id);
      if (row === undefined) return undefined;
      const payload = { ...(row.payload as AdapterPayload), jti: id };
      const known = row.used ? { ...payload, consumed: true } : payload;
      return isLive(oidc, kind, payload) ? known : undefined;
    },
    async consume(id) {
      const use = await rows.use(kind, id);
      if (use === "used") return;
      const row = await rows.find(kind, id);
      const { grantId } = (row?.payload ?? {}) as AdapterPayload;
      // RFC 9700 section 4.14.2, RFC 6749 section 4.1.2: used twice, everything that came of it ends.
      if (grantId !== undefined) await deps.app.submit(disconnectApplication(grantId, "reused"));
      throw new errors.InvalidGrant("it was used before");
    },
    async destroy(id) {
      if (kind === "Grant") await deps.app.submit(disconnectApplication(id, whyNow()));
      await rows.drop(kind, id);
    },
  };
}

/**
 * Whether the world stands behind a row.
 *
 * @throws TryAgain at the token endpoint while the session is parked or elsewhere: an application must not take a lunch
 * break for a sign-out
 */
function isLive(oidc: Pick<Oidc, "deps">, kind: string, payload: AdapterPayload): boolean {
  if (kind === "ClientCredentials") {
    return oidc.deps.app.world().applications.has(payload.clientId ?? "");
  }
  if (!connected.has(kind)) return true;
  const connection = kind === "Grant" ? payload.jti : payload.grantId;
  const standing = standingNow(oidc, connection ?? "");
  if (standing === "suspended" && Provider.ctx?.oidc.route === "token") throw tryAgain();
  return standing === "live";
}

/** At the token endpoint a connection is ended because a code or token came back; elsewhere it is given back. */
function whyNow(): "reused" | "revoked" {
  return Provider.ctx?.oidc.route === "token" ? "reused" : "revoked";
}

/** 503 with Retry-After (RFC 9110 section 15.6.4), never `invalid_grant`: the tokens come back with the session. */
function tryAgain(): Error {
  Provider.ctx?.set("Retry-After", "5");
  const error = new errors.OIDCProviderError(503, "temporarily_unavailable");
  return Object.assign(error, {
    expose: true,
    error_description: "The session is locked or at another seat. Try again once it is back.",
  });
}
