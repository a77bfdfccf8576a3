import type { FastifyRequest } from "fastify";
import type { App } from "../../app.ts";
import type { Instant, Json, SideKey } from "../../ports/index.ts";
import { isWorkloadLive, type World } from "../../world/index.ts";
import type { Admit } from "../programs/index.ts";
import { ScimError } from "./errors.ts";

/** What the interface works with. */
export interface ScimDeps {
  readonly app: Pick<App, "submit" | "world" | "side" | "bundles" | "endings" | "now">;
  /** This server's address. */
  readonly origin: () => string;
  /** The issuer of the access tokens that clients may come with. */
  readonly authorizationServer: () => string;
  /** Who calls: the workload behind an API key, or the application behind an access token. */
  readonly authenticate: (
    authorization: string | undefined,
    request?: FastifyRequest,
  ) => Promise<ScimClient | undefined>;
  /** What the policy decides about a workload that calls; absent: its scopes and its end alone are looked at. */
  readonly admit?: Admit;
}

/** A workload or an application that calls. */
export interface ScimClient {
  readonly id: string;
  /** An application, by an access token; absent: a workload, by an API key. */
  readonly token?: {
    readonly scopes: readonly string[];
    readonly isLive: (row: Json | undefined, at: Instant) => boolean;
  };
  /** The row that proves it, to be looked at again where something is changed. */
  readonly credential?: SideKey;
}

/** To read, and to read and change. */
export type ScimScope = "scim.read" | "scim.manage";

/** The client that calls, if it may do one of these. @throws ScimError 401, 403 */
export async function clientOf(
  { admit, app, authenticate }: ScimDeps,
  request: FastifyRequest,
  scopes: readonly ScimScope[],
): Promise<ScimClient> {
  const client = await authenticate(request.headers.authorization, request);
  if (client === undefined) throw notAuthenticated();
  requireScope(app.world(), app.now(), client, scopes);
  const { id, token } = client;
  const isApplication = token !== undefined && app.world().applications.has(id);
  const action = scopes.includes("scim.read") ? "staff.read" : "staff.manage";
  const refused = isApplication ? undefined : await admit?.(request, id, action);
  if (refused !== undefined) throw new ScimError(403, refused);
  return client;
}

function notAuthenticated(): ScimError {
  return new ScimError(401, "Send a valid access token or API key as a Bearer token.");
}

/** Both what it is registered for and what its token is for count. */
function requireScope(
  world: World,
  at: Instant,
  { id, token }: ScimClient,
  scopes: readonly ScimScope[],
): void {
  const workload = world.workloads.get(id);
  const may =
    (token === undefined
      ? isWorkloadLive(workload, at)
        ? workload.scopes
        : undefined
      : (world.applications.get(id) ?? world.workloads.get(id))?.scopes) ?? [];
  const isFor = (scope: string) => token === undefined || token.scopes.includes(scope);
  if (scopes.some((scope) => may.includes(scope) && isFor(scope))) return;
  throw new ScimError(
    403,
    `This client may not do that: it, its key or its token has ended, or lacks the scope ${scopes.join(" or ")}.`,
  );
}

/** Which roles it gives where, as it is registered now; what is not named there it gives nobody. */
export function mayGive(
  world: World,
  { id, token }: ScimClient,
): (role: string, ward: string) => boolean {
  const workload = world.workloads.get(id);
  // A workload comes with an API key, or with a token that it asked for.
  const { gives = [] } =
    (token === undefined ? workload : (world.applications.get(id) ?? workload)) ?? {};
  const named = new Set(gives);
  return (role, ward) =>
    [`${role}@${ward}`, `${role}@*`, `*@${ward}`, "*@*"].some((name) => named.has(name));
}

/** The same where something is changed: what proves it, and it, may have ended meanwhile. @throws ScimError 401, 403 */
export function requireStill(
  world: World,
  at: Instant,
  client: ScimClient,
  read: (key: SideKey) => Json | undefined,
): void {
  const { credential, id, token } = client;
  if (credential !== undefined) {
    const row = read(credential);
    const proves = token === undefined ? row === id : token.isLive(row, at);
    if (!proves) throw notAuthenticated();
  }
  requireScope(world, at, client, ["scim.manage"]);
}
