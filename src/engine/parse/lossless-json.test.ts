import { policyToJson } from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringifyLossless, withLosslessJson } from "./lossless-json.ts";

/** As it is before anybody asks. */
const native = { parse: JSON.parse, stringify: JSON.stringify };

const parseLossless = (text: string): unknown => withLosslessJson(() => JSON.parse(text));

describe("lossless JSON", () => {
  test("integers come and go with all their digits", () => {
    const longest = 2n ** 63n - 1n;
    expect(parseLossless(`[${longest}, -${longest}, 1, -0, 9007199254740993]`)).toEqual([
      longest,
      -longest,
      1,
      -0,
      9007199254740993n,
    ]);
    expect(stringifyLossless({ a: longest, b: [-longest], c: 1 })).toBe(
      '{"a":9223372036854775807,"b":[-9223372036854775807],"c":1}',
    );
  });

  test("anything else is as JSON has it", () => {
    expect(parseLossless('[1.5, 1e3, 1e300, "9223372036854775807", null, true]')).toEqual([
      1.5,
      1000,
      1e300,
      "9223372036854775807",
      null,
      true,
    ]);
    const small = fc.jsonValue().filter((value) => !/[0-9]{16}/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(small, (value) => {
        expect(stringifyLossless(value)).toBe(JSON.stringify(value));
        expect(parseLossless(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("what was stringified is parsed the same", () => {
    const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(fc.array(longs), (values) => {
        const back = parseLossless(stringifyLossless(values)) as (number | bigint)[];
        expect(back.map(BigInt)).toEqual(values);
        expect(
          back.every((each) => typeof each === "number" || !Number.isSafeInteger(Number(each))),
        ).toBe(true);
      }),
    );
  });

  test("the name `__proto__` stays a name", () => {
    const parsed = parseLossless('{"__proto__": {"a": 9223372036854775807}}') as object;
    expect(Object.keys(parsed)).toEqual(["__proto__"]);
    expect(stringifyLossless(parsed)).toBe('{"__proto__":{"a":9223372036854775807}}');
  });

  test("cedar-wasm gives a policy's integers exactly", () => {
    const text =
      "permit (principal, action, resource) when { 9223372036854775807 == -9007199254740993 };";
    const answer = withLosslessJson(() => policyToJson(text));
    expect(answer).toMatchObject({
      json: {
        conditions: [{ body: { "==": { left: { Value: 9223372036854775807n } } } }],
      },
    });
    const lossy = policyToJson(text);
    expect(lossy).toMatchObject({
      json: { conditions: [{ body: { "==": { left: { Value: 2 ** 63 } } } }] },
    });
  });

  test("JSON is itself again afterwards, also after a throw, and for as long as nobody asks", () => {
    const { parse, stringify } = native;
    expect(withLosslessJson(() => JSON.parse === parse)).toBe(false);
    const fails = () =>
      withLosslessJson(() => {
        throw new Error("no");
      });
    expect(fails).toThrow("no");
    expect(JSON.parse).toBe(parse);
    expect(JSON.stringify).toBe(stringify);
    expect(withLosslessJson(() => withLosslessJson(() => 1))).toBe(1);
    expect(JSON.parse).toBe(parse);
  });
});
