import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, cedarJson } from "../../../tests/support/cedar-values.ts";
import type { CedarRecord } from "../index.ts";
import { createNodeTable } from "../store/node-table.ts";
import { Datetime } from "./datetime.ts";
import { Decimal } from "./decimal.ts";
import { createDecoding, decodeValue } from "./decode.ts";
import { encodeRecord, encodeValue } from "./encode.ts";
import { canonicalLong } from "./long.ts";
import { type Attributes, equal, typeName } from "./value.ts";

const decoding = createDecoding(createNodeTable().intern, undefined);
const read = (json: unknown) => decodeValue(json, undefined, decoding);

describe("encoding", () => {
  test("what is read from it is what was encoded", () => {
    fc.assert(
      fc.property(cedarJson, (json) => {
        const value = read(json);
        expect(equal(read(encodeValue(value)), value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("is Cedar's form", () => {
    const json = {
      flag: true,
      long: -5,
      big: 2n ** 63n - 1n,
      text: "a",
      list: [1, "a", [true]],
      who: { __entity: { type: "A", id: "x" } },
      amount: { __extn: { fn: "decimal", arg: "1.5000" } },
      from: { __extn: { fn: "ip", arg: "10.0.0.1/8" } },
      from6: { __extn: { fn: "ip", arg: "1:0:0:0:0:0:0:f/128" } },
      length: { __extn: { fn: "duration", arg: "-61ms" } },
      inner: { __proto__: null, a: 1, constructor: 2 },
    };
    expect(encodeRecord(read(json) as Attributes)).toEqual(json);
  });

  test("keeps `__proto__` as a name like others", () => {
    const json: unknown = JSON.parse('{"__proto__": {"a": 1}}');
    const encoded = encodeRecord(read(json) as Attributes);
    expect(Object.keys(encoded)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(encoded)).toBe(Object.prototype);
    expect(canonical(encoded)).toBe(canonical(json as CedarRecord));
  });

  test("instants are offsets, for not every one has a text", () => {
    const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(canonicalLong);
    fc.assert(
      fc.property(longs, (milliseconds) => {
        const back = read(encodeValue(new Datetime(milliseconds)));
        expect(typeName(back)).toBe("datetime");
        expect(equal(back, new Datetime(milliseconds))).toBe(true);
        const decimal = new Decimal(milliseconds);
        expect(equal(read(encodeValue(decimal)), decimal)).toBe(true);
      }),
    );
    expect(encodeValue(new Datetime(-1))).toEqual({
      __extn: {
        fn: "offset",
        args: [
          { __extn: { fn: "datetime", arg: "1970-01-01" } },
          { __extn: { fn: "duration", arg: "-1ms" } },
        ],
      },
    });
  });
});
