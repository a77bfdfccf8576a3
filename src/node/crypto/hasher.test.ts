import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nodeHasher } from "./hasher.ts";

test("it is SHA-256, as plain bytes of their own", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const digest = nodeHasher.sha256(bytes);
      expect(digest).toEqual(new Uint8Array(createHash("sha256").update(bytes).digest()));
      expect(digest.buffer.byteLength).toBe(32);
      // A view is hashed, not what it is a view of.
      expect(nodeHasher.sha256(bytes.subarray(1))).toEqual(nodeHasher.sha256(bytes.slice(1)));
    }),
  );
});
