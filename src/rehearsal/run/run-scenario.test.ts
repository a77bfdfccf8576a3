import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { bundleOf, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import { onFourB, runText, scenariosOf, type Texts } from "../test-support.ts";
import type { ScenarioResult } from "./result.ts";
import { runScenario } from "./run-scenario.ts";

let policy: Texts;
let bundle: Bundle;

beforeAll(async () => {
  policy = shippedFiles();
  bundle = await bundleOf(policy);
});

const run = (steps: string, more: { given?: string; budget?: string } = {}) =>
  runText(onFourB(steps, more), bundle, sha256);

/** Milliseconds of each step. */
const frictionOf = ({ steps }: ScenarioResult) => steps.map(({ friction }) => friction);

/** Minutes of the longest access after its reason. */
function residualOf({ figures: { residual } }: ScenarioResult): number | undefined {
  if (residual === undefined) return undefined;
  return ((residual.to ?? Number.POSITIVE_INFINITY) - residual.from) / 60_000;
}

const given = (staff: string, patients = "[{ id: p1, ward: 4B }]") =>
  `services: [cardiology]
wards: [{ id: 4B, seats: [4B-1, 4B-2], service: cardiology }, { id: 6A, seats: [6A-1] }]
staff: [${staff}]
patients: ${patients}`;

const amy = "{ id: amy, role: nurse, ward: 4B, shift: 07:30/19:30 }";

describe("friction, worked out by hand", () => {
  test("the first sign-in is a tap, a PIN of M + 5 K, and two answers", async () => {
    const result = await run("- at: 09:00\n  amy: taps in at 4B-1");
    // 1.00 + 0.02 + (1.35 + 5 x 0.28) + 0.12
    expect(frictionOf(result)).toEqual([3_890]);
    expect(result.steps[0]).toMatchObject({ prompts: 1, outcome: "permit", by: "amy" });
  });

  test("[A1] inside grace it is a tap; a chart costs its answer, another patient's note two", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: opens the chart of p1
- amy: taps out
- at: 12:59
  amy: taps in at 4B-1
- amy: writes a note on p1
- amy: closes the chart
- amy: writes a note on p1
- amy: locks the seat
- at: 13:01
  amy: taps in at 4B-1`,
    );
    expect(frictionOf(result)).toEqual([3_890, 20, 1_020, 1_020, 20, 0, 40, 1_120, 3_890]);
    expect(result.figures).toMatchObject({ friction: 11_020, prompts: 2 });
  });

  test("[A2] a step-up is a PIN between two answers, and work goes on where it was", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- at: 12:59
  amy: taps in at 4B-1
- at: 13:00:30
  amy: gives a medication to p1
  expect: { prompts: 1, remedy: step-up }`,
    );
    // The chart opens at once; giving is refused, the PIN is given, and giving is permitted.
    expect(frictionOf(result)).toEqual([3_890, 1_020, 20 + 20 + 2_750 + 120 + 20]);
    expect(result.passed).toBe(true);
  });

  test("[S6] who finds the seat locked taps first", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- at: 09:01
  amy: opens the chart of p1
- at: 09:03:30
  amy: opens the chart of p1`,
    );
    expect(frictionOf(result)).toEqual([3_890, 20, 1_040]);
  });

  test("a phone's passkey", async () => {
    const result = await run(
      `
- at: 09:00
  amy: signs in on phone with a passkey
- amy: signs out
- amy: signs in on phone with a passkey
- amy: opens the chart of p1`,
      { given: `${given(amy)}\ndevices: [{ id: phone, person: amy, managed: yes, on-site: yes }]` },
    );
    expect(frictionOf(result)).toEqual([2_570, 1_120, 2_570, 20]);
  });

  test("walking passes on the clock and is no identity work", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: taps in at 4B-2
- amy: taps in at 4B-1`,
    );
    expect(frictionOf(result)).toEqual([3_890, 1_020, 1_020]);
    // 3.89 s of work, then ten seconds' walk before the second step's.
    expect(result.steps[2]?.at).toBe(Date.parse("2026-03-10T09:00:14.910Z"));
  });
});

describe("residual access, worked out by hand", () => {
  const tapped = "- at: 09:00\n  amy: taps in at 4B-1";
  const wrote = `${tapped}\n- amy: writes a note on p1`;

  test("after a shift: its handover margin", async () => {
    const result = await run(tapped, { given: given(amy) });
    expect(residualOf(result)).toBe(30);
    expect(result.figures.residual).toEqual({
      person: "amy",
      patient: "p1",
      after: "shift",
      from: Date.parse("2026-03-10T19:30Z"),
      to: Date.parse("2026-03-10T20:00Z"),
    });
  });

  test("[C3] after a transfer: none for who looked, the tail for who wrote", async () => {
    const moved = "\n- at: 10:00\n  p1: moves to 6A";
    const looked = await run(`${tapped}\n- amy: opens the chart of p1${moved}`, {
      given: given(amy),
    });
    expect(residualOf(looked)).toBeUndefined();
    expect(residualOf(await run(wrote + moved, { given: given(amy) }))).toBe(120);
  });

  test("a tail ends with the duty and its margin", async () => {
    const result = await run(`${wrote}\n- at: 18:30\n  p1: moves to 6A`, { given: given(amy) });
    // The reason ends with the stay at 18:30; the shift at 19:30, its margin at 20:00.
    expect(residualOf(result)).toBe(90);
  });

  test("a cancelled transfer gives the reason back", async () => {
    const result = await run(
      `${wrote}\n- at: 10:00\n  p1: moves to 6A\n- at: 10:45\n  p1: is not moved after all`,
      { given: given(amy) },
    );
    expect(residualOf(result)).toBe(45);
  });

  test("after an on-call period: its margin", async () => {
    const kim = "{ id: kim, role: doctor, service: cardiology, on-call: 18:00/08:00 }";
    const result = await run("- at: 18:00\n  kim: taps in at 4B-1", { given: given(kim) });
    expect(residualOf(result)).toBe(30);
    expect(result.figures.residual?.after).toBe("on-call");
  });

  test("a member of the care team keeps the reason while on duty, wherever the patient goes", async () => {
    const result = await run(`${tapped}\n- at: 10:00\n  p1: moves to 6A`, {
      given: `${given(amy)}\ncare-teams: [{ patient: p1, members: [amy] }]`,
    });
    expect(residualOf(result)).toBe(30);
    expect(result.figures.residual?.after).toBe("care-team");
  });

  test("[L1] [L5] nothing after a contract that ends within the shift", async () => {
    const lee =
      "{ id: amy, role: nurse, ward: 4B, engagement: { type: locum, from: 2026-03-10, to: 2026-03-10 }, shift: 19:30/07:30 }";
    const result = await run("- at: 19:30\n  amy: taps in at 4B-1", { given: given(lee) });
    expect(residualOf(result)).toBeUndefined();
  });

  test("a gap between two shifts counts as long as it is", async () => {
    const twice = "{ id: amy, role: nurse, ward: 4B, shifts: [07:30/19:30, 19:45/23:00] }";
    const result = await run(tapped, { given: given(twice) });
    expect(residualOf(result)).toBe(30);
    const kim =
      "{ id: amy, role: nurse, ward: 4B, engagement: { type: locum, from: 2026-03-10, to: 2026-03-10 }, shifts: [07:30/19:30, 19:45/07:30] }";
    expect(residualOf(await run(tapped, { given: given(kim) }))).toBe(15);
  });

  test("a policy that forgets who is off duty leaves access without end, or nearly", async () => {
    const gates = policy["gates.cedar"] ?? "";
    const open = gates.replace(/@id\("off-duty"\)[\s\S]*?;\n/, "");
    const care = (policy["care.cedar"] ?? "").replace("when { context.onWard }", "");
    const loose = await bundleOf({
      ...policy,
      "gates.cedar": open.replace(/@id\("not-in-role"\)[\s\S]*?;\n/, ""),
      "care.cedar": care,
    });
    const result = await runText(
      onFourB(tapped, { given: given(amy), budget: "{ residual: 30m }" }),
      loose,
      sha256,
    );
    expect(result.passed).toBe(false);
    expect(residualOf(result)).toBeGreaterThan(100 * 24 * 60);
    expect(result.overBudget[0]).toMatch(/^residual access is .* min, over 30 min$/);
  });

  test("a longer margin never lowers it", async () => {
    const patterns = policy["patterns.yaml"] ?? "";
    const found: number[] = [];
    for (const margin of ["0", "5 min", "30 min", "90 min"]) {
      const changed = patterns.replace(
        "handover-margin-after: 30 min",
        `handover-margin-after: ${margin}`,
      );
      const other = await bundleOf({ ...policy, "patterns.yaml": changed });
      const text = onFourB(tapped, { given: given(amy) });
      found.push(residualOf(await runText(text, other, sha256)) ?? 0);
    }
    expect(found).toEqual([0, 5, 30, 90]);
  });
});

describe("who did it, and what way there was forward", () => {
  const two = given(
    `${amy}, { id: ben, role: nurse, ward: 4B, shift: 07:30/19:30 }`,
    "[{ id: p1, ward: 4B }, { id: p2, ward: 6A }, { id: p3 }]",
  );

  test("[S1] what is done at an open seat is its occupant's, and is counted", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: walks away
- at: 09:00:08
  ben: uses 4B-1 as it is
- ben: opens the chart of p1
- ben: writes a note on p1
- at: 09:00:20
  ben: writes a note on p1
  expect: refused
  says: the seat has locked`,
      { given: two },
    );
    expect(result.passed).toBe(true);
    expect(result.figures.unattributed).toBe(2);
    expect(result.figures.unattended).toBe(10_000);
    expect(result.steps.map(({ by }) => by)).toEqual([
      "amy",
      undefined,
      "amy",
      "amy",
      "amy",
      undefined,
    ]);
  });

  test("[S6] the time that seats stand open without their occupants is added up, and bounded", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- at: 09:01
  amy: walks away from 4B-1
- at: 09:01:04
  amy: comes back to 4B-1
- at: 09:01:30
  amy: walks away
- ben: taps in at 4B-2
- at: 09:01:37
  amy: comes back to 4B-1
- at: 09:01:40
  amy: walks away
- at: 09:01:41
  amy: taps in at 4B-2
- at: 09:01:50
  amy: walks away
- at: 09:01:52
  ben: uses 4B-1 as it is
  expect: refused`,
      { given: two, budget: "{ unattended: 13s, residual: 2h }" },
    );
    expect(result.steps.flatMap(({ failures }) => failures)).toEqual([]);
    // 4 s and 7 s, 1 s and the tap, and up to the last step 2 s.
    expect(result.figures.unattended).toBe(4_000 + 7_000 + 2_000 + 2_000);
    expect(result.overBudget).toEqual(["seats stood open unattended for 15.00 s, over 13.00 s"]);
  });

  test("nobody knows somebody else's PIN: a step-up ends the borrowing", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- at: 12:59:50
  amy: taps in at 4B-1
- amy: walks away
- at: 13:00:00
  ben: uses 4B-1 as it is
- at: 13:00:01
  ben: gives the PIN
  expect: refused`,
      { given: two },
    );
    expect(result.passed).toBe(true);
    expect(result.figures.prompts).toBe(1);
  });

  test("[D3] a denial says whom to ask: somebody there, or who was responsible, or the records office", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: opens the chart of p2
  expect: { outcome: refused, remedy: break-glass, advice: ask-whom }
- amy: opens the chart of p3
  expect: { outcome: refused, remedy: break-glass, advice: ask-whom }
- ben: taps in at 4B-2`,
      { given: two },
    );
    expect(result.passed).toBe(true);
    expect(result.figures.deadEnds).toBe(0);
  });

  test("a refusal before any policy was asked is not the one that is expected, unless it is said", async () => {
    const late = (says: string) =>
      run(`
- at: 09:00
  amy: taps in at 4B-1
- at: 21:00
  amy: opens the chart of p1
  expect: refused${says}`);
    const [, step] = (await late("")).steps;
    expect(step?.failures).toEqual([
      expect.stringContaining('was refused before any policy was asked: "You are off duty'),
    ]);
    expect((await late("\n  says: off duty")).passed).toBe(true);
  });

  test("so is one of a request, an answer, a review or a roster: each says what is meant", async () => {
    const begun = (says: string) =>
      run(
        `
- at: 09:00
  amy: taps in at 4B-1
- amy: begins cover of p2
  expect: refused${says}`,
      );
    const { steps } = await begun("");
    expect(steps[1]?.failures).toEqual([
      'was refused before any policy was asked: "Nothing was approved for this patient."; if that is what is meant, expect it by "says"',
    ]);
    expect((await begun("\n  says: nothing was approved")).passed).toBe(true);
  });

  test("that no remedy and no advice is offered holds of a decision alone", async () => {
    const { steps } = await run(`
- at: 09:00
  amy: taps in at 4B-1
  expect: { remedy: none, advice: none }
- amy: opens the chart of p1
  expect: { remedy: none, advice: none }`);
    expect(steps.map(({ failures }) => failures)).toEqual([
      [
        "must offer no remedy, and no policy was asked, which could have offered any",
        "must advise nothing, and no policy was asked, which could have offered any",
      ],
      [],
    ]);
  });

  test("how long access outlives its reason is of nobody who has not been registered", async () => {
    const { steps } = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: opens the chart of p3
  expect: { outcome: refused, residual: 5m }
  says: registered`,
      { given: given(amy, "[{ id: p1, ward: 4B }, { id: p3, unknown: yes }]") },
    );
    expect(steps[1]?.failures).toEqual([
      "must leave access for so long at most, and nobody has registered the patient",
    ]);
  });

  test("how long a permit may be relied on, and what must not be said", async () => {
    const opening = (more: string) =>
      run(`\n- at: 09:00\n  amy: taps in at 4B-1\n- amy: opens the chart of p1\n  ${more}`);
    expect((await opening("expect: { validity: 10m }\n  says-not: off duty")).passed).toBe(true);
    const [, long] = (await opening("expect: { validity: 20m }")).steps;
    expect(long?.failures).toEqual(["must be permitted for 1200.00 s, and was for 600.00 s"]);
    const [, told] = (await opening("says-not: ON SHIFT")).steps;
    expect(told?.failures[0]).toMatch(/^must not say "ON SHIFT", and said ".*on shift/i);
  });

  test("who could open the chart, after a person's step and after a patient's", async () => {
    const moving = (before: string, after: string) =>
      run(
        `
- at: 09:00
  ben: taps in at 4B-1
- ben: opens the chart of p1
  expect: { visible-to: ${before} }
- p1: moves to 6A
  expect: { visible-to: ${after} }
- ben: opens the chart of p1
  expect: refused
- amy: taps in at 4B-1`,
        { given: two },
      );
    expect((await moving("[amy, ben]", "[]")).passed).toBe(true);
    const { steps } = await moving("ben", "[ben]");
    expect(steps.flatMap(({ failures }) => failures)).toEqual([
      "must be visible to ben, and is to amy, ben",
      "must be visible to ben, and is to nobody",
    ]);
  });

  test("how long one person's access to one patient outlives its reason", async () => {
    const until = (bound: string) =>
      run(`
- at: 19:00
  amy: taps in at 4B-1
- amy: opens the chart of p1
  expect: { residual: ${bound} }`);
    expect((await until("30m")).passed).toBe(true);
    expect((await until("20m")).steps[1]?.failures).toEqual([
      "must leave at most 20 min of access without a reason, and left 30 min",
    ]);
  });

  test("a step that comes out otherwise is said with what was expected and what was told", async () => {
    const result = await run(
      `
- at: 09:00
  amy: taps in at 4B-1
  expect: { prompts: 0, within: 1s, advice: ask-whom }
- amy: opens the chart of p2
- amy: opens the chart of p1
  expect: { remedy: step-up, attributed-to: amy }
  says: tomorrow
- p1: comes back`,
      { budget: "{ friction: 1s, dead-ends: 0, unattributed: 0, residual: 0 }" },
    );
    expect(result.passed).toBe(false);
    expect(result.steps.map(({ failures }) => failures)).toEqual([
      [
        "must ask 0 times, and asked once",
        "must cost at most 1.00 s, and cost 3.89 s",
        "must advise ask-whom, and advised none",
      ],
      ["must be permitted, and was refused"],
      [
        "must offer the remedy step-up, and offered none",
        'must say "tomorrow", and said "You are on shift on 4B."',
      ],
      ["must be permitted, and was refused"],
    ]);
    expect(result.steps[3]?.said).toEqual(["p1 is not away."]);
    expect(result.overBudget).toEqual([
      "friction is 3.93 s, over 1.00 s",
      "residual access is 30 min, over 0 min",
    ]);
  });
});

test("no record is hashed that nobody reads: with the product's own commands the log is not kept, and nothing comes out otherwise", async () => {
  const text = shippedFiles("scenarios")["shift-handover.yaml"] ?? "";
  const [scenario] = scenariosOf("shift-handover.yaml", text, bundle);
  if (scenario === undefined) throw new Error("there is none");
  const results: ScenarioResult[] = [];
  const hashes: number[] = [];
  for (const keepsLog of [false, true]) {
    let hashed = 0;
    const counting = {
      sha256: (bytes: Uint8Array) => {
        hashed++;
        return sha256.sha256(bytes);
      },
    };
    const ports = { hasher: counting, ...(keepsLog ? { keepsLog } : {}) };
    results.push(await runScenario(scenario, bundle, ports));
    hashes.push(hashed);
  }
  expect(results[0]).toEqual(results[1]);
  // With a log: a leaf for each record at least.
  expect(hashes[1]).toBeGreaterThan(4 * (hashes[0] ?? 0));
});
