import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBundle, parseBundle } from "./entry-bundle.ts";

const entries = fc.array(
  fc.record({
    salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    bytes: fc.uint8Array({ maxLength: 700 }),
  }),
  { maxLength: 20 },
);

test("a bundle gives back salt || bytes of each record", () => {
  fc.assert(
    fc.property(entries, (some) => {
      const parsed = parseBundle(encodeBundle(some)).map((entry) => [...entry]);
      expect(parsed).toEqual(some.map(({ salt, bytes }) => [...salt, ...bytes]));
    }),
  );
});

test("lengths are big-endian and of 16 bits", () => {
  const record = { salt: new Uint8Array(16), bytes: new Uint8Array(500) };
  expect([...encodeBundle([record]).subarray(0, 2)]).toEqual([2, 4]);
  const largest = { salt: new Uint8Array(16), bytes: new Uint8Array(65_519) };
  expect(parseBundle(encodeBundle([largest]))[0]).toHaveLength(65_535);
  const larger = { salt: new Uint8Array(16), bytes: new Uint8Array(65_520) };
  expect(() => encodeBundle([larger])).toThrow(
    expect.objectContaining({ code: "entry-too-large" }),
  );
});

test("a bundle that is cut off is refused wherever the cut is not between entries", () => {
  const bundle = encodeBundle([
    { salt: new Uint8Array(16), bytes: new Uint8Array(3) },
    { salt: new Uint8Array(16), bytes: new Uint8Array(5) },
  ]);
  for (let length = 1; length < bundle.length; length++) {
    const cut = bundle.subarray(0, length);
    if (length === 21) expect(parseBundle(cut)).toHaveLength(1);
    else {
      expect(() => parseBundle(cut)).toThrow(expect.objectContaining({ code: "tile-malformed" }));
    }
  }
});
