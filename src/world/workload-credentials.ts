import type { Json } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import { endRolesOf } from "./end-database-roles.ts";
import { isWorkloadLive, type Workload } from "./workloads.ts";
import type { Draft } from "./world.ts";

/**
 * How a workload shows that it is itself, best first (N1): by a token of another issuer, by a key of its own (registered, or
 * published at an address), by a client certificate, and as a flagged exception by a secret.
 */
export type WorkloadCredentialKind = "federated" | "key" | "key-set" | "certificate" | "secret";

/** Whose tokens are believed, for whom, and for which subject: each exactly as it is here, and no pattern. */
export interface Federation {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** Where the issuer publishes its keys, or the keys themselves. */
  readonly jwksUri?: string;
  readonly jwks?: Json;
  /**
   * The issuer's platform presents the same token until it expires (a Kubernetes projected token, a JWT-SVID): taken again from the
   * workload's networks. Absent: each is good once (N4).
   */
  readonly reusable?: true;
}

/** Why a credential ended: a code. */
export type CredentialEndedBecause =
  | "rotated"
  | "compromised"
  | "leaked"
  | "withdrawn"
  | "expired"
  | "retired";

/** One way in which a workload shows that it is itself. */
export interface WorkloadCredential {
  readonly id: string;
  readonly workload: string;
  readonly kind: WorkloadCredentialKind;
  readonly from: number;
  readonly until: number;
  /** Which of several running copies has it; absent: there is one. */
  readonly instance?: string;
  /** Of a key: its public part (RFC 7517). */
  readonly jwk?: Json;
  /** Of a key its RFC 7638 thumbprint, of a certificate its RFC 8705 section 3.1 one. */
  readonly thumbprint?: string;
  /** Of a key set: where it is published. */
  readonly jwksUri?: string;
  readonly federation?: Federation;
  /** Of a secret: why nothing better would do, in a code of up to forty letters. */
  readonly because?: string;
  /** Another one has taken its place, and this one ends when the overlap does (N2). */
  readonly replaced?: { readonly at: number; readonly by: string; readonly until: number };
  /** It is in quarantine: refused until somebody lets it go. */
  readonly stopped?: number;
  /** When it was used last, and from which places: what is seen most lately comes first, eight at most. */
  readonly used?: { readonly at: number; readonly places: readonly CredentialPlace[] };
  readonly ended?: { readonly at: number; readonly reason: CredentialEndedBecause };
}

/** A block of addresses from which a credential was used: /24 of IPv4, /64 of IPv6. */
export interface CredentialPlace {
  readonly place: string;
  readonly at: number;
}

/** Why a workload was not let in: a code. */
export type WorkloadRefusal =
  | "workload-not-live"
  | "credential-ended"
  | "credential-stopped"
  | "replayed"
  | "wrong-environment"
  | "wrong-network"
  | "outside-hours"
  | "new-place"
  | "interactive"
  | "secret-wrong";

/** The bodies of records about workloads' credentials. */
export interface WorkloadCredentialBodies {
  readonly "workload-credential.added": Omit<
    WorkloadCredential,
    "id" | "from" | "replaced" | "stopped" | "used" | "ended"
  > & { readonly credential: string };
  /** Another one takes its place; until then both are good (N2). */
  readonly "workload-credential.replaced": {
    readonly credential: string;
    readonly by: string;
    readonly until: number;
  };
  readonly "workload-credential.ended": {
    readonly credential: string;
    readonly reason: CredentialEndedBecause;
  };
  readonly "workload-credential.stopped": { readonly credential: string };
  readonly "workload-credential.released": { readonly credential: string };
  /** It was let in: once an hour at most of a place, and for each scope that is new to that hour. */
  readonly "workload.used": {
    readonly workload: string;
    readonly credential: string;
    readonly place?: string;
    readonly scopes: readonly string[];
    /** A place that it was never seen at before, after others (N4). */
    readonly unexpected?: true;
  };
  /** It was not let in, or somebody tried to be it; once a minute at most for each reason. */
  readonly "workload.refused": {
    readonly workload: string;
    readonly credential?: string;
    readonly place?: string;
    readonly why: WorkloadRefusal;
  };
}

/** So many places of a credential are known: more are no places that anybody expects. */
const placesKept = 8;

/** Whether a credential still stands at `at`, whatever its workload may: not ended, not over, not in quarantine. */
export function isCredentialLive(
  credential: WorkloadCredential | undefined,
  at: number,
): credential is WorkloadCredential {
  if (credential === undefined || credential.ended !== undefined) return false;
  if (credential.stopped !== undefined || at >= credential.until) return false;
  return credential.replaced === undefined || at < credential.replaced.until;
}

/** Why a workload with this credential is not let in at `at`; undefined: nothing stands against it. */
export function whyCredentialRefused(
  workload: Workload | undefined,
  credential: WorkloadCredential,
  at: number,
): WorkloadRefusal | undefined {
  if (credential.stopped !== undefined) return "credential-stopped";
  if (!isCredentialLive(credential, at)) return "credential-ended";
  return isWorkloadLive(workload, at) ? undefined : "workload-not-live";
}

/** The fold of records about workloads' credentials. */
export const workloadCredentialAppliers: Appliers<keyof WorkloadCredentialBodies> = {
  "workload-credential.added": (draft, { at, body: { credential, ...rest } }) => {
    if (draft.workloadCredentials.has(credential)) return;
    draft.workloadCredentials.set(credential, { id: credential, from: at, ...rest });
    draft.credentialsByWorkload.add(rest.workload, credential);
    if (rest.thumbprint === undefined) return;
    draft.credentialsByThumbprint.add(rest.thumbprint, credential);
  },
  "workload-credential.replaced": (draft, { at, body: { credential, ...replaced } }) => {
    change(draft, credential, (known) => ({ ...known, replaced: { at, ...replaced } }));
    turn(draft, credential, "active", "rotating");
  },
  "workload-credential.ended": (draft, { at, body: { credential, reason } }) => {
    change(draft, credential, (known) => ({ ...known, ended: { at, reason } }));
    if (!isRotating(draft, credential)) turn(draft, credential, "rotating", "active");
    // What came of a credential that has run out, or has a successor, is its workload's still.
    if (reason === "expired" || reason === "rotated") return;
    endOfCredential(draft, credential, at);
  },
  "workload-credential.stopped": (draft, { at, body }) => {
    change(draft, body.credential, (known) => ({ ...known, stopped: at }));
    endOfCredential(draft, body.credential, at);
  },
  "workload-credential.released": (draft, { body }) =>
    change(draft, body.credential, ({ stopped: _over, ...known }) => known),
  "workload.used": (draft, { at, body: { workload: id, credential, place, scopes } }) => {
    change(draft, credential, (known) => {
      const before = known.used?.places ?? [];
      const others = before.filter((one) => one.place !== place);
      const here = place === undefined ? [] : [{ place, at }];
      return { ...known, used: { at, places: [...here, ...others].slice(0, placesKept) } };
    });
    const workload = draft.workloads.get(id);
    if (workload === undefined || workload.state === "decommissioned") return;
    const usedScopes = { ...workload.usedScopes };
    for (const scope of scopes) usedScopes[scope] = at;
    draft.workloads.set(id, { ...workload, usedAt: at, usedScopes });
  },
  "workload.refused": () => undefined,
};

/** What has ended stays ended. */
function change(
  draft: Draft,
  id: string,
  next: (known: WorkloadCredential) => WorkloadCredential,
): void {
  const known = draft.workloadCredentials.get(id);
  if (known === undefined || known.ended !== undefined) return;
  draft.workloadCredentials.set(id, next(known));
}

function endOfCredential(draft: Draft, credential: string, at: number): void {
  const { workload = "" } = draft.workloadCredentials.get(credential) ?? {};
  endRolesOf(draft, workload, { at, reason: "credential-ended" }, credential);
}

/** Whether another credential of the same workload is being replaced still. */
function isRotating(draft: Draft, id: string): boolean {
  const workload = draft.workloadCredentials.get(id)?.workload ?? "";
  return draft.credentialsByWorkload.get(workload).some((each) => {
    const known = draft.workloadCredentials.get(each);
    return known?.replaced !== undefined && known.ended === undefined;
  });
}

function turn(
  draft: Draft,
  credential: string,
  from: Workload["state"],
  state: Workload["state"],
): void {
  const id = draft.workloadCredentials.get(credential)?.workload ?? "";
  const workload = draft.workloads.get(id);
  if (workload?.state === from) draft.workloads.set(id, { ...workload, state });
}
