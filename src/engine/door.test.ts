import fc from "fast-check";
import { expect, test } from "vitest";
import { compileSet, entity, ref, sha256, uid } from "../../tests/support/engine.ts";
import {
  type Cedar,
  compilePolicies,
  createCedar,
  createEntityStore,
  createPdp,
  EngineError,
  type EntityStore,
  type Pdp,
  type PolicySet,
  withLosslessJson,
} from "./index.ts";

const source = {
  schema: `
    entity Team;
    entity Person in [Team] { level?: Long, friend?: Person } tags Set<String>;
    action "care";
    action "open" in ["care"] appliesTo {
      principal: Person, resource: Person, context: { n: Long, at?: datetime, of?: Person, s?: Set<Long>, r?: { a: Bool } }
    };`,
  policies: { all: "permit (principal, action, resource) when { context.n == 1 };" },
  templates: { t: "forbid (principal == ?principal, action, resource);" },
  links: [{ template: "t", id: "no-eva", values: { "?principal": uid("Person", "eva") } }],
};

const ben = uid("Person", "ben");
const open = uid("Action", "open");
const context = {
  n: 1,
  at: { __extn: { fn: "datetime", arg: "2026-01-01" } },
  of: ref("Person", "eva"),
  s: [1, 2],
  r: { a: true },
};
const request = { principal: ben, action: open, resource: ben, context };
const people = [
  entity(ben, { level: 1, friend: ref("Person", "eva") }, [uid("Team", "t")], { t: ["x"] }),
];
const staticPolicies = { all: "permit (principal, action, resource);" };
const page = { after: "a", limit: 2 };

interface Open {
  readonly set: PolicySet;
  readonly store: EntityStore;
  readonly pdp: Pdp;
  readonly cedar: Cedar;
}

async function openAll(): Promise<Open> {
  const set = await compileSet(source);
  const store = createEntityStore(set.schema);
  store.apply({ put: people });
  const random = () => 0;
  const shadow = { rate: 0.5, random, onChecked: () => undefined };
  const pdp = createPdp(set, store, { onPolicyError: "forbid-denies", shadow });
  const cedar = createCedar();
  cedar.preparsePolicySet("set", { staticPolicies });
  cedar.preparseSchema("schema", source.schema);
  return { set, store, pdp, cedar };
}

/** Each public function, and arguments that it takes. */
function doors({ set, store, pdp, cedar }: Open) {
  const call = { ...request, entities: people };
  const policies = { staticPolicies, templates: source.templates, templateLinks: [] };
  const shadow = { rate: 0, random: () => 0, onChecked: () => undefined };
  return {
    compilePolicies: [compilePolicies, source, { sha256, validation: "strict" }],
    createEntityStore: [createEntityStore, set.schema],
    createPdp: [createPdp, { ...set }, store, { onPolicyError: "skip", shadow }],
    withLosslessJson: [withLosslessJson, () => 1],
    apply: [store.apply, { put: people, remove: [uid("Person", "nobody")] }],
    find: [store.find, ben],
    ofType: [store.ofType, "Person"],
    decide: [pdp.decide, request],
    decideMany: [pdp.decideMany, [request, request]],
    explain: [pdp.explain, request],
    decodeContext: [pdp.decodeContext, open, context],
    searchSubjects: [pdp.searchSubjects, { ...request, type: "Person" }, page],
    searchResources: [pdp.searchResources, { ...request, type: "Person" }, page],
    searchActions: [pdp.searchActions, request, page],
    isAuthorized: [cedar.isAuthorized, { ...call, policies, schema: source.schema }],
    statefulIsAuthorized: [
      cedar.statefulIsAuthorized,
      { ...call, preparsedPolicySetId: "set", preparsedSchemaName: "schema" },
    ],
    preparsePolicySet: [cedar.preparsePolicySet, "garbage", policies],
    preparseSchema: [cedar.preparseSchema, "garbage", source.schema],
  } as unknown as Readonly<
    Record<string, readonly [(...values: unknown[]) => unknown, ...unknown[]]>
  >;
}

const never = (): never => {
  throw new RangeError("a trap");
};

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** What no caller should give: made anew each time, since some of it can be used once only. */
const garbage: fc.Arbitrary<() => unknown> = fc.oneof(
  { weight: 5, arbitrary: anything.map((value) => () => value) },
  fc.constantFrom<(() => unknown)[]>(
    () => null,
    () => undefined,
    () => Symbol("s"),
    () => Symbol.iterator,
    () => never,
    () => class {},
    () => ({}),
    () => [],
    () => [null],
    () => "",
    revoked,
    () => [revoked()],
    () => new Proxy({}, { get: never }),
    () => new Proxy({}, { ownKeys: never }),
    () => new Proxy({}, { getOwnPropertyDescriptor: never, has: never }),
    () => new Proxy({}, { getPrototypeOf: never }),
    () => new Proxy([1], { get: never }),
    () => new Proxy(never, {}),
    () => Object.defineProperty({}, "type", { enumerable: true, get: never }),
    () => ({ toString: never, valueOf: never, [Symbol.toPrimitive]: never }),
    () => ({ type: Symbol("t"), id: null }),
    () => ({ __entity: null }),
    () => ({ __extn: { fn: "ip", args: null } }),
  ),
  anything.filter(isObject).map((value) => () => new Proxy(value as object, {})),
);

/** Every place in a value, from the whole inwards. */
function placesIn(value: unknown): (readonly string[])[] {
  if (!isObject(value) || value instanceof Map || value instanceof Set) return [[]];
  const inner = Object.keys(value).flatMap((key) =>
    placesIn((value as Record<string, unknown>)[key]).map((place) => [key, ...place]),
  );
  return [[], ...inner];
}

/** The value with something else in one place. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as never;
  const inner = (value as Record<string, unknown>)[key];
  Object.defineProperty(copy, key, {
    value: replaced(inner, rest, by),
    enumerable: true,
    configurable: true,
  });
  return copy;
}

/** Where in which argument of which function something else is put. */
const attack = fc.record({ door: fc.nat(), argument: fc.nat(), place: fc.nat(), garbage });

test("whatever a public function is given, what comes out is an answer or an error with a code", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(attack, { minLength: 20, maxLength: 20 }), async (attacks) => {
      const opened = await openAll();
      const all = Object.entries(doors(opened));
      for (const { door, argument, place, garbage } of attacks) {
        const [name, [call, ...values]] = all[door % all.length] ?? never();
        const index = argument % values.length;
        const places = placesIn(values[index]);
        const path = places[place % places.length] ?? [];
        const given = values.with(index, replaced(values[index], path, garbage()));
        const { store, pdp } = opened;
        const revision = store.revision();
        try {
          await call(...given);
        } catch (error) {
          // What its function throws is the caller's.
          if (name === "withLosslessJson" && typeof given[0] === "function") continue;
          if (!(error instanceof EngineError)) {
            throw new Error(`${name}: ${path.join(".")} let this out`, { cause: error });
          }
          expect(error.message).toMatch(/./);
          expect(store.revision()).toBe(revision);
        }
        // Nothing of it is left behind.
        store.apply({ put: people });
        expect(pdp.decide(request)).toMatchObject({ allow: true, errors: [] });
      }
    }),
    { numRuns: 60 },
  );
});

test("what is as it should be is taken everywhere", async () => {
  for (const [name, [call, ...values]] of Object.entries(doors(await openAll()))) {
    const answer = await call(...values);
    const { type, errors } = (answer ?? {}) as { type?: unknown; errors?: unknown };
    expect([name, type, errors ?? []]).toEqual([
      name,
      type && expect.stringMatching(/^success|^loaded|Person/),
      [],
    ]);
  }
});

test("each door says what it expected, and where", async () => {
  const { set, store, pdp } = await openAll();
  const said = (run: () => unknown) => {
    try {
      return run();
    } catch (error) {
      return error instanceof EngineError ? `${error.code}: ${error.message}` : String(error);
    }
  };
  const no = null as never;
  const search = { ...request, type: "Person" };
  const wrong = [
    () => store.apply(no),
    () => store.apply({ put: no }),
    () => store.apply({ remove: [no] }),
    () => store.find(no),
    () => store.find({ type: "Person", id: 5 as never }),
    () => store.ofType(no),
    () => pdp.decideMany(no),
    () => pdp.searchSubjects(no),
    () => pdp.searchSubjects(search, no),
    () => pdp.searchSubjects({ ...search, resource: no }),
    () => pdp.searchSubjects({ ...search, action: no }),
    () => pdp.searchResources({ ...search, principal: no }),
    () => pdp.searchResources(search, { after: 5 as never }),
    () => pdp.searchActions({} as never),
    () => pdp.searchActions({ ...request, principal: no }),
    () => pdp.searchActions({ ...request, context: no }),
    () => pdp.decodeContext(no, context),
    () => pdp.decodeContext(open, no),
    () => createEntityStore(no),
    () => createEntityStore({} as never),
    () => createPdp(no, store, { onPolicyError: "skip" }),
    () => createPdp(set, no, { onPolicyError: "skip" }),
    () => createPdp(set, store, no),
    () => createPdp(set, store, { onPolicyError: "deny" as never }),
    () => createPdp(set, store, { onPolicyError: "skip", shadow: { rate: 2 } as never }),
    () => withLosslessJson(no),
  ];
  expect(wrong.map(said)).toMatchInlineSnapshot(`
    [
      "invalid-entities: the change: expected an object, got null.",
      "invalid-entities: the change's put: expected a list, got null.",
      "invalid-entities: uid: an entity has a type and an id, both texts.",
      "invalid-request: the entity: expected an object, got null.",
      "invalid-request: the entity's id: expected a text, got a number.",
      "invalid-request: the type: expected a text, got null.",
      "invalid-request: the requests: expected a list, got null.",
      "invalid-request: the search: expected an object, got null.",
      "invalid-request: the page: expected an object, got null.",
      "invalid-request: the search's resource: expected an object, got null.",
      "invalid-request: the search's action: expected an object, got null.",
      "invalid-request: the search's principal: expected an object, got null.",
      "invalid-request: the page's after: expected a text, got a number.",
      "invalid-request: the search's principal: expected an object, got undefined.",
      "invalid-request: the search's principal: expected an object, got null.",
      "invalid-request: the search's context: expected an object, got null.",
      "invalid-context: the action: expected an object, got null.",
      "invalid-context: context: expected a record.",
      "invalid-schema: the schema: expected an object, got null.",
      "invalid-schema: the schema: expected what compilePolicies gives.",
      "invalid-argument: the policy set: expected an object, got null.",
      "invalid-argument: the store: expected an object, got null.",
      "invalid-argument: the options: expected an object, got null.",
      "invalid-argument: onPolicyError: expected \`forbid-denies\` or \`skip\`, got a text.",
      "invalid-argument: shadow's rate: expected a number from 0 to 1, got a number.",
      "invalid-argument: the call: expected a function, got null.",
    ]
  `);
});

test("a source and options of another form are refused with the place", async () => {
  const told = async (given: unknown) => {
    const compiled = await compilePolicies(given as never, { sha256 });
    if (compiled.type === "loaded") return "loaded";
    return compiled.problems.map(
      ({ source: of, id, message }) => `${of} ${JSON.stringify(id) ?? "-"}: ${message}`,
    );
  };
  const wrong: readonly unknown[] = [
    null,
    Symbol("s"),
    { ...source, schema: 5 },
    { ...source, policies: null },
    { ...source, policies: [source.policies.all] },
    { ...source, policies: new Map() },
    { ...source, policies: { all: 5 } },
    { ...source, templates: null },
    { ...source, templates: { t: { effect: "permit" } } },
    { ...source, links: {} },
    { ...source, links: [null] },
    { ...source, links: [{ ...source.links[0], values: { "?principal": null } }] },
    { ...source, links: [{ ...source.links[0], values: { "?principal": ref("Person", "x") } }] },
    { ...source, links: [{ ...source.links[0], template: null }] },
    new Proxy({}, { get: never }),
    { ...source, schema: `${source.schema} // \ud83d` },
    { ...source, policies: { all: `${source.policies.all} // \ud83d` } },
    { ...source, policies: { "\ud83d": source.policies.all } },
    { ...source, links: [{ ...source.links[0], id: "\ud83d" }] },
  ];
  expect(await Promise.all(wrong.map(told))).toMatchInlineSnapshot(`
    [
      [
        "schema -: the policy source: expected an object, got null",
      ],
      [
        "schema -: the policy source: expected an object, got a symbol",
      ],
      [
        "schema -: the schema is not a text in Cedar's syntax",
      ],
      [
        "policy -: the policies: expected an object of texts by id, got null",
      ],
      [
        "policy -: the policies: expected an object of texts by id, got a list",
      ],
      [
        "policy -: the policies: expected an object of texts by id, got an object",
      ],
      [
        "policy "all": the policy: expected a text, got a number",
      ],
      [
        "template -: the templates: expected an object of texts by id, got null",
      ],
      [
        "template "t": the template: expected a text, got an object",
      ],
      [
        "link -: the links: expected a list, got an object",
      ],
      [
        "link -: the link: expected an object, got null",
      ],
      [
        "link "no-eva": ?principal: expected an object, got null",
      ],
      [
        "link "no-eva": ?principal's type: expected a text, got undefined",
      ],
      [
        "link "no-eva": the link's template: expected a text, got null",
      ],
      [
        "schema -: it cannot be read: a trap",
      ],
      [
        "schema -: the schema: half of a surrogate pair is no text",
      ],
      [
        "policy "all": the policy: half of a surrogate pair is no text",
      ],
      [
        "policy "\\ud83d": the id: half of a surrogate pair is no text",
      ],
      [
        "link -: the link's id: half of a surrogate pair is no text",
      ],
    ]
  `);
  for (const options of [null, {}, { sha256, validation: "lax" }, { sha256: () => null }]) {
    await expect(compilePolicies(source, options as never)).rejects.toMatchObject({
      code: "invalid-argument",
    });
  }
});

test("a decoded context is what was read, whatever the object says later, a proxy's too", async () => {
  const { pdp } = await openAll();
  let reads = 0;
  const given = new Proxy({ n: 1 }, { get: () => ++reads });
  const decoded = pdp.decodeContext(open, given);
  expect(decoded.json).toEqual({ n: 1 });
  expect(pdp.decide({ ...request, context: decoded }).allow).toBe(true);
});

test("a change within a change is refused; a change while a request is read denies it", async () => {
  const { store, pdp } = await openAll();
  const eva = uid("Person", "eva");
  const changing = {
    get n() {
      store.apply({ put: [entity(eva)] });
      return 1;
    },
  };
  const inside = {
    get level() {
      return changing.n;
    },
  };
  expect(() => store.apply({ put: [entity(ben, inside)] })).toThrow(
    expect.objectContaining({ code: "invalid-entities" }),
  );
  expect(store.ofType("Person")).toEqual([ben]);
  const { allow, errors } = pdp.decide({
    ...request,
    principal: uid("Person", "new"),
    context: {
      ...context,
      get n() {
        store.apply({ put: [entity(uid("Person", "new"))] });
        return 1;
      },
    },
  });
  expect({ allow, errors }).toEqual({
    allow: false,
    errors: [{ message: "the store changed while the request was read" }],
  });
});

test("a request that names no entity is told what an entity has", async () => {
  const { pdp } = await openAll();
  for (const principal of [null, {}, { type: "Person" }, { type: "Person", id: 5 }, "ben"]) {
    expect(pdp.decide({ ...request, principal: principal as never }).errors).toEqual([
      { message: "an entity has a type and an id, both texts" },
    ]);
  }
});
