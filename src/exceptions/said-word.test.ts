import { expect, test } from "vitest";
import { saidWord } from "./said-word.ts";

test("a word that could be a code is repeated, and nothing else of what was sent", () => {
  expect(saidWord("because-i-can")).toBe('"because-i-can"');
  const odd = ["", " ", "a b", "a\u0000", "\u202ecovering", "\ud800", "ü", "x".repeat(41), "<b>"];
  for (const typed of odd) expect([typed, saidWord(typed)]).toEqual([typed, "That"]);
});
