import { describe, expect, test } from "vitest";
import { readCedarPolicies, readCedarSchema } from "../parse/read-call.ts";
import { createNodeTable } from "../store/node-table.ts";
import { type Attributes, EntityNode } from "../values/entity-node.ts";
import { Fault } from "../values/fault.ts";
import { CedarSet, type Value } from "../values/value.ts";
import { emitGroup, type GroupCode, linkGroup } from "./emit-group.ts";
import type { Environment } from "./emitter.ts";
import { runtime } from "./runtime.ts";

const schema = readCedarSchema(`
  entity Team;
  entity Other;
  entity Person in [Team] {
    level: Long, name: String, boss?: Person, address: { city: String, zip?: Long }
  } tags Long;
  entity Chart { owner: Person, readers: Set<Person>, marks: Set<String> };
  action "care";
  action "open" in ["care"] appliesTo {
    principal: Person, resource: Chart, context: {
      flag: Bool, count: Long, text: String, note?: String, when: datetime, span: duration,
      from: ipaddr, cost: decimal, place: { ward: String, bed?: Long }, list: Set<Long>
    }
  };
`);

const open = schema.actions.get('Action::"open"');
if (open === undefined) throw new Error("The schema has the action.");

const typed: Environment = {
  principal: { kind: "entity", name: "Person" },
  resource: { kind: "entity", name: "Chart" },
  context: open.context,
  action: { uid: { type: "Action", id: "open" }, groups: open.groupTexts },
  entityTypes: schema.entityTypes,
};

const untyped: Environment = {
  principal: { kind: "any-entity" },
  resource: { kind: "any-entity" },
  context: { kind: "any-record" },
  action: undefined,
  entityTypes: undefined,
};

function groupOf(conditions: readonly string[], environment: Environment): GroupCode | undefined {
  const forms = readCedarPolicies({
    staticPolicies: Object.fromEntries(
      conditions.map((text, index) => [
        `p${index}`,
        `permit (principal, action, resource) when { ${text} };`,
      ]),
    ),
  });
  return emitGroup(
    forms.map((form, index) => ({ index, form })),
    environment,
  );
}

/** What is emitted for the policies: one statement for each that may hold. */
function statementsOf(conditions: readonly string[], environment: Environment): readonly string[] {
  const source = groupOf(conditions, environment)?.source ?? "";
  return source.split("\n").filter((line) => /^(?:if|try) /.test(line));
}

/** The condition that one policy's code tests. */
function codeOf(condition: string, environment: Environment): string {
  const [statement = "nothing"] = statementsOf([condition], environment);
  return statement
    .replace(/^try \{ (.*) \} catch \(error\) \{ F\.fails\(0, error\); \}$/, "$1")
    .replace(/^if \((.*)\) held \|= 1;$/, "$1");
}

const mayFail = (condition: string, environment: Environment) =>
  statementsOf([condition], environment).some((statement) => statement.startsWith("try"));

interface Evaluated {
  readonly holds: readonly number[];
  readonly fails: readonly (readonly [number, string])[];
}

function evaluate(
  conditions: readonly string[],
  environment: Environment,
  context: Attributes,
  resource: Attributes = {},
): Evaluated {
  const group = groupOf(conditions, environment);
  const table = createNodeTable();
  const fails: [number, string][] = [];
  if (group === undefined) return { holds: [], fails };
  const evaluateGroup = linkGroup(group, table.intern);
  const node = (type: string, attributes: Attributes) =>
    Object.assign(table.intern(type, "x"), { exists: true, attributes });
  const principal = node("Person", { $level: 1, $name: "x", $address: { $city: "y" } });
  const held = evaluateGroup(principal, node("Action", {}), node("Chart", resource), context, {
    fails: (index, error) =>
      fails.push([index, error instanceof Fault ? error.message : `${error}`]),
  });
  const holds = group.indexes.filter((_, place) => ((held >>> place) & 1) === 1);
  return { holds, fails };
}

/** A record that counts how often each attribute is read. */
function counted(values: Readonly<Record<string, Value>>): {
  readonly record: Attributes;
  readonly reads: Record<string, number>;
} {
  const reads: Record<string, number> = {};
  const record: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    reads[name] = 0;
    Object.defineProperty(record, `$${name}`, {
      enumerable: true,
      get: () => {
        reads[name] = (reads[name] ?? 0) + 1;
        return value;
      },
    });
  }
  return { record: record as Attributes, reads };
}

describe("fusion", () => {
  const shared = 'context.text like "*b*"';

  test.each([
    ["typed", typed],
    ["untyped", untyped],
  ])("what policies share is evaluated once: %s", (_, environment) => {
    const { record, reads } = counted({ text: "abc", flag: true, count: 5 });
    const conditions = Array.from(
      { length: 10 },
      (__, index) => `${shared} && context.count > ${index}`,
    );
    const { holds, fails } = evaluate(conditions, environment, record);
    expect(holds).toEqual([0, 1, 2, 3, 4]);
    expect(fails).toEqual([]);
    expect(reads["text"]).toBe(1);
    // Reading an attribute costs no more than keeping it.
    expect(reads["count"]).toBe(10);
  });

  test("also when it does not hold, and when it is shared within one policy", () => {
    const { record, reads } = counted({ text: "xyz", flag: true });
    expect(
      evaluate([`!(${shared})`, shared, `${shared} || ${shared}`], typed, record).holds,
    ).toEqual([0]);
    expect(reads["text"]).toBe(1);
  });

  test("only when it is first needed, and again when asked again", () => {
    const { record, reads } = counted({ text: "abc", flag: false });
    const conditions = [`context.flag && ${shared}`, `!context.flag || ${shared}`];
    expect(evaluate(conditions, typed, record).holds).toEqual([1]);
    expect(reads["text"]).toBe(0);
    evaluate([shared, shared], typed, record);
    evaluate([shared, shared], typed, record);
    expect(reads["text"]).toBe(2);
  });

  test("an error is every policy's own", () => {
    const overflow = "context.count + 9223372036854775807 > 0";
    const { record } = counted({ count: 1 });
    const { holds, fails } = evaluate([overflow, `true || ${overflow}`, overflow], typed, record);
    expect(holds).toEqual([1]);
    expect(fails.map(([index]) => index)).toEqual([0, 2]);
    expect(fails[0]?.[1]).toContain("overflow");
  });

  test("patterns that differ in one part only are kept apart", () => {
    const patterns = ["a*", "a*b", "a*c", "a*b*c", "a*c*c", "*a"];
    const conditions = patterns.map((pattern) => `context.text like "${pattern}"`);
    expect(evaluate(conditions, typed, { $text: "axbxc" }).holds).toEqual([0, 2, 3]);
  });

  test("what is used once is not kept", () => {
    expect(groupOf([shared], typed)?.source).toContain("let held = 0;");
    expect(groupOf([shared, `${shared} && context.flag`], typed)?.source).toContain(
      "let held = 0, t0;",
    );
  });
});

describe("the code", () => {
  test("names nothing of the runtime that it does not use", () => {
    const named = (condition: string, environment: Environment) =>
      /const \{ (.*) \} = runtime;/.exec(groupOf([condition], environment)?.source ?? "")?.[1];
    expect(named("context.count + 1 == 2", typed)).toBe("add");
    expect(named("context.count + 1 == 2", untyped)).toBe("addAny, missing");
    expect(named("context.count == 1", untyped)).toBe("equal, missing");
    const source = groupOf(["context.flag"], typed)?.source ?? "";
    for (const name of Object.keys(runtime))
      expect(source).not.toMatch(new RegExp(`\\b${name}\\b`));
  });

  test("what it calls is found beside a text of a million letters", { timeout: 60_000 }, () => {
    for (const text of ["x".repeat(1_000_000), "a(".repeat(1_000_000)]) {
      const condition = `context.count + 1 == 2 && context.text == "${text}"`;
      expect(evaluate([condition], typed, { $count: 1, $text: text }).holds).toEqual([0]);
      expect(evaluate([condition], typed, { $count: 1, $text: `${text}x` }).holds).toEqual([]);
    }
  });

  test("is strict, and is nothing for policies that can never hold", () => {
    expect(groupOf(["true"], typed)?.source).toMatch(/^"use strict";\n/);
    expect(
      groupOf(["false", "1 == 2 && false", 'action == Action::"other"'], typed),
    ).toBeUndefined();
    expect(statementsOf(["false", "true", "false"], typed)).toEqual(["if (true) held |= 1;"]);
    expect(groupOf(["false", "true", "false"], typed)?.indexes).toEqual([1]);
  });

  test("a text of a policy stands in it as JSON only", () => {
    const hostile = [
      '"); process.exit(1); ("',
      `\`\${process.exit(1)}\``,
      "\u2028\u2029\n\r",
      "*/ process.exit(1) /*",
      '\\"); globalThis.pwned = true; //',
      "</script>",
      "$&$1",
      "\0\ud83d\ude00",
    ];
    const escaped = (text: string) =>
      JSON.stringify(text)
        .replace(/\u2028|\u2029|\0/g, (each) => `\\u{${each.charCodeAt(0).toString(16)}}`)
        .replaceAll("\\u0000", "\\0");
    for (const text of hostile) {
      const literal = escaped(text);
      const conditions = [
        `context.text == ${literal}`,
        `context has ${literal}`,
        `context[${literal}] == 1`,
        `principal == Person::${literal}`,
        `[${literal}].contains(context.text)`,
        `{${literal}: context.text} == {${literal}: ${literal}}`,
        `principal.hasTag(${literal})`,
        `decimal(${literal}).lessThan(decimal("1.0"))`,
        `context.text like ${literal.replaceAll("*", "\\*")}`,
      ];
      for (const environment of [typed, untyped]) {
        const source = groupOf(conditions, environment)?.source ?? "";
        const texts = source.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
        for (const each of texts) expect(() => JSON.parse(each)).not.toThrow();
        const rest = source.replace(/"(?:[^"\\]|\\.)*"/g, "");
        expect(rest).not.toMatch(/process|globalThis|script|[`]/);
        const context = { $text: text, [`$${text}`]: 1 } as Attributes;
        const { holds } = evaluate(conditions, environment, context);
        const undeclared = environment === typed ? [2] : [1, 2];
        expect(holds).toEqual([0, ...undeclared, 4, 5, 8]);
      }
    }
    expect("pwned" in globalThis).toBe(false);
  });

  test("numbers beyond 2^53 stand in it with all their digits", () => {
    expect(codeOf("context.count == 9223372036854775807", typed)).toContain("9223372036854775807n");
    expect(codeOf("context.count == -9007199254740993", untyped)).toContain("9007199254740993n");
    expect(
      evaluate(["context.count == 9007199254740993"], typed, { $count: 9007199254740993n }).holds,
    ).toEqual([0]);
    expect(
      evaluate(["context.count == 9007199254740993"], typed, { $count: 9007199254740992n }).holds,
    ).toEqual([]);
  });
});

describe("shortcuts by type", () => {
  /** Condition, code where types are known, code where they are not (or its beginning). */
  const table: readonly (readonly [string, string | RegExp, string | RegExp])[] = [
    ["context.flag", "C.$flag", 'asBool((C.$flag ?? missing(C, "$flag")))'],
    ["!context.flag", "(!C.$flag)", '(!asBool((C.$flag ?? missing(C, "$flag"))))'],
    ["context.count == 1", "(C.$count === (1))", 'equal((C.$count ?? missing(C, "$count")), (1))'],
    ["context.count < 1", "(C.$count < (1))", 'less((C.$count ?? missing(C, "$count")), (1))'],
    [
      "context.count <= 1",
      "(C.$count <= (1))",
      'lessOrEqual((C.$count ?? missing(C, "$count")), (1))',
    ],
    ["context.when < context.when", "(C.$when.milliseconds < C.$when.milliseconds)", "less("],
    [
      "context.span <= context.span",
      "(C.$span.milliseconds <= C.$span.milliseconds)",
      "lessOrEqual(",
    ],
    ["context.when == context.when", "equal(C.$when, C.$when)", "equal("],
    ["context.count + 1 == 2", "(add(C.$count, (1)) === (2))", "(addAny("],
    ["context.count - 1 == 2", "(subtract(C.$count, (1)) === (2))", "(subtractAny("],
    ["context.count * 2 == 2", "(multiply(C.$count, (2)) === (2))", "(multiplyAny("],
    ["-context.count == 2", "(negate(C.$count) === (2))", "(negateAny("],
    ["context has note", "(C.$note !== undefined)", "(C.$note !== undefined)"],
    [
      "context.place has bed",
      "(C.$place.$bed !== undefined)",
      'has((C.$place ?? missing(C, "$place")), "$bed")',
    ],
    ["context has flag", "true", "(C.$flag !== undefined)"],
    [
      "principal has boss",
      "(P.attributes.$boss !== undefined)",
      "(P.attributes.$boss !== undefined)",
    ],
    ['context.place.ward == "a"', '(C.$place.$ward === "a")', "equal(attribute("],
    ['principal.name == "a"', '((P.attributes.$name ?? missing(P, "$name")) === "a")', "equal("],
    ["principal is Person", "true", '(P.type === "Person")'],
    [
      "resource.owner is Other",
      '((R.attributes.$owner ?? missing(R, "$owner")).type === "Other")',
      "isTypeAny(",
    ],
    [
      "principal == resource.owner",
      'sameEntity(P, (R.attributes.$owner ?? missing(R, "$owner")))',
      "equal(P, ",
    ],
    ['principal in Team::"a"', /^is(?:In|Below)\(P, k0\)$/, "isIn(P, k0)"],
    ['principal in [Team::"a", Team::"b"]', /^isInSome\(P, k\d\)$/, /isInSome\(P, k\d\)/],
    [
      "principal in resource.readers",
      'isInSet(P, (R.attributes.$readers ?? missing(R, "$readers")))',
      "inAny(P, ",
    ],
    ['action in Action::"care"', "true", "isIn(A, k0)"],
    ['action == Action::"open"', "true", "equal(A, k0)"],
    ['principal.hasTag("a")', 'hasTag(P, "a")', 'hasTag(P, "a")'],
    ['principal.getTag("a") == 1', '(getTag(P, "a") === (1))', 'equal(getTag(P, "a"), (1))'],
    ["context.list.contains(1)", "C.$list.has((1))", "containsValue("],
    ["context.list.containsAll([1])", "C.$list.hasAll(k0)", "containsAllAny("],
    ["context.list.containsAny([1])", "C.$list.hasAny(k0)", "containsAnyAny("],
    ["context.list.isEmpty()", "(C.$list.elements.length === 0)", "isEmptyAny("],
    ['context.text like "a*"', "like(C.$text, k0)", "likeAny("],
    ['context.from.isInRange(ip("::1"))', "k1(C.$from, k0)", 'callExtension("isInRange", ['],
    ['context.cost.lessThan(decimal("1.0"))', "k1(C.$cost, k0)", 'callExtension("lessThan", ['],
  ];

  test.each(table)("%s", (condition, withTypes, without) => {
    const [own, general] = [codeOf(condition, typed), codeOf(condition, untyped)];
    if (typeof withTypes === "string") expect(own).toBe(withTypes);
    else expect(own).toMatch(withTypes);
    expect(general).toMatch(without);
  });

  test("what always has a value is not guarded, and everything else is", () => {
    const always = [
      ...[
        "true",
        "context.flag",
        "context.count == 1",
        "context.when < context.when",
        "1 == 2 || true",
      ],
      ...[
        'principal in Team::"a"',
        'principal.hasTag("a")',
        "context.list.contains(1)",
        "principal has boss",
      ],
      ...[
        'context.text like "a*"',
        'context.cost.lessThan(decimal("1.0"))',
        'context.place.ward == "a"',
      ],
      ...[
        "if context.flag then context.count < 1 else context.count > 5",
        "{a: context.flag} == {a: true}",
      ],
    ];
    for (const condition of always) expect(mayFail(condition, typed), condition).toBe(false);
    const notAlways = [
      ...[
        'principal.name == "a"',
        "context.count + 1 == 2",
        "-context.count == 1",
        'context.note == "a"',
      ],
      ...[
        'principal.getTag("a") == 1',
        'decimal("x") == decimal("1.0")',
        "principal in principal.boss",
      ],
      ...["1 < true", "context.place.bed == 1", "context.nothing", "context.count.x", "1 && true"],
      ...[
        "if principal.boss == principal then true else true",
        "if context.flag then principal.boss == principal else true",
        "if context.flag then true else principal.boss == principal",
        "[principal.boss].contains(principal)",
        "[principal, principal.boss].contains(principal)",
      ],
      ...[
        "{a: principal.boss} == {a: principal}",
        "context.when.offset(context.span) == context.when",
      ],
      ...["principal in [1]", '1 like "a"', "1 is Person", "[1].containsAll(1)", "1 has a", "!1"],
      ...[
        "context.flag && principal.boss == principal",
        "context.flag || principal.boss == principal",
      ],
    ];
    for (const condition of notAlways) {
      expect(mayFail(condition, typed), condition).toBe(true);
      expect(mayFail(condition, untyped), condition).toBe(true);
    }
  });

  test("a type that only a policy claims is no type", () => {
    const { fails, holds } = evaluate(
      [
        "if context.flag then 1 == 1 else context.text < 1",
        "(if context.flag then context.text else context.count) + 1 == 2",
        '(if context.flag then context.text else context.count) == "a"',
        "(if context.flag then {a: 1} else {b: 1}).a == 1",
        "(if context.flag then principal else resource) is Person",
        "(if context.flag then [1] else [principal]).contains(1)",
        "principal in (if context.flag then [principal] else [resource])",
      ],
      typed,
      { $flag: true, $text: "a", $count: 1 },
    );
    expect(holds).toEqual([0, 2, 3, 4, 5, 6]);
    expect(fails).toEqual([[1, "type error: expected long, got string"]]);
  });

  test("what is known beforehand is left out, and what stands after it is not evaluated", () => {
    expect(codeOf("true && context.flag && true", typed)).toBe("C.$flag");
    expect(codeOf("false || context.flag", typed)).toBe("C.$flag");
    expect(codeOf("context.flag || true || 1 / 1 == 1".replace(" / ", " * "), typed)).toBe("true");
    expect(codeOf('context.note == "a" || true', typed)).toContain("|| true");
    expect(codeOf("if true then context.flag else 1 + 1 == 2", typed)).toBe("C.$flag");
    expect(codeOf("if false then 1 + 1 == 2 else context.flag", typed)).toBe("C.$flag");
    expect(codeOf("!(true)", typed)).toBe("nothing");
    expect(codeOf("!(false)", typed)).toBe("true");
    expect(codeOf('principal == Team::"a" || context.flag', typed)).toBe("C.$flag");
    expect(codeOf("[1, 2, 2] == [2, 1]", typed)).toBe("equal(k0, k1)");
  });
});

test("each of 32 policies has a bit of its own", () => {
  const conditions = Array.from({ length: 32 }, (_, index) => `context.count == ${index}`);
  for (const count of [0, 1, 30, 31]) {
    expect(evaluate(conditions, typed, { $count: count }).holds).toEqual([count]);
  }
  expect(evaluate(conditions.fill("context.flag"), typed, { $flag: true }).holds).toHaveLength(32);
});

test("entities that a policy names are kept when its code is linked", () => {
  const group = groupOf(['principal == Person::"a" || principal in [Team::"b"]'], typed);
  const pinned: string[] = [];
  if (group === undefined) throw new Error("There is code.");
  linkGroup(group, (type, id) => {
    pinned.push(`${type} ${id}`);
    return new EntityNode(type, id, {}, true);
  });
  expect(pinned).toContain("Person a");
  expect(pinned).toContain("Team b");
});

test("a set of constants is made once, when the code is linked", () => {
  const { record, reads } = counted({ list: new CedarSet([2]), count: 3 });
  const conditions = [
    "[1, 2, 3].containsAll(context.list)",
    "[1, 2, context.count].containsAll(context.list)",
  ];
  expect(groupOf(conditions, typed)?.source.match(/makeSet\(/g)).toHaveLength(1);
  expect(evaluate(conditions, typed, record).holds).toEqual([0, 1]);
  expect(reads["count"]).toBe(1);
});
