import type { AssuranceLevel, Session } from "../world/index.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Pattern } from "./bundle/bundle.ts";
import type { Situation } from "./facts.ts";
import { passkeyLevel } from "./passkeys.ts";

/**
 * Whether the session's person signed just this (A4): one ceremony, named by the request, of a passkey of at least `level`,
 * for this action and this patient, just now, and not used yet. A recent sign-in or step-up is none.
 */
export function isSigned(
  { bundle, request: { action, context, resource }, world }: Situation,
  { person, signature }: Session,
  level: AssuranceLevel,
  pattern: Pattern | undefined,
  boundaries: Boundaries,
): boolean {
  if (signature === undefined || signature.id !== context.signature) return false;
  const until = signature.at + (pattern?.stepUpFresh ?? 0);
  note(boundaries, until);
  const passkey = world.passkeys.get(signature.passkey);
  if (passkey === undefined || passkey.locked || passkey.person !== person) return false;
  const isThis = signature.action === action && signature.patient === resource.id;
  return isThis && passkeyLevel(bundle, passkey) >= level && boundaries.at < until;
}
