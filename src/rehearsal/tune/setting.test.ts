import { expect, test } from "vitest";
import { dials, settingsAround, stepsAround, todaysSetting, withSetting } from "./setting.ts";

const text = `# what a ward runs under
ward:
  grace: 4 h
  idle-lock: 90 s # ours
  walk-away-lock: "-"
desk:
  grace: 1 h
`;
const files = { "patterns.yaml": text, "gates.cedar": "" };

test("what the dials stand at, those that do not arise left out", () => {
  expect(todaysSetting(files, "ward", Object.keys(dials))).toEqual({
    grace: "4 h",
    "idle-lock": "90 s",
  });
  expect(todaysSetting(files, "ward", ["grace"])).toEqual({ grace: "4 h" });
  expect(todaysSetting(files, "none", ["grace"])).toEqual({});
});

test.each([
  ["grace", "4 h", ["2 h", "4 h", "8 h"]],
  ["grace", "240 min", ["2 h", "240 min", "8 h"]],
  ["grace", "12 h", ["8 h", "12 h"]],
  ["grace", "1 min", ["1 min", "30 min"]],
  ["idle-lock", "90 s", ["1 min", "90 s", "2 min"]],
])("next to %s %s: %s", (dial, today, steps) => {
  expect(stepsAround(dial, today)).toEqual(steps);
});

test("every combination is tried, today's among them", () => {
  const settings = settingsAround({ grace: "4 h", "idle-lock": "90 s" });
  expect(settings).toHaveLength(9);
  expect(settings).toContainEqual({ grace: "4 h", "idle-lock": "90 s" });
  expect(new Set(settings.map((each) => JSON.stringify(each))).size).toBe(9);
});

test("a setting changes its pattern's values, and no other byte", () => {
  const changed = withSetting(files, "ward", { grace: "8 h", "idle-lock": "1 min" });
  expect(changed).toEqual({
    ...files,
    "patterns.yaml": text
      .replace("  grace: 4 h", "  grace: 8 h")
      .replace("  idle-lock: 90 s # ours", "  idle-lock: 1 min # ours"),
  });
});
