import type { AssuranceLevel, Session, SessionProof } from "../../world/index.ts";

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

/**
 * What a new token of a sign-in says of how sure it is: the surest proof of the session that is no older than what the sign-in was
 * answered with. So a PIN that was given since takes no level away, and a token never says of an older passkey that it was given with
 * that PIN: level and instant are those of one proof.
 *
 * @param answeredAt `auth_time` of the sign-in, in seconds; undefined where that is not known
 */
export function proofToTell({ proofs }: Session, answeredAt: number | undefined): SessionProof {
  const recent = proofs.find(({ at }) => secondsOf(at) >= (answeredAt ?? 0));
  // Of a tap alone there is no proof, and the sign-in was answered with its session's beginning (X17).
  return recent ?? proofs[0];
}

/** An instant as tokens have it. */
export function secondsOf(instant: number): number {
  return Math.floor(instant / 1000);
}
