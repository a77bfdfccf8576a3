import type { Bundle } from "../access/index.ts";
import { inEmergency, type Review } from "../world/index.ts";

/** Why access for a time would become standing access (X7). */
const standing: Readonly<Record<string, string>> = {
  renewed: "Had again and again within 30 days",
  "too-long": "Longer than access for a time may last there",
  unused: "Not used since it began",
};

/** What was checked before a badge, PIN or passkey was given to somebody who had one. */
export const proofings: Readonly<Record<string, string>> = {
  "photo-id": "their photo ID was checked",
  "known-with-witness": "known in person, to a colleague too",
  "staff-passport": "their staff passport was checked",
};

/** What they said, in the policy's words; those of a policy that is not the active one any more stay codes. */
export function sayReason(
  { actions, breakGlass, emergencies }: Bundle,
  { reason, type }: Pick<Review, "reason" | "type">,
): string {
  if (type === "responding") {
    return `Said: I am responding (${emergencies.get(reason)?.title ?? reason})`;
  }
  if (type === "unsigned-act") {
    return `Not signed for in time: ${actions.get(reason)?.title ?? reason}`;
  }
  if (type === "searching") return "Looked up more patients than is usual";
  if (type === "unrostered-shift") {
    return `At work without the roster, and ${reason === "refused" ? "refused" : "not confirmed in time"}`;
  }
  if (type === "offline") return "While the database did not answer";
  if (type === "no-relief") return "Stayed after the shift: relief had not come";
  if (type === "re-proofing")
    return `Gave somebody a badge, PIN or passkey anew: ${proofings[reason] ?? reason}`;
  if (type === "standing-access") return standing[reason] ?? reason;
  if (reason === inEmergency) return "In a declared emergency, without a reason";
  return breakGlass.reasons.get(reason) ?? reason;
}
