import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSet, entity, ref, uid } from "../../tests/support/engine.ts";
import {
  createEntityStore,
  createPdp,
  EngineError,
  type EntityStore,
  type Found,
  type Page,
  type Pdp,
} from "./index.ts";

const schema = `
  entity Team;
  entity Person in [Team] { level: Long };
  entity Robot;
  entity Chart { owner?: Person };
  action "care";
  action "open" in ["care"] appliesTo { principal: Person, resource: Chart, context: { level: Long } };
  action "close" in ["care"] appliesTo { principal: Person, resource: Chart, context: { level: Long } };
  action "note" appliesTo { principal: Person, resource: Chart, context: { text: String } };
  action "clean" appliesTo { principal: Robot, resource: Chart, context: { level: Long } };
`;

const policies = {
  own: "permit (principal, action, resource) when { resource has owner && resource.owner == principal };",
  level:
    'permit (principal is Person, action in Action::"care", resource) when { context.level >= 2 && principal.level >= 2 };',
  no: 'forbid (principal, action == Action::"close", resource) when { principal in Team::"blocked" };',
};

const person = (id: string) => uid("Person", id);
const chart = (id: string) => uid("Chart", id);
const action = (id: string) => uid("Action", id);
const idsOf = ({ results }: Found) => results.map(({ id }) => id);

async function open(): Promise<{ readonly pdp: Pdp; readonly store: EntityStore }> {
  const set = await compileSet({ schema, policies });
  const store = createEntityStore(set.schema);
  const people = ["eva", "ben", "ida", "ada"].map((id, index) =>
    entity(person(id), { level: index }),
  );
  const charts = ["c3", "c1", "c2", "c10"].map((id) =>
    entity(chart(id), { owner: ref("Person", "ben") }),
  );
  store.apply({ put: [...people, ...charts, entity(chart("free"))] });
  return { store, pdp: createPdp(set, store, { onPolicyError: "forbid-denies" }) };
}

const all = { context: { level: 2 } };

describe("searches", () => {
  test("find who may, sorted by id", async () => {
    const { pdp, store } = await open();
    const of = (resource: string, level: number) =>
      idsOf(
        pdp.searchSubjects({
          type: "Person",
          action: action("open"),
          resource: chart(resource),
          context: { level },
        }),
      );
    expect(of("c1", 1)).toEqual(["ben"]);
    expect(of("c1", 2)).toEqual(["ada", "ben", "ida"]);
    expect(of("free", 2)).toEqual(["ada", "ida"]);
    expect(of("free", 1)).toEqual([]);
    store.apply({ remove: [person("ada")] });
    expect(of("free", 2)).toEqual(["ida"]);
  });

  test("find what it may be done to, sorted by id", async () => {
    const { pdp } = await open();
    const of = (id: string, level: number) =>
      idsOf(
        pdp.searchResources({
          type: "Chart",
          principal: person(id),
          action: action("open"),
          context: { level },
        }),
      );
    expect(of("ben", 1)).toEqual(["c1", "c10", "c2", "c3"]);
    expect(of("ida", 2)).toEqual(["c1", "c10", "c2", "c3", "free"]);
    expect(of("ida", 1)).toEqual([]);
    expect(of("stranger", 2)).toEqual([]);
  });

  test("find what may be done, of the actions that the context fits", async () => {
    const { pdp, store } = await open();
    const of = (id: string, context: Parameters<Pdp["searchActions"]>[0]["context"]) =>
      pdp.searchActions({ principal: person(id), resource: chart("c1"), context }).results;
    expect(of("ben", { level: 1 })).toEqual([action("close"), action("open")]);
    expect(of("ben", { text: "x" })).toEqual([action("note")]);
    expect(of("ida", { level: 1 })).toEqual([]);
    store.apply({ put: [entity(person("ben"), { level: 1 }, [uid("Team", "blocked")])] });
    expect(of("ben", { level: 1 })).toEqual([action("open")]);
    expect(
      pdp.searchActions({ principal: uid("Robot", "r"), resource: chart("c1"), ...all }).results,
    ).toEqual([]);
    expect(
      pdp.searchActions({ principal: uid("Cat", "r"), resource: chart("c1"), ...all }).results,
    ).toEqual([]);
  });

  test("of a type that the action is not for find nothing", async () => {
    const { pdp } = await open();
    const rest = { action: action("open"), ...all };
    expect(pdp.searchSubjects({ type: "Robot", resource: chart("c1"), ...rest })).toEqual({
      results: [],
      next: undefined,
    });
    expect(
      pdp.searchResources({ type: "Person", principal: person("ben"), ...rest }).results,
    ).toEqual([]);
    expect(pdp.searchSubjects({ type: "Nothing", resource: chart("c1"), ...rest }).results).toEqual(
      [],
    );
  });

  test("agree with the decisions one by one", async () => {
    const { pdp, store } = await open();
    const levels = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        levels,
        fc.constantFrom("open", "close"),
        fc.constantFrom("c1", "free", "none"),
        (level, name, id) => {
          const rest = { action: action(name), context: { level } };
          const found = pdp.searchSubjects({
            type: "Person",
            resource: chart(id),
            ...rest,
          }).results;
          const decided = store
            .ofType("Person")
            .filter((principal) => pdp.decide({ principal, resource: chart(id), ...rest }).allow);
          expect(found).toEqual(decided.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
        },
      ),
    );
  });
});

describe("pages", () => {
  const resources = { type: "Chart", principal: person("ida"), action: action("open"), ...all };

  test("together are everything, each once, whatever their size", async () => {
    const { pdp } = await open();
    for (let limit = 1; limit < 8; limit++) {
      const found: string[] = [];
      let pages = 0;
      for (let after: string | undefined, more = true; more && pages < 9; pages++) {
        const page: Page = after === undefined ? { limit } : { limit, after };
        const { results, next } = pdp.searchResources(resources, page);
        expect(results.length).toBeLessThanOrEqual(limit);
        if (next !== undefined) expect(results.at(-1)?.id).toBe(next);
        found.push(...results.map(({ id }) => id));
        after = next;
        more = next !== undefined;
      }
      expect(found).toEqual(["c1", "c10", "c2", "c3", "free"]);
      expect(pages).toBe(Math.ceil(5 / limit));
    }
  });

  test("go on after an id that is gone, or never was", async () => {
    const { pdp, store } = await open();
    store.apply({ remove: [chart("c2")] });
    expect(idsOf(pdp.searchResources(resources, { after: "c2" }))).toEqual(["c3", "free"]);
    expect(idsOf(pdp.searchResources(resources, { after: "" }))).toHaveLength(4);
    expect(idsOf(pdp.searchResources(resources, { after: "zzz" }))).toEqual([]);
  });

  test("find who came between them, and not who went or is only mentioned", async () => {
    const { pdp, store } = await open();
    expect(pdp.searchResources(resources, { limit: 2 }).next).toBe("c10");
    store.apply({ put: [entity(chart("c11")), entity(chart("a"))], remove: [chart("c2")] });
    expect(idsOf(pdp.searchResources(resources, { after: "c10" }))).toEqual(["c11", "c3", "free"]);
    const subjects = { type: "Person", resource: chart("c1"), action: action("open"), ...all };
    store.apply({ remove: [person("ben")] });
    // The charts still mention ben, who owns them.
    expect(pdp.decide({ ...subjects, principal: person("ben") }).allow).toBe(true);
    expect(idsOf(pdp.searchSubjects(subjects))).toEqual(["ada", "ida"]);
    store.apply({
      put: [entity(person("noor"), { level: 3 }), entity(person("ben"), { level: 0 })],
    });
    expect(idsOf(pdp.searchSubjects(subjects))).toEqual(["ada", "ben", "ida", "noor"]);
  });

  test("cost what they look at, however many candidates there are", async () => {
    const { pdp, store } = await open();
    const put = Array.from({ length: 10_000 }, (_, index) => entity(chart(`m${index}`)));
    store.apply({ put });
    let read = 0;
    let [pages, found] = [0, 0];
    pdp.searchResources(resources, { limit: 1 });
    for (const node of store.nodes.ofType("Chart")) {
      const { id } = node;
      Object.defineProperty(node, "id", {
        get() {
          read++;
          return id;
        },
      });
    }
    for (let after: string | undefined, more = true; more; pages++) {
      const page = pdp.searchResources(resources, after === undefined ? {} : { after });
      found += page.results.length;
      after = page.next;
      more = after !== undefined;
    }
    expect(found).toBe(10_005);
    expect(pages).toBe(101);
    // Each result, and a few where a page begins: sorting would be 10,000 and more for each page.
    expect(read / pages).toBeLessThan(1_000);
  });

  test("have 100 results unless something else is asked for", async () => {
    const { pdp, store } = await open();
    const many = Array.from({ length: 150 }, (_, index) =>
      entity(chart(`m${String(index).padStart(3, "0")}`)),
    );
    store.apply({ put: many });
    const { results, next } = pdp.searchResources(resources);
    expect(results).toHaveLength(100);
    expect(next).toBe(results.at(-1)?.id);
    expect(pdp.searchResources(resources, { limit: 1000 }).results).toHaveLength(155);
  });

  test("of no results, or of half of one, are refused", async () => {
    const { pdp } = await open();
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => pdp.searchResources(resources, { limit })).toThrow(
        expect.objectContaining({ code: "invalid-request" }),
      );
    }
  });

  test("of actions with one id in several namespaces lose none", async () => {
    const space = (name: string) =>
      `namespace ${name} { action "see" appliesTo { principal: Person, resource: Chart }; }`;
    const set = await compileSet({
      schema: `entity Person; entity Chart; ${["A", "B", "C"].map(space).join(" ")}`,
      policies: { yes: "permit (principal, action, resource);" },
    });
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "skip" });
    const search = { principal: person("a"), resource: chart("b"), context: {} };
    const types: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 5; page++) {
      const { results, next } = pdp.searchActions(search, {
        limit: 1,
        ...(after === undefined ? {} : { after }),
      });
      types.push(...results.map(({ type }) => type));
      if (next === undefined) break;
      after = next;
    }
    expect(types.sort()).toEqual(["A::Action", "B::Action", "C::Action"]);
  });
});

describe("what cannot be searched", () => {
  test("an action that the schema does not have", async () => {
    const { pdp } = await open();
    const searches = [
      () =>
        pdp.searchSubjects({
          type: "Person",
          action: action("burn"),
          resource: chart("c1"),
          ...all,
        }),
      () =>
        pdp.searchResources({
          type: "Chart",
          action: action("burn"),
          principal: person("ben"),
          ...all,
        }),
      () =>
        pdp.searchResources({
          type: "Chart",
          action: uid("Deed", "open"),
          principal: person("ben"),
          ...all,
        }),
    ];
    for (const search of searches) {
      expect(search).toThrow(EngineError);
      expect(search).toThrow(expect.objectContaining({ code: "invalid-request" }));
    }
  });

  test("with a context that does not fit the action", async () => {
    const { pdp } = await open();
    const rest = { action: action("open"), context: { levle: 1 } };
    expect(() => pdp.searchSubjects({ type: "Person", resource: chart("c1"), ...rest })).toThrow(
      EngineError,
    );
    expect(() => pdp.searchResources({ type: "Chart", principal: person("ben"), ...rest })).toThrow(
      EngineError,
    );
  });
});
