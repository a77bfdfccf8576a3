import { credentialsOf, stillUsing } from "../../workloads/index.ts";
import type { Workload, WorkloadCredential, World } from "../../world/index.ts";
import { isCredentialLive, isWorkloadLive } from "../../world/index.ts";
import type { CredentialView, WorkloadView } from "../workloads-contract.ts";

/** A workload as it stands at `at`. */
export function workloadView(world: World, workload: Workload, at: number): WorkloadView {
  const {
    approvedBy: _approved,
    decommissioned: _over,
    neededBy = [],
    orphaned,
    requestedBy: _requested,
    since: _since,
    suspended,
    usedScopes = {},
    ...rest
  } = workload;
  return {
    ...rest,
    live: isWorkloadLive(workload, at),
    neededBy,
    ...(suspended === undefined ? {} : { suspendedBecause: suspended.reason }),
    ...(orphaned === undefined ? {} : { orphanedDue: orphaned.due }),
    unusedScopes: workload.scopes.filter((scope) => usedScopes[scope] === undefined),
    credentials: credentialsOf(world, workload.id).map((each) => credentialView(each, at)),
  };
}

/** A credential, without what it is proved by. */
function credentialView(credential: WorkloadCredential, at: number): CredentialView {
  const {
    ended,
    federation,
    from,
    id,
    instance,
    jwksUri,
    kind,
    replaced,
    thumbprint,
    until,
    used,
  } = credential;
  return {
    id,
    kind,
    from,
    until,
    ...(instance === undefined ? {} : { instance }),
    ...(thumbprint === undefined ? {} : { thumbprint }),
    ...(jwksUri === undefined ? {} : { jwksUri }),
    ...(federation === undefined ? {} : { federation: claimsOf(federation) }),
    state: stateOf(credential, at),
    ...(ended === undefined ? {} : { endedBecause: ended.reason }),
    ...(used === undefined ? {} : { usedAt: used.at }),
    places: used?.places ?? [],
    ...(replaced === undefined ? {} : { leavesAt: replaced.until }),
    stillUsedFrom: stillUsing(credential).map(({ place }) => place),
  };
}

function claimsOf({
  audience,
  issuer,
  subject,
}: NonNullable<WorkloadCredential["federation"]>): NonNullable<CredentialView["federation"]> {
  return { issuer, audience, subject };
}

function stateOf(credential: WorkloadCredential, at: number): CredentialView["state"] {
  if (credential.ended !== undefined) return "ended";
  if (credential.stopped !== undefined) return "stopped";
  if (!isCredentialLive(credential, at)) return "over";
  return credential.replaced === undefined ? "live" : "leaving";
}
