import { expect, test } from "vitest";
import { findClauses } from "./find-conditions.ts";
import { replaced } from "./mutant.ts";

const scope = '@title("when { in words }")\npermit (principal, action, resource)';

/** What is left of the policy after each cut, in one line. */
function cuts(conditions: string): readonly string[] {
  const policy = `${scope}\n${conditions};`;
  return findClauses(policy)
    .flatMap((clause) => clause.operands)
    .map(({ cut }) => replaced(policy, cut.from, cut.to, "").slice(scope.length + 1))
    .map((text) => text.replace(/\s+/g, " "));
}

test("clauses are found, and not the words for them in texts and comments", () => {
  const policy = `${scope}
// when { nothing }
when { context.whenever && "unless { }" == "" } unless{ context.b };`;
  expect(findClauses(policy).map(({ kind, from, to }) => [kind, policy.slice(from, to)])).toEqual([
    ["when", 'when { context.whenever && "unless { }" == "" }'],
    ["unless", "unless{ context.b }"],
  ]);
});

test("a comment ends at a carriage return too, as in Cedar", () => {
  const policy = `${scope} // when { nothing }\rwhen { context.a } // }\r;`;
  expect(findClauses(policy).map(({ from, to }) => policy.slice(from, to))).toEqual([
    "when { context.a }",
  ]);
});

test("a condition of one part has nothing to drop", () => {
  expect(cuts("when { context.a }")).toEqual([]);
});

test("each side of an and, or of an or, is dropped in turn", () => {
  expect(cuts("when { context.a && context.b && context.c }")).toEqual([
    "when { context.b && context.c };",
    "when { context.a && context.c };",
    "when { context.a && context.b };",
  ]);
  expect(cuts("when { context.a || context.b }")).toEqual([
    "when { context.b };",
    "when { context.a };",
  ]);
});

test("an and binds closer than an or", () => {
  expect(cuts("when { context.a && context.b || context.c }")).toEqual([
    "when { context.c };",
    "when { context.b || context.c };",
    "when { context.a || context.c };",
    "when { context.a && context.b };",
  ]);
});

test("brackets are gone into, and what is asked of a set is not", () => {
  expect(cuts('when { context.a && (context.b || ["x && y"].contains(context.c)) }')).toEqual([
    'when { (context.b || ["x && y"].contains(context.c)) };',
    "when { context.a };",
    'when { context.a && ( ["x && y"].contains(context.c)) };',
    "when { context.a && (context.b ) };",
  ]);
});

test("an if reaches to the end, and is left whole", () => {
  expect(cuts("when { if context.a then context.b else context.c && context.d }")).toEqual([]);
  expect(cuts("when { context.iffy && context.b }")).toHaveLength(2);
});
