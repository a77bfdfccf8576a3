import { expect, test } from "vitest";
import { withoutEntitlements } from "./without-entitlements.ts";

const text = `# Who may what.
nurse:
  title: nurse
  may:
    [
      chart-review, # the chart
      case,
      shift.swap,
    ]

doctor:
  may: [case, order, "sign"]
cleaner:
  may:
    - case
    - seat-use
`;

const without = (...taken: readonly (readonly [string, string])[]) =>
  withoutEntitlements(
    { "roles.yaml": text, "other.yaml": "x: 1" },
    taken.map(([role, name]) => ({ role, name })),
  );

test.each([
  ["the middle of a list", "nurse", "case", "      case,\n"],
  [
    "the first of a list, with what is said of it",
    "nurse",
    "chart-review",
    "      chart-review, # the chart\n",
  ],
  ["the last of a list with a comma after it", "nurse", "shift.swap", "      shift.swap,\n"],
  ["the first of a line", "doctor", "case", "case, "],
  ["the last of a line, in quotes", "doctor", "sign", ', "sign"'],
  ["the first of those with dashes", "cleaner", "case", "    - case\n"],
  ["the last of those with dashes", "cleaner", "seat-use", "    - seat-use\n"],
])("%s is taken out, and nothing else changes", (_, role, name, gone) => {
  const found = without([role, name]);
  const at = text.indexOf(gone, text.indexOf(`${role}:`));
  expect(at).toBeGreaterThan(-1);
  expect(found["roles.yaml"]).toBe(text.slice(0, at) + text.slice(at + gone.length));
  expect(found["other.yaml"]).toBe("x: 1");
});

test("several at once; what is not there is let be", () => {
  const found = without(["doctor", "case"], ["doctor", "order"], ["doctor", "none"], ["x", "case"]);
  expect(found["roles.yaml"]).toBe(text.replace('[case, order, "sign"]', '["sign"]'));
  const all = without(["doctor", "case"], ["doctor", "order"], ["doctor", "sign"]);
  expect(all["roles.yaml"]).toBe(text.replace('[case, order, "sign"]', "[]"));
});
