import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, encodeBase64 } from "./bytes.ts";

test("base64 is that of RFC 4648 section 10", () => {
  const vectors = { "": "", f: "Zg==", fo: "Zm8=", foo: "Zm9v", foobar: "Zm9vYmFy" };
  for (const [plain, coded] of Object.entries(vectors)) {
    expect(encodeBase64(new TextEncoder().encode(plain))).toBe(coded);
  }
});

test("base64 comes back as it went, and no other text gives the same bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  );
  for (const text of [
    "Zg",
    "Zg=",
    "Zh==",
    "Zm8",
    "Zm9=",
    " Zm9v",
    "Zm9v\n",
    "Zm9-",
    "====",
    "Z===",
  ]) {
    expect(decodeBase64(text), text).toBeUndefined();
  }
});
