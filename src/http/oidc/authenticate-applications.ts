import type { FastifyRequest } from "fastify";
import type { Instant, Json, Side, SideKey } from "../../ports/index.ts";
import { isTokenLive } from "../../workloads/index.ts";
import type { World } from "../../world/index.ts";
import { isRecord } from "../json.ts";
import { credentialIn } from "./adapter.ts";
import { signalsPath } from "./oidc-context.ts";
import { liveRow } from "./row.ts";
import { ownTokenKey } from "./rows.ts";

/** What access tokens of applications are looked up with. */
export interface ApplicationTokenDeps {
  readonly side: Pick<Side, "get">;
  readonly now: () => Instant;
  /** This server's address. */
  readonly origin: () => string;
  /** Below it, the service that the tokens are for; Shared Signals where it is not said. */
  readonly path?: string;
  /** The thumbprint of the certificate that a request came with; absent: none counts, and a token that is bound to one is refused. */
  readonly certificate?: (request: FastifyRequest) => string | undefined;
  /** Which workloads are let in still; absent: none is, by a token. */
  readonly world?: () => World;
}

/** An application that called with an access token for its own work. */
export interface CallingApplication {
  readonly id: string;
  /** Of a workload: the credential that it got the token by. */
  readonly by?: string;
  /** The row that the token was found by, to be looked at again where something is changed. */
  readonly credential: SideKey;
  readonly token: {
    readonly scopes: readonly string[];
    /** Whether that row, as it is at `at`, still stands for the token. */
    readonly isLive: (row: Json | undefined, at: Instant) => boolean;
  };
}

/** RFC 6750 section 2.1: in this header, and nowhere else. */
const bearer = /^Bearer +([\w.~+/-]{16,512}=*)$/i;

/**
 * Authenticates callers of our services by the access tokens that they got for themselves (CAEP Interoperability Profile
 * section 2.7.3): for us, not over, not given back. Whether the application is one still, and may, is decided where it asks.
 */
export function authenticateApplications({
  side,
  now,
  origin,
  path = signalsPath,
  certificate,
  world,
}: ApplicationTokenDeps): (
  authorization: string | undefined,
  request?: FastifyRequest,
) => Promise<CallingApplication | undefined> {
  return async (authorization, request) => {
    const value = bearer.exec(authorization ?? "")?.[1];
    if (value === undefined) return undefined;
    const credential = ownTokenKey(value);
    const [row] = await side.get([credential]);
    const audience = `${origin()}${path}`;
    const shown = request === undefined ? undefined : certificate?.(request);
    const token = tokenIn(row, audience, { at: now(), shown, world });
    if (token === undefined) return undefined;
    const isLive = (later: Json | undefined, at: Instant) =>
      tokenIn(later, audience, { at, shown, world }) !== undefined;
    const { application: id, by, scopes } = token;
    return { id, credential, token: { scopes, isLive }, ...(by === undefined ? {} : { by }) };
  };
}

interface OwnToken {
  readonly application: string;
  readonly by?: string;
  readonly scopes: readonly string[];
}

/** The token of a row, as the provider keeps it; undefined for any other, or none that is good here now. */
function tokenIn(
  row: Json | undefined,
  audience: string,
  {
    at,
    shown,
    world,
  }: {
    readonly at: Instant;
    readonly shown: string | undefined;
    readonly world: (() => World) | undefined;
  },
): OwnToken | undefined {
  const payload = liveRow(row, at)?.payload;
  // A person's access token has a row of the same form: who signs in to an application does not make it a receiver.
  if (!isRecord(payload) || payload["kind"] !== "ClientCredentials") return undefined;
  const { aud, clientId, exp, jkt, scope } = payload as Partial<Record<string, Json>>;
  const isOver = typeof exp !== "number" || exp * 1000 <= at;
  // A token that is bound to a key is worth nothing without a proof of that key, which is not read here; one that is bound to a
  // certificate, only over a connection with that one (RFC 8705 section 3).
  const bound = payload["x5t#S256"];
  if (isOver || aud !== audience || jkt !== undefined) return undefined;
  if (bound !== undefined && (shown === undefined || bound !== shown)) return undefined;
  if (typeof clientId !== "string" || typeof scope !== "string") return undefined;
  const credential = credentialIn(payload);
  if (credential !== undefined) {
    const stands = { credential, workload: clientId };
    if (world === undefined || !isTokenLive(world(), stands, at)) return undefined;
  }
  const by = credential === undefined ? {} : { by: credential };
  return { application: clientId, scopes: scope.split(" "), ...by };
}
