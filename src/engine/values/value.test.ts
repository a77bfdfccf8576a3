import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, cedarJson } from "../../../tests/support/cedar-values.ts";
import { createNodeTable } from "../store/node-table.ts";
import { Datetime } from "./datetime.ts";
import { Decimal } from "./decimal.ts";
import { createDecoding, decodeValue } from "./decode.ts";
import { Duration } from "./duration.ts";
import { EntityNode, isIn, sameEntity, uidText } from "./entity-node.ts";
import { IpAddress } from "./ip-address.ts";
import { CedarSet, equal, isRecord, typeName, type Value } from "./value.ts";

/** Reads as a request would: some entities are found by identity, the others nobody knows. */
const table = createNodeTable();
table.intern("A", "a");
table.intern("B", "b");
const decoding = createDecoding(table.borrow, undefined);
const read = (json: unknown) => decodeValue(json, undefined, decoding);

describe("equality", () => {
  test("is that of the content, however deep; values of different types are never equal", () => {
    fc.assert(
      fc.property(cedarJson, cedarJson, (a, b) => {
        const same = canonical(a) === canonical(b);
        expect(equal(read(a), read(b))).toBe(same);
        expect(equal(read(a), read(a))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("of records does not depend on the order of names, of sets on none", () => {
    expect(equal(read({ a: 1, b: [1, 2] }), read({ b: [2, 1, 1], a: 1 }))).toBe(true);
    expect(
      read([
        { a: 1, b: { c: 1, d: 2 } },
        { b: { d: 2, c: 1 }, a: 1 },
      ]),
    ).toHaveProperty("elements.length", 1);
    expect(equal(read({ a: 1 }), read({ a: 1, b: 1 }))).toBe(false);
    expect(equal(read({ a: 1, b: 1 }), read({ a: 1, c: 1 }))).toBe(false);
    expect(equal(read([1, 2]), read([1, 2, 3]))).toBe(false);
    expect(equal(read([[1], [2]]), read([[2], [1], [2, 2]]))).toBe(true);
  });

  test("nothing that looks like another type's content is it", () => {
    const alike = [
      ...[1, "1", true, "true", false, [1], ["1"], [[1]], { a: 1 }, [{ a: 1 }], "l1;", {}, []],
      ...[[true], [false], { a: true }, { a: false }],
    ];
    for (const [at, a] of alike.entries()) {
      for (const [other, b] of alike.entries()) {
        expect(equal(read(a), read(b)), `${at} ${other}`).toBe(at === other);
        expect(read([a, b]), `${at} ${other}`).toHaveProperty(
          "elements.length",
          1 + Number(at !== other),
        );
      }
    }
  });
});

describe("a set", () => {
  test("holds each value once, and has exactly those", () => {
    fc.assert(
      fc.property(fc.array(cedarJson, { maxLength: 6 }), cedarJson, (list, other) => {
        const keys = new Set(list.map(canonical));
        const set = new CedarSet(list.map(read));
        expect(set.elements.length).toBe(keys.size);
        expect(list.every((element) => set.has(read(element)))).toBe(true);
        expect(set.has(read(other))).toBe(keys.has(canonical(other)));
        expect(set.has(read([list]))).toBe(keys.has(canonical([list])));
      }),
      { numRuns: 500 },
    );
  });

  test("hasAll, hasAny and equals are those of the sets of contents", () => {
    const lists = fc.array(cedarJson, { maxLength: 4 });
    fc.assert(
      fc.property(lists, lists, fc.boolean(), (a, more, mixed) => {
        const b = mixed ? [...more, ...a.slice(1)] : more;
        const [left, right] = [new CedarSet(a.map(read)), new CedarSet(b.map(read))];
        const [own, others] = [new Set(a.map(canonical)), new Set(b.map(canonical))];
        expect(left.hasAll(right)).toBe(others.isSubsetOf(own));
        expect(right.hasAll(left)).toBe(own.isSubsetOf(others));
        expect(left.hasAny(right)).toBe(!own.isDisjointFrom(others));
        expect(right.hasAny(left)).toBe(!own.isDisjointFrom(others));
        const same = own.size === others.size && own.isSubsetOf(others);
        expect(left.equals(right)).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  test("finds by identity what its store keeps, by content what no store knows", () => {
    const set = read([{ __entity: { type: "A", id: "a" } }]) as CedarSet;
    expect(set.has(table.borrow("A", "a"))).toBe(true);
    expect(set.has(table.borrow("A", "b"))).toBe(false);
    const strangers = read([{ __entity: { type: "C", id: "a" } }]) as CedarSet;
    expect(strangers.has(table.borrow("C", "a"))).toBe(true);
    expect(strangers.has(table.borrow("D", "a"))).toBe(false);
    expect(strangers.has(table.borrow("A", "a"))).toBe(false);
  });

  // Comparing each with each would take longer than a test may.
  test("of tens of thousands is made and asked", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ a: [index] }));
    const set = read([...many, ...many]) as CedarSet;
    expect(set.elements.length).toBe(20_000);
    expect(set.hasAll(read(many.toReversed()) as CedarSet)).toBe(true);
  });
});

describe("types", () => {
  test("are named as in Cedar's messages", () => {
    const names = new Map<Value, string>([
      [true, "bool"],
      [1, "long"],
      [2n ** 60n, "long"],
      ["", "string"],
      [table.intern("A::B", "x"), "(entity of type `A::B`)"],
      [new CedarSet([]), "set"],
      [new Decimal(1), "decimal"],
      [new Datetime(1), "datetime"],
      [new Duration(1), "duration"],
      [new IpAddress(4, 1n, 32), "ipaddr"],
      [read({ a: 1 }), "record"],
    ]);
    for (const [value, name] of names) {
      expect(typeName(value)).toBe(name);
      expect(isRecord(value)).toBe(name === "record");
    }
  });
});

describe("entities", () => {
  test("are the same by type and id, whether or not a store keeps them", () => {
    const [a, b] = [table.intern("A", "a"), table.intern("B", "a")];
    expect(sameEntity(a, table.intern("A", "a"))).toBe(true);
    expect(sameEntity(a, new EntityNode("A", "a", {}, false))).toBe(true);
    expect(sameEntity(new EntityNode("A", "a", {}, false), a)).toBe(true);
    expect(sameEntity(a, b)).toBe(false);
    expect(sameEntity(a, new EntityNode("A", "b", {}, false))).toBe(false);
    expect(sameEntity(a, new EntityNode("B", "a", {}, false))).toBe(false);
  });

  test("are in themselves and in their ancestors", () => {
    const [low, middle, high] = ["low", "middle", "high"].map((id) => table.intern("G", id));
    if (low === undefined || middle === undefined || high === undefined) throw new Error();
    low.ancestors = new Set([middle, high]);
    expect([low, middle, high].map((each) => isIn(low, each))).toEqual([true, true, true]);
    expect([low, middle, high].map((each) => isIn(each, low))).toEqual([true, false, false]);
    expect(isIn(low, new EntityNode("G", "high", {}, false))).toBe(true);
    expect(isIn(low, new EntityNode("H", "high", {}, false))).toBe(false);
    expect(isIn(new EntityNode("G", "x", {}, false), new EntityNode("G", "x", {}, false))).toBe(
      true,
    );
  });

  test("are written as Cedar writes them", () => {
    expect(uidText({ type: "A::B", id: 'x"\n' })).toBe('A::B::"x\\"\\n"');
  });
});
