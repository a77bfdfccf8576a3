import type { AssuranceLevel } from "../../world/index.ts";

/** The levels of assurance as acr values: 1 presence, 2 badge and PIN, 3 passkey, 4 hardware passkey. */
const prefix = "urn:wardkey:level:";

/** All of them, as discovery lists them. */
export const acrValues: readonly string[] = [1, 2, 3, 4].map((level) => `${prefix}${level}`);

/** What a session's level is called in tokens. */
export function acrOf(level: AssuranceLevel): string {
  return `${prefix}${level}`;
}

/**
 * The least level that a request's `acr_values` accept (OpenID Connect Core 3.1.2.1; RFC 9470 section 4); undefined where
 * none is asked for, or none of ours: then no session is enough.
 */
export function levelAsked(acr: string | undefined): number | undefined {
  if (acr === undefined || acr === "") return 0;
  const levels = acr.split(" ").map((value) => acrValues.indexOf(value) + 1);
  const known = levels.filter((level) => level > 0);
  return known.length === 0 ? undefined : Math.min(...known);
}
