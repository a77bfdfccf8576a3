import type {
  Actor,
  Command,
  CredentialEndedBecause,
  NewRecord,
  WorkloadCredential,
  WorkloadRefusal,
  World,
} from "../world/index.ts";
import { whyCredentialRefused } from "../world/index.ts";
import { openWorkload } from "./find-workload.ts";

/** What of a workload is refused, and by what: of each credential that it ever had. */
export interface RefusedCredential {
  readonly credential: string;
  readonly kind: WorkloadCredential["kind"];
  /** Undefined: nothing stands against it, it would be let in. */
  readonly why: WorkloadRefusal | undefined;
}

/**
 * Decommissions a workload, and ends each of its credentials in the same batch: it does not come back. Whether the actor may is
 * the caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`
 */
export function retireWorkload(request: {
  readonly workload: string;
  readonly actor: Actor;
}): Command<{ readonly ended: number }> {
  const { actor, workload } = request;
  return {
    name: "workload.retire",
    actor,
    handle: ({ world }) => {
      openWorkload(world, workload);
      const ended = endCredentials(world, workload, "retired");
      return {
        records: [...ended, { kind: "workload.decommissioned", body: { workload } }],
        answer: { ended: ended.length },
      };
    },
  };
}

/** The records that end what a workload has of credentials that have not ended. */
function endCredentials(
  world: World,
  workload: string,
  reason: CredentialEndedBecause,
): readonly NewRecord[] {
  return credentialsOf(world, workload)
    .filter(({ ended }) => ended === undefined)
    .map(({ id }) => ({ kind: "workload-credential.ended", body: { credential: id, reason } }));
}

/** All that a workload ever had. */
export function credentialsOf(world: World, workload: string): readonly WorkloadCredential[] {
  return world.credentialsByWorkload
    .get(workload)
    .flatMap((id) => world.workloadCredentials.get(id) ?? []);
}

/**
 * The proof that a workload is gone: of each credential that it ever had, by what it is refused, asked in the words by which the
 * door asks.
 */
export function proveRefused(
  world: World,
  workload: string,
  at: number,
): readonly RefusedCredential[] {
  return credentialsOf(world, workload).map((credential) => ({
    credential: credential.id,
    kind: credential.kind,
    why: whyCredentialRefused(world.workloads.get(workload), credential, at),
  }));
}
