import { describe, expect, test } from "vitest";
import { compileSet, sha256 } from "../../tests/support/engine.ts";
import { compilePolicies, createCedar, createEntityStore, createPdp } from "./index.ts";

const schema = `
  entity U { n: Long };
  action "a" appliesTo { principal: U, resource: U, context: {} };
`;
const policies = { yes: "permit (principal, action, resource) when { principal.n < 5 };" };
const options = { onPolicyError: "skip" } as const;

describe("a decision point takes no store whose entities are held to something else", () => {
  test("to nothing, or to another schema", async () => {
    const set = await compileSet({ schema, policies });
    expect(() => createPdp(set, createEntityStore(), options)).toThrow(
      "not held to the set's schema",
    );
    const other = await compileSet({ schema: schema.replace("Long", "String"), policies: {} });
    expect(() => createPdp(set, createEntityStore(other.schema), options)).toThrow();
  });

  test("another set of the same schema may share it", async () => {
    const [one, two] = [
      await compileSet({ schema, policies }),
      await compileSet({ schema, policies: {} }),
    ];
    const store = createEntityStore(one.schema);
    expect(() => createPdp(two, store, options)).not.toThrow();
  });
});

describe("what Cedar refuses as a whole is refused", () => {
  test("circles among actions, whether policies are validated or not", async () => {
    const circle = 'entity U; action "a" in ["b"]; action "b" in ["a"];';
    for (const validation of ["strict", "none"] as const) {
      const compiled = await compilePolicies(
        { schema: circle, policies: {} },
        { sha256, validation },
      );
      expect(compiled).toMatchObject({ type: "refused", problems: [{ source: "schema" }] });
    }
    expect(createCedar().preparseSchema("s", circle).type).toBe("failure");
  });

  test("templates among policies, and links that do not fit them", () => {
    const cedar = createCedar();
    const template = "forbid (principal == ?principal, action, resource);";
    const uid = { type: "U", id: "u" };
    const link = (values: object) => [{ templateId: "t", newId: "l", values }];
    for (const set of [
      { staticPolicies: template },
      { templates: { t: "permit (principal" } },
      { templates: { t: template }, templateLinks: link({}) },
      { templates: { t: template }, templateLinks: link({ "?principal": uid, "?resource": uid }) },
      {
        templates: { t: template },
        templateLinks: link({ "?principal": { type: "a b", id: "u" } }),
      },
      {
        staticPolicies: { t: "permit (principal, action, resource);" },
        templates: { t: template },
      },
    ]) {
      expect(cedar.preparsePolicySet("x", set as never).type).toBe("failure");
    }
  });
});

test("attributes that are called like escapes are attributes", () => {
  const uid = { type: "U", id: "u" };
  const attrs = { __entity: { type: "U", id: "x" } };
  const answer = createCedar().isAuthorized({
    principal: uid,
    action: { type: "Action", id: "a" },
    resource: uid,
    context: {},
    policies: {
      staticPolicies: {
        yes: "permit (principal, action, resource);",
        no: "forbid (principal, action, resource) when { principal has __entity };",
      },
    },
    entities: [{ uid, attrs, parents: [] }],
  });
  expect(answer).toMatchObject({ response: { decision: "deny", diagnostics: { reason: ["no"] } } });
});

test("a prepared context stays what it was when it was read", async () => {
  const withContext = schema.replace("context: {}", "context: { u: U, n: Long }");
  const set = await compileSet({
    schema: withContext,
    policies: { one: "permit (principal, action, resource) when { context.n == 1 };" },
  });
  const store = createEntityStore(set.schema);
  const pdp = createPdp(set, store, options);
  const uid = { type: "U", id: "u" };
  const action = { type: "Action", id: "a" };
  const json = { u: { __entity: { type: "U", id: "stranger" } }, n: 1 };
  const context = pdp.decodeContext(action, json);
  json.n = 2;
  store.apply({ put: [{ uid: { type: "U", id: "stranger" }, attrs: { n: 1 }, parents: [] }] });
  expect(pdp.decide({ principal: uid, action, resource: uid, context }).allow).toBe(true);
});

test("a forbid that cannot be evaluated is what a denial rests on", async () => {
  const set = await compileSet({
    schema,
    policies: {
      yes: "permit (principal, action, resource);",
      no: "forbid (principal, action, resource) when { principal.n + 9223372036854775807 > 0 };",
    },
  });
  const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "forbid-denies" });
  const uid = { type: "U", id: "nobody" };
  const { policies: told } = pdp.explain({
    principal: uid,
    action: { type: "Action", id: "a" },
    resource: uid,
    context: {},
  });
  expect(told[0]).toMatchObject({ id: "no", outcome: "error", determining: true });
  const odd = { principal: null, action: { type: "Action", id: "a" }, resource: uid, context: {} };
  expect(pdp.explain(odd as never).policies).toEqual([]);
});
