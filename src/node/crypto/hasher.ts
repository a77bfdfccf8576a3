import { hash } from "node:crypto";
import type { Hasher } from "../../ports/index.ts";

/**
 * SHA-256 by OpenSSL. Asking for a string of Latin-1 and taking the bytes out of it is three times as fast as asking
 * for a Buffer (0.4 against 1.2 µs for the 65 bytes of a tree node, Node 24.21), which gets memory outside the heap.
 */
export const nodeHasher: Hasher = {
  sha256(bytes) {
    const digest = hash("sha256", bytes, "binary");
    const out = new Uint8Array(32);
    for (let index = 0; index < 32; index++) out[index] = digest.charCodeAt(index);
    return out;
  },
};
