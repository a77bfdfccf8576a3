import { describe, expect, test } from "vitest";
import { compileSet, entity, ref, uid } from "../../tests/support/engine.ts";
import {
  createEntityStore,
  createPdp,
  EngineError,
  type EngineRequest,
  type EntityStore,
  type EntityUid,
  type OnPolicyError,
  type Pdp,
} from "./index.ts";

const schema = `
  entity Group in [Group];
  entity Person in [Group] { age?: Long };
  entity Color enum ["red", "green"];
  entity Chart;
  action "care";
  action "read" in ["care"];
  action "open" in ["read"] appliesTo {
    principal: Person, resource: Chart, context: { level: Long, friends?: Set<Person>, friend?: Person }
  };
  action "close" appliesTo { principal: Person, resource: [Chart, Group], context: { level: Long } };
  action "paint" appliesTo { principal: [Person, Color], resource: Color, context: { level: Long } };
`;

async function open(
  policies: Readonly<Record<string, string>>,
  onPolicyError: OnPolicyError = "forbid-denies",
): Promise<{ readonly pdp: Pdp; readonly store: EntityStore }> {
  const set = await compileSet({ schema, policies });
  const store = createEntityStore(set.schema);
  return { store, pdp: createPdp(set, store, { onPolicyError }) };
}

const yes = "permit (principal, action, resource);";
const ben = uid("Person", "ben");
const anna = uid("Chart", "anna");

const request = (action = "open", level = 1): EngineRequest => ({
  principal: ben,
  action: uid("Action", action),
  resource: anna,
  context: { level },
});

describe("decisions", () => {
  test("deny by default, permit by policy, forbid wins; the answer is frozen", async () => {
    const { pdp: none } = await open({});
    expect(none.decide(request())).toMatchObject({ allow: false, reasons: [], errors: [] });
    const { pdp: both } = await open({
      yes,
      no: "forbid (principal, action, resource) when { context.level > 1 };",
    });
    const answer = both.decide(request());
    expect(answer).toMatchObject({ allow: true, reasons: ["yes"] });
    expect(Object.isFrozen(answer)).toBe(true);
    expect(both.decide(request())).toBe(answer);
    expect(both.decide(request("open", 2))).toMatchObject({ allow: false, reasons: ["no"] });
  });

  test("each type of resource that an action has is decided as what it is, in any order", async () => {
    const types = { chart: "resource is Chart", group: "resource is Group" };
    const policies = Object.entries(types).map(([id, scope]) => [
      id,
      `permit (principal, action, ${scope});`,
    ]);
    const resources = [anna, uid("Group", "g"), anna];
    for (const order of [resources, resources.toReversed().slice(1)]) {
      const { pdp } = await open(Object.fromEntries(policies));
      const reasons = order.map(
        (resource) => pdp.decide({ ...request("close"), resource }).reasons,
      );
      expect(reasons).toEqual(order.map(({ type }) => [type.toLowerCase()]));
    }
  });

  test("more policies for one kind of request than stand in one piece of code all count", async () => {
    const names = Array.from({ length: 70 }, (_, index) => `p${10 + index}`);
    const { pdp } = await open(Object.fromEntries(names.map((name) => [name, yes])));
    expect(pdp.decide(request()).reasons).toEqual(names);
  });

  test("many at once are as one by one, in their order", async () => {
    const { pdp } = await open({ yes: `${yes.slice(0, -1)} when { context.level > 1 };` });
    const each = [request("open", 1), request("open", 2), request("burn"), request("close", 3)];
    expect(pdp.decideMany(each)).toEqual(each.map(pdp.decide));
    expect(pdp.decideMany(each).map(({ allow }) => allow)).toEqual([false, true, false, true]);
    expect(pdp.decideMany([])).toEqual([]);
  });

  test("what the schema does not have is denied with an error that names no policy", async () => {
    const { pdp } = await open({ yes });
    const wrong: EngineRequest[] = [
      request("burn"),
      request("care"),
      { ...request(), principal: uid("Chart", "ben") },
      { ...request(), principal: uid("Nobody", "ben") },
      { ...request(), resource: uid("Person", "anna") },
      { ...request(), action: uid("Deed", "open") },
      { ...request(), context: {} },
      { ...request(), context: { level: "1" } },
      { ...request(), context: { level: 1, other: 1 } },
      { ...request(), context: { level: Number.NaN } },
      { ...request(), context: { level: 1, friend: ref("Nobody", "x") } },
      { ...request(), context: { level: 1, friend: ref("Group", "x") } },
    ];
    for (const each of wrong) {
      const { allow, errors } = pdp.decide(each);
      expect(allow).toBe(false);
      expect(errors).toEqual([{ message: expect.any(String) }]);
    }
    expect(pdp.decide(request()).allow).toBe(true);
  });

  test("of enumerated types only those that there are", async () => {
    const { pdp } = await open({ yes });
    const paint = (principal: EngineRequest["principal"], resource: string) =>
      pdp.decide({
        principal,
        action: uid("Action", "paint"),
        resource: uid("Color", resource),
        context: { level: 1 },
      }).allow;
    expect(paint(ben, "red")).toBe(true);
    expect(paint(ben, "blue")).toBe(false);
    expect(paint(uid("Color", "green"), "red")).toBe(true);
    expect(paint(uid("Color", "blue"), "red")).toBe(false);
  });

  test("the entities' changes count from the next decision on", async () => {
    const { pdp, store } = await open({
      yes: 'permit (principal in Group::"nurses", action, resource);',
    });
    const member = (...groups: string[]) =>
      entity(
        ben,
        {},
        groups.map((id) => uid("Group", id)),
      );
    expect(pdp.decide(request())).toMatchObject({ allow: false, storeRevision: 0 });
    store.apply({ put: [member("nurses")] });
    expect(pdp.decide(request())).toMatchObject({ allow: true, storeRevision: 1 });
    store.apply({ put: [member("cooks")] });
    expect(pdp.decide(request()).allow).toBe(false);
    store.apply({ put: [entity(uid("Group", "cooks"), {}, [uid("Group", "nurses")])] });
    expect(pdp.decide(request()).allow).toBe(true);
    store.apply({ remove: [ben] });
    expect(pdp.decide(request()).allow).toBe(false);
  });

  test("two decision points over one store know nothing of each other", async () => {
    const { pdp, store } = await open({
      yes: 'permit (principal == Person::"ben", action, resource);',
    });
    const other = await compileSet({
      schema,
      policies: {
        other:
          'permit (principal == Person::"eva", action, resource) when { context has friends && context.friends.contains(Person::"new") };',
      },
    });
    const second = createPdp(other, store, { onPolicyError: "skip" });
    const eva = {
      ...request(),
      principal: uid("Person", "eva"),
      context: { level: 1, friends: [ref("Person", "new")] },
    };
    expect(pdp.decide(request()).reasons).toEqual(["yes"]);
    expect(second.decide(request()).reasons).toEqual([]);
    expect(second.decide(eva).reasons).toEqual(["other"]);
    expect(pdp.decide(eva).reasons).toEqual([]);
    expect(pdp.decide(request()).policySetHash).not.toBe(second.decide(eva).policySetHash);
  });
});

describe("prepared values", () => {
  const friendly =
    'permit (principal, action, resource) when { context has friends && context.friends.contains(Person::"eva") };';

  test("a context that was decoded for an action is none for another type's of the same id", async () => {
    const set = await compileSet({
      schema: `
        entity P;
        namespace A { action "x" appliesTo { principal: P, resource: P, context: { n: Long } }; }
        namespace B { action "x" appliesTo { principal: P, resource: P, context: { n: Long } }; }
      `,
      policies: { a: 'permit (principal, action == A::Action::"x", resource);' },
    });
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "skip" });
    const [a, b] = [uid("A::Action", "x"), uid("B::Action", "x")];
    const context = pdp.decodeContext(a, { n: 1 });
    const p = uid("P", "p");
    const allow = (action: EntityUid) =>
      pdp.decide({ principal: p, action, resource: p, context }).allow;
    expect([allow(a), allow(b)]).toEqual([true, false]);
  });

  test("decide as values read anew do, before and after the store knows them", async () => {
    const { pdp, store } = await open({ yes: friendly });
    const plain: EngineRequest = {
      ...request(),
      context: { level: 1, friends: [ref("Person", "eva")] },
    };
    const other = { ...plain, context: { level: 1, friends: [ref("Person", "ida")] } };
    const prepare = ({ context, ...rest }: EngineRequest): EngineRequest => ({
      principal: store.find(rest.principal),
      action: store.find(rest.action),
      resource: store.find(rest.resource),
      context: pdp.decodeContext(rest.action, "json" in context ? {} : context),
    });
    const [early, earlyOther] = [prepare(plain), prepare(other)];
    const check = () => {
      for (const [own, prepared] of [
        [plain, early],
        [other, earlyOther],
        [plain, prepare(plain)],
      ] as const) {
        expect(pdp.decide(prepared)).toEqual(pdp.decide(own));
      }
      expect([plain, other].map((each) => pdp.decide(each).allow)).toEqual([true, false]);
    };
    check();
    store.apply({ put: [entity(uid("Person", "eva")), entity(uid("Person", "ida")), entity(ben)] });
    check();
    store.apply({ remove: [uid("Person", "eva"), uid("Person", "ida"), ben] });
    check();
    createPdp(
      await compileSet({ schema, policies: { x: friendly.replaceAll("eva", "ida") } }),
      store,
      {
        onPolicyError: "skip",
      },
    ).decide(plain);
    check();
  });

  test("a principal that was found before it was there is looked up again", async () => {
    const { pdp, store } = await open({
      yes: 'permit (principal in Group::"nurses", action, resource);',
    });
    const early = { ...request(), principal: store.find(ben) };
    expect(pdp.decide(early).allow).toBe(false);
    store.apply({ put: [entity(ben, {}, [uid("Group", "nurses")])] });
    expect(pdp.decide(early).allow).toBe(true);
    const late = { ...request(), principal: store.find(ben) };
    store.apply({ remove: [ben] });
    expect(pdp.decide(late).allow).toBe(false);
    store.apply({ put: [entity(ben, {}, [uid("Group", "nurses")])] });
    expect(pdp.decide(late).allow).toBe(true);
  });

  test("an identity of another store means the same here, and brings nothing with it", async () => {
    const { pdp, store } = await open({
      yes: 'permit (principal in Group::"nurses", action, resource);',
    });
    const { store: elsewhere } = await open({});
    elsewhere.apply({ put: [entity(ben, {}, [uid("Group", "nurses")])] });
    const foreign = { ...request(), principal: elsewhere.find(ben) };
    expect(pdp.decide(foreign).allow).toBe(false);
    store.apply({ put: [entity(ben, {}, [uid("Group", "nurses")])] });
    expect(pdp.decide(foreign).allow).toBe(true);
  });

  test("a copy of what find gave, with its prototype, is an identity like any other", async () => {
    const { pdp, store } = await open({
      own: 'permit (principal == Person::"ben", action, resource);',
    });
    store.apply({ put: [entity(ben), entity(uid("Person", "eve"))] });
    const found = store.find(ben);
    const copy = (change: object): EntityUid =>
      Object.assign(Object.create(Object.getPrototypeOf(found)), found, change);
    const answer = (principal: EntityUid) => pdp.decide({ ...request(), principal });
    expect(answer(copy({}))).toEqual(answer(ben));
    expect(answer(copy({})).allow).toBe(true);
    expect(answer(copy({ id: "eve" }))).toEqual(answer(uid("Person", "eve")));
    expect(answer(copy({ id: "eve" })).allow).toBe(false);
    expect(answer(copy({ id: 1 })).errors).toEqual(
      answer({ type: "Person", id: 1 } as never).errors,
    );
    expect(store.find(copy({}))).toBe(found);
    expect(() => store.find(copy({ id: 1 }))).toThrow(EngineError);
  });

  test("a context that was decoded elsewhere, or for another action, is read again", async () => {
    const policies = { yes: `${yes.slice(0, -1)} when { context.level == 1 };` };
    const [{ pdp }, { pdp: other }] = [await open(policies), await open(policies)];
    const context = other.decodeContext(uid("Action", "open"), { level: 1 });
    expect(pdp.decide({ ...request(), context }).allow).toBe(true);
    expect(pdp.decide({ ...request("close"), context }).allow).toBe(true);
    const rich = pdp.decodeContext(uid("Action", "open"), { level: 1, friend: ref("Person", "x") });
    expect(pdp.decide({ ...request("close"), context: rich }).errors).toHaveLength(1);
  });

  test("where all are prepared, each is looked up again that has to be", async () => {
    const named =
      'permit (principal in Group::"nurses", action == Action::"open", resource) when { resource == Chart::"away" };';
    const { pdp, store } = await open({ named });
    const away = uid("Chart", "away");
    const { store: elsewhere } = await open({});
    elsewhere.apply({ put: [entity(ben, {}, [uid("Group", "nurses")])] });
    const prepare = (of: EntityStore, action = "open"): EngineRequest => ({
      principal: of.find(ben),
      action: store.find(uid("Action", action)),
      resource: of.find(away),
      context: pdp.decodeContext(uid("Action", "open"), { level: 1 }),
    });
    const foreign = prepare(elsewhere);
    const early = prepare(store);
    const allows = (each: EngineRequest) => pdp.decide(each).allow;
    expect([early, foreign].map(allows)).toEqual([false, false]);
    store.apply({ put: [entity(ben, {}, [uid("Group", "nurses")]), entity(away)] });
    const late = prepare(store);
    expect([early, foreign, late].map(allows)).toEqual([true, true, true]);
    expect(allows({ ...late, resource: elsewhere.find(away) })).toBe(true);
    expect(allows({ ...late, principal: elsewhere.find(ben) })).toBe(true);
    // The context is for "open" alone.
    expect(allows(prepare(store, "close"))).toBe(false);
    store.apply({ remove: [ben] });
    expect([early, foreign, late].map(allows)).toEqual([false, false, false]);
    store.apply({ put: [entity(ben, {}, [uid("Group", "nurses")])] });
    expect([early, foreign, late].map(allows)).toEqual([true, true, true]);
    const other = createPdp(
      await compileSet({ schema, policies: { no: "forbid (principal, action, resource);" } }),
      store,
      {
        onPolicyError: "skip",
      },
    );
    const again = prepare(store);
    const othersContext = other.decodeContext(uid("Action", "open"), { level: 1 });
    expect(pdp.decide(again).reasons).toEqual(["named"]);
    expect(other.decide({ ...again, context: othersContext }).reasons).toEqual(["no"]);
    expect(other.decide(again).reasons).toEqual(["no"]);
    expect(pdp.decide({ ...again, context: othersContext }).reasons).toEqual(["named"]);
  });

  test("where all are prepared, a resource of another store means the same here, and brings nothing with it", async () => {
    const { pdp, store } = await open({
      secret: 'permit (principal, action, resource in Group::"secret");',
    });
    const group = uid("Group", "g");
    const { store: elsewhere } = await open({});
    elsewhere.apply({ put: [entity(group, {}, [uid("Group", "secret")])] });
    store.apply({ put: [entity(ben), entity(group)] });
    const close = store.find(uid("Action", "close"));
    const prepared = {
      principal: store.find(ben),
      action: close,
      resource: store.find(group),
      context: pdp.decodeContext(close, { level: 1 }),
    };
    const inSecret = entity(group, {}, [uid("Group", "secret")]);
    expect(pdp.decide(prepared).allow).toBe(false);
    expect(pdp.decide({ ...prepared, resource: elsewhere.find(group) }).allow).toBe(false);
    store.apply({ remove: [group] });
    expect(pdp.decide(prepared).allow).toBe(false);
    store.apply({ put: [inSecret] });
    expect(pdp.decide(prepared).allow).toBe(true);
    expect(pdp.decide({ ...prepared, resource: elsewhere.find(group) }).allow).toBe(true);
  });

  test("where all are prepared but one, which says of itself what only the store can, that one is looked up", async () => {
    const { pdp, store } = await open({
      both: 'permit (principal in Group::"nurses", action, resource in Group::"nurses");',
    });
    const group = uid("Group", "g");
    const nurses = [uid("Group", "nurses")];
    store.apply({ put: [entity(ben, {}, nurses), entity(group, {}, nurses)] });
    const close = store.find(uid("Action", "close"));
    const prepared = {
      principal: store.find(ben),
      action: close,
      resource: store.find(group),
      context: pdp.decodeContext(close, { level: 1 }),
    };
    expect(pdp.decide(prepared).allow).toBe(true);
    // The schema's types have numbers from 0 on.
    for (const typeNumber of [0, 1, 2, 3]) {
      for (const shared of [true, false]) {
        const claim = { typeNumber, shared, home: store.nodes };
        const principal = { ...ben, ...claim };
        const resource = { ...group, ...claim };
        expect(pdp.decide({ ...prepared, principal })).toEqual(pdp.decide(prepared));
        expect(pdp.decide({ ...prepared, resource })).toEqual(pdp.decide(prepared));
      }
    }
  });

  test("where all are prepared, a context that speaks of somebody who came since is read again", async () => {
    const { pdp, store } = await open({
      friendly:
        'permit (principal, action, resource) when { context has friend && context.friend in Group::"nurses" };',
    });
    store.apply({ put: [entity(ben), entity(anna)] });
    const prepared = {
      principal: store.find(ben),
      action: store.find(uid("Action", "open")),
      resource: store.find(anna),
      context: pdp.decodeContext(uid("Action", "open"), { level: 1, friend: ref("Person", "ida") }),
    };
    expect(pdp.decide(prepared).allow).toBe(false);
    store.apply({ put: [entity(uid("Person", "ida"), {}, [uid("Group", "nurses")])] });
    expect(pdp.decide(prepared).allow).toBe(true);
    store.apply({ remove: [uid("Person", "ida")] });
    expect(pdp.decide(prepared).allow).toBe(false);
  });

  test("a request's parts are read once", async () => {
    const { pdp } = await open({ yes });
    const read: string[] = [];
    const watched = new Proxy(request(), {
      get: (target, name) => {
        read.push(String(name));
        return Reflect.get(target, name);
      },
    });
    expect(pdp.decide(watched).allow).toBe(true);
    expect(read.toSorted()).toEqual(["action", "context", "principal", "resource"]);
  });

  test("a context that does not fit is refused when it is decoded", async () => {
    const { pdp } = await open({});
    const refused = [
      () => pdp.decodeContext(uid("Action", "open"), {}),
      () => pdp.decodeContext(uid("Action", "open"), { level: "1" }),
      () => pdp.decodeContext(uid("Action", "burn"), { level: 1 }),
      () => pdp.decodeContext(uid("Action", "care"), { level: 1 }),
    ];
    for (const decode of refused) {
      expect(decode).toThrow(EngineError);
      expect(decode).toThrow(expect.objectContaining({ code: "invalid-context" }));
    }
    const context = { level: 2n ** 60n };
    expect(pdp.decodeContext(uid("Action", "open"), context)).toMatchObject({
      action: uid("Action", "open"),
      json: context,
    });
  });
});
