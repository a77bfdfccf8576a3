import { describe, expect, test } from "vitest";
import { compileSet, entity, ref, sha256, uid } from "../../tests/support/engine.ts";
import {
  compilePolicies,
  createEntityStore,
  createPdp,
  type EngineRequest,
  type EntityStore,
  type OnPolicyError,
  type Pdp,
  type PolicySet,
  type ShadowCheck,
} from "./index.ts";

const schema = `
  entity Team;
  entity Person in [Team] { friend?: Person, level?: Long, since?: datetime };
  entity Chart;
  action "care";
  action "open" in ["care"] appliesTo { principal: Person, resource: Chart, context: { level: Long } };
`;

const policies = {
  team: 'permit (principal in Team::"a", action in Action::"care", resource);',
  friend:
    "permit (principal, action, resource) when { principal has friend && principal.friend == principal };",
  since:
    'permit (principal, action, resource) when { principal has since && principal.since < datetime("1970-01-01") };',
  big: "permit (principal, action, resource) when { context.level == 9223372036854775807 };",
  broken: "permit (principal, action, resource) when { context.level + 9223372036854775807 == 0 };",
};

const ben = uid("Person", "ben");
const request: EngineRequest = {
  principal: ben,
  action: uid("Action", "open"),
  resource: uid("Chart", "c"),
  context: { level: 1 },
};

const asked = 'Person::"ben" doing Action::"open" to Chart::"c"';

interface Watched {
  readonly pdp: Pdp;
  readonly store: EntityStore;
  readonly checks: ShadowCheck[];
}

function watch(set: PolicySet, onPolicyError: OnPolicyError = "forbid-denies", rate = 1): Watched {
  const store = createEntityStore(set.schema);
  const checks: ShadowCheck[] = [];
  const pdp = createPdp(set, store, {
    onPolicyError,
    shadow: { rate, random: () => 0.5, onChecked: (check) => checks.push(check) },
  });
  return { pdp, store, checks };
}

const compile = (texts: Readonly<Record<string, string>> = policies) =>
  compileSet({ schema, policies: texts });

describe("the shadow check", () => {
  test("agrees, whatever is decided: values of every form cross to Cedar and back", async () => {
    const { pdp, store, checks } = watch(await compile());
    store.apply({
      put: [
        entity(
          ben,
          {
            friend: ref("Person", "ben"),
            level: 2n ** 60n,
            since: { __extn: { fn: "datetime", arg: "1969-12-31" } },
          },
          [uid("Team", "a")],
        ),
        entity(uid("Team", "a")),
      ],
    });
    const levels = [1, 0, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n];
    for (const level of levels) pdp.decide({ ...request, context: { level } });
    pdp.decide({ ...request, principal: uid("Person", "stranger") });
    expect(checks).toEqual(Array.from({ length: levels.length + 1 }, () => ({ agrees: true })));
  });

  test("looks at every decision of many and of a search, and not at what is explained", async () => {
    const { pdp, store, checks } = watch(await compile());
    pdp.decideMany([request, request]);
    expect(checks).toHaveLength(2);
    pdp.explain(request);
    expect(checks).toHaveLength(2);
    store.apply({ put: ["a", "b", "c"].map((id) => entity(uid("Chart", id))) });
    pdp.searchResources({ ...request, type: "Chart" });
    expect(checks).toHaveLength(5);
  });

  test("looks at the share that is asked for", async () => {
    const set = await compile();
    const random = [0, 0.09, 0.1, 0.5, 0.99];
    const checks: ShadowCheck[] = [];
    const pdp = createPdp(set, createEntityStore(set.schema), {
      onPolicyError: "skip",
      shadow: {
        rate: 0.1,
        random: () => random.shift() ?? 1,
        onChecked: (check) => checks.push(check),
      },
    });
    for (let index = 0; index < 5; index++) pdp.decide(request);
    expect(checks).toHaveLength(2);
    const never = watch(set, "skip", 0);
    never.pdp.decide(request);
    expect(never.checks).toEqual([]);
  });

  test("a request that the schema does not have is not asked about", async () => {
    const { pdp, checks } = watch(await compile());
    pdp.decide({ ...request, action: uid("Action", "burn") });
    pdp.decide({ ...request, context: {} });
    expect(checks).toEqual([]);
  });

  test("reports a difference in words, and decides the same all the same", async () => {
    const [set, other] = [
      await compile(),
      await compile({ no: "forbid (principal, action, resource);" }),
    ];
    const mixed = { ...set, oracle: other.oracle };
    const { pdp, store, checks } = watch(mixed);
    store.apply({ put: [entity(ben, {}, [uid("Team", "a")])] });
    expect(pdp.decide(request)).toMatchObject({ allow: true, reasons: ["team"] });
    expect(checks).toEqual([
      {
        agrees: false,
        difference: `${asked}: here permit by team, broken failed, Cedar deny by no`,
      },
    ]);
  });

  test("the reasons and the errors are compared, not only the answer", async () => {
    const yes = "permit (principal, action, resource);";
    const broken =
      "permit (principal, action, resource) when { context.level + 9223372036854775807 == 0 };";
    const set = await compile({ a: yes });
    const checkWith = async (texts: Readonly<Record<string, string>>) => {
      const { pdp, checks } = watch({ ...set, oracle: (await compile(texts)).oracle });
      pdp.decide(request);
      return checks.map(({ agrees }) => agrees);
    };
    expect(await checkWith({ a: yes })).toEqual([true]);
    expect(await checkWith({ b: yes })).toEqual([false]);
    expect(await checkWith({ a: yes, b: yes })).toEqual([false]);
    expect(await checkWith({ a: yes, b: broken })).toEqual([false]);
  });

  test("a permit that errs here and there hides no other difference", async () => {
    const broken =
      "permit (principal, action, resource) when { context.level + 9223372036854775807 == 0 };";
    const set = await compile({ a: "permit (principal, action, resource);", broken });
    const { oracle } = await compile({ a: "forbid (principal, action, resource);", broken });
    const { pdp, checks } = watch({ ...set, oracle });
    expect(pdp.decide(request).allow).toBe(true);
    expect(checks).toMatchObject([{ agrees: false }]);
  });

  test("a forbid that errors here denies, and is skipped there: only the errors are compared", async () => {
    const broken =
      "forbid (principal, action, resource) when { context.level + 9223372036854775807 == 0 };";
    const texts = { yes: "permit (principal, action, resource);", broken };
    const set = await compile(texts);
    const { pdp, checks } = watch(set);
    expect(pdp.decide(request).allow).toBe(false);
    expect(checks).toEqual([{ agrees: true }]);
    const other = watch({ ...set, oracle: (await compile({ yes: texts.yes })).oracle });
    expect(other.pdp.decide(request).allow).toBe(false);
    expect(other.checks).toMatchObject([{ agrees: false }]);
    const skipping = watch(set, "skip");
    expect(skipping.pdp.decide(request).allow).toBe(true);
    expect(skipping.checks).toEqual([{ agrees: true }]);
  });

  test("an answer that Cedar does not give is a difference", async () => {
    const set = await compile();
    const failing = { ...set, oracle: () => ({ type: "failed", message: "no" }) as const };
    const { pdp, checks } = watch(failing);
    pdp.decide(request);
    expect(checks).toEqual([{ agrees: false, difference: `${asked}: Cedar could not decide: no` }]);
  });

  test("what Cedar cannot be asked is decided all the same, and told", async () => {
    const { pdp, checks } = watch(await compile());
    let reads = 0;
    const once = {
      get level() {
        if (++reads > 1) throw new RangeError("not twice");
        return 1;
      },
    };
    expect(pdp.decide({ ...request, context: once })).toEqual(pdp.decide(request));
    expect(checks).toEqual([
      { agrees: false, difference: expect.stringContaining("not twice") },
      { agrees: true },
    ]);
  });

  test("a set that Cedar has not the stack for is not watched", async () => {
    const deep = `permit (principal, action, resource) when { ${"true && ".repeat(500)}true };`;
    const set = await compile({ deep });
    expect(set.oracle).toBeUndefined();
    const { pdp, checks } = watch(set);
    expect(pdp.decide(request).allow).toBe(true);
    expect(checks).toEqual([]);
  });

  test("a schema whose attributes are named like Cedar's own marks is not watched, and told", async () => {
    for (const [name, isWatched] of [
      ["__entity", false],
      ["__extn", false],
      ["entity", true],
    ] as const) {
      const source = {
        schema: `entity A; action a appliesTo { principal: A, resource: A, context: { of: Set<{ "${name}": Long }> } };`,
        policies: {
          yes: `permit (principal, action, resource) when { context.of.contains({ "${name}": 1 }) };`,
        },
      };
      const compiled = await compilePolicies(source, { sha256 });
      if (compiled.type === "refused") throw new Error("It is well-formed.");
      expect(compiled.warnings).toMatchObject(
        isWatched ? [] : [{ source: "schema", line: 1, column: source.schema.indexOf(name) + 1 }],
      );
      const { pdp, checks } = watch(compiled.set);
      const a = uid("A", "a");
      const asked = { principal: a, action: uid("Action", "a"), resource: a };
      expect(pdp.decide({ ...asked, context: { of: [{ [name]: 1 }] } }).allow).toBe(true);
      expect(checks).toEqual(isWatched ? [{ agrees: true }] : []);
    }
  });

  test("Cedar is given what the decision can come to, and nothing else of a large store", async () => {
    const source = {
      schema: `
        entity Team in [Team];
        entity Person in [Team] { friend?: Person, team?: Team } tags Person;
        entity Chart;
        action "open" appliesTo { principal: Person, resource: Chart, context: { with?: Person } };
      `,
      policies: {
        far: 'permit (principal, action, resource) when { Person::"named".friend in Team::"top" };',
        near: 'permit (principal, action, resource) when { principal.getTag("t").team in Team::"top" };',
        with: "permit (principal, action, resource) when { context.with.friend == principal };",
      },
    };
    const set = await compileSet(source, "none");
    let given: string[] = [];
    const oracle: PolicySet["oracle"] = (asked, entities) => {
      given = entities.map((each) => each.uid.id);
      return set.oracle?.(asked, entities) ?? { type: "failed", message: "none" };
    };
    const { pdp, store, checks } = watch({ ...set, oracle });
    const person = (id: string) => uid("Person", id);
    const team = (id: string) => uid("Team", id);
    store.apply({
      put: [
        entity(team("top")),
        entity(team("mid"), {}, [team("top")]),
        entity(person("named"), { friend: ref("Person", "far") }),
        entity(person("far"), {}, [team("mid")]),
        { ...entity(ben), tags: { t: ref("Person", "near") } },
        entity(person("near"), { team: ref("Team", "mid") }),
        entity(person("beside"), { friend: ref("Person", "ben") }),
        ...Array.from({ length: 100 }, (_, at) => entity(person(`other${at}`), {}, [team("mid")])),
      ],
    });
    const asked = { ...request, context: { with: ref("Person", "beside") } };
    expect(pdp.decide(asked).reasons).toEqual(["far", "near", "with"]);
    expect(checks).toEqual([{ agrees: true }]);
    expect(given.sort()).toEqual(["ben", "beside", "far", "mid", "named", "near", "top"]);
  });

  test("prepared values are compared like others", async () => {
    const { pdp, store, checks } = watch(await compile());
    store.apply({
      put: [
        entity(ben, { friend: ref("Person", "ben") }, [uid("Team", "a")]),
        entity(uid("Team", "a")),
      ],
    });
    const prepared = {
      principal: store.find(request.principal),
      action: store.find(request.action),
      resource: store.find(request.resource),
      context: pdp.decodeContext(request.action, { level: 1 }),
    };
    expect(pdp.decide(prepared)).toMatchObject({ allow: true, reasons: ["friend", "team"] });
    expect(checks).toEqual([{ agrees: true }]);
  });
});
