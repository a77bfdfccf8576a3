import * as wasm from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, test } from "vitest";
import { uid } from "../../../tests/support/engine.ts";
import { type Cedar, createCedar } from "../index.ts";

type Call = Parameters<Cedar["isAuthorized"]>[0];
type Answer = ReturnType<Cedar["isAuthorized" | "preparseSchema"]>;

const good = "permit (principal, action, resource);";
const template = "permit (principal == ?principal, action, resource);";
const when = (condition: string) => `permit (principal, action, resource) when { ${condition} };`;
const link = (change: object) => [
  { templateId: "t", newId: "l", values: { "?principal": uid("P", "p") }, ...change },
];

const schema =
  "entity P; action a appliesTo { principal: P, resource: P, context: { n?: Long, p?: P } };";

const base: Call = {
  principal: uid("P", "p"),
  action: uid("Action", "a"),
  resource: uid("P", "p"),
  context: {},
  policies: {},
  entities: [],
};

/** Policies that Cedar refuses, by what is wrong with them. */
const policies: Readonly<Record<string, unknown>> = {
  "a variable that there is not": { staticPolicies: { a: when("foo") } },
  "a text of several policies, two of them wrong": {
    staticPolicies: `${good}\npermit (principl, action, resource);\nforbid (x, y, z);`,
  },
  "a token that is not expected": { staticPolicies: when("1 +* 2") },
  "several policies of a map": { staticPolicies: { a: good, b: when("foo"), c: "permit(" } },
  "one of a list": { staticPolicies: ["permit(", good] },
  "two texts in a list": { staticPolicies: [good, good] },
  "a policy in JSON without its principal": { staticPolicies: { a: { effect: "permit" } } },
  "a template with a slot that there is not": {
    templates: { t: "permit (principal == ?x, action, resource);" },
  },
  "a template without a slot": { templates: { t: good } },
  "a template among the policies": { staticPolicies: { a: template } },
  "a template in a text": { staticPolicies: template },
  "a link of no template": { templates: { t: template }, templateLinks: link({ templateId: "u" }) },
  "a link without its values": { templates: { t: template }, templateLinks: link({ values: {} }) },
  "a link with a policy's id": {
    staticPolicies: { a: good },
    templates: { t: template },
    templateLinks: link({ newId: "a" }),
  },
  "a template with a policy's id": { staticPolicies: { t: good }, templates: { t: template } },
  "a method that there is not": { staticPolicies: { a: when("context.foo()") } },
  "a place behind characters of several bytes": { staticPolicies: { a: when('"ä😀" == foo') } },
  "no policy": { staticPolicies: { a: "" } },
  "two policies in one": { staticPolicies: { a: good + good } },
  "a number of more than 64 bits": { staticPolicies: { a: when("99999999999999999999 == 1") } },
};

const schemas: Readonly<Record<string, unknown>> = {
  "a type that there is not": "entity P; action a appliesTo { principal: Q, resource: P };",
  "a token that is not expected": "entity P\naction",
  "a name twice": "entity P; entity P;",
  "a type that there is not, in JSON": {
    "": { entityTypes: { P: { shape: { type: "Nope" } } }, actions: {} },
  },
  "another form, in JSON": { "": { entityTypes: 5 } },
};

/** The errors of a refusal, in one order: cedar-wasm's is random. */
function errorsOf(answer: Answer): readonly unknown[] {
  if (answer.type === "success") throw new Error("It is refused.");
  return answer.errors.toSorted((a, b) => (a.message < b.message ? -1 : 1));
}

describe("what Cedar does not parse is refused with Cedar's own errors and their places", () => {
  test.each(Object.entries(policies))("policies: %s", (_, given) => {
    const set = given as Call["policies"];
    const expected = errorsOf(wasm.isAuthorized({ ...base, policies: set }));
    expect(createCedar().isAuthorized({ ...base, policies: set })).toEqual({
      type: "failure",
      errors: expected,
      warnings: [],
    });
    const preparsed = createCedar().preparsePolicySet("wrong", set);
    expect(preparsed).toEqual({ type: "failure", errors: expected });
    expect(errorsOf(wasm.preparsePolicySet("wrong", set))).toEqual(expected);
  });

  test.each(Object.entries(schemas))("a schema: %s", (_, given) => {
    const own = given as NonNullable<Call["schema"]>;
    const expected = errorsOf(wasm.isAuthorized({ ...base, schema: own }));
    expect(errorsOf(createCedar().isAuthorized({ ...base, schema: own }))).toEqual(expected);
    expect(errorsOf(createCedar().preparseSchema("wrong", own))).toEqual(expected);
  });

  test("they have places", () => {
    const places = (given: unknown) =>
      errorsOf(
        createCedar().isAuthorized({ ...base, policies: given as Call["policies"] }),
      ).flatMap(
        (error) => (error as { readonly sourceLocations: readonly unknown[] }).sourceLocations,
      );
    expect(places(policies["a place behind characters of several bytes"])).toEqual([
      { label: null, start: 56, end: 59 },
    ]);
    expect(places(policies["several policies of a map"])).toHaveLength(2);
  });

  test("names that were not prepared", () => {
    const call = { ...base, preparsedPolicySetId: "none such", policies: undefined };
    const set = call as Parameters<Cedar["statefulIsAuthorized"]>[0];
    const expected = errorsOf(wasm.statefulIsAuthorized(set));
    expect(errorsOf(createCedar().statefulIsAuthorized(set))).toEqual(expected);
    const [own, theirs] = [createCedar(), wasm].map((cedar) => {
      cedar.preparsePolicySet("known", {});
      const named = { ...set, preparsedPolicySetId: "known", preparsedSchemaName: "none such" };
      return errorsOf(cedar.statefulIsAuthorized(named));
    });
    expect(own).toEqual(theirs);
  });
});

describe("what is refused here alone, or said in words of its own, has the form of Cedar's", () => {
  test.each([
    ["a form that cedar-wasm throws for", { policies: { staticPolicies: 5 } }],
    [
      "a set that is nested too deeply beside one that does not parse",
      {
        policies: {
          staticPolicies: { a: "permit(", b: when(`${"(".repeat(3000)}1${")".repeat(3000)} == 1`) },
        },
      },
    ],
    ["a context that does not fit", { schema, context: { n: "x" } }],
    [
      "entities that do not fit",
      { schema, entities: [{ uid: uid("Q", "q"), attrs: {}, parents: [] }] },
    ],
  ])("%s", (_, change) => {
    const answer = createCedar().isAuthorized({ ...base, ...change } as unknown as Call);
    expect(answer).toEqual({
      type: "failure",
      errors: [
        {
          message: expect.any(String),
          help: null,
          code: null,
          url: null,
          severity: null,
          sourceLocations: [],
          related: [],
        },
      ],
      warnings: [],
    });
  });
});

describe("a schema in JSON whose entities' shapes are common types", () => {
  const record = {
    type: "Record",
    attributes: { n: { type: "Long" }, p: { type: "Entity", name: "P", required: false } },
  };
  const of = (shape: object, commonTypes: object, further: object = {}) => ({
    "": {
      commonTypes,
      entityTypes: { P: { shape } },
      actions: { a: { appliesTo: { principalTypes: ["P"], resourceTypes: ["P"] } } },
    },
    ...further,
  });
  const recordOfN = {
    type: "Record",
    attributes: { n: { type: "Long" }, p: { type: "Entity", name: "Q", required: false } },
  };
  const spaceN = (shape: object) => ({
    N: { commonTypes: { T: recordOfN }, entityTypes: { Q: { shape } }, actions: {} },
  });
  const plain = { type: "Record", attributes: {} };
  // The last is whether Cedar takes the schema, and so what fits it.
  test.each([
    ["by name", of({ type: "S" }, { S: record }), true],
    [
      "by name, as what may be an entity type",
      of({ type: "EntityOrCommon", name: "S" }, { S: record }),
      true,
    ],
    ["through another", of({ type: "T" }, { S: record, T: { type: "S" } }), true],
    [
      "in another namespace, of which its attributes are",
      of({ type: "N::T" }, {}, spaceN(plain)),
      true,
    ],
    ["in its own namespace", of({ type: "N::T" }, {}, spaceN({ type: "T" })), true],
    ["in that of no name", of({ type: "S" }, { S: record }, spaceN({ type: "S" })), true],
    ["where there is none", of({ type: "S" }, { T: record }), false],
    ["that are no records", of({ type: "S" }, { S: { type: "Long" } }), false],
  ])("%s", (_, json, taken) => {
    const attributes = [
      ...[{ n: 1 }, { n: "x" }, {}, { n: 1, p: uid("P", "q") }],
      { n: 1, p: uid("N::Q", "q") },
    ];
    const decisions = ["P", "N::Q"].flatMap((type) =>
      attributes.map((attrs) => {
        const call = {
          ...base,
          schema: json,
          policies: { staticPolicies: { a: good } },
          entities: [{ uid: uid(type, "p"), attrs, parents: [] }],
        } as unknown as Call;
        const [own, cedar] = [createCedar(), wasm].map((each) => {
          const answer = each.isAuthorized(call);
          return answer.type === "failure" ? answer.type : answer.response.decision;
        });
        expect(own, JSON.stringify([type, attrs])).toBe(cedar);
        return own;
      }),
    );
    expect(decisions.includes("allow")).toBe(taken);
    expect(decisions).toContain("failure");
  });
});
