import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import type { Signer } from "../../ports/index.ts";
import { CryptoError } from "./errors.ts";
import { readOrCreateSecret } from "./secret-file.ts";

/**
 * Where the checkpoint key is: a file of ours (created when it is not there), the text of a PKCS #8 PEM, or the
 * 32-byte seed of RFC 8032.
 */
export type KeySource =
  | { readonly path: string }
  | { readonly pem: string }
  | { readonly seed: Uint8Array };

/**
 * The Ed25519 key that signs checkpoints, under the name that stands in the note.
 *
 * @throws CryptoError `secret-malformed`, `secret-file-open-to-others`; errors of the file system
 */
export function openSigner(options: { readonly name: string } & KeySource): Signer {
  const privateKey = readKey(options);
  return {
    name: options.name,
    publicKey: rawPublicKey(createPublicKey(privateKey)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

/**
 * Whether `signature` (64 bytes) is that of `message` by the 32-byte Ed25519 public key. Anything malformed is false.
 */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const x = Buffer.from(publicKey).toString("base64url");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, message, key, signature);
  } catch {
    // 32 bytes that OpenSSL does not take for a key.
    return false;
  }
}

function readKey(source: KeySource): KeyObject {
  if ("seed" in source) return fromSeed(source.seed);
  if ("pem" in source) return fromPem(source.pem, "the configured checkpoint key");
  return fromPem(readOrCreateSecret(source.path, newPem), source.path);
}

function newPem(): string {
  return generateKeyPairSync("ed25519").privateKey.export({
    type: "pkcs8",
    format: "pem",
  }) as string;
}

function fromPem(pem: string, where: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's own message may quote the text; ours says only where it came from.
  }
  if (key?.asymmetricKeyType === "ed25519") return key;
  throw new CryptoError(
    "secret-malformed",
    `${where} is not an Ed25519 private key in PEM (PKCS #8)`,
  );
}

/** RFC 8410 section 7: the fixed beginning of a PKCS #8 Ed25519 key, before its seed. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

function fromSeed(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) {
    throw new CryptoError("secret-malformed", "the seed of an Ed25519 key has 32 bytes");
  }
  return createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    type: "pkcs8",
    format: "der",
  });
}

function rawPublicKey(key: KeyObject): Uint8Array {
  return new Uint8Array(Buffer.from(key.export({ format: "jwk" }).x as string, "base64url"));
}
