import { spawnSync } from "node:child_process";
import { checkParsePolicySet } from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, test } from "vitest";
import { type StackCosts, stackLimit, stackNeed, toEvaluate, toParse } from "./nesting.ts";

/** Conditions that are `depth` deep, one way each. */
type Shapes = Readonly<Record<string, (depth: number) => string>>;

const brackets: Shapes = {
  parentheses: (depth) => `${"(".repeat(depth)}true${")".repeat(depth)}`,
  sets: (depth) => `${"[".repeat(depth)}1${"]".repeat(depth)} == 1`,
  records: (depth) => `${"{a:".repeat(depth)}1${"}".repeat(depth)} == 1`,
  "calls within calls": (depth) => `${"ip(".repeat(depth)}"::1"${")".repeat(depth)} == 1`,
  "methods within methods": (depth) => `${"[1].contains(".repeat(depth)}1${")".repeat(depth)}`,
  "opposites in brackets": (depth) => `${"!(".repeat(depth)}true${")".repeat(depth)}`,
  "if in else": (depth) => `${"if false then true else ".repeat(depth)}true`,
  "if that compares": (depth) => `${"if principal == resource then true else ".repeat(depth)}true`,
  "if that compares in then": (depth) =>
    `${"if principal == resource then ".repeat(depth)}1 + 1 == 2${" else principal == resource".repeat(depth)}`,
  "if that compares in if": (depth) =>
    `${"if ".repeat(depth)}principal == resource${" then principal == resource else 1 + 1 == 2".repeat(depth)}`,
  "if in then": (depth) => `${"if true then ".repeat(depth)}true${" else true".repeat(depth)}`,
  "if in if": (depth) => `${"if ".repeat(depth)}true${" then true else true".repeat(depth)}`,
  "brackets and operators": (depth) =>
    `${"(1 + 1 + [".repeat(depth)}1${"] == 1)".repeat(depth)} == 1`,
  "everything within everything": (depth) => {
    const ways: readonly ((inner: string) => string)[] = [
      (inner) => `(${inner})`,
      (inner) => `if ${inner} then true else false`,
      (inner) => `!(${inner})`,
      (inner) => `[${inner}].contains(true)`,
      (inner) => `{a: ${inner}}.a`,
      (inner) => `(${inner}) == true`,
      (inner) => `true && (${inner})`,
      (inner) => `-(if ${inner} then 1 else 2) == 1 || true`,
    ];
    let text = "true";
    for (let level = 0; level < depth; level++) {
      text = ways[(level * 5 + 3) % ways.length]?.(text) ?? text;
    }
    return text;
  },
};

const chains: Shapes = {
  attributes: (depth) => `context${".a".repeat(depth)} == 1`,
  "has a path": (depth) => `context has a${".a".repeat(depth)}`,
  "methods in a row": (depth) => `context${".contains(1)".repeat(depth)}`,
  "times in a row": (depth) => `datetime("2024-01-01")${".toDate()".repeat(depth)} == 1`,
  and: (depth) => `${"true && ".repeat(depth)}true`,
  or: (depth) => `${"false || ".repeat(depth)}true`,
  plus: (depth) => `1${" + 1".repeat(depth)} == 1`,
  minus: (depth) => `1${" - 1".repeat(depth)} == 1`,
  times: (depth) => `1${" * 1".repeat(depth)} == 1`,
  "several conditions": (depth) =>
    `true }${" when { principal == resource }".repeat(depth / 2)}${" unless { principal != resource }".repeat(depth / 2)} when { true`,
  "and with plus": (depth) => `1${" + 1".repeat(depth / 2)} == 1${" && true".repeat(depth / 2)}`,
};

const indexes: Shapes = {
  "indexed attributes": (depth) => `context${'["a"]'.repeat(depth)} == 1`,
};

const lists: Shapes = {
  "long sets": (depth) => `[${"1, ".repeat(depth)}1] == []`,
  "long records": (depth) =>
    `{${Array.from({ length: depth }, (_, index) => `a${index}: 1`).join(", ")}} == {}`,
};

const kinds = { brackets, chains, indexes, lists };

const policy = (condition: string) => `permit (principal, action, resource) when { ${condition} };`;

const need = (shape: (depth: number) => string, depth: number, costs: StackCosts) =>
  stackNeed(policy(shape(depth)), costs);

const bound = 3000;

/** The deepest that is let through, or the bound. */
function deepest(shape: (depth: number) => string, costs: StackCosts): number {
  let [low, high] = [1, bound];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (need(shape, middle, costs) <= stackLimit) low = middle;
    else high = middle - 1;
  }
  return low;
}

const engine = new URL("../index.ts", import.meta.url).href;

/** Compiles and decides what it reads, and asks Cedar where there is an oracle. */
const child = `
  import { readFileSync } from "node:fs";
  import { createHash } from "node:crypto";
  import { compilePolicies, createCedar, createEntityStore, createPdp } from ${JSON.stringify(engine)};
  const schema = "entity A; action a appliesTo { principal: A, resource: A };";
  const a = { type: "A", id: "a" };
  const request = { principal: a, action: { type: "Action", id: "a" }, resource: a, context: {} };
  const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
  const said = {};
  for (const [name, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
    const said1 = [];
    for (const validation of ["strict", "none"]) {
      const compiled = await compilePolicies({ schema, policies: { text } }, { sha256, validation });
      if (compiled.type === "refused") { said1.push(compiled.problems[0].message.slice(0, 18)); continue; }
      const store = createEntityStore(compiled.set.schema);
      const pdp = createPdp(compiled.set, store, { onPolicyError: "skip" });
      const { allow } = pdp.decide(request);
      pdp.explain(request);
      const cedar = compiled.set.oracle?.(request, []).allow ?? "not asked";
      said1.push(cedar === "not asked" || cedar === allow ? "decided" : "differs");
      const call = { ...request, entities: [], policies: { staticPolicies: { text } } };
      if (createCedar().isAuthorized(call).response?.decision !== (allow ? "allow" : "deny")) said1.push("drop-in");
    }
    said[name] = said1;
  }
  console.log(JSON.stringify(said));
`;

function inChild(texts: Readonly<Record<string, string>>): Readonly<Record<string, string[]>> {
  const ran = spawnSync(process.execPath, ["--input-type=module", "--eval", child], {
    input: JSON.stringify(texts),
    encoding: "utf8",
  });
  expect(ran.stderr.slice(0, 300)).toBe("");
  expect(ran.status).toBe(0);
  return JSON.parse(ran.stdout);
}

/** Every shape as deep as it is let through, and `more`. */
const textsOf = (shapes: Shapes, costs: StackCosts, more = 0) =>
  Object.entries(shapes).map(
    ([name, shape]) => [name, policy(shape(deepest(shape, costs) + more))] as const,
  );

describe("what is let through", () => {
  test.each(Object.entries(kinds))(
    "%s: cedar-wasm survives, and so does the engine",
    { timeout: 240_000 },
    (_, shapes) => {
      const texts = [
        ...textsOf(shapes, toParse).map(([name, text]) => [`parsing ${name}`, text] as const),
        ...textsOf(shapes, toEvaluate).map(([name, text]) => [`evaluating ${name}`, text] as const),
      ];
      const said = inChild(Object.fromEntries(texts));
      expect(Object.keys(said)).toEqual(texts.map(([name]) => name));
      for (const [name, outcomes] of Object.entries(said)) {
        expect(outcomes, name).not.toContain("nested too deeply:");
        expect(outcomes, name).not.toContain("differs");
        expect(outcomes.at(-1), name).toBe("decided");
      }
    },
  );

  test("what is deeper is refused before it gets there", () => {
    const said = inChild(Object.fromEntries(textsOf({ ...brackets, ...chains }, toParse, 2)));
    for (const [name, outcomes] of Object.entries(said)) {
      expect(outcomes, name).toEqual(["nested too deeply:", "nested too deeply:"]);
    }
  });

  test("is what people write: 80 brackets, hundreds of operators in a row, lists of any length", () => {
    for (const [name, shape] of Object.entries({ ...brackets, ...chains })) {
      const least = name.includes(" and ") || name.includes(" within ") ? 28 : 80;
      expect(deepest(shape, toParse), name).toBeGreaterThanOrEqual(least);
    }
    for (const shape of Object.values(chains)) expect(deepest(shape, toParse)).toBeGreaterThan(300);
    for (const shape of Object.values(lists))
      expect(need(shape, 50_000, toParse)).toBeLessThan(100);
  });
});

test("is as much as the README's limits say", () => {
  const more: Shapes = {
    "plus in brackets": (depth) => `${"(1 + ".repeat(depth)}1${")".repeat(depth)} == 1`,
    "if in brackets": (depth) =>
      `${"(if true then ".repeat(depth)}true${" else true)".repeat(depth)}`,
    "and that compares": (depth) => `1 == 1${" && 1 == 1".repeat(depth)}`,
    "or that compares": (depth) => `1 == 1${" || 1 == 1".repeat(depth)}`,
    dates: (depth) => `datetime("2024-01-01")${".toDate()".repeat(depth)} == 1`,
    whens: (depth) => `1 == 1 }${" when { 1 == 1 }".repeat(depth - 2)} when { 1 == 1`,
    unlesses: (depth) => `1 == 1 }${" unless { 1 == 1 }".repeat(depth - 2)} when { 1 == 1`,
  };
  const depths = Object.entries({ ...brackets, ...chains, ...more }).map(
    ([name, shape]) => [name, deepest(shape, toParse)] as const,
  );
  expect(Object.fromEntries(depths)).toMatchObject({
    parentheses: 97,
    records: 97,
    "calls within calls": 97,
    sets: 85,
    "opposites in brackets": 85,
    "methods within methods": 76,
    "plus in brackets": 85,
    "if in brackets": 80,
    "if in else": 456,
    "if in then": 456,
    "if in if": 456,
    "if that compares": 455,
    dates: 675,
    plus: 682,
    times: 682,
    attributes: 682,
    "and that compares": 910,
    "or that compares": 910,
    whens: 456,
    unlesses: 456,
  });
});

describe("what is counted", () => {
  const same = (a: string, b: string) => {
    for (const costs of [toParse, toEvaluate]) {
      expect(stackNeed(policy(a), costs)).toBe(stackNeed(policy(b), costs));
    }
  };

  test("strings and comments are not", () => {
    const open = "([{".repeat(1000);
    same(`"${open}" == "a"`, '"" == "a"');
    same(`"\\"${open}" == "a"`, '"" == "a"');
    same(`"\\\\" == "a"`, '"" == "a"');
    same(`// ${open} && if "\n 1 == 1`, "1 == 1");
    same(`"// " == "${open}" // "\n`, '"" == ""');
    same(`"a && b || if + - . has like in is" == "a"`, '"" == "a"');
  });

  test("a comment ends where cedar-wasm ends it: at a line feed and at a carriage return", () => {
    const deep = "(".repeat(1000);
    const textOf = (end: string) => `permit (principal, action, resource); // note${end} ${deep}\n`;
    for (const end of ["\n", "\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029", "\t", "\0"]) {
      // One bracket of what would be a thousand, for Cedar must not be asked about those.
      const staticPolicies = { one: textOf(end).replace(deep, "(") };
      const ends = checkParsePolicySet({ staticPolicies }).type === "failure";
      expect(stackNeed(textOf(end), toParse) > stackLimit, JSON.stringify(end)).toBe(ends);
      expect(ends).toBe(end.startsWith("\n") || end.startsWith("\r"));
    }
  });

  test("words are not taken for others that they are part of", () => {
    same("context.iffy == context.hash", "context.a == context.b");
    same("context.thenceforth == context.elsewhere", "context.a == context.b");
  });

  test("what is not closed, or closed too often, does no harm", () => {
    for (const text of ["(((", ")))", "}{", '"', '"\\', "//", "", "if if if", "]".repeat(10_000)]) {
      expect(stackNeed(text, toParse)).toBeLessThan(stackLimit);
    }
    expect(stackNeed("(".repeat(100_000), toParse)).toBeGreaterThan(stackLimit);
  });

  test("parts between commas do not add up, parts within brackets do", () => {
    const inner = "((1))";
    same(`[${inner}, ${inner}, ${inner}] == 1`, `[${inner}] == 1`);
    const [once, twice] = [`(${inner}) == 1`, `((${inner})) == 1`];
    expect(stackNeed(policy(twice), toParse)).toBe(
      stackNeed(policy(once), toParse) + toParse.bracket,
    );
  });

  test("is counted without going through anything twice, however odd it is", () => {
    stackNeed(`"${"\\".repeat(1_000_000)}`, toParse);
    stackNeed('"\\'.repeat(300_000), toParse);
    expect(stackNeed("(a && b, ".repeat(200_000), toParse)).toBeGreaterThan(stackLimit);
  });
});
