import { describe, expect, test } from "vitest";
import { compileSet, sha256, uid } from "../../tests/support/engine.ts";
import {
  type Compiled,
  compilePolicies,
  createEntityStore,
  createPdp,
  type PolicySource,
} from "./index.ts";

const schema = `
  entity Group;
  entity Person in [Group] { age?: Long };
  entity Chart;
  @title("all of it")
  action "care";
  action "read" in ["care"];
  @doc("Look")
  action "open" in ["read"] appliesTo { principal: Person, resource: Chart, context: { level: Long } };
`;

const compile = (source: Partial<PolicySource>): Promise<Compiled> =>
  compilePolicies({ schema, policies: {}, ...source }, { sha256 });

const yes = "permit (principal, action, resource);";
const no = "forbid (principal, action, resource);";

const request = {
  principal: uid("Person", "ben"),
  action: uid("Action", "open"),
  resource: uid("Chart", "anna"),
  context: { level: 1 },
};

describe("what was compiled", () => {
  test("says of itself what schema and policies say", async () => {
    const set = await compileSet({
      schema,
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
      id: "open",
      type: "Action",
      groups: new Set(["read", "care"]),
      groupTexts: new Set(['Action::"read"', 'Action::"care"']),
      principalTypes: new Set(["Person"]),
      resourceTypes: new Set(["Chart"]),
      annotations: new Map([["doc", "Look"]]),
    });
    expect(set.schema.actions.get('Action::"care"')).toMatchObject({
      groups: new Set(),
      principalTypes: new Set(),
      annotations: new Map([["title", "all of it"]]),
    });
    expect([...set.schema.entityTypes.keys()].sort()).toEqual(["Chart", "Group", "Person"]);
    expect(set.schema.actionEntities).toHaveLength(3);
  });

  test("the hash is of the content: order does not matter, a letter does", async () => {
    const template = "permit (principal == ?principal, action, resource);";
    const link = (id: string) => ({
      template: "t",
      id,
      values: { "?principal": uid("Person", id) },
    });
    const hashOf = async (source: Partial<PolicySource>) =>
      (await compileSet({ schema, policies: {}, ...source })).hash;
    const one = await hashOf({ policies: { a: yes, b: no } });
    expect(await hashOf({ policies: { b: no, a: yes } })).toBe(one);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    const others = await Promise.all([
      hashOf({ policies: { a: yes, c: no } }),
      hashOf({ policies: { a: yes, b: `${no} ` } }),
      hashOf({ policies: { a: yes, b: no }, schema: `${schema} entity Cat;` }),
      hashOf({ policies: { a: yes, b: no }, templates: { t: template } }),
      hashOf({ templates: { t: template }, links: [link("x"), link("y")] }),
      hashOf({ templates: { t: template }, links: [link("x")] }),
    ]);
    expect(new Set([one, ...others]).size).toBe(7);
    expect(await hashOf({ templates: { t: template }, links: [link("y"), link("x")] })).toBe(
      others[4],
    );
  });

  test("warns of a policy that can never apply", async () => {
    const policies = { never: "permit (principal is Chart, action, resource);", yes };
    expect(await compile({ policies })).toMatchObject({
      type: "loaded",
      warnings: [{ source: "policy", id: "never", line: 1, column: 1 }],
    });
  });

  test("warns of a policy that Cedar has not the stack for, so that no decision is compared", async () => {
    const deep = `permit (principal, action, resource) when { ${"true && ".repeat(500)}true };`;
    expect(await compile({ policies: { deep, yes } })).toMatchObject({
      type: "loaded",
      set: { oracle: undefined },
      warnings: [{ source: "policy", id: "deep", message: expect.stringContaining("compared") }],
    });
  });
});

describe("what is refused", () => {
  test("says whether it is the schema, a policy, a template or a link", async () => {
    const template = "permit (principal == ?principal, action, resource);";
    const link = { template: "t", id: "l", values: { "?principal": uid("Cat", "a") } };
    const sources = [
      { schema: 7 as never },
      { schema: "entity" },
      { policies: { p: "permit" } },
      { templates: { t: yes } },
      { templates: { t: template }, links: [link] },
      { links: [link] },
    ];
    const refused = await Promise.all(sources.map((source) => compile(source)));
    expect(
      refused.map((each) => each.type === "refused" && each.problems.map(({ source }) => source)),
    ).toEqual([["schema"], ["schema"], ["policy"], ["template"], ["link"], ["link"]]);
  });

  test("with policy id, line and column; several at once, in UTF-8 too", async () => {
    const policies = {
      good: yes,
      comma: "// für Ärzte\npermit (principal, action resource);",
      half: "permit (principal, action, resource) when { 1 + };",
      typo: 'permit (principal, action, resource)\nwhen { "ä" == "ä" && context.levle > 1 };',
      kind: 'permit (principal, action, resource)\n\n  when { context.level == "1" };',
    };
    expect(await compile({ policies })).toMatchObject({
      type: "refused",
      problems: [
        {
          source: "policy",
          id: "comma",
          line: 2,
          column: 27,
          message: expect.stringContaining("expected"),
        },
        { source: "policy", id: "half", line: 1, column: 49 },
      ],
    });
    const { comma: _comma, half: _half, ...others } = policies;
    expect(await compile({ policies: others })).toMatchObject({
      type: "refused",
      problems: [
        { source: "policy", id: "kind", line: 3, column: 10 },
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

  test("says what was expected", async () => {
    const messageOf = async (policy: string) => {
      const compiled = await compile({ policies: { policy } });
      return compiled.type === "refused"
        ? compiled.problems.map(({ message }) => message).join()
        : "";
    };
    expect(await messageOf("permit (principal, action);")).toMatch(/resource/);
    expect(await messageOf("permits (principal, action, resource);")).toMatch(
      /permit.*forbid|effect/,
    );
    expect(await messageOf("permit (principal, action, resource) whn { true };")).toMatch(
      /when|unless/,
    );
    expect(await messageOf("")).not.toBe("");
    expect(await messageOf(`${yes} ${yes}`)).not.toBe("");
    expect(await messageOf('permit (principal == Persn::"a", action, resource);')).toMatch(/Persn/);
  });

  test("a schema with line and column", async () => {
    const broken = "entity A;\nentity B\nentity C;";
    expect(await compile({ schema: broken })).toMatchObject({
      type: "refused",
      problems: [{ source: "schema", line: 3, column: 1 }],
    });
    expect(await compile({ schema: "entity A in [B];" })).toMatchObject({
      type: "refused",
      problems: [{ source: "schema", message: expect.stringContaining("B") }],
    });
  });

  test("what is for partial evaluation, wherever it stands", async () => {
    for (const condition of [
      'unknown("x")',
      '{ a: 1, b: unknown("x") }.a == 1',
      'if true then true else unknown("x")',
    ]) {
      const compiled = await compile({
        policies: { yes, no: `forbid (principal, action, resource) when { ${condition} };` },
      });
      const place = { line: 1, column: 45 + condition.indexOf("unknown") };
      const message = expect.stringContaining("partial evaluation");
      expect(compiled).toMatchObject({
        type: "refused",
        problems: [{ id: "no", ...place, message }],
      });
    }
  });

  test.each([
    ["entity A;\naction b;\naction a in [a];", 3, 8],
    ["entity A;\n\naction a, c in [nope];", 3, 17],
    ['entity A;\n// action x in ["no.pe"];\naction "odd(" in ["no.pe"];', 3, 19],
    [
      "entity A;\ntype T = Long;\naction a appliesTo {principal: A, resource: A, context: T};",
      3,
      8,
    ],
    ["entity A { x: T };\ntype U = Long;\ntype T = Set<T>;", 3, 1],
  ])(
    "what is wrong with a schema as a whole stands where it is named: %j",
    async (text, line, column) => {
      const compiled = await compile({ schema: text });
      expect(compiled).toMatchObject({
        type: "refused",
        problems: [{ source: "schema", line, column }],
      });
    },
  );

  test.each([
    ["// nothing\n// but words", 2, 13, /unexpected end of input/],
    ["permit (principal", 1, 18, /unexpected end of input/],
    ["permit (principal, action, resource) when { \0 };", 1, 45, /found U\+0000, expected/],
    ["\ufeffpermit (principal, action, resource);", 1, 1, /found U\+FEFF, expected/],
  ])("what ends too early or cannot be seen: %j", async (text, line, column, message) => {
    expect(await compile({ policies: { text } })).toMatchObject({
      type: "refused",
      problems: [{ id: "text", line, column, message: expect.stringMatching(message) }],
    });
  });

  test("half of a surrogate pair, at its place", async () => {
    const half = `${yes}\n// \u{1F642} then \ud83d`;
    const message = expect.stringContaining("half of a surrogate pair");
    expect(await compile({ policies: { yes, half } })).toMatchObject({
      type: "refused",
      problems: [{ source: "policy", id: "half", line: 2, column: 11, message }],
    });
    expect(await compile({ schema: `${schema}\n\udc00` })).toMatchObject({
      type: "refused",
      problems: [{ source: "schema", line: schema.split("\n").length + 1, column: 1, message }],
    });
  });

  test("is refused as a whole: a good policy beside a bad one makes no set", async () => {
    const compiled = await compile({ policies: { good: yes, bad: "permit" } });
    expect(compiled.type).toBe("refused");
    expect(compiled).not.toHaveProperty("set");
  });

  test("what does not fit the schema, unless nobody asks whether it does", async () => {
    const source = {
      schema,
      policies: { odd: `${yes.slice(0, -1)} when { context.nothing == 1 };` },
    };
    expect((await compilePolicies(source, { sha256, validation: "strict" })).type).toBe("refused");
    expect((await compilePolicies(source, { sha256 })).type).toBe("refused");
    expect((await compilePolicies(source, { sha256, validation: "none" })).type).toBe("loaded");
  });

  test("what is nested too deeply, wherever it stands", async () => {
    const deep = (before: string, after: string) => `${before.repeat(200)}${after.repeat(200)}`;
    const policy = `permit (principal, action, resource) when { ${deep("(", "true)").replaceAll("true)true)", ")")} };`;
    const problems = async (source: Partial<PolicySource>) => {
      const compiled = await compile(source);
      return compiled.type === "refused" ? compiled.problems : [];
    };
    // 44 characters before the condition, in which the 99th bracket is one too many.
    const tooDeep = { line: 1, column: 142, message: expect.stringContaining("nested too deeply") };
    expect(await problems({ policies: { deep: policy } })).toMatchObject([
      { source: "policy", id: "deep", ...tooDeep },
    ]);
    expect(await problems({ templates: { deep: policy } })).toMatchObject([
      { source: "template", id: "deep", ...tooDeep },
    ]);
    expect(await problems({ schema: `entity A { a: ${deep("{a: ", "}")} };` })).toMatchObject([
      { source: "schema", ...tooDeep, column: 407 },
    ]);
  });
});

describe("templates and links", () => {
  const template = "permit (principal == ?principal, action, resource == ?resource);";
  const link = {
    template: "for",
    id: "for-ben",
    values: { "?principal": request.principal, "?resource": request.resource },
  };

  test("a link is its template with the slots filled", async () => {
    const set = await compileSet({
      schema,
      policies: {},
      templates: { for: template },
      links: [link],
    });
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "skip" });
    expect(pdp.decide(request)).toMatchObject({ allow: true, reasons: ["for-ben"] });
    expect(pdp.decide({ ...request, principal: uid("Person", "eva") }).allow).toBe(false);
    expect(pdp.decide({ ...request, resource: uid("Chart", "otto") }).allow).toBe(false);
    expect(set.policies.get("for-ben")?.effect).toBe("permit");
    expect([...set.policies.keys()]).toEqual(["for-ben"]);
  });

  test("each link has its own values; a template without one decides nothing", async () => {
    const set = await compileSet({
      schema,
      policies: {},
      templates: { for: template, unused: "forbid (principal == ?principal, action, resource);" },
      links: [
        link,
        { ...link, id: "for-eva", values: { ...link.values, "?principal": uid("Person", "eva") } },
      ],
    });
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "skip" });
    expect(pdp.decide(request).reasons).toEqual(["for-ben"]);
    expect(pdp.decide({ ...request, principal: uid("Person", "eva") }).reasons).toEqual([
      "for-eva",
    ]);
  });

  test("slots in every place that may have one", async () => {
    const templates = {
      a: "permit (principal in ?principal, action, resource);",
      b: "permit (principal is Person in ?principal, action, resource);",
      c: "permit (principal, action, resource in ?resource);",
      d: "permit (principal, action, resource is Chart in ?resource);",
      e: "permit (principal is Chart in ?principal, action, resource);",
    };
    const links = Object.keys(templates).map((id) => ({
      template: id,
      id: `${id}1`,
      values: "cd".includes(id)
        ? { "?resource": request.resource }
        : { "?principal": request.principal },
    }));
    const set = await compileSet({ schema, policies: {}, templates, links }, "none");
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "skip" });
    expect(pdp.decide(request).reasons).toEqual(["a1", "b1", "c1", "d1"]);
    expect(pdp.decide({ ...request, principal: uid("Person", "x") }).reasons).toEqual(["c1", "d1"]);
    expect(pdp.decide({ ...request, resource: uid("Chart", "x") }).reasons).toEqual(["a1", "b1"]);
  });

  const problemsOf = async (source: Partial<PolicySource>) => {
    const compiled = await compile(source);
    return compiled.type === "refused" ? compiled.problems : [];
  };

  test.each([
    ["no such template", { links: [link] }, /no template `for`/],
    [
      "a slot too few",
      {
        templates: { for: template },
        links: [{ ...link, values: { "?principal": request.principal } }],
      },
      /not filled: \?resource/,
    ],
    [
      "a slot too many",
      { templates: { for: "permit (principal == ?principal, action, resource);" }, links: [link] },
      /no such slots: \?resource/,
    ],
    ["an id twice", { templates: { for: template }, links: [link, link] }, /`for-ben` is taken/],
    [
      "a policy's id",
      { templates: { for: template }, links: [link], policies: { "for-ben": yes } },
      /`for-ben` is taken/,
    ],
    [
      "its template's id",
      { templates: { for: template }, links: [{ ...link, id: "for" }] },
      /`for` is taken/,
    ],
  ] as const)("a link with %s is refused", async (_, source, why) => {
    expect(await problemsOf(source)).toMatchObject([
      {
        source: "link",
        id: expect.any(String),
        line: 1,
        column: 1,
        message: expect.stringMatching(why),
      },
    ]);
  });

  test("a template with the id of a policy is refused, a bad one with its place", async () => {
    expect(await problemsOf({ templates: { a: template }, policies: { a: yes } })).toMatchObject([
      { source: "template", id: "a", message: expect.stringContaining("a policy's already") },
    ]);
    expect(
      await problemsOf({
        templates: { a: "permit (principal == ?principal, action, resource)\nwhen { };" },
      }),
    ).toMatchObject([{ source: "template", id: "a", line: 2, column: 1 }]);
    expect(
      await problemsOf({
        templates: {
          a: "permit (principal == ?principal, action, resource)\nwhen { context.levle == 1 };",
        },
        links: [{ ...link, template: "a", values: { "?principal": request.principal } }],
      }),
    ).toMatchObject([{ source: "template", id: "a", line: 2, column: 8 }]);
  });

  test("a policy with a slot is no policy, a template without one no template", async () => {
    expect(await problemsOf({ policies: { a: template } })).toMatchObject([
      { source: "policy", id: "a" },
    ]);
    expect(await problemsOf({ templates: { a: yes } })).toMatchObject([
      { source: "template", id: "a" },
    ]);
  });
});

test.each([
  ["has with a path", (inner: string) => `({"k": {"l": ${inner}}} has k.l)`],
  ["is … in", (inner: string) => `((if ${inner} then principal else principal) is A in A::"x")`],
])("%s within itself is refused before it doubles what stands there", async (_, shape) => {
  const schema = "entity A in [A]; action a appliesTo { principal: A, resource: A };";
  const compiling = (levels: number) => {
    let condition = "true";
    for (let level = 0; level < levels; level++) condition = shape(condition);
    const policies = { yes, nested: `${yes.slice(0, -1)} when { ${condition} };` };
    return compilePolicies({ schema, policies }, { sha256 });
  };
  const compiled = await compiling(6);
  if (compiled.type === "refused") throw new Error(JSON.stringify(compiled.problems));
  const pdp = createPdp(compiled.set, createEntityStore(compiled.set.schema), {
    onPolicyError: "skip",
  });
  const a = uid("A", "a");
  const request = { principal: a, action: uid("Action", "a"), resource: a, context: {} };
  expect(pdp.decide(request).allow).toBe(true);
  expect(pdp.explain(request).policies).toHaveLength(2);
  for (const levels of [13, 18, 22]) {
    expect(await compiling(levels)).toMatchObject({
      type: "refused",
      problems: [{ source: "policy", id: "nested", message: expect.stringContaining("doubles") }],
    });
  }
});

test("hundreds of each beside each other are as many", async () => {
  const one = 'principal is A in A::"x" || context has a.b.c';
  const condition = Array.from({ length: 200 }, () => one).join(" || ");
  const schema =
    "entity A in [A]; action a appliesTo { principal: A, resource: A, context: { a?: { b?: { c?: Long } } } };";
  const policies = { many: `${yes.slice(0, -1)} when { ${condition} };` };
  expect((await compilePolicies({ schema, policies }, { sha256 })).type).toBe("loaded");
});

test("sets with a link for somebody of another type have another name", async () => {
  const hashOf = async (type: string) => {
    const source = {
      schema: "entity A, B; action a appliesTo { principal: [A, B], resource: A };",
      policies: {},
      templates: { t: "permit (principal == ?principal, action, resource);" },
      links: [{ id: "l", template: "t", values: { "?principal": uid(type, "x") } }],
    };
    return (await compileSet(source)).hash;
  };
  expect(await hashOf("A")).not.toBe(await hashOf("B"));
});

test("a schema whose types double with each level is refused before anything goes through it, at the type", async () => {
  const doubled = (levels: number) =>
    [
      "entity A { x: T0 };",
      "// type T3 = { a: Long };",
      ...Array.from(
        { length: levels },
        (_, at) => `type T${at} = { a: T${at + 1}, b: T${at + 1} };`,
      ),
      `type T${levels} = Long;`,
    ].join("\n");
  const compiling = (levels: number) =>
    compilePolicies({ schema: doubled(levels), policies: {} }, { sha256 });
  expect((await compiling(14)).type).toBe("loaded");
  for (const levels of [30, 290]) {
    const refused = await compiling(levels);
    if (refused.type !== "refused") throw new Error("It is too large.");
    const [problem] = refused.problems;
    expect(problem).toMatchObject({
      source: "schema",
      column: 1,
      message: expect.stringContaining("more than 1,000,000 parts"),
    });
    // The innermost that is too large.
    expect(problem?.line).toBe(levels - 18 + 3);
  }
});

test("types that are made of types are so in 300 levels at most, and a schema with more is refused as a schema", async () => {
  const chained = (levels: number, nameOf: (level: number) => string): string => {
    const types = Array.from(
      { length: levels },
      (_, level) => `type ${nameOf(level)} = Set<${nameOf(level + 1)}>;`,
    );
    return `${types.join("\n")}\ntype ${nameOf(levels)} = Long;\nentity A { x: ${nameOf(0)} };`;
  };
  const compiling = (schema: string) => compilePolicies({ schema, policies: {} }, { sha256 });
  // Types come in the order of their names: the outermost first, and the innermost.
  for (const nameOf of [(level: number) => `T${level}`, (level: number) => `T${9000 - level}`]) {
    expect((await compiling(chained(299, nameOf))).type).toBe("loaded");
    expect(await compiling(chained(300, nameOf))).toMatchObject({
      type: "refused",
      problems: [{ source: "schema", message: expect.stringContaining("300 within each other") }],
    });
  }
});
