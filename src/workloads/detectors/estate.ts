import type { Duration, Instant, Position } from "../../ports/index.ts";
import type {
  CredentialTrace,
  FindingSeverity,
  NhiRisk,
  Sighting,
  Workload,
  WorkloadCredential,
  WorkloadRefusal,
  WorkloadTrace,
  World,
} from "../../world/index.ts";
import { isCredentialLive, isWorkloadLive } from "../../world/index.ts";
import type { QuarantineTarget } from "../quarantine.ts";
import type { FindingCause } from "./causes.ts";

export const hour: Duration = 3_600_000;
export const day: Duration = 24 * hour;

/** A workload as detectors look at it: what is known of it, and where in the log it stands. */
export interface Looked {
  readonly workload: Workload;
  /** Whether it is let in at the estate's instant. */
  readonly live: boolean;
  readonly trace: WorkloadTrace;
  /** All that it ever had. */
  readonly credentials: readonly LookedKey[];
}

/** Likewise a credential. */
export interface LookedKey {
  readonly key: WorkloadCredential;
  readonly live: boolean;
  readonly trace: CredentialTrace;
}

/** Everything that is not a person, at one instant: the inventory and what the log has said of it. */
export interface Estate {
  readonly at: Instant;
  readonly world: World;
  readonly workloads: readonly Looked[];
}

/** The one step that ends the cause, by an operation that there is, where it stops nothing that somebody works with. */
export type FindingRemedy =
  | { readonly type: "end-credential"; readonly credential: string }
  | { readonly type: "suspend"; readonly workload: string }
  | { readonly type: "retire"; readonly workload: string }
  | {
      readonly type: "narrow";
      readonly workload: string;
      readonly scopes: readonly string[];
    }
  | { readonly type: "quarantine"; readonly target: QuarantineTarget }
  | { readonly type: "end-canary"; readonly canary: string };

/** A weakness that was found. */
export interface Finding {
  /** The same for as long as it lasts: of what it is, and of whom. */
  readonly id: string;
  readonly risk: NhiRisk;
  readonly cause: FindingCause;
  readonly severity: FindingSeverity;
  readonly workload?: string;
  readonly credential?: string;
  readonly vendor?: string;
  readonly canary?: string;
  /** Positions of the log at which it stands by what it was found. */
  readonly evidence: readonly Position[];
  /** What it is about, in ids, scopes and places. */
  readonly about: readonly string[];
  readonly remedy?: FindingRemedy;
}

/** Finds one risk of the OWASP NHI Top 10 (2025) in an estate: the same in the same one, whoever asks. */
export type Detector = (estate: Estate) => readonly Finding[];

/** Looks at a world at an instant. */
export function estateOf(world: World, at: Instant): Estate {
  const workloads: Looked[] = [];
  for (const workload of world.workloads.values()) {
    const { id } = workload;
    const trace = world.workloadTraces.get(id) ?? { id, said: 0, turned: 0 };
    const credentials: LookedKey[] = [];
    for (const one of world.credentialsByWorkload.get(id)) {
      const key = world.workloadCredentials.get(one);
      if (key === undefined) continue;
      const traceOfKey = world.credentialTraces.get(one) ?? { id: one, added: trace.said };
      credentials.push({ key, live: isCredentialLive(key, at), trace: traceOfKey });
    }
    workloads.push({ workload, live: isWorkloadLive(workload, at), trace, credentials });
  }
  return { at, world, workloads };
}

/** What a finding says beyond its risk, cause and workload. */
export interface Details extends Pick<Finding, "severity" | "evidence"> {
  readonly about?: readonly string[];
  readonly credential?: string;
  readonly remedy?: FindingRemedy | undefined;
}

/** A finding about a workload, or about one credential of it. */
export function found(
  risk: NhiRisk,
  cause: FindingCause,
  workload: string,
  { about = [], credential, evidence, remedy, severity }: Details,
): Finding {
  return {
    id: `${risk}:${cause}:${credential ?? workload}`,
    risk,
    cause,
    severity,
    workload,
    ...(credential === undefined ? {} : { credential }),
    evidence: [...new Set(evidence)].toSorted((a, b) => a - b),
    about,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** What was refused of a workload for a reason, where that was within `within`. */
export function refusedLately(
  { trace }: Looked,
  why: WorkloadRefusal,
  at: Instant,
  within: Duration,
): Sighting | undefined {
  const sighting = trace.refused?.[why];
  return sighting !== undefined && at - sighting.at < within ? sighting : undefined;
}

/** From where something was seen last, where that is known. */
export function placeIn({ place }: Sighting): readonly string[] {
  return place === undefined ? [] : [place];
}

/** Whether anything that is known depends on it. */
export function isNeeded({ neededBy = [], weight }: Workload): boolean {
  return neededBy.length > 0 || weight !== undefined;
}
