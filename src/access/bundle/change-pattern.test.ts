import * as fs from "node:fs";
import { expect, test } from "vitest";
import { withPatternTime } from "./change-pattern.ts";

const text = fs.readFileSync(new URL("../../../policy/patterns.yaml", import.meta.url), "utf8");

test("[X20] changes one time of one pattern, and no other sign of the file", () => {
  const files = { "patterns.yaml": text, "roles.yaml": "nurse: {}\n" };
  const changed = withPatternTime({ files }, "emergency", "tail", 5.25 * 3_600_000);
  expect(changed["roles.yaml"]).toBe(files["roles.yaml"]);
  const before = text.split("\n");
  const after = (changed["patterns.yaml"] ?? "").split("\n");
  const differing = after.flatMap((line, index) => (line === before[index] ? [] : [line]));
  expect(after).toHaveLength(before.length);
  expect(differing).toEqual(["  tail: 315 min"]);
});
