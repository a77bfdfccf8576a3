import type { Instant } from "./clock.ts";

/** A role that a database is to have for a while. */
export interface NewDatabaseRole {
  /** Of letters, digits, hyphens and underscores: made by us, and nobody's choice. */
  readonly name: string;
  /** What it signs in with; it reaches neither the database's log nor ours. */
  readonly password: string;
  readonly until: Instant;
}

/** A role of ours that a database has. */
export interface ListedDatabaseRole {
  readonly name: string;
  readonly until: Instant;
}

/**
 * A system that knows only passwords, and in which roles are made for workloads for a while (N7). Whoever implements it holds to this:
 * no role outlives its `until` as far as signing in goes, whatever becomes of us; `revoke` may be asked again at any time, also for a
 * role that is not there, and resolves only once nobody can sign in by the role, no session of it runs, nothing of its grants is left
 * and it is gone. It rejects where that is not so, with a `code` of {@link RoleServerFault} and no word of the system's own.
 */
export interface RoleServer {
  /** The code by which workloads name it. */
  readonly target: string;
  /** Where workloads reach it; nothing by which anybody gets in. */
  readonly place: { readonly host: string; readonly port: number; readonly database: string };
  /** Resolves when the role is there with all its grants; where it rejects, the role may be there all the same. */
  make(role: NewDatabaseRole): Promise<void>;
  renew(name: string, until: Instant): Promise<void>;
  revoke(name: string): Promise<void>;
  /** All roles of ours that it has. */
  list(): Promise<readonly ListedDatabaseRole[]>;
}

/**
 * Why a database did not do what it was asked for: it does not answer, does not let us, somebody has made what hangs on what the role
 * owns, its sessions do not end, or anything else.
 */
export type RoleServerFault = "unreachable" | "not-allowed" | "depended-on" | "in-use" | "failed";
