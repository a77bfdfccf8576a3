import type { Json } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import type { Surface } from "./sessions.ts";
import type { Draft } from "./world.ts";

/** How far Wardkey's word reaches in an application (domain, What a permit covers). */
export type ApplicationKind = "decides-here" | "signs-in-here" | "only-told";

/** A connected application: an OAuth client, a resource server, or both. */
export interface Application {
  /** Also its `client_id`. */
  readonly id: string;
  readonly name: string;
  readonly kind: ApplicationKind;
  /** Runs in a browser or on a device and can keep no key: it proves itself by PKCE alone. */
  readonly browser: boolean;
  readonly redirectUris: readonly string[];
  /** Where an EHR launch begins (SMART App Launch 2.2.0). */
  readonly launchUri?: string;
  /** The FHIR server that it is launched for; absent: the one beside Wardkey. */
  readonly fhirServer?: string;
  /** Where it hears that a session has ended (OpenID Connect Back-Channel Logout 1.0). */
  readonly logoutUri?: string;
  /** Its public keys: the set itself, or where it is. */
  readonly jwks?: Json;
  readonly jwksUri?: string;
  /** What it may ask for; `patient/*.rs` covers `patient/Observation.rs`. */
  readonly scopes: readonly string[];
  /** The addresses it serves, which tokens may be for (RFC 8707). */
  readonly serves: readonly string[];
  /** As a workload's (`Workload.gives`). */
  readonly gives?: readonly string[];
}

/** An application that somebody signed in to from a session; its tokens hang on it (OAuth's grant). */
export interface Connection {
  readonly id: string;
  readonly application: string;
  readonly session: string;
  readonly person: string;
  /** Where it was made: a session that has moved on suspends it. */
  readonly surface: Surface;
  readonly at: number;
  /** The launch context: fixed for the connection's life. */
  readonly patient?: string;
  readonly encounter?: string;
  /** It reaches patients beyond a launch's own (`user/` scopes): only while its person is on duty. */
  readonly reachesAll?: true;
  /** The connection whose token was exchanged for this one's (RFC 8693). */
  readonly from?: string;
}

/** A connection that ended with its session, until its application has been told. */
export interface Logout {
  readonly id: string;
  readonly application: string;
  readonly person: string;
  readonly at: number;
}

/** A key that tokens are signed with. Its private part is in the table `credentials`, sealed. */
export interface SigningKey {
  /** Its `kid`. */
  readonly id: string;
  readonly alg: "RS256" | "ES256";
  /** It is published at once, signs in this time, and stays published until `keptUntil`. */
  readonly from: number;
  readonly until: number;
  readonly keptUntil: number;
}

type ApplicationBody = Omit<Application, "id"> & { readonly application: string };
type ConnectionBody = Omit<Connection, "id" | "at"> & {
  readonly connection: string;
  readonly scopes: readonly string[];
  /** The address that its tokens are for. */
  readonly audience?: string;
};

/** The bodies of records about connected applications. */
export interface ApplicationBodies {
  /** It is known, or known differently, from now on. */
  readonly "application.registered": ApplicationBody;
  readonly "application.retired": { readonly application: string };
  readonly "application.connected": ConnectionBody;
  readonly "application.disconnected": {
    readonly connection: string;
    readonly reason: "revoked" | "reused";
  };
  /** An application was told that a session has ended, or could not be; `given-up`: it was ended itself before that. */
  readonly "logout.told": {
    readonly connection: string;
    readonly outcome: "told" | "refused" | "unreachable" | "given-up";
  };
  readonly "signing-key.added": Omit<SigningKey, "id"> & { readonly key: string };
  readonly "signing-key.removed": { readonly key: string };
  /** The next key for passports of ours: from when it signs, and until when the one before is published beside it (N2). */
  readonly "passport-key.turned": {
    readonly key: string;
    readonly from: number;
    /** Absent: it is published no more. */
    readonly keptUntil?: number;
    readonly compromised: boolean;
  };
}

/** The fold of records about connected applications. */
export const applicationAppliers: Appliers<keyof ApplicationBodies> = {
  "application.registered": (draft, { body }) => {
    const { application, ...rest } = body;
    draft.applications.set(application, { id: application, ...rest });
  },
  "application.retired": (draft, { at, body }) => {
    for (const id of [...draft.connectionsByApplication.get(body.application)]) {
      disconnect(draft, id, at);
    }
    draft.applications.delete(body.application);
    for (const { id, application } of [...draft.logouts.values()]) {
      if (application === body.application) draft.logouts.delete(id);
    }
  },
  "application.connected": (draft, { at, body }) => {
    const { connection, scopes, audience: _audience, ...rest } = body;
    const reach = scopes.some((scope) => scope.startsWith("user/")) ? { reachesAll: true } : {};
    draft.connections.set(connection, { id: connection, at, ...rest, ...reach } as Connection);
    draft.connectionsBySession.add(body.session, connection);
    draft.connectionsByApplication.add(body.application, connection);
  },
  "application.disconnected": (draft, { body }) => drop(draft, body.connection),
  "logout.told": (draft, { body }) => {
    draft.logouts.delete(body.connection);
  },
  // Its parts are in the table `credentials`, sealed.
  "passport-key.turned": () => undefined,
  "signing-key.added": (draft, { body }) => {
    const { key, ...rest } = body;
    draft.signingKeys.set(key, { id: key, ...rest });
  },
  "signing-key.removed": (draft, { body }) => {
    draft.signingKeys.delete(body.key);
  },
};

/** The session is over: so is what hangs on it, and those who asked to be told are owed a word. */
export function disconnectSession(draft: Draft, session: string, at: number): void {
  for (const id of [...draft.connectionsBySession.get(session)]) disconnect(draft, id, at);
}

function disconnect(draft: Draft, id: string, at: number): void {
  const connection = draft.connections.get(id);
  if (connection === undefined) return;
  drop(draft, id);
  const { application, person } = connection;
  if (draft.applications.get(application)?.logoutUri === undefined) return;
  draft.logouts.set(id, { id, application, person, at });
}

function drop(draft: Draft, id: string): void {
  const connection = draft.connections.get(id);
  if (connection === undefined) return;
  draft.connections.delete(id);
  draft.connectionsBySession.remove(connection.session, id);
  draft.connectionsByApplication.remove(connection.application, id);
}
