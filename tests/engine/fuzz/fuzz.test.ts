import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkParseContext } from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, test } from "vitest";
import { get, literal, node, variable } from "./build.ts";
import { checkRequests } from "./check-requests.ts";
import type { checkSet } from "./check-set.ts";
import { differingAspect } from "./compare.ts";
import { entityJson } from "./json.ts";
import { extensionText, extensionTexts } from "./literals.ts";
import { makeSet, requestsPerSet } from "./make-set.ts";
import { type Answer, countInvalid, prepareOracle, printSet } from "./oracle.ts";
import { printExpr, printPolicy, printString } from "./print.ts";
import { randomOf } from "./random.ts";
import { reproducer, toSource } from "./reproducer.ts";
import { type Ran, runSets } from "./run-sets.ts";
import { shrink } from "./shrink.ts";
import { emptyState, readState, takeRange, writeState } from "./state.ts";
import type { Stats } from "./stats.ts";
import { prepareTyped } from "./subject-typed.ts";
import type { Expr, ExtensionName, FuzzSet } from "./types.ts";

/** Fails with the smallest set that shows the first difference. */
async function expectNone(seed: string, { found, stats }: Ran, sets: number): Promise<void> {
  expect(stats["cases"]).toBe(sets * requestsPerSet);
  expect(stats["sets that cedar does not parse"]).toBeUndefined();
  const [first] = found;
  if (first === undefined) return;
  const smallest = await shrink(makeSet(seed, first.index), first.difference, undefined, 10_000);
  expect.fail(
    `${found.length} sets differ; the first:\n${reproducer(smallest.set, smallest.difference)}`,
  );
}

describe("the engine and Cedar", () => {
  test("agree on thousands of cases of a seed", { timeout: 120_000 }, async () => {
    await expectNone("wardkey", await runSets("wardkey", 0, 150, { messages: false }), 150);
  });

  const seed = String(randomInt(1_000_000_000));
  test(`agree on cases that are new each time: seed ${seed}`, { timeout: 120_000 }, async () => {
    console.log(`fuzz seed ${seed}`);
    await expectNone(seed, await runSets(seed, 0, 60, { messages: false }), 60);
  });
});

describe("the generator", () => {
  test("makes the same set of the same seed and index, and another of others", () => {
    expect(makeSet("a", 7)).toEqual(makeSet("a", 7));
    const texts = [makeSet("a", 7), makeSet("a", 8), makeSet("b", 7)].map((set) =>
      JSON.stringify(printSet(set)),
    );
    expect(new Set(texts).size).toBe(3);
  });

  test("makes policies that fit the schema, in the kind of set that is for them", () => {
    const sets = Array.from({ length: 60 }, (_, index) => makeSet("valid", index));
    const typed = sets.filter(({ kind }) => kind === "typed");
    const valid = typed.filter((set) => countInvalid(set, printSet(set)) === 0);
    expect(typed).toHaveLength(36);
    expect(valid.length).toBeGreaterThanOrEqual(35);
  });

  test("makes policies with dozens of clauses, some of which hold", () => {
    const made = Array.from({ length: 600 }, (_, index) => makeSet("clauses", index));
    const long = (set: FuzzSet) => set.policies.filter(({ conditions }) => conditions.length >= 24);
    const holding = made.flatMap((set) => {
      const ids = long(set).map(({ id }) => id);
      if (ids.length === 0) return [];
      const oracle = prepareOracle(set, printSet(set));
      const answers = oracle.type === "ready" ? set.requests.map(oracle.ask) : [];
      const reasons = answers.flatMap((one) => (one.type === "answered" ? one.reasons : []));
      return ids.filter((id) => reasons.includes(id));
    });
    expect(made.flatMap(long).length).toBeGreaterThan(5);
    expect(holding.length).toBeGreaterThan(0);
  });

  test("calls extension functions with the wrong number of arguments, and writes values in all their forms", () => {
    const made = Array.from({ length: 600 }, (_, index) => makeSet("forms", index));
    const bodies = made.flatMap(({ policies }) =>
      policies.flatMap(({ conditions }) => conditions.map(({ body }) => body)),
    );
    const has = (about: (expr: Expr) => boolean) => bodies.some((body) => someIn(body, about));
    expect(has(({ op, args }) => op === "call" && args.length !== 1)).toBe(true);
    expect(has(({ op, args }) => op === "method" && args.length > 2)).toBe(true);
    const data = JSON.stringify(
      made.flatMap(({ entities }) => entities[0].map((entity) => entityJson(entity, String))),
    );
    expect(data).toMatch(/"fn":"ip","arg":"/);
    expect(data).toMatch(/"fn":"ip","args":\["/);
    expect(data).toMatch(/"fn":"offset","args":\[\{"__extn"/);
  });

  test("knows which texts are extension values", () => {
    const isRead = (fn: string, arg: string): boolean =>
      checkParseContext({ context: { value: { __extn: { fn, arg } } } }).type === "success";
    const random = randomOf("texts", 0);
    for (const fn of ["decimal", "ip", "datetime", "duration"] satisfies ExtensionName[]) {
      const made = Array.from({ length: 100 }, () => extensionText(random, fn));
      expect([...extensionTexts.right[fn], ...made].filter((text) => !isRead(fn, text))).toEqual(
        [],
      );
      expect(extensionTexts.wrong[fn].filter((text) => isRead(fn, text))).toEqual([]);
    }
  });

  test("writes brackets where they are needed, and names that are none as strings", () => {
    const one = literal(1n);
    const sum = node("+", one, node("-", one, one));
    expect(printExpr(node("*", sum, one))).toBe("(1 + (1 - 1)) * 1");
    expect(printExpr(node("!", node("&&", node("==", one, one), one)))).toBe("!(1 == 1 && 1)");
    expect(printExpr(get(get(variable("context"), "if"), "__proto__"))).toBe(
      'context["if"].__proto__',
    );
    expect(printString('a"\\\n\u0000\u2028')).toBe('"a\\"\\\\\\n\\0\\u{2028}"');
  });
});

const answer: Answer = {
  type: "answered",
  allow: true,
  reasons: ["a", "b"],
  errors: [{ policy: "c", message: "why" }],
};

describe("the comparison", () => {
  test.each([
    [undefined, {}],
    ["decision", { allow: false }],
    ["reasons", { reasons: ["a"] }],
    ["reasons", { reasons: ["a", "c"] }],
    ["errors", { errors: [] }],
    ["errors", { errors: [{ policy: "d", message: "why" }] }],
    ["messages", { errors: [{ policy: "c", message: "how" }] }],
  ])("says %s", (aspect, change) => {
    expect(differingAspect(answer, { ...answer, ...change })).toBe(aspect);
  });

  test("tells a refusal from an answer, whatever its words", () => {
    const refused: Answer = { type: "refused", message: "no" };
    expect(differingAspect(answer, refused)).toBe("refusal");
    expect(differingAspect(refused, { ...refused, message: "never" })).toBeUndefined();
  });
});

function someIn(expr: Expr, about: (part: Expr) => boolean): boolean {
  return about(expr) || expr.args.some((arg) => someIn(arg, about));
}

test("contexts that miss the schema are asked about where requests are not held to it, and mostly answered", async () => {
  const stats: Stats = {};
  const found: unknown[] = [];
  for (let index = 0; index < 12; index++) {
    const set = makeSet("contexts", index);
    if (set.kind !== "typed") continue;
    const printed = printSet(set);
    const typed = await prepareTyped(set, printed);
    checkRequests(set, printed, typed, stats, (...said) => void found.push(said));
  }
  expect(found).toEqual([]);
  const of = (name: string) => stats[`drop-in, ${name}`] ?? 0;
  const [asked, refused] = [
    of("contexts held to no schema"),
    of("contexts held to no schema, refused"),
  ];
  expect(asked).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(asked);
  // Fewer than of those that are held to it: what misses it only in its types is answered.
  expect(of("requests held to no schema, refused")).toBeLessThan(
    of("requests held to the schema, refused"),
  );
});

describe("what is found", () => {
  const about = { aspect: "decision", way: "typed", request: 0, expected: 1, actual: 2 } as const;
  const uses = (set: FuzzSet, op: Expr["op"]): boolean =>
    set.policies.some(({ conditions }) =>
      conditions.some(({ body }) => someIn(body, (part) => part.op === op)),
    );

  test("is made small", async () => {
    const index = Array.from({ length: 100 }, (_, at) => at).find((at) =>
      uses(makeSet("small", at), "like"),
    );
    const check: typeof checkSet = async (set) => ({
      stats: {},
      differences: uses(set, "like") && set.requests.length > 0 ? [about] : [],
    });
    const { set } = await shrink(makeSet("small", index ?? 0), about, check);
    expect(set.policies).toHaveLength(1);
    expect(set.requests).toHaveLength(1);
    expect(set.entities).toEqual([[], []]);
    expect([set.templates, set.links, set.schema.entities]).toEqual([[], [], []]);
    expect(set.policies.map(printPolicy).join()).toMatch(
      /^(?:permit|forbid)\(principal, action, resource\) (?:when|unless) \{ (?:""|true|false|0) like "(?:[^"\\]|\\.)*" \};$/,
    );
  });

  test("is printed as source that gives the same value", () => {
    const value = JSON.parse(
      '{"__proto__": [1, "`\\u0024{x}`", {"a b": null}], "constructor": true}',
    );
    const source = toSource({ value, long: 9223372036854775807n });
    const read: unknown = new Function(`return ${source}`)();
    expect(read).toEqual({ value, long: 9223372036854775807n });
    expect(Object.keys((read as { value: object }).value)).toEqual(["__proto__", "constructor"]);
    expect(reproducer(makeSet("print", 0), about)).toContain('seed "print", set 0 (typed)');
  });
});

test("a run goes on where it was stopped, and redoes what had not ended", () => {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
  const file = join(folder, "state.json");
  try {
    const state = emptyState("s");
    expect(takeRange(state, [], 50, 120)).toEqual({ from: 0, to: 50 });
    expect(takeRange(state, [], 50, 120)).toEqual({ from: 50, to: 100 });
    state.begun.delete(0);
    writeState(file, state);
    const again = readState(file, "s");
    const left = [...again.begun.keys()];
    expect(takeRange(again, left, 50, 120)).toEqual({ from: 50, to: 100 });
    expect(takeRange(again, left, 50, 120)).toEqual({ from: 100, to: 120 });
    expect(takeRange(again, left, 50, 120)).toBeUndefined();
    expect(() => readState(file, "t")).toThrow(/is of seed s/);
    expect(readState(join(folder, "none.json"), "t")).toEqual(emptyState("t"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
