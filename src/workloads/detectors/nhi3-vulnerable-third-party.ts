import type { World } from "../../world/index.ts";
import { type Estate, type Finding, found, type Looked } from "./estate.ts";

/**
 * NHI3 Vulnerable third party: what a vendor makes whom somebody has flagged, a vendor nobody has named, and somebody else's program
 * that may have everything from everywhere.
 */
export function findVulnerableThirdParties({ workloads, world }: Estate): readonly Finding[] {
  return workloads.flatMap((looked) => {
    if (!looked.live) return [];
    return [...ofFlagged(world, looked), ...ofNobody(looked), ...unbounded(looked)];
  });
}

function ofFlagged(world: World, { trace, workload }: Looked): readonly Finding[] {
  const { id, vendor } = workload;
  const flagged = vendor === undefined ? undefined : world.vendors.get(vendor);
  if (vendor === undefined || flagged === undefined) return [];
  const finding = found("NHI3", "vendor-flagged", id, {
    severity: flagged.because === "breach" ? "critical" : "high",
    evidence: [flagged.position, trace.said],
    about: [vendor, flagged.because],
    // The preview says what stops with it; all that the vendor makes is stopped by the vendor's name.
    remedy: { type: "quarantine", target: { type: "workload", workload: id } },
  });
  return [{ ...finding, vendor }];
}

function ofNobody({ trace, workload: { id, vendor } }: Looked): readonly Finding[] {
  if (vendor !== undefined) return [];
  return [found("NHI3", "vendor-unknown", id, { severity: "low", evidence: [trace.said] })];
}

function unbounded({ trace, workload }: Looked): readonly Finding[] {
  const { id, networks, scopes, vendor = "own", wards } = workload;
  const wide = scopes.filter((scope) => scope.startsWith("system/*."));
  if (vendor === "own" || wide.length === 0) return [];
  if (networks !== undefined || wards !== undefined) return [];
  return [
    found("NHI3", "third-party-unbounded", id, {
      severity: "medium",
      evidence: [trace.said],
      about: [vendor, ...wide],
    }),
  ];
}
