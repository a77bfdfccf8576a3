import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, cedarJson } from "../../tests/support/cedar-values.ts";
import { compileSet, entity, ref, uid } from "../../tests/support/engine.ts";
import {
  type CedarRecord,
  type CedarValue,
  createEntityStore,
  EngineError,
  type Entity,
  type EntityStore,
  type EntityUid,
} from "./index.ts";
import { uidText } from "./values/entity-node.ts";

const schema = `
  entity Group in [Group];
  entity Color enum ["red", "green"];
  entity Person in [Group] {
    age?: Long, friend?: Person, tree?: { left: Set<Person>, color?: Color }
  } tags Set<Person>;
  entity Chart;
  action "care";
  action "read" in ["care"];
  action "open" in ["read"] appliesTo { principal: Person, resource: Chart };
`;

async function storeOf(text: string = schema): Promise<EntityStore> {
  return createEntityStore((await compileSet({ schema: text, policies: {} })).schema);
}

const person = (id: string) => uid("Person", id);
const group = (id: string) => uid("Group", id);

/** What a store says that it has, in one fixed form. */
const contentOf = (store: EntityStore) => store.entities().map(textOf).sort();

function textOf({ uid: whose, attrs, parents, tags = {} }: Entity): string {
  const parts = [attrs, tags].map(canonical);
  return [uidText(whose), ...parts, ...new Set(parents.map(uidText).sort())].join(" ");
}

/** Every entity's ancestors as the store keeps them. */
function ancestorsIn(store: EntityStore): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...store.nodes.all()].map((node) => [
      uidText(node),
      [...node.ancestors].map((ancestor) => uidText(ancestor)).sort(),
    ]),
  );
}

/** The same, from scratch. */
function ancestorsOf(model: Model, whose: string): readonly string[] {
  const found = new Set<string>();
  const open = [...(model.get(whose)?.parents ?? [])].map(uidText);
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    open.push(...(model.get(each)?.parents ?? []).map(uidText));
  }
  return [...found].sort();
}

type Model = ReadonlyMap<string, Entity>;

/** The identities that entities are or mention. */
function mentionedIn(model: Model): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (json: CedarValue): void => {
    if (typeof json !== "object") return;
    const { __entity: whose } = json as { readonly __entity?: EntityUid };
    if (whose !== undefined && typeof whose.type === "string") found.add(uidText(whose));
    for (const part of Object.values(json)) visit(part);
  };
  for (const [key, { attrs, parents, tags = {} }] of model) {
    found.add(key);
    for (const parent of parents) found.add(uidText(parent));
    visit(attrs);
    visit(tags);
  }
  return found;
}

const few = fc.constantFrom(..."abcdef");
const anyUid = fc.record({ type: fc.constantFrom("G", "H"), id: few });
const attributes = fc.dictionary(fc.constantFrom("x", "__proto__", "y"), cedarJson, {
  maxKeys: 2,
  noNullPrototype: true,
});
const anyEntity: fc.Arbitrary<Entity> = fc.record({
  uid: anyUid,
  attrs: attributes,
  parents: fc.array(anyUid, { maxLength: 2 }),
  tags: attributes,
});
const deltas = fc.array(
  fc.record({
    put: fc.uniqueArray(anyEntity, { maxLength: 4, selector: ({ uid: whose }) => uidText(whose) }),
    remove: fc.array(anyUid, { maxLength: 2 }),
    /** Whether something in it is no entity. */
    broken: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  }),
  { maxLength: 12 },
);

function changed(model: Model, put: readonly Entity[], remove: readonly EntityUid[]): Model {
  const next = new Map(model);
  for (const whose of remove) next.delete(uidText(whose));
  for (const each of put) next.set(uidText(each.uid), each);
  return next;
}

describe("changes", () => {
  test("keep content, ancestors and nodes as if the store were made anew; what is refused changes nothing", () => {
    fc.assert(
      fc.property(deltas, (each) => {
        const store = createEntityStore();
        let model: Model = new Map();
        let revision = 0;
        for (const { put, remove, broken } of each) {
          const next = changed(model, put, remove);
          const isCircle = [...next.keys()].some((key) => ancestorsOf(next, key).includes(key));
          const bad = { uid: uid("G", "bad"), attrs: { a: Number.NaN }, parents: [] };
          const delta = { put: broken ? [...put, bad] : put, remove };
          if (broken || isCircle) {
            const code = broken ? "invalid-entities" : "hierarchy-cycle";
            expect(() => store.apply(delta)).toThrow(expect.objectContaining({ code }));
          } else {
            store.apply(delta);
            model = next;
            revision++;
          }
          expect(store.revision()).toBe(revision);
          expect(contentOf(store)).toEqual([...model.values()].map(textOf).sort());
          const ancestors = ancestorsIn(store);
          expect(new Set(ancestors.keys())).toEqual(mentionedIn(model));
          for (const [key, own] of ancestors) expect(own).toEqual(ancestorsOf(model, key));
        }
        store.apply({ remove: [...model.values()].map(({ uid: whose }) => whose) });
        expect([...store.nodes.all()]).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("replace an entity as a whole: what is not said again is gone", async () => {
    const store = await storeOf();
    store.apply({
      put: [entity(person("a"), { age: 1 }, [group("g")], { t: [ref("Person", "b")] })],
    });
    expect(store.nodes.find("Person", "b")?.mentioned).toBe(1);
    store.apply({ put: [entity(person("a"))] });
    expect(store.entities()).toEqual([entity(person("a"))]);
    expect(store.nodes.find("Person", "b")).toBeUndefined();
    expect(store.nodes.find("Group", "g")).toBeUndefined();
  });

  test("an entity that is removed and put in one delta is replaced", () => {
    const store = createEntityStore();
    store.apply({ put: [entity(person("a"), { age: 1 })] });
    store.apply({ put: [entity(person("a"), { age: 2 })], remove: [person("a")] });
    expect(store.entities()).toEqual([entity(person("a"), { age: 2 })]);
  });

  test("what is between two others takes their connection with it, and brings it back", () => {
    const store = createEntityStore();
    const [low, middle, high] = [
      entity(group("low"), {}, [group("middle")]),
      entity(group("middle"), {}, [group("high")]),
      entity(group("high"), {}, [group("top")]),
    ];
    const of = () => ancestorsIn(store).get('Group::"low"');
    store.apply({ put: [high, middle, low] });
    expect(of()).toEqual(['Group::"high"', 'Group::"middle"', 'Group::"top"']);
    store.apply({ remove: [middle.uid] });
    expect(of()).toEqual(['Group::"middle"']);
    store.apply({ put: [middle] });
    expect(of()).toEqual(['Group::"high"', 'Group::"middle"', 'Group::"top"']);
    store.apply({ put: [entity(group("high"))] });
    expect(of()).toEqual(['Group::"high"', 'Group::"middle"']);
  });

  test("keep two ways to one ancestor: one of them is enough", () => {
    const store = createEntityStore();
    store.apply({
      put: [
        entity(group("a"), {}, [group("left"), group("right")]),
        entity(group("left"), {}, [group("top")]),
        entity(group("right"), {}, [group("top")]),
      ],
    });
    store.apply({ put: [entity(group("left"))] });
    expect(ancestorsIn(store).get('Group::"a"')).toContain('Group::"top"');
    store.apply({ remove: [group("right")] });
    expect(ancestorsIn(store).get('Group::"a"')).not.toContain('Group::"top"');
  });

  test("2,000 ancestors are taken and one more is refused; a circle of any length is", () => {
    const store = createEntityStore();
    const chain = Array.from({ length: 2000 }, (_, index) =>
      entity(group(`${index}`), {}, [group(`${index + 1}`)]),
    );
    store.apply({ put: chain.toReversed() });
    expect(store.nodes.find("Group", "0")?.ancestors.size).toBe(2000);
    const closing = { put: [entity(group("2000"), {}, [group("0")])] };
    expect(() => store.apply(closing)).toThrow(/is among its own ancestors/);
    expect(store.nodes.find("Group", "0")?.ancestors.size).toBe(2000);
    const further = { put: [entity(uid("Group", "below"), {}, [uid("Group", "0")])] };
    expect(() => store.apply(further)).toThrow('Group::"below" has more than 2000 ancestors.');
    expect(store.nodes.find("Group", "0")?.ancestors.size).toBe(2000);
    expect(store.nodes.find("Group", "2000")?.exists).toBe(false);
  });

  test("each counts, whatever it is", () => {
    const store = createEntityStore();
    store.apply({ put: [entity(person("a"))] });
    store.apply({ remove: [person("a")] });
    store.apply({ remove: [person("nobody")] });
    store.apply({});
    expect(store.revision()).toBe(4);
  });

  test("a parent does not hold on to those who left it", () => {
    const store = createEntityStore();
    const childrenOf = (id: string) => store.nodes.find("Group", id)?.children?.size ?? 0;
    store.apply({ put: [entity(group("g")), entity(group("h"))] });
    for (let index = 0; index < 5; index++) {
      store.apply({ put: [entity(person(`p${index}`), {}, [group("g")])] });
    }
    expect(childrenOf("g")).toBe(5);
    store.apply({ put: [entity(person("p0"), {}, [group("h")])], remove: [person("p1")] });
    expect([childrenOf("g"), childrenOf("h")]).toEqual([3, 1]);
  });

  test("a group that is said otherwise, in the groups that it was in, costs those in it nothing", () => {
    const store = createEntityStore();
    const of = (id: string) => store.nodes.find("Person", id)?.ancestors;
    store.apply({
      put: [
        entity(group("g"), {}, [group("h"), group("i")]),
        entity(person("a"), {}, [group("g")]),
      ],
    });
    const before = of("a");
    store.apply({ put: [entity(group("g"), { n: 1 }, [group("i"), group("h")])] });
    expect(of("a")).toBe(before);
    store.apply({ put: [entity(group("g"), { n: 1 }, [group("h"), group("j")])] });
    expect([...(of("a") ?? [])].map(({ id }) => id).toSorted()).toEqual(["g", "h", "j"]);
    store.apply({ put: [entity(group("g"), { n: 1 }, [group("h")])] });
    expect([...(of("a") ?? [])].map(({ id }) => id).toSorted()).toEqual(["g", "h"]);
  });

  test("an entity put and removed again and again leaves nothing behind", async () => {
    const store = await storeOf();
    const before = [...store.nodes.all()].length;
    const round = (id: string) =>
      entity(
        person(id),
        { friend: ref("Person", `${id}-friend`), tree: { left: [ref("Person", `${id}-left`)] } },
        [group(`${id}-group`)],
        { tag: [ref("Person", `${id}-tagged`)] },
      );
    for (let index = 0; index < 500; index++) {
      store.apply({ put: [round(`p${index}`)], remove: [person(`p${index - 1}`)] });
      if (index % 50 === 0) expect(() => store.apply({ put: [round("x"), round("x")] })).toThrow();
      store.find(person(`stranger ${index}`));
    }
    expect([...store.nodes.all()].length).toBe(before + 5);
    store.apply({ remove: [person("p499")] });
    expect([...store.nodes.all()].length).toBe(before);
  });
});

describe("what is refused", () => {
  const wrong: readonly (readonly [string, CedarRecord | Entity, RegExp])[] = [
    [
      "another type of value",
      entity(person("a"), { age: "old" }),
      /a\.age: expected long, got string/,
    ],
    ["an attribute too many", entity(person("a"), { size: 1 }), /no attribute `size`/],
    ["an unknown type", entity(uid("Cat", "a")), /no entity type `Cat`/],
    ["an id that is not enumerated", entity(uid("Color", "blue")), /not one of the ids of `Color`/],
    ["a parent of a type", entity(person("a"), {}, [person("b")]), /no parent of type `Person`/],
    ["tags where there are none", entity(group("a"), {}, [], { t: 1 }), /gives it no tags/],
    ["tags of another type", entity(person("a"), {}, [], { t: [1] }), /a\.tags\.t\[0\]: expected/],
    ["no uid", { attrs: {}, parents: [] }, /an entity has a type and an id/],
    ["no attributes", { uid: { ...person("a") }, parents: [] }, /expected a record|uid, attrs/],
    ["no parents", { uid: { ...person("a") }, attrs: {} }, /its parents are no list/],
    ["an action that there is not", entity(uid("Action", "burn")), /no such action/],
    [
      "an action in another group",
      entity(uid("Action", "care"), {}, [uid("Action", "read")]),
      /otherwise/,
    ],
    ["an action in fewer groups", entity(uid("Action", "open"), {}, []), /otherwise/],
    ["an action with attributes", entity(uid("Action", "care"), { a: 1 }), /otherwise/],
  ];

  test.each(wrong)("%s", async (_, bad, why) => {
    const store = await storeOf();
    const good = entity(person("good"));
    expect(() => store.apply({ put: [good, bad as Entity] })).toThrow(EngineError);
    expect(() => store.apply({ put: [good, bad as Entity] })).toThrow(why);
    expect(store.revision()).toBe(0);
    expect(store.entities()).toEqual([]);
  });

  test("an action in what is no action, also without a schema", () => {
    const store = createEntityStore();
    const open = (parents: readonly EntityUid[]) => entity(uid("Action", "open"), {}, [...parents]);
    const care = uid("Action", "care");
    expect(() => store.apply({ put: [open([care, group("a")])] })).toThrow(
      /^Action::"open": an action's parent Group::"a" is no action/,
    );
    expect(store.revision()).toBe(0);
    store.apply({ put: [open([care]), entity(person("a"), {}, [care])] });
    expect(store.revision()).toBe(1);
  });

  test("the same entity twice in one delta", () => {
    const store = createEntityStore();
    expect(() => store.apply({ put: [entity(person("a")), entity(person("a"))] })).toThrow(
      /Person::"a": given twice/,
    );
  });

  test("what is no entity at all", () => {
    const store = createEntityStore();
    for (const bad of [null, "a", 1, [], undefined]) {
      expect(() => store.apply({ put: [bad as unknown as Entity] })).toThrow(EngineError);
    }
    expect(() => store.apply({ remove: [{} as EntityUid] })).toThrow(EngineError);
  });

  test("removing an action", async () => {
    const store = await storeOf();
    expect(() => store.apply({ remove: [uid("Action", "open")] })).toThrow(/actions stay/);
  });
});

describe("what the store says", () => {
  test("entities come out as they went in; actions are not among them", async () => {
    const store = await storeOf();
    const put = [
      entity(
        person("a"),
        { age: 2n ** 60n, tree: { left: [ref("Person", "b")], color: ref("Color", "red") } },
        [group("g")],
        { close: [ref("Person", "c")] },
      ),
      entity(group("g"), {}, [group("h")]),
    ];
    store.apply({ put });
    expect(store.entities()).toEqual(expect.arrayContaining(put));
    expect(store.entities()).toHaveLength(2);
    expect(store.ofType("Person")).toEqual([person("a")]);
    expect(store.ofType("Group")).toEqual([group("g")]);
  });

  test("an action that is put again as it is changes nothing", async () => {
    const store = await storeOf();
    const groupsOf = () => ancestorsIn(store).get('Action::"open"');
    store.apply({ put: [entity(uid("Action", "open"), {}, [uid("Action", "read")])] });
    expect(groupsOf()).toEqual(['Action::"care"', 'Action::"read"']);
  });

  test("an action that is put without its groups does not leave them", async () => {
    const store = await storeOf();
    const groupsOf = () => ancestorsIn(store).get('Action::"open"');
    try {
      store.apply({ put: [entity(uid("Action", "open"))] });
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
    }
    expect(groupsOf()).toEqual(['Action::"care"', 'Action::"read"']);
  });

  test("find gives the identity, known or not", async () => {
    const store = await storeOf();
    expect(store.find(person("nobody"))).toMatchObject(person("nobody"));
    store.apply({ put: [entity(person("a"))] });
    expect(store.find(person("a"))).toBe(store.find({ type: "Person", id: "a" }));
    // Nothing of the store's own comes with it.
    const found = store.find(person("a"));
    expect(() => Object.assign(found, { id: "b" })).toThrow(TypeError);
    expect(JSON.parse(JSON.stringify(found))).toEqual(person("a"));
    expect(structuredClone({ ...found })).toEqual(person("a"));
    expect(Object.keys(found)).toEqual(["type", "id"]);
  });
});

test("what is wrong with a change says with which entity, by name or by number, and nothing is taken", () => {
  const store = createEntityStore();
  const good = entity(uid("A", "a"));
  const refuses = (change: unknown, message: RegExp) => {
    expect(() => store.apply(change as never)).toThrow(message);
    expect([store.revision(), store.entities()]).toEqual([0, []]);
  };
  refuses({ puts: [good] }, /the change: `puts` is unknown, expected `put` and `remove`/);
  refuses({ put: [good, {}] }, /^entity 1: /);
  refuses({ put: [{ ...good, tagz: {} }] }, /^A::"a": `tagz` is unknown, expected uid, attrs/);
  refuses({ put: [good, { uid: { type: "A" }, attrs: {}, parents: [] }] }, /^entity 1: uid: /);
  refuses({ put: [good, entity(uid("A", "y"), { z: { a: 1.5 } })] }, /^A::"y": y.z.a: /);
  refuses({ put: [good, { ...good, parents: null }] }, /^A::"a": its parents are no list/);
});
