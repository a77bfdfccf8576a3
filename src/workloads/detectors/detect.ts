import type { Instant } from "../../ports/index.ts";
import type { AcceptedFinding, NhiRisk, World } from "../../world/index.ts";
import { type Detector, estateOf, type Finding } from "./estate.ts";
import { findImproperOffboarding } from "./nhi1-improper-offboarding.ts";
import { findSecretLeakage } from "./nhi2-secret-leakage.ts";
import { findVulnerableThirdParties } from "./nhi3-vulnerable-third-party.ts";
import { findInsecureAuthentication } from "./nhi4-insecure-authentication.ts";
import { findOverprivileged } from "./nhi5-overprivileged.ts";
import { findInsecureDeployment } from "./nhi6-insecure-cloud-deployment.ts";
import { findLongLived } from "./nhi7-long-lived-secrets.ts";
import { findMixedEnvironments } from "./nhi8-environment-isolation.ts";
import { findReuse } from "./nhi9-reuse.ts";
import { findHumanUse } from "./nhi10-human-use.ts";

/** A detector for each of the OWASP NHI Top 10 (2025), in its order. */
export const detectors: Readonly<Record<NhiRisk, Detector>> = {
  NHI1: findImproperOffboarding,
  NHI2: findSecretLeakage,
  NHI3: findVulnerableThirdParties,
  NHI4: findInsecureAuthentication,
  NHI5: findOverprivileged,
  NHI6: findInsecureDeployment,
  NHI7: findLongLived,
  NHI8: findMixedEnvironments,
  NHI9: findReuse,
  NHI10: findHumanUse,
};

/** A finding as it stands: since when, and whether somebody lives with it. */
export interface StandingFinding extends Finding {
  /** Absent: it was found just now, and is not on record yet. */
  readonly since?: Instant;
  /** Who lives with it at the instant that was asked for. */
  readonly accepted?: AcceptedFinding;
}

/** Everything that all detectors find in a world at an instant. */
export function detect(world: World, at: Instant): readonly Finding[] {
  const estate = estateOf(world, at);
  return Object.values(detectors).flatMap((detector) => detector(estate));
}

const order = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/** What is found now, the worst first, each as the same finding that it has been since it was opened. */
export function listFindings(world: World, at: Instant): readonly StandingFinding[] {
  return detect(world, at)
    .map((finding) => {
      const { accepted, openedAt } = world.findings.get(finding.id) ?? {};
      const isAccepted = accepted !== undefined && at < accepted.until;
      return {
        ...finding,
        ...(openedAt === undefined ? {} : { since: openedAt }),
        ...(isAccepted ? { accepted } : {}),
      };
    })
    .toSorted((a, b) => order[a.severity] - order[b.severity] || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
