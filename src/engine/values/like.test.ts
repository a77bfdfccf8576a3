import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern, like, type PatternElement } from "./like.ts";

/** A pattern's elements; `*` stands for a wildcard. */
const elementsOf = (pattern: string): PatternElement[] =>
  Array.from(pattern, (each) => (each === "*" ? "Wildcard" : { Literal: each }));

const matches = (text: string, pattern: string) => like(text, compilePattern(elementsOf(pattern)));

function matchesByRegExp(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`).test(text);
}

describe("like", () => {
  test("matches what a regular expression matches, over few letters so that parts overlap", () => {
    const letters = fc.constantFrom("a", "b", "ab", "aa");
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 8 }),
        fc.array(fc.oneof(letters, fc.constant("*")), { maxLength: 7 }),
        (text, pattern) => {
          const [own, reference] = [text.join(""), pattern.join("")];
          expect(matches(own, reference)).toBe(matchesByRegExp(own, reference));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("what is before the first and after the last wildcard never overlaps", () => {
    expect(matches("aba", "ab*ba")).toBe(false);
    expect(matches("abba", "ab*ba")).toBe(true);
    expect(matches("a", "a*a")).toBe(false);
    expect(matches("aa", "a*a")).toBe(true);
    expect(matches("ab", "a*b*b")).toBe(false);
  });

  test("without a wildcard it is equality; a wildcard alone is anything", () => {
    expect(matches("", "")).toBe(true);
    expect(matches("a", "")).toBe(false);
    expect(matches("ab", "a")).toBe(false);
    for (const text of ["", "a", "line\nbreak", "𝒳"]) expect(matches(text, "*")).toBe(true);
    expect(matches("abc", "**b**")).toBe(true);
  });

  test("a literal asterisk is no wildcard, and nothing is special besides", () => {
    const starred = compilePattern([{ Literal: "a" }, { Literal: "*" }, "Wildcard"]);
    expect(like("a*b", starred)).toBe(true);
    expect(like("ab", starred)).toBe(false);
    expect(matches("a.c", "a.c")).toBe(true);
    expect(matches("abc", "a.c")).toBe(false);
    expect(matches("[x]", "[*]")).toBe(true);
  });

  test("neighbouring literals are one, neighbouring wildcards lose nothing", () => {
    expect(compilePattern(elementsOf("ab"))).toEqual({ first: "ab", middle: [], last: undefined });
    expect(compilePattern(elementsOf("ab*cd*e"))).toEqual({
      first: "ab",
      middle: ["cd"],
      last: "e",
    });
    expect(compilePattern([])).toEqual({ first: "", middle: [], last: undefined });
  });

  // Trying each way in which the wildcards could stand would never end.
  test("answers whatever the wildcards", () => {
    expect(matches("a".repeat(20_000), `${"*a".repeat(500)}*b`)).toBe(false);
  });
});
