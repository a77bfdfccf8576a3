import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { CryptoError } from "./errors.ts";
import { readOrCreateSecret } from "./secret-file.ts";

/** What a keyed hash is of: the same text gives another hash for another use. */
export type KeyedHashUse =
  | "badge"
  | "api-key"
  | "seat-key"
  | "message"
  | "check"
  | "passport-nonce"
  | "invitation-code"
  | "workload-secret"
  | "database-role";

/**
 * The hash under which a badge number or key is looked up: HMAC-SHA-256 (RFC 2104) with the organisation's pepper,
 * as 43 URL-safe characters. A stolen database cannot be searched for badge numbers without the pepper, which is
 * not in it; whoever loses the pepper has to enrol every badge again.
 */
export type KeyedHash = (use: KeyedHashUse, secret: string) => string;

/** Where the pepper is: a file of ours (created when it is not there), or 32 bytes or more that are configured. */
export type PepperSource = { readonly path: string } | { readonly pepper: Uint8Array };

/**
 * @throws CryptoError `secret-malformed`, `secret-file-open-to-others`; errors of the file system
 */
export function openKeyedHash(source: PepperSource): KeyedHash {
  const pepper = "pepper" in source ? source.pepper : readPepper(source.path);
  if (pepper.length < 32) {
    throw new CryptoError("secret-malformed", "a pepper has 32 bytes or more");
  }
  const key = createSecretKey(pepper);
  // No use holds a zero byte, so no use and secret can be read as another pair.
  return (use, secret) => createHmac("sha256", key).update(`${use}\0${secret}`).digest("base64url");
}

/**
 * The pepper in the file at `path`, which is created when it is not there: 32 random bytes.
 *
 * @throws CryptoError `secret-malformed`, `secret-file-open-to-others`; errors of the file system
 */
export function readPepper(path: string): Uint8Array {
  const text = readOrCreateSecret(path, () => `${randomBytes(32).toString("base64url")}\n`).trim();
  const pepper = Buffer.from(text, "base64url");
  if (pepper.length !== 32 || pepper.toString("base64url") !== text) {
    throw new CryptoError("secret-malformed", `${path} is not a pepper`);
  }
  return pepper;
}
