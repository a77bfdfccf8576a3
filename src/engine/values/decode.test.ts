import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { type CedarType, type EntityType, emptyRecord, recordOf } from "../cedar-type.ts";
import { createNodeTable } from "../store/node-table.ts";
import { Datetime } from "./datetime.ts";
import { Decimal } from "./decimal.ts";
import { createDecoding, decodeRecord, decodeValue, startAt } from "./decode.ts";
import { Duration } from "./duration.ts";
import { EntityNode } from "./entity-node.ts";
import { Fault } from "./fault.ts";
import { IpAddress } from "./ip-address.ts";
import { CedarSet, equal, type Value } from "./value.ts";

const entityType = (name: string, ids?: readonly string[]): EntityType => ({
  name,
  parents: new Set(),
  attributes: emptyRecord,
  tags: undefined,
  ids: ids === undefined ? undefined : new Set(ids),
});
const entityTypes = new Map([
  ["Person", entityType("Person")],
  ["Color", entityType("Color", ["red"])],
]);
const table = createNodeTable();
const strict = createDecoding(table.borrow, entityTypes);
const loose = createDecoding(table.borrow, undefined);

const long: CedarType = { kind: "long" };
const text: CedarType = { kind: "string" };
const person: CedarType = { kind: "entity", name: "Person" };
const set = (element: CedarType): CedarType => ({ kind: "set", element });
const record = (
  attributes: Readonly<Record<string, CedarType>>,
  optional: readonly string[] = [],
) =>
  recordOf(
    new Map(
      Object.entries(attributes).map(([name, type]) => [
        name,
        { type, required: !optional.includes(name) },
      ]),
    ),
  );

function read(json: unknown, type?: CedarType): Value {
  const decoding = type === undefined ? loose : strict;
  startAt(decoding, "here");
  return decodeValue(json, type, decoding);
}

const fine = "nothing is wrong";

/** Why it is refused. */
function refusal(json: unknown, type?: CedarType): string {
  try {
    read(json, type);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  return fine;
}

const extn = (fn: string, arg: unknown) => ({ __extn: { fn, arg } });
const ben = { type: "Person", id: "ben" };

describe("without a type", () => {
  test("values are what their form says", () => {
    expect(read(true)).toBe(true);
    expect(read("a")).toBe("a");
    expect(read(5)).toBe(5);
    expect(Object.is(read(-0), 0)).toBe(true);
    expect(read(5n)).toBe(5);
    expect(read(2n ** 63n - 1n)).toBe(2n ** 63n - 1n);
    expect(read({ __entity: ben })).toMatchObject(ben);
    expect(read({ __entity: ben })).toBeInstanceOf(EntityNode);
    expect(read([1, 1, "1"])).toMatchObject({ elements: [1, "1"] });
    expect(read({ a: 1, b: { c: 2 } })).toEqual({ $a: 1, $b: { $c: 2 } });
    expect(read(extn("decimal", "1.5"))).toEqual(new Decimal(15_000));
    expect(read(extn("ip", "::1"))).toEqual(new IpAddress(6, 1n, 128));
    expect(read(extn("datetime", "1970-01-02"))).toEqual(new Datetime(86_400_000));
    expect(read(extn("duration", "-1s"))).toEqual(new Duration(-1000));
  });

  test("extension functions of several arguments are calls", () => {
    const args = [extn("datetime", "1970-01-01"), extn("duration", "5ms")];
    expect(read({ __extn: { fn: "offset", args } })).toEqual(new Datetime(5));
  });

  test.each([
    [Number.NaN, /NaN is no integer/],
    [Number.POSITIVE_INFINITY, /no integer/],
    [1.5, /1\.5 is no integer that a number holds exactly/],
    [2 ** 53, /no integer that a number holds exactly/],
    [2n ** 63n, /does not fit 64 bits/],
    [-(2n ** 63n) - 1n, /does not fit 64 bits/],
    [null, /null is no Cedar value/],
    [undefined, /a JavaScript undefined is no Cedar value/],
    [Symbol("x"), /a JavaScript symbol is no Cedar value/],
    [() => 1, /a JavaScript function is no Cedar value/],
    [new Date(0), /no Cedar value/],
    [new Map(), /no Cedar value/],
    [new EntityNode("A", "a", {}, false), /no Cedar value/],
    [extn("decimal", "x"), /not a well-formed decimal/],
    [extn("nothing", "x"), /extension function `nothing` does not exist/],
    [extn("decimal", 1), /expected string, got long/],
    [{ __extn: { fn: "isIpv4", args: [] } }, /wrong number of arguments/],
    [{ __entity: null }, /null is no Cedar value/],
    ["\ud83d", /half of a surrogate pair/],
    [{ a: { "\ude00": 1 } }, /here\.a: half of a surrogate pair/],
    [{ __entity: { type: "A", id: "\ud83d" } }, /half of a surrogate pair/],
    [{ __expr: "1 + 1" }, /no longer supported/],
  ])("%o is refused", (json, why) => {
    expect(refusal(json)).toMatch(why);
  });

  test.each([
    { __extn: { fn: 1, arg: "1.0" } },
    { __extn: "decimal" },
    { ...extn("decimal", "1.0"), a: 1 },
    { __entity: ben, a: 1 },
    { __entity: { type: "A" } },
    { __entity: { type: 1, id: "a" } },
    { __expr: 1 },
  ])("%o is no escape but a record, as in Cedar", (json) => {
    expect(Object.keys(read(json))).toEqual(Object.keys(json).map((key) => `$${key}`));
  });

  test("a hole in a list is not passed over", () => {
    const holed = [1, 2, 3];
    delete holed[1];
    expect(refusal(holed)).toBe("here[1]: a JavaScript undefined is no Cedar value");
  });

  test("names are names, whatever they mean to JavaScript", () => {
    const json: unknown = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3, "": 4}');
    expect(read(json)).toEqual({ $__proto__: 1, $constructor: 2, $toString: 3, $: 4 });
    expect(read(Object.assign(Object.create(null), { a: 1 }))).toEqual({ $a: 1 });
    const inherits = Object.create({ a: 1 }) as object;
    expect(refusal(inherits)).toMatch(/no Cedar value/);
    expect(refusal(runInNewContext("({ a: 1 })"))).toMatch(/no Cedar value/);
  });

  test("what is nested too deeply is refused, not crashed on", () => {
    const nest = (depth: number) => {
      let json: unknown = 1;
      for (let level = 0; level < depth; level++) json = level % 2 === 0 ? [json] : { a: json };
      return json;
    };
    expect(refusal(nest(100))).toBe(fine);
    expect(refusal(nest(200))).toMatch(/nested more than 120 deep/);
    expect(refusal(nest(100_000))).toMatch(/nested more than 120 deep/);
  });
});

const isComposite = ({ kind }: CedarType) => kind === "set" || kind === "record";

describe("of a type", () => {
  const values: readonly (readonly [string, unknown, CedarType])[] = [
    ["bool", true, { kind: "bool" }],
    ["long", 1, long],
    ["long", 2n ** 60n, long],
    ["string", "a", text],
    ["decimal", extn("decimal", "1.0"), { kind: "decimal" }],
    ["ipaddr", extn("ip", "::1"), { kind: "ipaddr" }],
    ["datetime", extn("datetime", "1970-01-01"), { kind: "datetime" }],
    ["duration", extn("duration", "1s"), { kind: "duration" }],
    ["entity", { __entity: ben }, person],
    ["set", [1], set(long)],
    ["record", { a: 1 }, record({ a: long })],
  ];

  test("it is taken, and nothing of another type is", () => {
    for (const [kind, json, type] of values) {
      expect(refusal(json, type)).toBe(fine);
      for (const [other, different] of values) {
        if (other === kind || isComposite(type)) continue;
        expect(refusal(different, type), `${kind} of ${other}`).not.toBe(fine);
      }
    }
  });

  test("what is no set is none where one is expected, and no record either", () => {
    for (const [kind, , type] of values.filter((each) => isComposite(each[2]))) {
      for (const [other, json] of values) {
        if (other !== kind) expect(refusal(json, type), `${kind} of ${other}`).not.toBe(fine);
      }
    }
  });

  test("escapes may be left out where the type says it", () => {
    expect(read("1.5", { kind: "decimal" })).toEqual(new Decimal(15_000));
    expect(read({ fn: "decimal", arg: "1.5" }, { kind: "decimal" })).toEqual(new Decimal(15_000));
    expect(read("::1", { kind: "ipaddr" })).toEqual(new IpAddress(6, 1n, 128));
    expect(read("1970-01-01", { kind: "datetime" })).toEqual(new Datetime(0));
    expect(read("1ms", { kind: "duration" })).toEqual(new Duration(1));
    expect(read(ben, person)).toMatchObject(ben);
    const people = read([ben, { __entity: ben }], set(person));
    expect(people).toBeInstanceOf(CedarSet);
    expect(people).toHaveProperty("elements.length", 1);
  });

  test("a text is a text where a text is expected, and nothing else", () => {
    expect(read("1.5", text)).toBe("1.5");
    expect(refusal("1.x", { kind: "decimal" })).toMatch(/^here: error while evaluating `decimal`/);
    expect(refusal("5", long)).toBe("here: expected long, got string");
  });

  test("entities are of the type and among the ids that the schema has", () => {
    expect(refusal({ type: "Color", id: "red" }, person)).toBe(
      "here: expected (entity of type `Person`), got (entity of type `Color`)",
    );
    const color: CedarType = { kind: "entity", name: "Color" };
    expect(refusal({ type: "Color", id: "red" }, color)).toBe(fine);
    expect(refusal({ type: "Color", id: "blue" }, color)).toMatch(/not one of the ids of `Color`/);
    expect(refusal({ type: "Nobody", id: "x" }, person)).toMatch(/no entity type `Nobody`/);
  });

  test("sets hold what they are of, place by place", () => {
    expect(refusal([1, 2, "3"], set(long))).toBe("here[2]: expected long, got string");
    expect(refusal([[1], [true]], set(set(long)))).toBe("here[1][0]: expected long, got bool");
    expect(refusal([1], long)).toBe("here: expected long, got set");
    expect(refusal({ a: 1 }, set(long))).toBe("here: expected set, got record");
  });

  test("records have what the type says and nothing else", () => {
    const type = record({ a: long, b: text, c: record({ d: long }) }, ["b"]);
    expect(read({ c: { d: 1 }, a: 1 }, type)).toEqual({ $a: 1, $c: { $d: 1 } });
    expect(Object.keys(read({ c: { d: 1 }, b: "x", a: 1 }, type))).toEqual(["$a", "$b", "$c"]);
    expect(refusal({ a: 1 }, type)).toBe("here: the attribute `c` is missing");
    expect(refusal({ a: 1, c: { d: "x" } }, type)).toBe("here.c.d: expected long, got string");
    expect(refusal({ a: 1, c: { d: 1 }, e: 1 }, type)).toBe(
      "here: the schema has no attribute `e` here",
    );
    expect(refusal({ a: 1, c: { d: 1, e: 1 } }, type)).toBe(
      "here.c: the schema has no attribute `e` here",
    );
    expect(refusal([], type)).toBe("here: expected record, got set");
    expect(refusal({ a: undefined, c: { d: 1 } }, type)).toMatch(/^here\.a: /);
  });

  test("an attribute is not taken from a prototype", () => {
    const type = record({ constructor: text });
    expect(refusal({}, type)).toMatch(/`constructor` is missing/);
    const polluted = recordOf(new Map([["__proto__", { type: long, required: true }]]));
    expect(refusal({}, polluted)).toMatch(/`__proto__` is missing/);
    expect(read(JSON.parse('{"__proto__": 7}'), polluted)).toEqual({ $__proto__: 7 });
  });

  test("a fault leaves no trace in the next reading", () => {
    expect(refusal({ a: { b: "x" } }, record({ a: record({ b: long }) }))).toMatch(/^here\.a\.b/);
    expect(refusal({ a: "x" }, record({ a: long }))).toMatch(/^here\.a:/);
  });

  test("a record is read in time that grows with it, whatever it holds", () => {
    const decoding = createDecoding(table.borrow, entityTypes);
    startAt(decoding, "context");
    const names = Array.from({ length: 2000 }, (_, index) => `a${index}`);
    const type = record(Object.fromEntries(names.map((name) => [name, long])));
    const json = Object.fromEntries(names.map((name, index) => [name, index]));
    expect(equal(decodeRecord(json, type, decoding), read(json))).toBe(true);
  });
});
