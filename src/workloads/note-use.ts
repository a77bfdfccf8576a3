import type { Duration, Instant } from "../ports/index.ts";
import type {
  Actor,
  Command,
  Workload,
  WorkloadCredential,
  WorkloadRefusal,
  World,
} from "../world/index.ts";
import { isCredentialLive, isWorkloadLive } from "../world/index.ts";

const hour: Duration = 3_600_000;

/** What a workload was let in with, from where, for what. */
export interface WorkloadUse {
  readonly workload: string;
  readonly credential: string;
  readonly place?: string;
  readonly scopes: readonly string[];
}

/** Whether a use says anything that was not known an hour ago, or before a successor was there (N2): only then is it recorded. */
export function isNewUse(
  world: World,
  { credential, place, scopes, workload }: WorkloadUse,
  at: Instant,
): boolean {
  const { replaced, used } = world.workloadCredentials.get(credential) ?? {};
  if (used === undefined || at - used.at >= hour) return true;
  const here = used.places.find((one) => one.place === place);
  if (place !== undefined && (here === undefined || at - here.at >= hour)) return true;
  // Who goes on with the old credential of a rotation is looked for by what was used since.
  if (here !== undefined && replaced !== undefined && here.at <= replaced.at) return true;
  const { usedScopes = {} } = world.workloads.get(workload) ?? {};
  return scopes.some((scope) => at - (usedScopes[scope] ?? 0) >= hour);
}

/** Whether a place is one that a credential was never seen at, after others (N4). */
export function isUnexpected(
  { used }: Pick<WorkloadCredential, "used">,
  place: string | undefined,
): boolean {
  if (used === undefined || used.places.length === 0 || place === undefined) return false;
  return !used.places.some((one) => one.place === place);
}

/** Records that a workload was let in, and says so where the place is a new one (N4, N5). */
export function noteUse(use: WorkloadUse): Command<void> {
  const actor: Actor = { type: "workload", id: use.workload };
  return {
    name: "workload.note-use",
    actor,
    handle: ({ at, world }) => {
      const credential = world.workloadCredentials.get(use.credential);
      // Several asked at the same moment: one record says it.
      if (credential === undefined || !isNewUse(world, use, at)) {
        return { records: [], answer: undefined };
      }
      const unexpected = isUnexpected(credential, use.place) ? { unexpected: true as const } : {};
      return {
        records: [{ kind: "workload.used", body: { ...use, ...unexpected } }],
        answer: undefined,
      };
    },
  };
}

/** Records that a workload was refused, or that somebody tried to be it (N3, N4). */
export function noteRefusal(refusal: {
  readonly workload: string;
  readonly credential?: string;
  readonly place?: string;
  readonly why: WorkloadRefusal;
}): Command<void> {
  return {
    name: "workload.note-refusal",
    actor: { type: "workload", id: refusal.workload },
    handle: ({ world }) => ({
      records: world.workloads.has(refusal.workload)
        ? [{ kind: "workload.refused", body: refusal }]
        : [],
      answer: undefined,
    }),
  };
}

/** What a token that a workload was given stands on: each is looked at anew, whenever the token is. */
export function isTokenLive(
  world: World,
  { credential, workload }: { readonly credential: string; readonly workload: string },
  at: Instant,
): boolean {
  const known: WorkloadCredential | undefined = world.workloadCredentials.get(credential);
  const of: Workload | undefined = world.workloads.get(workload);
  return known?.workload === workload && isCredentialLive(known, at) && isWorkloadLive(of, at);
}
