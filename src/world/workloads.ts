import type { Appliers } from "./apply.ts";
import { endRolesOf } from "./end-database-roles.ts";
import type { Draft } from "./world.ts";

/**
 * How far a workload has come. Only one that is `active` or `rotating` is let in, and only until its end: what is requested waits
 * for somebody else's approval, what is approved for its first credential, and what was decommissioned stays so.
 */
export type WorkloadState =
  | "requested"
  | "approved"
  | "active"
  | "rotating"
  | "suspended"
  | "decommissioned";

/** Where it runs: what is issued for one is worth nothing in another (N4). */
export type WorkloadEnvironment = "production" | "test" | "development";

/** The hours in which it works, by the clock of a zone; over midnight where `to` is not after `from`. */
export interface WorkloadHours {
  /** `HH:MM` */
  readonly from: string;
  readonly to: string;
  /** An IANA name. */
  readonly zone: string;
}

/** Why a workload was suspended: a code. */
export type WorkloadSuspendedBecause =
  | "orphaned"
  | "unused"
  | "expired"
  | "quarantine"
  | "leak"
  | "concern"
  | "other";

/** A program that calls: an identity of its own. */
export interface Workload {
  readonly id: string;
  readonly name: string;
  readonly state: WorkloadState;
  /** The person who answers for it; nobody does for one that is orphaned. */
  readonly owner?: string;
  /** Who answers for it when the owner leaves. */
  readonly deputy?: string;
  readonly purpose: string;
  /** Absent where it was made known before that was asked. */
  readonly environment?: WorkloadEnvironment;
  /** Who makes it; `own` for the hospital's own. */
  readonly vendor?: string;
  readonly scopes: readonly string[];
  /**
   * Which roles it gives where, as a client of SCIM: `nurse@4B`, `nurse@*` in every ward and service, `*@4B` every role there. Absent:
   * none.
   */
  readonly gives?: readonly string[];
  /** The only wards whose patients it may have; absent: all that its scopes reach. */
  readonly wards?: readonly string[];
  /** For what it has patients' data, in codes of HL7 v3 PurposeOfUse (D4); absent: `TREAT` alone. */
  readonly purposes?: readonly string[];
  readonly hours?: WorkloadHours;
  /** CIDR blocks from which alone it calls; absent: from anywhere. */
  readonly networks?: readonly string[];
  /** What stops when it does: ids of workloads, applications and wards. */
  readonly neededBy?: readonly string[];
  /** Its accounts elsewhere, as `source:name`: by these it is told in what other systems list. */
  readonly accounts?: readonly string[];
  readonly until: number;
  /** N5: it is never suspended by itself, somebody is asked; `standby` runs only when another one fails. */
  readonly weight?: "critical" | "standby";
  /** N4: one instance at a time: a new place is refused, and not only reported. */
  readonly singleInstance?: true;
  /** N4: CIDR blocks of the nodes that take over from the one instance, without ceremony. */
  readonly failover?: readonly string[];
  /** Who asked for it, and who said yes: the log's actors. */
  readonly requestedBy?: string;
  readonly approvedBy?: string;
  /** When somebody looked at it last, and found that it is needed as it is: at its approval, or since. */
  readonly reviewedAt?: number;
  /** Since when it has been let in: after a suspension, anew. */
  readonly since?: number;
  readonly suspended?: { readonly at: number; readonly reason: WorkloadSuspendedBecause };
  /** Since when nobody answers for it, and when it is suspended for that. */
  readonly orphaned?: { readonly at: number; readonly due: number };
  /** When it was last let in, and for which scopes when. */
  readonly usedAt?: number;
  readonly usedScopes?: Readonly<Record<string, number>>;
  readonly decommissioned?: number;
}

/** What is said of a workload that was made known by whoever installed it, without request and approval. */
export type RegisteredWorkload = Pick<
  Workload,
  "id" | "name" | "owner" | "purpose" | "until" | "scopes" | "gives"
>;

/** What has to be said of a workload before somebody can approve it. */
export type WorkloadTerms = Pick<
  Workload,
  "name" | "purpose" | "scopes" | "gives" | "wards" | "hours" | "networks" | "neededBy" | "until"
> &
  Pick<Workload, "accounts" | "failover" | "purposes" | "singleInstance" | "weight"> &
  Required<Pick<Workload, "owner" | "deputy" | "environment" | "vendor">>;

/** The bodies of records about workloads. */
export interface WorkloadBodies {
  /** It is known, or known differently, and let in at once: by whoever installed it. */
  readonly "workload.registered": Omit<RegisteredWorkload, "id"> & { readonly workload: string };
  /** A workload got a key; its keyed hash is in the table `credentials`. */
  readonly "api-key.issued": { readonly workload: string };
  readonly "workload.requested": WorkloadTerms & { readonly workload: string };
  readonly "workload.approved": { readonly workload: string };
  /** Somebody looked at it, and it is needed as it is. */
  readonly "workload.reviewed": { readonly workload: string };
  /** It got its first credential: it is let in from now on. */
  readonly "workload.activated": { readonly workload: string };
  /** Somebody else answers for it; without `deputy` nobody would when they leave. */
  readonly "workload.handed-over": {
    readonly workload: string;
    readonly owner: string;
    readonly deputy?: string;
    readonly because: "asked" | "owner-left" | "deputy-left";
  };
  /** Nobody answers for it; it is suspended when `due` comes, but for one that is critical or standby. */
  readonly "workload.orphaned": { readonly workload: string; readonly due: number };
  /** It may less than before: what nobody used is taken from it (N5). */
  readonly "workload.narrowed": { readonly workload: string; readonly scopes: readonly string[] };
  readonly "workload.extended": { readonly workload: string; readonly until: number };
  readonly "workload.suspended": {
    readonly workload: string;
    readonly reason: WorkloadSuspendedBecause;
  };
  readonly "workload.resumed": { readonly workload: string };
  readonly "workload.decommissioned": { readonly workload: string };
}

/** Whether a workload is let in at `at`: everything that it may rests on this. */
export function isWorkloadLive<W extends Pick<Workload, "state" | "until">>(
  workload: W | undefined,
  at: number,
): workload is W {
  if (workload === undefined || at >= workload.until) return false;
  return workload.state === "active" || workload.state === "rotating";
}

/** The fold of records about workloads. */
export const workloadAppliers: Appliers<keyof WorkloadBodies> = {
  "workload.registered": (draft, { at, body }) => {
    const { workload, ...rest } = body;
    const known = draft.workloads.get(workload);
    // What was decommissioned stays so, and what is suspended is not woken by whoever installs.
    if (known?.state === "decommissioned") return;
    // What it gives is said each time: whoever names none gives none.
    const { gives: _, state = "active", since = at, ...before } = known ?? {};
    put(draft, { ...before, id: workload, state, since, ...rest });
  },
  // The key itself is proved by the side table; what it may do is the workload's.
  "api-key.issued": () => undefined,
  "workload.requested": (draft, { actor, body }) => {
    const { workload, ...terms } = body;
    if (draft.workloads.has(workload)) return;
    const requestedBy = actor.onBehalfOf ?? actor.id;
    put(draft, { id: workload, state: "requested", requestedBy, ...terms });
  },
  "workload.approved": (draft, { actor, at, body }) =>
    change(draft, body.workload, (known) =>
      known.state === "requested"
        ? {
            ...known,
            state: "approved",
            approvedBy: actor.onBehalfOf ?? actor.id,
            reviewedAt: at,
          }
        : known,
    ),
  "workload.reviewed": (draft, { at, body }) =>
    change(draft, body.workload, (known) => ({ ...known, reviewedAt: at })),
  "workload.activated": (draft, { at, body }) =>
    change(draft, body.workload, (known) =>
      known.state === "approved" ? { ...known, state: "active", since: at } : known,
    ),
  "workload.handed-over": (draft, { at, body: { because, workload, owner, deputy } }) => {
    change(draft, workload, ({ deputy: _before, orphaned: _over, ...known }) => ({
      ...known,
      owner,
      ...(deputy === undefined ? {} : { deputy }),
    }));
    if (because === "owner-left") endRolesOf(draft, workload, { at, reason: "owner-left" });
  },
  "workload.orphaned": (draft, { at, body: { workload, due } }) => {
    change(draft, workload, ({ deputy: _deputy, owner: _owner, ...known }) => ({
      ...known,
      orphaned: { at, due },
    }));
    endRolesOf(draft, workload, { at, reason: "owner-left" });
  },
  "workload.narrowed": (draft, { body: { workload, scopes } }) =>
    change(draft, workload, (known) => ({ ...known, scopes })),
  "workload.extended": (draft, { body: { workload, until } }) =>
    change(draft, workload, (known) => ({ ...known, until })),
  "workload.suspended": (draft, { at, body: { workload, reason } }) => {
    change(draft, workload, (known) => ({
      ...known,
      state: "suspended",
      suspended: { at, reason },
    }));
    // Resumed it asks anew: what was made for it before is not woken.
    endRolesOf(draft, workload, { at, reason: "suspended" });
  },
  "workload.resumed": (draft, { at, body }) =>
    change(draft, body.workload, (known) => {
      if (known.state !== "suspended") return known;
      const { suspended: _over, ...rest } = known;
      return { ...rest, state: "active", since: at };
    }),
  "workload.decommissioned": (draft, { at, body }) => {
    change(draft, body.workload, ({ suspended: _over, ...known }) => ({
      ...known,
      state: "decommissioned",
      until: Math.min(known.until, at),
      decommissioned: at,
    }));
    endRolesOf(draft, body.workload, { at, reason: "retired" });
  },
};

/** What was decommissioned stays as it is, whatever is said of it later. */
function change(draft: Draft, id: string, next: (known: Workload) => Workload): void {
  const known = draft.workloads.get(id);
  if (known === undefined || known.state === "decommissioned") return;
  put(draft, next(known));
}

/** Whoever leaves is asked for by the index: the owner and the deputy. */
function put(draft: Draft, workload: Workload): void {
  const { id } = workload;
  const known = draft.workloads.get(id);
  const of = (one: Workload | undefined) =>
    one === undefined || one.state === "decommissioned" ? [] : [one.owner, one.deputy];
  for (const person of of(known)) {
    if (person !== undefined) draft.workloadsByPerson.remove(person, id);
  }
  for (const person of of(workload)) {
    if (person !== undefined) draft.workloadsByPerson.add(person, id);
  }
  draft.workloads.set(id, workload);
}
