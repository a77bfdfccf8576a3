import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  compilePolicies,
  createEntityStore,
  createPdp,
  type EngineRequest,
  type OnPolicyError,
  type Pdp,
  type PolicySet,
  type PolicySource,
} from "./index.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

const schema = `
  entity Group;
  entity Person in [Group] { age?: Long };
  entity Chart;
  @title("all of it")
  action "care";
  action "read" in ["care"];
  @doc("Look")
  action "open" in ["read"] appliesTo { principal: Person, resource: Chart, context: { level: Long } };
  action "close" appliesTo { principal: Person, resource: Chart, context: { level: Long } };
`;

async function compile(source: Partial<PolicySource>): Promise<PolicySet> {
  const compiled = await compilePolicies({ schema, policies: {}, ...source }, { sha256 });
  if (compiled.type === "refused") throw new Error(JSON.stringify(compiled.problems));
  return compiled.set;
}

async function pdpOf(
  policies: Readonly<Record<string, string>>,
  onPolicyError: OnPolicyError = "forbid-denies",
): Promise<Pdp> {
  const set = await compile({ policies });
  return createPdp(set, createEntityStore(set.schema), { onPolicyError });
}

const request = (action = "open", level = 1): EngineRequest => ({
  principal: { type: "Person", id: "ben" },
  action: { type: "Action", id: action },
  resource: { type: "Chart", id: "anna" },
  context: { level },
});

const overflows = "context.level + 9223372036854775807 > 0";

describe("decisions", () => {
  test("deny by default, permit by policy, forbid wins; the answer is frozen", async () => {
    const none = await pdpOf({});
    expect(none.decide(request())).toMatchObject({ allow: false, reasons: [], errors: [] });
    const both = await pdpOf({
      yes: "permit (principal, action, resource);",
      no: "forbid (principal, action, resource) when { context.level > 1 };",
    });
    const answer = both.decide(request());
    expect(answer).toMatchObject({ allow: true, reasons: ["yes"] });
    expect(Object.isFrozen(answer)).toBe(true);
    expect(both.decide(request("open", 2))).toMatchObject({ allow: false, reasons: ["no"] });
  });

  test("trap 3: a forbid that errors denies, a permit that errors does not count", async () => {
    const policies = {
      yes: "permit (principal, action, resource);",
      broken: `forbid (principal, action, resource) when { ${overflows} };`,
    };
    const [denies, skips] = [await pdpOf(policies), await pdpOf(policies, "skip")];
    const errors = [{ policy: "broken", message: expect.stringContaining("overflow") }];
    expect(denies.decide(request())).toMatchObject({ allow: false, reasons: [], errors });
    expect(skips.decide(request())).toMatchObject({ allow: true, reasons: ["yes"], errors });
    const permits = await pdpOf({
      yes: "permit (principal, action, resource);",
      broken: `permit (principal, action, resource) when { ${overflows} };`,
    });
    expect(permits.decide(request())).toMatchObject({ allow: true, reasons: ["yes"], errors });
  });

  test("trap 4: reasons and errors are sorted by policy id", async () => {
    const ids = ["c", "a", "e", "b", "d"];
    const pdp = await pdpOf({
      ...Object.fromEntries(ids.map((id) => [id, "permit (principal, action, resource);"])),
      ...Object.fromEntries(
        ids.map((id) => [`z${id}`, `permit (principal, action, resource) when { ${overflows} };`]),
      ),
    });
    for (let round = 0; round < 5; round++) {
      const { reasons, errors } = pdp.decide(request());
      expect(reasons).toEqual(["a", "b", "c", "d", "e"]);
      expect(errors.map(({ policy }) => policy)).toEqual(["za", "zb", "zc", "zd", "ze"]);
    }
  });

  test("trap 6: actions are in their groups, and in their groups' groups, in scope and conditions", async () => {
    const scoped = await pdpOf({ yes: 'permit (principal, action in Action::"care", resource);' });
    expect(scoped.decide(request("open")).allow).toBe(true);
    expect(scoped.decide(request("close")).allow).toBe(false);
    const literal = await pdpOf({
      yes: 'permit (principal, action, resource) when { Action::"open" in Action::"care" };',
      no: 'forbid (principal, action, resource) when { action in Action::"read" };',
    });
    expect(literal.decide(request("close"))).toMatchObject({ allow: true, reasons: ["yes"] });
    expect(literal.decide(request("open"))).toMatchObject({ allow: false, reasons: ["no"] });
  });

  test("trap 7: the id is the key, not the @id annotation", async () => {
    const pdp = await pdpOf({ mine: '@id("theirs") permit (principal, action, resource);' });
    expect(pdp.decide(request()).reasons).toEqual(["mine"]);
  });

  test("what the schema does not have is denied with an error that names no policy", async () => {
    const pdp = await pdpOf({ yes: "permit (principal, action, resource);" });
    const wrong: EngineRequest[] = [
      request("burn"),
      request("care"),
      { ...request(), principal: { type: "Chart", id: "ben" } },
      { ...request(), resource: { type: "Person", id: "anna" } },
      { ...request(), action: { type: "Deed", id: "open" } },
    ];
    for (const each of wrong) {
      const { allow, errors } = pdp.decide(each);
      expect(allow).toBe(false);
      expect(errors).toEqual([{ message: expect.any(String) }]);
    }
  });

  test("obligations are the @obligation of the permits that determined it", async () => {
    const pdp = await pdpOf({
      a: '@obligation("watermark") permit (principal, action, resource);',
      b: '@obligation("audit") permit (principal, action, resource);',
      c: '@obligation("never") permit (principal, action, resource) when { context.level > 5 };',
      d: '@obligation("audit") permit (principal, action, resource);',
    });
    expect(pdp.decide(request()).obligations).toEqual(["audit", "watermark"]);
  });
});

describe("compiling", () => {
  test("reads what schema and policies say of themselves", async () => {
    const set = await compile({
      policies: { own: '@title("Ours") @flag forbid (principal, action, resource);' },
    });
    expect(set.policies.get("own")).toEqual({
      id: "own",
      effect: "forbid",
      annotations: new Map([
        ["flag", ""],
        ["title", "Ours"],
      ]),
    });
    expect(set.schema.actions.get('Action::"open"')).toMatchObject({
      groups: new Set(["read", "care"]),
      resourceTypes: new Set(["Chart"]),
      annotations: new Map([["doc", "Look"]]),
    });
    expect([...set.schema.entityTypes.keys()].sort()).toEqual(["Chart", "Group", "Person"]);
  });

  test("the hash is of the content: the order of policies does not matter, a letter does", async () => {
    const [a, b] = [
      "permit (principal, action, resource);",
      "forbid (principal, action, resource);",
    ];
    const one = await compile({ policies: { a, b } });
    expect((await compile({ policies: { b, a } })).hash).toBe(one.hash);
    expect((await compile({ policies: { a, c: b } })).hash).not.toBe(one.hash);
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("refuses with policy id, line and column; several at once, in UTF-8 too", async () => {
    const policies = {
      good: "permit (principal, action, resource);",
      comma: "// für Ärzte\npermit (principal, action resource);",
      typo: 'permit (principal, action, resource)\nwhen { "ä" == "ä" && context.levle > 1 };',
    };
    expect(await compilePolicies({ schema, policies }, { sha256 })).toMatchObject({
      type: "refused",
      problems: [{ source: "policy", id: "comma", line: 2, column: 27 }],
    });
    const { comma: _comma, ...others } = policies;
    expect(await compilePolicies({ schema, policies: others }, { sha256 })).toMatchObject({
      type: "refused",
      problems: [
        {
          source: "policy",
          id: "typo",
          line: 2,
          column: 22,
          message: expect.stringContaining("did you mean `level`?"),
        },
      ],
    });
  });

  test("refuses a schema with line and column", async () => {
    const broken = { schema: "entity A;\nentity B\nentity C;", policies: {} };
    expect(await compilePolicies(broken, { sha256 })).toMatchObject({
      type: "refused",
      problems: [{ source: "schema", line: 3, column: 1 }],
    });
  });

  test("warns of a policy that can never apply", async () => {
    const policies = { never: "permit (principal is Chart, action, resource);" };
    expect(await compilePolicies({ schema, policies }, { sha256 })).toMatchObject({
      type: "loaded",
      warnings: [{ id: "never" }],
    });
  });

  test("templates and links", async () => {
    const template = "permit (principal == ?principal, action, resource);";
    const link = { template: "for", id: "for-ben", values: { "?principal": request().principal } };
    const set = await compile({ templates: { for: template }, links: [link] });
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "skip" });
    expect(pdp.decide(request())).toMatchObject({ allow: true, reasons: ["for-ben"] });
    expect(set.policies.get("for-ben")?.effect).toBe("permit");
    const dangling = { schema, policies: {}, links: [link] };
    expect(await compilePolicies(dangling, { sha256 })).toMatchObject({
      type: "refused",
      problems: [{ source: "link", id: "for-ben" }],
    });
  });
});

describe("entities", () => {
  const ben = (parents: readonly string[] = [], attrs = {}) => ({
    uid: { type: "Person", id: "ben" },
    attrs,
    parents: parents.map((id) => ({ type: "Group", id })),
  });

  test("count in decisions, are replaced and removed, and each change counts", async () => {
    const set = await compile({
      policies: { yes: 'permit (principal in Group::"nurses", action, resource);' },
    });
    const store = createEntityStore(set.schema);
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    expect(pdp.decide(request())).toMatchObject({ allow: false, storeRevision: 0 });
    store.apply({ put: [ben(["nurses"])] });
    expect(pdp.decide(request())).toMatchObject({ allow: true, storeRevision: 1 });
    expect(store.ofType("Person")).toEqual([{ type: "Person", id: "ben" }]);
    store.apply({ put: [ben(["cooks"])] });
    expect(pdp.decide(request()).allow).toBe(false);
    store.apply({ remove: [ben().uid] });
    expect(store.entities()).toEqual([]);
  });

  test("trap 5: circles are refused, and entities that do not fit the schema; nothing is half-applied", async () => {
    const looped = "entity Group in [Group]; entity Person in [Group] { age?: Long };";
    const set = await compile({ schema: looped });
    const store = createEntityStore(set.schema);
    const group = (id: string, parent: string) => ({
      uid: { type: "Group", id },
      attrs: {},
      parents: [{ type: "Group", id: parent }],
    });
    expect(() => store.apply({ put: [group("a", "b"), group("b", "c"), group("c", "a")] })).toThrow(
      expect.objectContaining({ code: "hierarchy-cycle" }),
    );
    expect(() => store.apply({ put: [group("a", "a")] })).toThrow(/among its own ancestors/);
    expect(() => store.apply({ put: [ben([], { age: "old" })] })).toThrow(
      expect.objectContaining({ code: "invalid-entities" }),
    );
    expect(store.revision()).toBe(0);
    store.apply({ put: [group("a", "b"), group("b", "c"), ben(["a", "b"], { age: 40 })] });
    expect(store.revision()).toBe(1);
  });
});
