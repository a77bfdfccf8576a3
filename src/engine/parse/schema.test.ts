import { describe, expect, test } from "vitest";
import type { CedarType } from "../cedar-type.ts";
import { CedarRefusal } from "./cedar-refusal.ts";
import { readCedarSchema } from "./read-call.ts";

function thrownBy(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

/** A type in short. */
function short(type: CedarType): string {
  switch (type.kind) {
    case "set":
      return `Set<${short(type.element)}>`;
    case "entity":
      return `entity ${type.name}`;
    case "record":
      return `{${[...type.attributes].map(([name, { type: own, required }]) => `${name}${required ? "" : "?"}: ${short(own)}`).join(", ")}}`;
    default:
      return type.kind;
  }
}

const schema = readCedarSchema(`
  type Number = Long;
  type Levels = Set<Number>;
  entity Plain;
  entity String { a: __cedar::String, b: String };
  entity Color enum ["red", "gr\\"een"];
  @doc("one") action "g1"; action "g2" in ["g1"]; action "alone";
  namespace A::B {
    type Level = { deep: Plain, own?: Long };
    entity Ward in [Plain] { level: Level, levels: Levels, all: Set<Set<Ward>> };
    entity Person in [Ward, Plain] {
      flag: Bool, n: Long, cost?: decimal, ip: ipaddr, at: datetime, span: duration,
      other: Color, "odd name": { x: { y?: Level } }
    } tags Set<Ward>;
    action "open", "close" in [Action::"g2"] appliesTo {
      principal: [Person, Plain], resource: Ward, context: { n: Level }
    };
    action "group";
    action "in own" in ["group"] appliesTo { principal: Person, resource: Plain, context: Level };
  }
`);

describe("a schema", () => {
  const attributesOf = (name: string) => {
    const found = schema.entityTypes.get(name);
    return found === undefined ? undefined : short(found.attributes);
  };

  test("has its entity types by whole names, with the types of their attributes", () => {
    expect([...schema.entityTypes.keys()].sort()).toEqual([
      "A::B::Person",
      "A::B::Ward",
      "Color",
      "Plain",
      "String",
    ]);
    expect(attributesOf("Plain")).toBe("{}");
    expect(attributesOf("A::B::Ward")).toBe(
      "{all: Set<Set<entity A::B::Ward>>, level: {deep: entity Plain, own?: long}, levels: Set<long>}",
    );
    expect(attributesOf("A::B::Person")).toBe(
      "{at: datetime, cost?: decimal, flag: bool, ip: ipaddr, n: long, odd name: {x: {y?: {deep: entity Plain, own?: long}}}, other: entity Color, span: duration}",
    );
    expect(attributesOf("String")).toBe("{a: string, b: entity String}");
  });

  test("has parents, tags and enumerated ids", () => {
    const person = schema.entityTypes.get("A::B::Person");
    expect(person?.parents).toEqual(new Set(["A::B::Ward", "Plain"]));
    expect(person?.tags === undefined ? "none" : short(person.tags)).toBe("Set<entity A::B::Ward>");
    expect(person?.ids).toBeUndefined();
    expect(schema.entityTypes.get("Color")?.ids).toEqual(new Set(["red", 'gr"een']));
    expect(schema.entityTypes.get("Plain")?.tags).toBeUndefined();
  });

  test("has its actions with groups, their groups, and what they apply to", () => {
    expect([...schema.actions.keys()].sort()).toEqual([
      'A::B::Action::"close"',
      'A::B::Action::"group"',
      'A::B::Action::"in own"',
      'A::B::Action::"open"',
      'Action::"alone"',
      'Action::"g1"',
      'Action::"g2"',
    ]);
    const open = schema.actions.get('A::B::Action::"open"');
    expect(open).toMatchObject({
      type: "A::B::Action",
      id: "open",
      groups: new Set(["g2", "g1"]),
      groupTexts: new Set(['Action::"g2"', 'Action::"g1"']),
      principalTypes: new Set(["A::B::Person", "Plain"]),
      resourceTypes: new Set(["A::B::Ward"]),
    });
    expect(open === undefined ? "" : short(open.context)).toBe(
      "{n: {deep: entity Plain, own?: long}}",
    );
    const own = schema.actions.get('A::B::Action::"in own"');
    expect(own?.groupTexts).toEqual(new Set(['A::B::Action::"group"']));
    expect(own === undefined ? "" : short(own.context)).toBe("{deep: entity Plain, own?: long}");
    expect(schema.actions.get('Action::"g1"')).toMatchObject({
      principalTypes: new Set(),
      annotations: new Map([["doc", "one"]]),
    });
  });

  test("implies the action entities", () => {
    const own = schema.actionEntities.find(({ uid }) => uid.id === "open");
    expect(own).toEqual({
      uid: { type: "A::B::Action", id: "open" },
      attrs: {},
      parents: [{ type: "Action", id: "g2" }],
    });
    expect(schema.actionEntities).toHaveLength(7);
  });

  test("that is none is refused with what is wrong", () => {
    for (const text of ["entity", "entity A in [B];", "action a in [b];", "entity A; entity A;"]) {
      const refusal = thrownBy(() => readCedarSchema(text));
      expect(refusal).toBeInstanceOf(CedarRefusal);
      expect(refusal).toMatchObject({ errors: [{ message: expect.any(String) }] });
    }
    expect(() =>
      readCedarSchema(`entity A { a: ${"Set<".repeat(2000)}Long${">".repeat(2000)} };`),
    ).toThrow(/nested too deeply/);
  });

  test("a common type is read once: made of others twice over, again and again, it takes no time", () => {
    const { entityTypes } = readCedarSchema(`
      type T0 = { x: Long };
      type T1 = { a: T0, b: T0 };
      entity A { c: T1, d: Set<T1> };
    `);
    const { attributes } = entityTypes.get("A")?.attributes ?? {};
    const [c, d] = [attributes?.get("c")?.type, attributes?.get("d")?.type];
    if (c?.kind !== "record" || d?.kind !== "set") throw new Error("They are.");
    expect(c.attributes.get("a")?.type).toBe(c.attributes.get("b")?.type);
    expect(d.element).toBe(c);
  });
});
