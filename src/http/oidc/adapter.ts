import Provider, { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import type { Json } from "../../ports/index.ts";
import { disconnectApplication } from "../../sessions/index.ts";
import { isTokenLive } from "../../workloads/index.ts";
import { isRecord } from "../json.ts";
import { type Assertions, leeway, replayed, requireFirst } from "./assertions.ts";
import { metadataOf } from "./metadata.ts";
import { type Oidc, sessionStandingNow, standingNow } from "./oidc-context.ts";
import { tryAgain } from "./try-again.ts";

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
  assertions: Pick<Assertions, "assumed">,
): (kind: string) => Adapter {
  return (kind) => {
    if (kind === "Client") return applications(oidc);
    // Who is signed in is known by the seat's key or the console's cookie, each time anew: never by a cookie of the
    // provider's, which would outlive a tap-over (S2, S7).
    if (kind === "Session") return nothing;
    return rowsOf(oidc, assertions, kind);
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

function rowsOf(
  oidc: Pick<Oidc, "deps" | "rows">,
  { assumed }: Pick<Assertions, "assumed">,
  kind: string,
): Adapter {
  const { deps, rows } = oidc;
  return {
    ...nothing,
    async upsert(id, payload, seconds = 0) {
      const { jti: _jti, ...kept } = payload;
      // Undefined members are no JSON.
      const json = JSON.parse(JSON.stringify(kept)) as Json;
      const after = assumed();
      const lives = seconds * 1000 + leeway;
      const options = after === undefined ? { for: lives } : { for: lives, after };
      if (!(await rows.keep(kind, id, json, options))) throw replayed();
    },
    async find(id) {
      const [row] = await Promise.all([rows.find(kind, id), requireFirst(assumed())]);
      if (row === undefined) return undefined;
      const payload = { ...(row.payload as AdapterPayload), jti: id };
      // A look for one kind of token may find another.
      if (payload.kind !== undefined && payload.kind !== kind) return undefined;
      const known = row.used ? { ...payload, consumed: true } : payload;
      return isLive(oidc, kind, payload) ? known : undefined;
    },
    async consume(id) {
      await requireFirst(assumed());
      const use = await rows.use(kind, id);
      if (use === "used") return;
      const row = await rows.find(kind, id);
      const { grantId } = (row?.payload ?? {}) as AdapterPayload;
      // RFC 9700 section 4.14.2, RFC 6749 section 4.1.2: used twice, everything that came of it ends.
      if (grantId !== undefined) await deps.app.submit(disconnectApplication(grantId, "reused"));
      throw new errors.InvalidGrant("it was used before");
    },
    async destroy(id) {
      await requireFirst(assumed());
      if (kind === "Grant") await deps.app.submit(disconnectApplication(id, whyNow()));
      await rows.drop(kind, id);
    },
  };
}

/**
 * Whether the world stands behind a row.
 *
 * @throws TryAgain at the token endpoint while the session is parked or elsewhere, or the chart refused: an application must
 * not take a lunch break for a sign-out
 */
function isLive(oidc: Pick<Oidc, "deps">, kind: string, payload: AdapterPayload): boolean {
  if (kind === "ClientCredentials") {
    const { app } = oidc.deps;
    const workload = payload.clientId ?? "";
    const credential = credentialIn(payload);
    return credential === undefined
      ? app.world().applications.has(workload)
      : isTokenLive(app.world(), { credential, workload }, app.now());
  }
  if (!connected.has(kind)) return true;
  const connection = kind === "Grant" ? payload.jti : payload.grantId;
  const id = connection ?? "";
  const session = sessionStandingNow(oidc, id);
  const isAsked = Provider.ctx?.oidc.route === "token";
  if (session === "suspended" && isAsked) throw tryAgain("session");
  // What comes of a refresh is decided on record, once it is known to be the application's own.
  if (session !== "live" || isRefreshing()) return session === "live";
  const standing = standingNow(oidc, id);
  if (standing === "suspended" && isAsked) throw tryAgain("chart");
  return standing === "live";
}

/** The credential that a workload got its token by; undefined for an application's. */
export function credentialIn(payload: object): string | undefined {
  const { extra } = payload as { readonly extra?: Json };
  const credential = isRecord(extra) ? extra["credential"] : undefined;
  return typeof credential === "string" ? credential : undefined;
}

function isRefreshing(): boolean {
  const request = Provider.ctx?.oidc;
  return request?.route === "token" && request.params?.["grant_type"] === "refresh_token";
}

/** At the token endpoint a connection is ended because a code or token came back; elsewhere it is given back. */
function whyNow(): "reused" | "revoked" {
  return Provider.ctx?.oidc.route === "token" ? "reused" : "revoked";
}
