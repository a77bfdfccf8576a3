import { createHash } from "node:crypto";
import type { AuthorizationCall } from "@cedar-policy/cedar-wasm/nodejs";
import { afterEach, describe, expect, test } from "vitest";
import {
  type CedarRecord,
  type CompileOptions,
  compilePolicies,
  createCedar,
  createEntityStore,
  createPdp,
  type EngineDecision,
  EngineError,
  type EngineRequest,
  type Entity,
  type EntityStore,
  type Pdp,
} from "../../src/engine/index.ts";

const options: CompileOptions = {
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
};

/** Every context attribute is optional, so that a request needs those only that it is about. */
function schemaWith(context: string, attributes = "n?: Long", tags = ""): string {
  return `entity User in [User] { ${attributes} }${tags === "" ? "" : ` tags ${tags}`};
    action "view" appliesTo { principal: [User], resource: [User], context: { ${context} } };`;
}

const user = { type: "User", id: "u" };
const view = { type: "Action", id: "view" };

interface Loaded {
  readonly pdp: Pdp;
  readonly store: EntityStore;
  readonly ask: (context?: unknown, change?: object) => EngineDecision;
}

async function load(
  policies: string | Readonly<Record<string, string>>,
  schema: string,
  {
    entities = [],
    validation = "strict",
  }: { entities?: Entity[]; validation?: "strict" | "none" } = {},
): Promise<Loaded> {
  const byId = typeof policies === "string" ? { policy: policies } : policies;
  const compiled = await compilePolicies({ schema, policies: byId }, { ...options, validation });
  if (compiled.type === "refused") throw new Error(compiled.problems[0]?.message);
  const store = createEntityStore(compiled.set.schema);
  store.apply({ put: entities });
  const pdp = createPdp(compiled.set, store, { onPolicyError: "skip" });
  const ask: Loaded["ask"] = (context = {}, change = {}) =>
    pdp.decide({
      principal: user,
      action: view,
      resource: user,
      context: context as CedarRecord,
      ...change,
    } as EngineRequest);
  return { pdp, store, ask };
}

/** What `permit … when { condition }` says of a context. */
async function holds(condition: string, context: object, declared: string): Promise<boolean> {
  const loaded = await load(
    `permit(principal, action, resource) when { ${condition} };`,
    schemaWith(declared),
    { validation: "none" },
  );
  const { allow, errors } = loaded.ask(context);
  expect(errors).toEqual([]);
  return allow;
}

/** It was not evaluated, and says why. */
function expectRefused({ allow, reasons, errors }: EngineDecision): void {
  expect({ allow, reasons }).toEqual({ allow: false, reasons: [] });
  expect(errors).toEqual([{ message: expect.stringMatching(/./) }]);
}

/** Whether it was refused, decided, or threw what the engine promises not to throw. */
function outcome(decide: () => EngineDecision): string {
  try {
    const { allow, errors } = decide();
    return errors[0] !== undefined && errors[0].policy === undefined
      ? "refused"
      : `allow: ${allow}`;
  } catch (error) {
    return String(error);
  }
}

/** Names that JavaScript's objects have already. */
const inherited = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

/** Texts that end a string, a comment or a template where somebody pastes them into code. */
const breaking = [
  '"); process.exit(); //',
  "'); process.exit(); //",
  "`); process.exit(); `",
  "\u0024{process.exit()}",
  "*/ process.exit(); /*",
  "\u2028process.exit()\u2029",
  "a\u0000b",
  "\\",
  '\\"',
  "</script>",
  "\n} process.exit() {",
];

/** As Cedar text. */
function quoted(text: string): string {
  const escaped = [...text].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return `"${escaped.join("")}"`;
}

const untouched = Object.getOwnPropertyNames(Object.prototype).join();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(untouched);
});

describe("policies that are nested deeply or are long", () => {
  const deep = 10_000;
  test.each([
    ["brackets", `${"(".repeat(deep)}true${")".repeat(deep)}`],
    ["negations", `${"!(".repeat(deep)}true${")".repeat(deep)}`],
    ["sets", `${"[".repeat(deep)}1${"]".repeat(deep)} == []`],
    ["records", `${"{a:".repeat(deep)}1${"}".repeat(deep)} == {}`],
    ["conditionals", `${"if true then ".repeat(deep)}true${" else false".repeat(deep)}`],
    ["conditionals after else", `${"if false then true else ".repeat(deep)}true`],
    ["calls", `${"ip(".repeat(deep)}"1.2.3.4"${")".repeat(deep)}.isIpv4()`],
    ["a chain of &&", `true${" && true".repeat(deep)}`],
    ["a chain of ||", `false${" || false".repeat(deep)}`],
    ["a chain of +", `1${" + 1".repeat(deep)} == 1`],
    ["a chain of attributes", `context${".a".repeat(deep)}`],
    ["a chain of methods", `context${".a.contains(1)".repeat(deep)}`],
    ["a long has", `context has a${".a".repeat(deep)}`],
    ["brackets that never close", "(".repeat(deep)],
    ["negations without brackets", `${"!".repeat(deep)}true`],
    ...["\n", "\r", "\r\n"].map((end): [string, string] => [
      `brackets after a comment that ends with ${JSON.stringify(end)}`,
      `// note${end}${"(".repeat(deep)}true${")".repeat(deep)}`,
    ]),
  ])("%s: refused, or right", async (_, condition) => {
    const policies = { deep: `permit(principal, action, resource) when { ${condition} };` };
    const source = { schema: schemaWith(""), policies };
    const compiled = await compilePolicies(source, { ...options, validation: "none" });
    if (compiled.type === "refused") {
      expect(compiled.problems[0]).toMatchObject({ source: "policy", id: "deep" });
      expect(compiled.problems[0]?.message).toMatch(/./);
    }
    const answer = createCedar().isAuthorized({
      principal: user,
      action: view,
      resource: user,
      context: {},
      entities: [],
      policies: { staticPolicies: policies },
    });
    expect(["success", "failure"]).toContain(answer.type);
    // The parser is still alive.
    expect(await holds("1 + 1 == 2", {}, "")).toBe(true);
  });

  test("a schema that is nested deeply is refused", async () => {
    const schema = schemaWith(`a: ${"Set<".repeat(10_000)}Long${">".repeat(10_000)}`);
    const compiled = await compilePolicies({ schema, policies: {} }, options);
    expect(compiled).toMatchObject({ type: "refused", problems: [{ source: "schema" }] });
    expect(await holds("true", {}, "")).toBe(true);
  });

  test("what is long but not too long is evaluated", async () => {
    expect(await holds(`true${" && true".repeat(800)}`, {}, "")).toBe(true);
    expect(await holds(`1${" + 1".repeat(500)} == 501`, {}, "")).toBe(true);
    expect(await holds(`${"(".repeat(50)}true${")".repeat(50)}`, {}, "")).toBe(true);
    const set = Array.from({ length: 20_000 }, (_, at) => at).join(", ");
    expect(await holds(`[${set}].contains(19999)`, {}, "")).toBe(true);
  });

  test.each([
    [5_000, "strict"],
    [100_000, "none"],
  ] as const)(
    "%d policies, validation %s: each decides what it is for",
    {
      timeout: 300_000,
    },
    async (count, validation) => {
      const policies = Object.fromEntries(
        Array.from({ length: count }, (_, at) => [
          `p${at}`,
          `permit(principal == User::"${at}", action, resource) when { context.n == ${at} };`,
        ]),
      );
      const { ask } = await load(policies, schemaWith("n: Long"), { validation });
      for (const at of [0, 1, 2499, count - 1]) {
        const principal = { type: "User", id: `${at}` };
        expect(ask({ n: at }, { principal }).reasons).toEqual([`p${at}`]);
        expect(ask({ n: at + 1 }, { principal }).allow).toBe(false);
      }
    },
  );
});

describe("texts that are large", () => {
  const compile = (schema: string, policies: Readonly<Record<string, string>>) =>
    compilePolicies({ schema, policies }, options);

  // The time to refuse them grew with the square of what is wrong: these took 30 s and 17 s.
  test("12,000 problems of one text are said, each with its place", {
    timeout: 15_000,
  }, async () => {
    const each = Array.from({ length: 12_000 }, (_, at) => `principal.x${at}`);
    const start = "permit(principal, action, resource) when { [";
    const compiled = await compile(schemaWith(""), {
      policy: `${start}${each.join(",")}].contains(1) };`,
    });
    const problems = compiled.type === "refused" ? compiled.problems : [];
    expect(problems).toHaveLength(12_000);
    expect(problems.at(-1)).toMatchObject({
      line: 1,
      column: start.length + 1 + each.slice(0, -1).join(",").length + 1,
      message: expect.stringContaining("`x11999`"),
    });
  });

  test("a group that is not declared, named 64,000 times, is said where it is first", {
    timeout: 60_000,
  }, async () => {
    const compiled = await compile(`action q in [${"zz,".repeat(64_000)}zz];`, {});
    expect(compiled).toMatchObject({ type: "refused", problems: [{ line: 1, column: 14 }] });
  });

  test("a name of 100,000 letters is not repeated as a whole", async () => {
    const name = "z".repeat(100_000);
    const messagesOf = async (schema: string, policy: string) => {
      const compiled = await compile(schema, { policy });
      return compiled.type === "refused" ? compiled.problems.map(({ message }) => message) : [];
    };
    for (const [schema, policy] of [
      [name, "permit(principal, action, resource);"],
      [`entity A in [${name}];`, "permit(principal, action, resource);"],
      [schemaWith(""), name],
      [schemaWith(""), `permit(principal, action, resource) when { principal.${name} == 1 };`],
    ] as const) {
      const messages = await messagesOf(schema, policy);
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) {
        expect(message).toMatch(/zzz… and \d+ more characters|^[^z]*z{0,60}[^z]*$/);
        expect(message.length).toBeLessThan(2_200);
      }
    }
  });

  test("lines that end in a carriage return alone are lines", async () => {
    const policy = "permit(principal, action, resource)\rwhen { 1 };";
    expect(await compile(schemaWith(""), { policy })).toMatchObject({
      problems: [{ source: "policy", id: "policy", line: 2, column: 8 }],
    });
  });
});

describe("texts that break out where they are pasted into code", () => {
  test.each(breaking)("%j as a literal, an attribute, a key, an id and a pattern", async (text) => {
    const same = quoted(text);
    const declared = `text?: String, ${same}?: Long, record?: { ${same}: Long }, user?: User`;
    expect(await holds(`context.text == ${same}`, { text }, declared)).toBe(true);
    expect(await holds(`context.text == ${same}`, { text: `${text} ` }, declared)).toBe(false);
    expect(await holds(`context[${same}] == 1`, { [text]: 1 }, declared)).toBe(true);
    expect(await holds(`context has ${same}`, {}, declared)).toBe(false);
    expect(await holds(`context.record == {${same}: 1}`, { record: { [text]: 1 } }, declared)).toBe(
      true,
    );
    const entity = { __entity: { type: "User", id: text } };
    expect(await holds(`context.user == User::${same}`, { user: entity }, declared)).toBe(true);
    const pattern = same.replaceAll("\\u{2a}", "\\*");
    expect(await holds(`context.text like ${pattern}`, { text }, declared)).toBe(true);
    expect(await holds(`context.text like ${pattern}`, { text: "" }, declared)).toBe(false);
  });

  test.each(breaking)("%j as the id of a policy and in its annotations", async (text) => {
    const policy = `@note(${quoted(text)}) @obligation(${quoted(text)}) permit(principal, action, resource);`;
    const wrong = `permit(principal, action, resource) when { 1 + "a" == 1 };`;
    const policies = { [text]: policy, [`${text}2`]: wrong };
    const { ask, pdp } = await load(policies, schemaWith(""), { validation: "none" });
    const decision = ask();
    expect(decision).toMatchObject({ allow: true, reasons: [text], obligations: [text] });
    expect(decision.errors.map((error) => error.policy)).toEqual([`${text}2`]);
    const request = { principal: user, action: view, resource: user, context: {} };
    expect(pdp.explain(request).decision.reasons).toEqual([text]);
  });

  test.each(breaking)("%j in what is not Cedar is refused with its place", async (text) => {
    for (const policy of [
      text,
      `permit(${text}`,
      `permit(principal, action, resource); ${text} x`,
    ]) {
      const compiled = await compilePolicies(
        { schema: schemaWith(""), policies: { [text]: policy } },
        options,
      );
      expect(compiled).toMatchObject({ type: "refused", problems: [{ id: text }] });
    }
    const compiled = await compilePolicies({ schema: text, policies: {} }, options);
    expect(compiled).toMatchObject({ type: "refused", problems: [{ source: "schema" }] });
  });

  test("half a surrogate pair is no text", async () => {
    const { ask } = await load(
      'permit(principal, action, resource) when { context.text == "\\u{fffd}" };',
      schemaWith("text: String"),
    );
    for (const text of ["\ud83d", "\ude00", "\ud83d\ud83d"]) {
      expectRefused(ask({ text }));
      expectRefused(ask({ text: "a" }, { principal: { type: "User", id: text } }));
    }
    expect(
      await holds('context.text == "\\u{1f600}"', { text: "\u{1f600}" }, "text?: String"),
    ).toBe(true);
  });
});

describe("names that JavaScript's objects have already", () => {
  test.each(inherited)("%s as an attribute that is not there", async (name) => {
    expect(await holds(`context has ${name}`, {}, `${name}?: Long`)).toBe(false);
    expect(await holds(`context.r has ${name}`, { r: {} }, `r: { ${name}?: Long }`)).toBe(false);
    expect(await holds(`{} has ${name} || {a: 1} == {${name}: 1}`, {}, "")).toBe(false);
    const schema = schemaWith("", `${name}?: Long`, "Long");
    const entities = [{ uid: user, attrs: {}, parents: [], tags: { other: 1 } }];
    const policies = {
      has: `permit(principal, action, resource) when { principal has ${name} };`,
      tag: `permit(principal, action, resource) when { principal.hasTag("${name}") };`,
      get: `permit(principal, action, resource) when { principal.${name} == 1 };`,
    };
    const { ask } = await load(policies, schema, { entities, validation: "none" });
    const { allow, errors } = ask();
    expect([allow, errors.map(({ policy }) => policy)]).toEqual([false, ["get"]]);
  });

  test.each(inherited)("%s as an attribute, a key and a tag that is there", async (name) => {
    const own = Object.fromEntries([[name, 7]]);
    expect(await holds(`context.${name} == 7`, own, `${name}?: Long`)).toBe(true);
    expect(await holds(`context.r == {${name}: 7}`, { r: own }, `r: { ${name}: Long }`)).toBe(true);
    expect(await holds(`context.r == {${name}: 8}`, { r: own }, `r: { ${name}: Long }`)).toBe(
      false,
    );
    const entities = [{ uid: user, attrs: own, parents: [], tags: own }];
    const condition = `principal.${name} == 7 && principal.getTag("${name}") == 7`;
    const { ask, store } = await load(
      `permit(principal, action, resource) when { ${condition} };`,
      schemaWith("", `${name}: Long`, "Long"),
      { entities, validation: "none" },
    );
    expect(ask().allow).toBe(true);
    expect(store.entities()).toEqual(entities);
  });

  test.each(inherited)(
    "%s as a type, an id, an action, a policy and an annotation",
    async (name) => {
      const schema = `entity ${name} in [${name}]; action "${name}" in [Action::"group"] appliesTo {
      principal: [${name}], resource: [${name}], context: {} }; action "group";`;
      const policies = {
        [name]: `@${name}("x") permit(principal is ${name}, action == Action::"${name}", resource in ${name}::"${name}");`,
        group: `@id("${name}") forbid(principal == ${name}::"other", action in Action::"group", resource);`,
      };
      const compiled = await compilePolicies({ schema, policies }, options);
      if (compiled.type === "refused") throw new Error(compiled.problems[0]?.message);
      const { set } = compiled;
      expect(set.policies.get(name)?.annotations.get(name)).toBe("x");
      const store = createEntityStore(set.schema);
      const uid = { type: name, id: name };
      store.apply({ put: [{ uid: { type: name, id: "child" }, attrs: {}, parents: [uid] }] });
      const pdp = createPdp(set, store, { onPolicyError: "skip" });
      const action = { type: "Action", id: name };
      const ask = (id: string) =>
        pdp.decide({
          principal: { type: name, id },
          action,
          resource: { type: name, id: "child" },
          context: {},
        });
      expect(ask(name)).toMatchObject({ allow: true, reasons: [name] });
      expect(ask("other")).toMatchObject({ allow: false, reasons: ["group"] });
      expect(store.ofType(name)).toEqual([{ type: name, id: "child" }]);
      const unknown = { principal: uid, action: { type: "Action", id: "valueOf" }, resource: uid };
      if (name !== "valueOf") expectRefused(pdp.decide({ ...unknown, context: {} }));
    },
  );

  test("an attribute is an object's own, not what it inherits", async () => {
    const { ask } = await load(
      "permit(principal, action, resource) when { context has n };",
      schemaWith("n?: Long"),
    );
    const { allow, errors } = ask(Object.create({ n: 1 }));
    expect(allow).toBe(false);
    // Refusing an object of another kind is as good as finding it empty.
    expect(errors.length).toBeLessThanOrEqual(1);
  });
});

class Instance {
  readonly n = 1;
}

function circle(): object {
  const record: Record<string, unknown> = {};
  record["r"] = { r: record };
  return record;
}

function nested(depth: number, as: "set" | "record"): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = as === "set" ? [value] : { r: value };
  return value;
}

const noValues: readonly (readonly [string, unknown])[] = [
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["a fraction", 1.5],
  ["a number that is not exact", 2 ** 53],
  ["a bigint beyond 64 bits", 2n ** 63n],
  ["a bigint below 64 bits", -(2n ** 63n) - 1n],
  ["null", null],
  ["undefined", undefined],
  ["a function", () => 1],
  ["a symbol", Symbol("n")],
  ["a date", new Date(0)],
  ["a map", new Map([["n", 1]])],
  ["a set", new Set([1])],
  ["an instance", new Instance()],
  ["a boxed number", Object(1)],
  ["a list with a hole", new Array(1)],
  ["a list that holds undefined", [undefined]],
  ["a typed array", new Uint8Array(2)],
  ["a cycle", circle()],
  ["a deep set", nested(20_000, "set")],
  ["a deep record", nested(20_000, "record")],
  ["a broken entity", { __entity: { type: "User" } }],
  ["an entity of another kind", { __entity: 5 }],
  ["a broken extension", { __extn: { fn: "decimal", arg: Number.NaN } }],
  ["an unknown extension", { __extn: { fn: "eval", arg: "process.exit()" } }],
];

/** And values of a type that is not declared for any of the places below. */
const misfits: typeof noValues = [...noValues, ["a text", "x"], ["a truth", true]];

describe("what is no Cedar value", () => {
  const declared = "n: Long, s?: Set<Long>, r?: { n?: Long }, t?: Set<String>, e?: User";
  const policy = "permit(principal, action, resource) when { context.n == 1 };";

  test.each(misfits)("%s in a context: refused", async (_, value) => {
    const { ask, pdp } = await load(policy, schemaWith(declared));
    expect(ask({ n: 1 }).allow).toBe(true);
    for (const context of [
      { n: value },
      { n: 1, s: value },
      { n: 1, s: [1, value] },
      { n: 1, r: value },
      { n: 1, r: { n: value } },
      { n: 1, t: value },
      { n: 1, e: value },
      { n: 1, more: value },
    ]) {
      expectRefused(ask(context));
      const decode = () => pdp.decodeContext(view, context as CedarRecord);
      expect(decode).toThrow(expect.objectContaining({ code: "invalid-context" }));
    }
    expect(ask({ n: 1 }).allow).toBe(true);
  });

  test.each(misfits)("%s in an entity: refused, and nothing has changed", async (_, value) => {
    const schema = schemaWith("", "n?: Long, s?: Set<Long>, r?: { n?: Long }, e?: User", "Long");
    const entities = [{ uid: user, attrs: { n: 1 }, parents: [] }];
    const condition = "principal has n && principal.n == 1 && !(principal has s)";
    const { ask, store } = await load(
      `permit(principal, action, resource) when { ${condition} };`,
      schema,
      { entities },
    );
    const revision = store.revision();
    const others = { uid: { type: "User", id: "other" }, attrs: {}, parents: [] };
    const entity = { uid: user, attrs: {}, parents: [] };
    const wrong: Readonly<Record<string, object>> = {
      attribute: { ...entity, attrs: { n: value } },
      "in a set": { ...entity, attrs: { s: [1, value] } },
      "in a record": { ...entity, attrs: { r: { n: value } } },
      record: { ...entity, attrs: { r: value } },
      set: { ...entity, attrs: { s: value } },
      entity: { ...entity, attrs: { e: value } },
      tag: { ...entity, tags: { t: value } },
      parent: { ...entity, parents: [value] },
      parents: { ...entity, parents: value ?? "none" },
      uid: { ...entity, uid: value },
    };
    const outcomes = Object.entries(wrong).map(([name, put]) => {
      try {
        store.apply({ put: [others, put] as unknown as Entity[] });
        return [name, "taken"];
      } catch (error) {
        return [name, error instanceof EngineError ? error.code : String(error)];
      }
    });
    expect(outcomes).toEqual(outcomes.map(([name]) => [name, "invalid-entities"]));
    expect(store.revision()).toBe(revision);
    expect(store.entities()).toEqual(entities);
    expect(ask().allow).toBe(true);
  });

  test.each(noValues)("%s without a schema: an answer, never a crash", (_, value) => {
    const cedar = createCedar();
    const policies = { staticPolicies: { p: "permit(principal, action, resource);" } };
    const base = { principal: user, action: view, resource: user, entities: [], policies };
    const calls: Readonly<Record<string, unknown>> = {
      "in the context": { ...base, context: { n: value } },
      "in a set": { ...base, context: { n: [value] } },
      "the context": { ...base, context: value },
      "the principal": { ...base, context: {}, principal: value },
      "an id": { ...base, context: {}, action: { type: "Action", id: value } },
      "the entities": { ...base, context: {}, entities: value },
      "an entity": { ...base, context: {}, entities: [value] },
      "an attribute": {
        ...base,
        context: {},
        entities: [{ uid: user, attrs: { n: value }, parents: [] }],
      },
      "the policies": { ...base, context: {}, policies: value },
      "a policy": { ...base, context: {}, policies: { staticPolicies: { p: value } } },
      "the call": value,
    };
    const outcomes = Object.entries(calls).map(([name, call]) => {
      try {
        const answer = cedar.isAuthorized(call as AuthorizationCall);
        if (answer.type === "failure") expect(answer.errors[0]?.message).toMatch(/./);
        return [name, "answered"];
      } catch (error) {
        return [name, String(error)];
      }
    });
    expect(outcomes).toEqual(outcomes.map(([name]) => [name, "answered"]));
    const good = cedar.isAuthorized({ ...base, context: {} });
    expect(good).toMatchObject({ type: "success", response: { decision: "allow" } });
  });

  test.each(noValues)("%s as a request or as a part of it: refused", async (_, value) => {
    const { ask, pdp } = await load(policy, schemaWith(declared));
    const changes: Readonly<Record<string, object>> = {
      principal: { principal: value },
      resource: { resource: value },
      action: { action: value },
      type: { principal: { type: value, id: "u" } },
      id: { principal: { type: "User", id: value } },
      "action id": { action: { type: "Action", id: value } },
      context: { context: value },
    };
    const outcomes = Object.entries(changes).map(([name, change]) => [
      name,
      outcome(() => ask({ n: 1 }, change)),
    ]);
    outcomes.push(["request", outcome(() => pdp.decide(value as EngineRequest))]);
    expect(outcomes).toEqual(outcomes.map(([name]) => [name, "refused"]));
    expect(ask({ n: 1 }).allow).toBe(true);
  });

  test("what a getter throws is said as an error, and harms nothing after", async () => {
    const { ask } = await load(policy, schemaWith(declared));
    const throwing = Object.defineProperty({}, "n", {
      enumerable: true,
      get: () => {
        throw new RangeError("not now");
      },
    });
    expectRefused(ask(throwing));
    expect(ask(throwing).errors[0]?.message).toContain("not now");
    expect(ask({ n: 1 }).allow).toBe(true);
  });
});

const userAt = (at: number) => ({ type: "User", id: `${at}` });

/** Users, each in the next one. */
function parentChain(length: number) {
  return Array.from({ length }, (_, at) => ({
    uid: userAt(at),
    attrs: {},
    parents: [userAt(at + 1)],
  }));
}

describe("large and unusual values that are values", () => {
  test("bigints are the longs that they are", async () => {
    expect(await holds("context.n == 1", { n: 1n }, "n: Long")).toBe(true);
    expect(await holds("[1, 2].contains(context.n)", { n: 2n }, "n: Long")).toBe(true);
    expect(await holds("context.n == 9223372036854775807", { n: 2n ** 63n - 1n }, "n: Long")).toBe(
      true,
    );
    expect(await holds("context.n == 9223372036854775806", { n: 2n ** 63n - 1n }, "n: Long")).toBe(
      false,
    );
    expect(await holds("context.n == -9223372036854775808", { n: -(2n ** 63n) }, "n: Long")).toBe(
      true,
    );
    expect(await holds("context.s == [1]", { s: [1n, 1] }, "s: Set<Long>")).toBe(true);
  });

  test("negative zero is zero", async () => {
    expect(await holds("context.n == 0", { n: -0 }, "n: Long")).toBe(true);
    expect(await holds("context.s == [0]", { s: [-0, 0] }, "s: Set<Long>")).toBe(true);
    expect(await holds("{n: context.n} == {n: 0}", { n: -0 }, "n: Long")).toBe(true);
  });

  test("a set of a million longs", { timeout: 60_000 }, async () => {
    const s = Array.from({ length: 1_000_000 }, (_, at) => at);
    const condition = "context.s.contains(999999) && !context.s.contains(1000000)";
    expect(await holds(condition, { s }, "s: Set<Long>")).toBe(true);
    expect(await holds("context.s.containsAll([0, 500000])", { s }, "s: Set<Long>")).toBe(true);
    const ones = new Array(1_000_000).fill(1);
    expect(await holds("context.s == [1]", { s: ones }, "s: Set<Long>")).toBe(true);
  });

  test("a set of a hundred thousand records, half of them twice", { timeout: 60_000 }, async () => {
    const s = Array.from({ length: 100_000 }, (_, at) =>
      at % 2 === 0 ? { a: at >> 1, b: "x" } : { b: "x", a: at >> 1 },
    );
    const declared = "s: Set<{ a: Long, b: String }>, t: Set<{ a: Long, b: String }>";
    const condition = 'context.s == context.t && context.s.contains({b: "x", a: 49999})';
    const t = s.filter((_, at) => at % 2 === 0).reverse();
    expect(await holds(condition, { s, t }, declared)).toBe(true);
  });

  test("policies that name a hundred and thirty thousand entities, in one list or in many", {
    timeout: 60_000,
  }, async () => {
    const named = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => `User::"${from + at}"`).join(", ");
    const scope = "permit (principal, action, resource) when";
    const one = await load(
      {
        big: `${scope} { principal in [${named(0, 130_000)}] };`,
        other: 'permit (principal == User::"u", action, resource);',
      },
      schemaWith(""),
    );
    expect(one.ask()).toMatchObject({ allow: true, reasons: ["other"], errors: [] });
    const last = { principal: { type: "User", id: "129999" } };
    expect(one.ask({}, last)).toMatchObject({ allow: true, reasons: ["big"], errors: [] });
    const many = await load(
      Object.fromEntries(
        Array.from({ length: 32 }, (_, at) => [
          `p${at}`,
          `${scope} { [${named(at * 4_200, (at + 1) * 4_200)}].contains(principal) };`,
        ]),
      ),
      schemaWith(""),
    );
    const inLast = { principal: { type: "User", id: "134399" } };
    expect(many.ask({}, inLast)).toMatchObject({ allow: true, reasons: ["p31"], errors: [] });
    expect(many.ask()).toMatchObject({ allow: false, errors: [] });
  });

  test("wildcards on a long text do not multiply", async () => {
    const text = "a".repeat(100_000);
    const condition = `context.t like "${"*a".repeat(50)}*b"`;
    expect(await holds(condition, { t: text }, "t: String")).toBe(false);
    expect(await holds(condition, { t: `${text}b` }, "t: String")).toBe(true);
  });

  test.each([
    ["decimal", `${"9".repeat(200_000)}.0`],
    ["decimal", `0.${"0".repeat(200_000)}`],
    ["ip", "1.".repeat(100_000)],
    ["ip", ":".repeat(200_000)],
    ["ip", `1.2.3.4/${"0".repeat(200_000)}`],
    ["datetime", `2024-01-01T00:00:00.${"0".repeat(200_000)}Z`],
    ["duration", "1d".repeat(100_000)],
    ["duration", `${"9".repeat(200_000)}ms`],
    ["duration", `-${"0".repeat(200_000)}`],
  ])("a long text is no %s, and is soon found to be none", async (fn, text) => {
    const { ask } = await load(
      `permit(principal, action, resource) when { ${fn}(context.t) == ${fn}(context.t) };`,
      schemaWith("t: String"),
      { validation: "none" },
    );
    const { allow, errors } = ask({ t: text });
    expect([allow, errors.map(({ policy }) => policy)]).toEqual([false, ["policy"]]);
  });

  test("a chain of 2,000 parents is climbed, and is not let close", {
    timeout: 60_000,
  }, async () => {
    const entities = parentChain(2000);
    const { ask, store } = await load(
      'permit(principal in User::"2000", action, resource);',
      schemaWith(""),
      { entities },
    );
    expect(ask({}, { principal: userAt(0) }).allow).toBe(true);
    expect(ask({}, { principal: userAt(2001) }).allow).toBe(false);
    const closing = { uid: userAt(2000), attrs: {}, parents: [userAt(0)] };
    const cycle = expect.objectContaining({ code: "hierarchy-cycle" });
    expect(() => store.apply({ put: [closing] })).toThrow(cycle);
    expect(ask({}, { principal: userAt(0) }).allow).toBe(true);
    expect(store.entities()).toHaveLength(2000);
  });

  test("a chain of 100,000 parents is refused before it takes memory for its square", {
    timeout: 60_000,
  }, async () => {
    const put = parentChain(100_000);
    const { ask, store } = await load("permit(principal, action, resource);", schemaWith(""));
    const tooMany = expect.objectContaining({
      code: "invalid-entities",
      message: expect.stringMatching(/^User::"\d+" has more than 2000 ancestors\.$/),
    });
    expect(() => store.apply({ put })).toThrow(tooMany);
    expect(store.entities()).toEqual([]);
    expect(ask().allow).toBe(true);
    const answer = createCedar().isAuthorized({
      principal: userAt(0),
      action: view,
      resource: userAt(1),
      context: {},
      policies: { staticPolicies: { all: "permit(principal, action, resource);" } },
      entities: put,
    });
    expect(answer).toMatchObject({
      type: "failure",
      errors: [{ message: expect.stringContaining("more than 2000 ancestors") }],
    });
  });

  test("an id or an attribute of a million characters", async () => {
    const id = "x".repeat(1_000_000);
    const name = quoted(id.slice(0, 10_000));
    expect(await holds(`context has ${name}`, {}, "n?: Long")).toBe(false);
    const { ask } = await load("permit(principal, action, resource);", schemaWith(""));
    expect(ask({}, { principal: { type: "User", id } }).allow).toBe(true);
  });
});
