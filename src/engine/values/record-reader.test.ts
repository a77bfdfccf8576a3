import { describe, expect, test } from "vitest";
import { type CedarType, recordOf } from "../cedar-type.ts";
import { createNodeTable } from "../store/node-table.ts";
import { createDecoding, decodeRecord, startAt } from "./decode.ts";
import { Fault } from "./fault.ts";
import { createRecordReader } from "./record-reader.ts";

const types: Readonly<Record<string, CedarType>> = {
  a: { kind: "bool" },
  b: { kind: "string" },
  c: { kind: "long" },
  d: { kind: "set", element: { kind: "string" } },
  ["__proto__"]: { kind: "bool" },
  'e"\\\u2028': { kind: "record", attributes: new Map(), list: [] },
};
const type = recordOf(
  new Map(Object.entries(types).map(([name, each]) => [name, { type: each, required: true }])),
);
const decoding = createDecoding(createNodeTable().borrow, new Map());

/** What reading it comes to: the record, or what is said to be wrong. */
function outcome(read: () => unknown): unknown {
  startAt(decoding, "context");
  try {
    return JSON.stringify(read());
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

const whole = (over: object = {}, left: readonly string[] = []): unknown => {
  const json = JSON.parse(
    '{"a":true,"b":"x","c":3,"d":["y"],"__proto__":false,"e\\"\\\\\\u2028":{}}',
  );
  for (const name of left) delete json[name];
  return Object.assign(json, over);
};

describe("a reader of its own for a type reads as the one for all types does", () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["what fits", whole()],
    ["another order", whole({ a: false }, ["a"])],
    ["another kind of value", whole({ a: "true" })],
    ["a text that is none", whole({ b: "\ud800" })],
    ["a number that is no integer", whole({ c: 0.5 })],
    ["a set with a wrong element", whole({ d: ["y", 1] })],
    ["a record that holds too much", whole({ 'e"\\\u2028': { f: 1 } })],
    ["an attribute that is missing", whole({}, ["c"])],
    ["one too many", whole({ f: 1 })],
    ["one in the place of another", whole({ f: 1 }, ["a"])],
    ["undefined", whole({ a: undefined })],
    ["no record", [true]],
    ["an attribute of the prototype", Object.create({ a: true }, {})],
    ["nothing", {}],
  ];
  test.each(cases)("%s", (_name, json) => {
    const read = createRecordReader(type);
    const expected = outcome(() => decodeRecord(json, type, decoding));
    // What it met before changes nothing.
    for (const before of [
      json,
      whole(),
      whole({ f: 1 }),
      whole({ f: 1 }, ["a"]),
      whole({ a: false }, ["a"]),
    ]) {
      outcome(() => read(before, decoding));
      expect(outcome(() => read(json, decoding))).toBe(expected);
    }
  });

  test("a member that is another each time is read once", () => {
    const read = createRecordReader(type);
    for (let run = 0; run < 2; run++) {
      let times = 0;
      const json = whole() as object;
      const get = () => ++times === 1;
      Object.defineProperty(json, "a", { get, enumerable: true, configurable: true });
      expect(outcome(() => read(json, decoding))).toContain('"$a":true');
      expect(times).toBe(1);
    }
  });

  test("a member that alters the record while it is read lets nothing else in by it", () => {
    const read = createRecordReader(
      recordOf(new Map([["a", { type: { kind: "bool" }, required: true }]])),
    );
    const json = {
      f: 1,
      get a() {
        delete (this as { f?: number }).f;
        return true;
      },
    };
    outcome(() => read(json, decoding));
    expect(outcome(() => read({ f: 1, a: true }, decoding))).toBe(
      "context: the schema has no attribute `f` here",
    );
  });
});
