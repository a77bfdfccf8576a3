import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { CryptoError } from "./errors.ts";

/** Seals secrets that have to be kept in the database, for one use each. */
export interface Seal {
  /** `text` as nobody reads it without the pepper; `about` is bound to it and must be the same to open it. */
  close(text: string, about: string): string;
  /** @throws CryptoError `secret-malformed` for another pepper, another `about`, or a changed byte */
  open(sealed: string, about: string): string;
}

const version = "v1";

/**
 * AES-256-GCM (NIST SP 800-38D) under a key derived from the pepper by HKDF-SHA-256 (RFC 5869) for this `use`: the
 * database alone opens nothing, and no key serves two uses.
 */
export function createSeal(pepper: Uint8Array, use: "signing-key"): Seal {
  const key = Buffer.from(hkdfSync("sha256", pepper, "", `wardkey ${use}`, 32));
  return {
    close(text, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url")}`;
    },
    open(sealed, about) {
      const [head, rest] = sealed.split(".");
      const bytes = Buffer.from(rest ?? "", "base64url");
      if (head !== version || bytes.length < 28) throw cannotOpen();
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(about));
      decipher.setAuthTag(bytes.subarray(-16));
      try {
        const body = bytes.subarray(12, -16);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
      } catch {
        throw cannotOpen();
      }
    },
  };
}

function cannotOpen(): CryptoError {
  return new CryptoError(
    "secret-malformed",
    "a sealed secret in the database does not open: WARDKEY_PEPPER is not the one that it was sealed with, or it was changed",
  );
}
