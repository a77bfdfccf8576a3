import { expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import { loadBundle } from "../index.ts";
import { hour, minute } from "../test-support.ts";

const shipped = shippedFiles();
const file = "emergencies.yaml";
const text = shipped[file] ?? "";

async function problemsOf(after: string) {
  const loaded = await loadBundle({ hasher: sha256 }, { ...shipped, [file]: after });
  return loaded.type === "refused" ? loaded.problems : [];
}

test("[X16] [X17] emergencies.yaml says how long, who is rostered, and what they may do", async () => {
  const { emergencies } = await shippedBundle();
  expect([...emergencies.keys()]).toEqual(["code-blue", "major-incident"]);
  const blue = emergencies.get("code-blue");
  expect(blue).toMatchObject({ title: "Code blue", lasts: hour, longest: 4 * hour });
  expect(blue).toMatchObject({ warnBefore: 5 * minute, signWithin: 24 * hour });
  expect([...(blue?.onShift ?? [])]).toContain("nurse");
  expect([...(blue?.teams ?? [])]).toEqual(["anaesthesia", "intensive-care"]);
  // Groups of the schema are resolved; controlled drugs keep what they need.
  expect(blue?.may.has("chart.open")).toBe(true);
  expect(blue?.may.has("medication.administer")).toBe(true);
  expect(blue?.may.has("medication.administer-controlled")).toBe(false);
});

test("[X16] a policy from before the file loads, and has none to declare", async () => {
  const { [file]: _, ...others } = shipped;
  const loaded = await loadBundle({ hasher: sha256 }, others);
  expect(loaded).toMatchObject({ type: "loaded", bundle: { emergencies: new Map() } });
});

test.each([
  ["something left out", "  sign-within: 24 h\n", "", /"code-blue" does not state sign-within/],
  ["an unknown key", "  lasts: 60 min", "  last: 60 min", /"last" is unknown here/],
  ["for nobody", "for: [ward]", "for: []", /for lists patient, ward or both/],
  ["for somebody else", "for: [ward]", "for: [staff]", /for lists patient, ward or both/],
  ["no time at all", "lasts: 60 min", "lasts: 0", /lasts must be longer than 0/],
  ["longest below lasts", "longest: 4 h", "longest: 30 min", /no shorter than lasts/],
  ["a day and more", "longest: 4 h", "longest: 25 h", /longest is 24 h at most/],
  ["a warning from the start", "warn-before: 5 min", "warn-before: 60 min", /shorter than lasts/],
  ["an unknown role", "on-shift: [nurse,", "on-shift: [nurze,", /"nurze" is no role/],
  [
    "a role that is not clinical",
    "on-call: [doctor,",
    "on-call: [student,",
    /only a clinical role responds/,
  ],
  ["an unknown action", "may: [chart-review,", "may: [chart-revue,", /"chart-revue" is no action/],
  ["what is about no patient", "may: [chart-review,", "may: [oversight,", /concerns no patient/],
  ["signing without the PIN", "may: [chart-review,", "may: [emergency.sign,", /needs the PIN/],
  ["a kind with a name in it", "code-blue:", "Code for Ms K:", /a kind is a word/],
  ["what is no YAML", "code-blue:", "code-blue: [", /./],
])("[X16] refused at load, with file and line: %s", async (_what, from, to, message) => {
  expect(text).toContain(from);
  const problems = await problemsOf(text.replace(from, to));
  const found = problems.find((problem) => message.test(problem.message));
  expect(found).toMatchObject({ file, line: expect.any(Number) });
  expect(found?.line).toBeGreaterThan(16);
});
