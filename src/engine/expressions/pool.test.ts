import { describe, expect, test } from "vitest";
import { readCedarPolicies } from "../parse/read-call.ts";
import { compilePattern } from "../values/like.ts";
import { type Expression, partsOf } from "./expression.ts";
import { createPool } from "./pool.ts";

/** The conditions of policies, read into one pool. */
function conditionsOf(...texts: readonly string[]): readonly Expression[] {
  const policies = texts.map(
    (text, index) =>
      [`p${index}`, `permit (principal, action, resource) when { ${text} };`] as const,
  );
  return readCedarPolicies({ staticPolicies: Object.fromEntries(policies) }).map(
    ({ conditions }) => {
      const [only] = partsOf(conditions);
      if (only === undefined) throw new Error("There is a condition.");
      return only;
    },
  );
}

describe("a pool", () => {
  test("has equal expressions once, wherever they stand", () => {
    const [a, b, c] = conditionsOf(
      'context.a.b like "x*" && principal in resource.c',
      "principal in resource.c",
      'context.a.b like "x*" && principal in resource.c',
    );
    expect(a).toBe(c);
    expect(partsOf(a as Expression)[1]).toBe(b);
  });

  test("tells apart what differs in anything", () => {
    const texts = [
      ...["1", '"1"', "true", '"true"', "9007199254740993", "-1", '"a"', '"a\\"b"', "[]", "{}"],
      ...["principal", "action", "resource", "context", 'P::"a"', 'P::"b"', 'Q::"a"', 'P::Q::"a"'],
      ...["principal.a", "principal.b", "resource.a", "principal has a", 'principal["a b"]'],
      ...["principal is P", "principal is Q", "principal is P in resource"],
      ...['"" like "*"', '"" like "\\*"', '"" like "**"', '"" like "a*b"', '"" like "a*b*"'],
      ...['"" like ""', '"" like "a"', '"" like "*a"', '"" like "a*"', '"" like "*a*"'],
      ...[
        "[1]",
        "[1, 2]",
        "[2, 1]",
        "[[1]]",
        '["1"]',
        "{a: 1}",
        "{b: 1}",
        "{a: 2}",
        "{a: 1, b: 1}",
      ],
      ...["1 + 2", "2 + 1", "1 - 2", "1 * 2", "1 < 2", "1 <= 2", "1 == 2", "1 > 2", "1 >= 2"],
      ...["1 != 2", "1 + 2 + 3", "1 + (2 + 3)", "-context.a", "!context.a", "context.a.isEmpty()"],
      ...["context.a && context.b", "context.b && context.a", "context.a || context.b"],
      ...["context.a && context.b && context.c", "(context.a && context.b) || context.c"],
      ...["context.a.contains(1)", "context.a.containsAll(1)", "context.a.containsAny(1)"],
      ...["context.a.hasTag(1)", "context.a.getTag(1)", "context.a in context.b"],
      ...['ip("1")', 'decimal("1")', 'ip("1").isIpv4()', 'ip("1").isIpv6()', 'ip("1", "2")'],
      ...["if context.a then 1 else 2", "if context.a then 2 else 1", "if context.b then 1 else 2"],
    ];
    const expressions = conditionsOf(...texts);
    expect(new Set(expressions).size).toBe(texts.length);
    expect(new Set(expressions.map(({ number }) => number)).size).toBe(texts.length);
  });

  test("is not deceived by texts that look like structure", () => {
    const pool = createPool();
    const [one, other] = [
      pool({ op: "entity", uid: { type: 'a","b', id: "c" } }),
      pool({ op: "entity", uid: { type: "a", id: 'b","c' } }),
    ];
    expect(one).not.toBe(other);
    const like = (first: string, middle: readonly string[]) =>
      pool({ op: "like", text: one, pattern: { first, middle, last: "" } });
    expect(like("a", ["b"])).not.toBe(like("a,b", []));
    const literal = pool({ op: "literal", value: "" });
    expect(pool({ op: "like", text: literal, pattern: compilePattern([]) })).not.toBe(
      pool({ op: "like", text: literal, pattern: compilePattern(["Wildcard"]) }),
    );
  });

  test("grows with what is written, not with what is repeated", () => {
    const pool = createPool();
    let expression = pool({ op: "variable", name: "context" });
    for (let level = 0; level < 200; level++) {
      expression = pool({ op: "and", operands: [expression, expression] });
    }
    expect(expression.number).toBe(200);
  });
});

test("the parts of an expression are in the order in which they are evaluated", () => {
  const parts = (text: string) => {
    const [expression] = conditionsOf(text);
    return partsOf(expression as Expression).map((part) =>
      "value" in part ? part.value : part.op,
    );
  };
  expect(parts("1 + 2")).toEqual([1, 2]);
  expect(parts("true && false && 3 == 3")).toEqual([true, false, "equal"]);
  expect(parts("if true then 1 else 2")).toEqual([true, 1, 2]);
  expect(parts("{b: 1, a: 2}")).toEqual([2, 1]);
  expect(parts("[3, 1, 2]")).toEqual([3, 1, 2]);
  expect(parts('datetime("a").offset("b")')).toEqual(["call", "b"]);
  expect(parts('1 like "a"')).toEqual([1]);
  expect(parts("1 is A")).toEqual([1]);
  expect(parts("principal.a")).toEqual(["variable"]);
  expect(parts("principal has a")).toEqual(["variable"]);
  expect(parts("-principal.a")).toEqual(["attribute"]);
  expect(parts("principal")).toEqual([]);
});
