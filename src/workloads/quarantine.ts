import type { Actor, Command, DatabaseRole, NewRecord, Workload, World } from "../world/index.ts";
import { isCredentialLive, isDatabaseRoleLive } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";
import { openWorkload } from "./find-workload.ts";
import { credentialsOf } from "./retire-workload.ts";

/** What is stopped: a workload, one of its credentials, one of its instances, or all that a vendor makes. */
export type QuarantineTarget =
  | { readonly type: "workload"; readonly workload: string }
  | { readonly type: "key"; readonly credential: string }
  | { readonly type: "instance"; readonly workload: string; readonly instance: string }
  | { readonly type: "vendor"; readonly vendor: string };

/** What stops of one workload, and what goes on. */
export interface StoppedWorkload {
  readonly workload: string;
  readonly name: string;
  readonly owner?: string;
  /** The whole of it, whatever credential it has. */
  readonly whole: boolean;
  /** The credentials that are refused from then on. */
  readonly stops: readonly string[];
  /** Those by which it is still let in. */
  readonly left: readonly string[];
  /** Its roles in databases that end, and are taken away (N7). */
  readonly databaseRoles: readonly string[];
  readonly weight?: NonNullable<Workload["weight"]>;
  /** What is said to stop with it. */
  readonly neededBy: readonly string[];
}

/** Exactly what a quarantine stops at `at`. */
export interface QuarantinePreview {
  readonly stops: readonly StoppedWorkload[];
}

/**
 * What a quarantine would stop, and what depends on that: for whoever is about to. Nothing happens.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `quarantine-nothing`
 */
export function previewQuarantine(
  world: World,
  target: QuarantineTarget,
  at: number,
): QuarantinePreview {
  const stops = targeted(world, target).flatMap(([workload, keys]) => {
    const live = credentialsOf(world, workload.id)
      .filter((credential) => isCredentialLive(credential, at))
      .map(({ id }) => id);
    const whole = keys === undefined;
    const stopped = whole ? live : live.filter((id) => keys.includes(id));
    // A vendor's that is stopped already is no news.
    if (!whole && stopped.length === 0) return [];
    if (whole && !isStoppable(workload)) return [];
    const ends = ({ credential }: DatabaseRole) => whole || stopped.includes(credential);
    const databaseRoles = world.databaseRolesByWorkload
      .get(workload.id)
      .flatMap((id) => world.databaseRoles.get(id) ?? [])
      .filter((role) => isDatabaseRoleLive(world, role, at) && ends(role))
      .map(({ id }) => id);
    return [stoppedOf(workload, { databaseRoles, whole, stops: stopped, live })];
  });
  if (stops.length === 0) throw new WorkloadError("quarantine-nothing");
  return { stops };
}

/**
 * Stops one instance and not the fleet, or the fleet where that is meant: what the preview says, and nothing else. Credentials are
 * refused until they are released, workloads until they are resumed. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError as {@link previewQuarantine}
 */
export function quarantine(target: QuarantineTarget, actor: Actor): Command<QuarantinePreview> {
  return {
    name: "workload.quarantine",
    actor,
    handle: ({ at, world }) => {
      const preview = previewQuarantine(world, target, at);
      const records = preview.stops.flatMap(({ stops, whole, workload }): readonly NewRecord[] =>
        whole
          ? [{ kind: "workload.suspended", body: { workload, reason: "quarantine" } }]
          : stops.map((credential) => ({
              kind: "workload-credential.stopped",
              body: { credential },
            })),
      );
      return { records, answer: preview };
    },
  };
}

/**
 * Lets a credential go that was in quarantine. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `quarantine-nothing`
 */
export function releaseCredential(credential: string, actor: Actor): Command<void> {
  return {
    name: "workload.release",
    actor,
    handle: ({ world }) => {
      const known = world.workloadCredentials.get(credential);
      if (known?.stopped === undefined || known.ended !== undefined) {
        throw new WorkloadError("quarantine-nothing");
      }
      return {
        records: [{ kind: "workload-credential.released", body: { credential } }],
        answer: undefined,
      };
    },
  };
}

function stoppedOf(
  { id, name, neededBy = [], owner, weight }: Workload,
  {
    databaseRoles,
    live,
    stops,
    whole,
  }: {
    readonly databaseRoles: readonly string[];
    readonly live: readonly string[];
    readonly stops: readonly string[];
    readonly whole: boolean;
  },
): StoppedWorkload {
  return {
    workload: id,
    name,
    ...(owner === undefined ? {} : { owner }),
    whole,
    stops,
    left: live.filter((each) => !stops.includes(each)),
    databaseRoles,
    ...(weight === undefined ? {} : { weight }),
    neededBy,
  };
}

/** Each workload that is meant, with those of its credentials that are; undefined: the whole of it. */
function targeted(
  world: World,
  target: QuarantineTarget,
): readonly (readonly [Workload, readonly string[] | undefined])[] {
  switch (target.type) {
    case "workload":
      return [[openWorkload(world, target.workload), undefined]];
    case "vendor":
      return [...world.workloads.values()]
        .filter((workload) => workload.vendor === target.vendor)
        .map((workload) => [workload, undefined] as const);
    case "key": {
      const credential = world.workloadCredentials.get(target.credential);
      if (credential === undefined) throw new WorkloadError("quarantine-nothing");
      return [[openWorkload(world, credential.workload), [credential.id]]];
    }
    case "instance": {
      const workload = openWorkload(world, target.workload);
      const its = credentialsOf(world, workload.id).filter(
        ({ instance }) => instance === target.instance,
      );
      return [[workload, its.map(({ id }) => id)]];
    }
  }
}

function isStoppable({ state }: Workload): boolean {
  return state !== "requested" && state !== "suspended" && state !== "decommissioned";
}
