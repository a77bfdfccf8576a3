import type { Provider } from "oidc-provider";
import type { DecisionDeps } from "../../access/index.ts";
import {
  type Scene,
  type Standing,
  sceneOf,
  sessionStandingOf,
  standingOf,
} from "../../sessions/index.ts";
import type { Connection, Session } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import type { KeySets } from "./key-sets.ts";
import type { Rows } from "./rows.ts";

/** What the OpenID provider works with. */
export interface Oidc {
  readonly deps: ServerDeps;
  readonly rows: Rows;
  readonly keySets: KeySets;
  /** This server's address, by which every token is issued. */
  readonly issuer: () => string;
  /** The provider with the keys of now. */
  readonly provider: () => Promise<Provider>;
  /** What answers requests for it; making one costs as much as answering some. */
  readonly callback: () => Promise<ReturnType<Provider["callback"]>>;
}

/** Below an origin. */
export const mountedAt = "/oidc";

/** The issuer of tokens, by a server's address. */
export function openidIssuer(origin: string): string {
  return `${origin}${mountedAt}`;
}

/** Where {@link decisionsAt} is, below an origin. */
export const decisionsPath: string = `${mountedAt}/evaluation`;

/** The scene as it is committed now. */
export function sceneNow({ deps }: Pick<Oidc, "deps">): Scene {
  return sceneOf({ bundles: deps.app.bundles }, deps.app.world(), deps.app.now());
}

/** How a connection stands now; without a policy nothing is live. */
export function standingNow(oidc: Pick<Oidc, "deps">, connection: string): Standing {
  return hasPolicy(oidc) ? standingOf(sceneNow(oidc), connection) : "suspended";
}

function hasPolicy({ deps: { app } }: Pick<Oidc, "deps">): boolean {
  return app.bundles.current(app.world()) !== undefined;
}

/** As {@link standingNow}, whatever becomes of the chart that it was launched for. */
export function sessionStandingNow(oidc: Pick<Oidc, "deps">, connection: string): Standing {
  return hasPolicy(oidc) ? sessionStandingOf(sceneNow(oidc), connection) : "suspended";
}

/** What decisions about whoever signed in to an application are recorded with. */
export function decisionsOf({ deps: { app } }: Pick<Oidc, "deps">): DecisionDeps {
  return { bundles: app.bundles, repeats: app.repeats };
}

/** A connection, and the session that it hangs on. */
export function connectionNow(
  { deps }: Pick<Oidc, "deps">,
  id: string | undefined,
): { readonly connection: Connection; readonly session: Session } | undefined {
  const world = deps.app.world();
  const connection = id === undefined ? undefined : world.connections.get(id);
  const session = connection === undefined ? undefined : world.sessions.get(connection.session);
  return connection === undefined || session === undefined ? undefined : { connection, session };
}

/** The FHIR server that tokens are for unless another one is named: the gateway beside this provider. */
export function ownFhirServer({ deps }: Pick<Oidc, "deps">): string {
  return `${deps.origins()[0]}/fhir`;
}

/** Where an application asks for decisions about whoever signed in to it: also the audience of tokens for that. */
export function decisionsAt({ deps }: Pick<Oidc, "deps">): string {
  return `${deps.origins()[0]}${decisionsPath}`;
}

/** Below an origin, where receivers of Shared Signals call. */
export const signalsPath = "/ssf";

/** The audience of access tokens of receivers of Shared Signals. */
export function signalsAt({ deps }: Pick<Oidc, "deps">): string {
  return `${deps.origins()[0]}${signalsPath}`;
}

/** Below an origin, where HR and identity providers call (SCIM 2.0). */
export const scimPath = "/scim/v2";

/** The audience of access tokens for SCIM. */
export function scimAt({ deps }: Pick<Oidc, "deps">): string {
  return `${deps.origins()[0]}${scimPath}`;
}

/** Below an origin, where workloads get roles in databases (N7). */
export const databasesPath = "/databases";

/** The audience of access tokens for that. */
export function databasesAt({ deps }: Pick<Oidc, "deps">): string {
  return `${deps.origins()[0]}${databasesPath}`;
}

/** Whether tokens may be for this address: our own FHIR server, our decisions, or one that a connected application serves. */
export function isServed(oidc: Pick<Oidc, "deps">, resource: string): boolean {
  const wanted = withoutSlash(resource);
  if (wanted === ownFhirServer(oidc) || wanted === decisionsAt(oidc)) return true;
  const { applications } = oidc.deps.app.world();
  return [...applications.values()].some(({ serves }) =>
    serves.some((served) => withoutSlash(served) === wanted),
  );
}

/** FHIR base addresses are written with and without a slash at the end. */
function withoutSlash(address: string): string {
  return address.replace(/\/+$/, "");
}
