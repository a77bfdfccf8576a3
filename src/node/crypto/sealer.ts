import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { CryptoError } from "./errors.ts";

/**
 * What is sealed: a half-written text, the private part of a key that tokens are signed with, and what a node keeps and writes
 * for the time in which its database does not answer.
 */
export type SealUse = "draft" | "signing-key" | "invitation" | "journal" | "offline-cache";

/** Keeps texts so that the database alone does not give them away. */
export interface Sealer {
  /** `text`, encrypted for one use and bound to `bound`: it opens for and under nothing else. */
  seal(use: SealUse, text: string, bound: string): string;
  /** The text; undefined when it was sealed for something else, under another secret, or changed since. */
  open(use: SealUse, sealed: string, bound: string): string | undefined;
}

const [nonceLength, tagLength] = [12, 16];

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. What a text is bound to is its associated data, and the salt of
 * its key: HKDF-SHA-256 (RFC 5869) of the installation's pepper for that use, so that one key never seals many texts.
 *
 * @throws CryptoError `secret-malformed` for a pepper of less than 32 bytes
 */
export function openSealer(pepper: Uint8Array): Sealer {
  if (pepper.length < 32) {
    throw new CryptoError("secret-malformed", "a pepper has 32 bytes or more");
  }
  const keyOf = (use: SealUse, bound: string) =>
    new Uint8Array(hkdfSync("sha256", pepper, bound, `wardkey ${use} 1`, 32));
  return {
    seal(use, text, bound) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv("aes-256-gcm", keyOf(use, bound), nonce);
      cipher.setAAD(Buffer.from(bound, "utf8"));
      const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, bytes, cipher.getAuthTag()]).toString("base64url");
    },
    open(use, sealed, bound) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < nonceLength + tagLength) return undefined;
      const decipher = createDecipheriv(
        "aes-256-gcm",
        keyOf(use, bound),
        bytes.subarray(0, nonceLength),
        { authTagLength: tagLength },
      );
      decipher.setAAD(Buffer.from(bound, "utf8"));
      decipher.setAuthTag(bytes.subarray(-tagLength));
      try {
        const text = decipher.update(bytes.subarray(nonceLength, -tagLength));
        return Buffer.concat([text, decipher.final()]).toString("utf8");
      } catch {
        // The tag does not fit: nothing of what came out is looked at.
        return undefined;
      }
    },
  };
}
