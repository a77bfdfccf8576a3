import type { Bundle } from "../access/index.ts";
import { inEmergency, type Review } from "../world/index.ts";
import type { SaidView } from "./contract.ts";

/** What was checked before a badge, PIN or passkey was given to somebody who had one. */
export const proofings: Readonly<Record<string, string>> = {
  "photo-id": "their photo ID was checked",
  "known-with-witness": "known in person, to a colleague too",
  "staff-passport": "their staff passport was checked",
};

/** Why somebody else has to look at something: what it says is filled with the policy's own titles. */
export const reviewReasons: Readonly<Record<string, string>> = {
  excuse: "{excuse}",
  responding: "Said: I am responding ({emergency})",
  "unsigned-act": "Not signed for in time: {action}",
  searching: "Looked up more patients than is usual",
  "unrostered-shift": "At work without the roster, and not confirmed in time",
  "unrostered-shift.refused": "At work without the roster, and refused",
  offline: "While the database did not answer",
  "no-relief": "Stayed after the shift: relief had not come",
  // Why access for a time would become standing access (X7).
  "standing-access.renewed": "Had again and again within 30 days",
  "standing-access.too-long": "Longer than access for a time may last there",
  "standing-access.unused": "Not used since it began",
  "in-emergency": "In a declared emergency, without a reason",
  // What somebody had anew, and what was checked before.
  ...Object.fromEntries(
    Object.entries(proofings).map(([code, checked]) => [
      `re-proofing.${code}`,
      `Gave somebody a badge, PIN or passkey anew: ${checked}`,
    ]),
  ),
};

/** What they said: in the policy's words, and by code for a screen of another language. */
export interface SaidReason {
  readonly reason: string;
  readonly said: SaidView;
}

/** What they said, in the policy's words; those of a policy that is not the active one any more stay codes. */
export function sayReason(bundle: Bundle, review: Pick<Review, "reason" | "type">): string {
  return reasonOf(bundle, review).reason;
}

/** The same, with what it is by code. */
export function reasonOf(
  { actions, breakGlass, emergencies, grants }: Bundle,
  { reason, type }: Pick<Review, "reason" | "type">,
): SaidReason {
  const code = reasonCode(type, reason);
  const titles: Readonly<Record<string, string | undefined>> = {
    excuse: breakGlass.reasons.get(reason) ?? grants.reasons.get(reason),
    responding: emergencies.get(reason)?.title,
    "unsigned-act": actions.get(reason)?.title,
  };
  const what = titles[code] ?? reason;
  const sentence = Object.hasOwn(reviewReasons, code) ? (reviewReasons[code] ?? reason) : reason;
  const name = /\{([a-z]+)\}/.exec(sentence)?.[1];
  return {
    reason: sentence.replace(/\{[a-z]+\}/, () => what),
    // A screen looks the code up, as the policy's titles are in the server's language.
    said: { code, values: name === undefined ? {} : { [name]: reason }, zone: "UTC" },
  };
}

function reasonCode(type: Review["type"], reason: string): string {
  if (type === "unrostered-shift") return reason === "refused" ? `${type}.refused` : type;
  if (type === "standing-access" || type === "re-proofing") return `${type}.${reason}`;
  if (Object.hasOwn(reviewReasons, type)) return type;
  return reason === inEmergency ? "in-emergency" : "excuse";
}
