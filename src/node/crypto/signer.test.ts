import { generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noteKey, openCheckpoint, signCheckpoint } from "../../audit/index.ts";
import { nodeHasher } from "./hasher.ts";
import { openSigner, verifyEd25519 } from "./signer.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-signer-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const name = "hospital.example/log";
const message = new TextEncoder().encode("message");

test("RFC 8032 section 7.1, test 2: the seed gives the public key and the signature", () => {
  const seed = Buffer.from(
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "hex",
  );
  const signer = openSigner({ name, seed });
  expect(Buffer.from(signer.publicKey).toString("hex")).toBe(
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  );
  const signature = signer.sign(Uint8Array.of(0x72));
  expect(Buffer.from(signature).toString("hex")).toBe(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  expect(verifyEd25519(signer.publicKey, Uint8Array.of(0x72), signature)).toBe(true);
});

test("the key file is created once, for its owner only, and nothing is left beside it", () => {
  const path = join(folder, "keys", "checkpoint.pem");
  const signer = openSigner({ name, path });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "keys")).mode & 0o077).toBe(0);
  expect(readdirSync(join(folder, "keys"))).toEqual(["checkpoint.pem"]);
  const again = openSigner({ name, path });
  expect(again.publicKey).toEqual(signer.publicKey);
  expect(again.sign(message)).toEqual(signer.sign(message));
  const configured = openSigner({ name, pem: readFileSync(path, "utf8") });
  expect(configured.publicKey).toEqual(signer.publicKey);
});

test("a key file that others may read is refused", () => {
  const path = join(folder, "checkpoint.pem");
  openSigner({ name, path });
  chmodSync(path, 0o640);
  expect(() => openSigner({ name, path })).toThrow(
    expect.objectContaining({ code: "secret-file-open-to-others" }),
  );
});

test("what is no Ed25519 key is refused, without a word of what it is", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const pem = rsa.export({ type: "pkcs8", format: "pem" }) as string;
  const path = join(folder, "cut-off.pem");
  writeFileSync(path, "-----BEGIN PRIVATE KEY-----\nMC4CAQAw", { mode: 0o600 });
  for (const source of [{ pem }, { pem: "my secret" }, { path }, { seed: new Uint8Array(31) }]) {
    expect(() => openSigner({ name, ...source })).toThrow(
      expect.objectContaining({ code: "secret-malformed" }),
    );
  }
  expect(() => openSigner({ name, pem: "my secret" })).not.toThrow("my secret");
});

test("a signature is of this message by this key; anything malformed is false", () => {
  const signer = openSigner({ name, seed: new Uint8Array(32).fill(1) });
  const other = openSigner({ name, seed: new Uint8Array(32).fill(2) });
  const signature = signer.sign(message);
  expect(signature).toHaveLength(64);
  expect(verifyEd25519(signer.publicKey, message, signature)).toBe(true);
  expect(verifyEd25519(other.publicKey, message, signature)).toBe(false);
  expect(verifyEd25519(signer.publicKey, message.subarray(1), signature)).toBe(false);
  expect(verifyEd25519(signer.publicKey, message, signature.with(3, 0))).toBe(false);
  expect(verifyEd25519(signer.publicKey, message, signature.subarray(1))).toBe(false);
  expect(verifyEd25519(signer.publicKey.subarray(1), message, signature)).toBe(false);
  expect(verifyEd25519(new Uint8Array(32).fill(0xff), message, signature)).toBe(false);
});

test("a checkpoint signed with it opens with its public key", () => {
  const signer = openSigner({ name, path: join(folder, "checkpoint.pem") });
  const root = nodeHasher.sha256(new Uint8Array(0));
  const note = signCheckpoint(nodeHasher, { origin: name, size: 0, root, signer });
  const key = noteKey(nodeHasher, name, signer.publicKey);
  expect(openCheckpoint(note, name, [key], verifyEd25519)).toMatchObject({
    type: "signed",
    checkpoint: { origin: name, size: 0, root },
  });
});
