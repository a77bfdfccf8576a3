import { createHash, randomBytes, randomInt } from "node:crypto";

/** The secret of a new link: 256 bits. */
export function newLink(): string {
  return randomBytes(32).toString("base64url");
}

/** What a link's secret is kept as. */
export function linkHash(secret: string): string {
  return createHash("sha256").update(`invitation\0${secret}`).digest("base64url");
}

/** The address to send. The secret stands behind the #, so that no server's log and no proxy ever sees it. */
export function linkOf(origin: string, secret: string): string {
  return `${origin}/arrive/#${secret}`;
}

/**
 * A new code for the desk. It is random, and not made of the link: whoever else has the link learns nothing of it, and of a link that
 * somebody else has used there is no code to be read out in good faith.
 */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** What a code's keyed hash is of: a code is good for the phone of one link. */
export function codeOf(invitation: string, code: string): string {
  return `${invitation}|${code}`;
}
