import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../tests/support/ports.ts";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { ScenarioResult } from "./run/result.ts";
import { runText } from "./test-support.ts";

// Every figure of a small task, worked out by hand from the published constants and the shipped patterns, and not from the code.
// In milliseconds; risk in milliseconds and in whole minutes of one patient:
const tap = 1_000 + 20; // a badge held to the reader, and the answer
const pin = 1_350 + 5 * 280 + 120; // M + 5 K, and the answer
const decision = 20;
const button = 1_100 + 20; // P, and the answer
const passkey = 1_350 + 1_100 + 120; // M + P, and the answer
const reason = 1_350 + 1_100; // M + P
const minute = 60_000;

let bundle: Bundle;

beforeAll(async () => {
  bundle = await shippedBundle();
});

/** A task on one day in London, by its pattern. */
function run(
  pattern: string,
  given: string,
  steps: string,
  date = "2026-03-10",
): Promise<ScenarioResult> {
  const text = `task: A known answer
pattern: ${pattern}
date: ${date}
zone: Europe/London
given:
${given.replace(/^/gm, "  ")}
steps:${steps.replace(/^/gm, "  ")}
budget: { unattributed: 9, residual: 9999d, dead-ends: 9 }
`;
  return runText(text, bundle, sha256);
}

/** The figures, with the residual access as who, whose and for how long. */
function figuresOf({ figures: { residual, ...figures }, steps }: ScenarioResult) {
  expect(steps.flatMap(({ failures }) => failures)).toEqual([]);
  if (residual === undefined) return { ...figures, residual: "none" };
  const { person, patient, after, from, to = Number.POSITIVE_INFINITY } = residual;
  return { ...figures, residual: [person, patient, after, (to - from) / minute] };
}

const none = { deadEnds: 0, unattributed: 0, unattended: 0 };

const amy = (ward: string, role = "nurse") =>
  `{ id: amy, role: ${role}, ward: ${ward}, shift: 07:30/19:30 }`;
const ben = (ward: string) => amy(ward).replace("amy", "ben");

describe("known answers, worked out by hand", () => {
  test("1. an in-patient ward: the first sign-in, a chart, a lock, and back inside four hours", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1] }]\nstaff: [${amy("4B")}]\npatients: [{ id: p1, ward: 4B }]`,
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: opens the chart of p1
- amy: locks the seat
- at: 12:59
  amy: taps in at 4B-1`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // 3,890 + 20 + 1,120 + 1,020 = 6,050
      friction: tap + pin + decision + button + tap,
      prompts: 1,
      // The shift ends at 19:30, its margin half an hour later.
      residual: ["amy", "p1", "shift", 30],
    });
  });

  test("2. an emergency department: a badge is enough for eight hours after the PIN, and not a minute more", async () => {
    const result = await run(
      "emergency",
      `wards: [{ id: ED, seats: [ED-1] }]\nstaff: [${amy("ED")}]\npatients: [{ id: p1, ward: ED }]`,
      `
- at: 09:00
  amy: taps in at ED-1
- amy: locks the seat
- at: 16:59
  amy: taps in at ED-1
- amy: locks the seat
- at: 17:01
  amy: taps in at ED-1`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // 3,890 + 1,120 + 1,020 + 1,120 + 3,890 = 11,040
      friction: tap + pin + button + tap + button + tap + pin,
      prompts: 2,
      residual: ["amy", "p1", "shift", 30],
    });
  });

  test("3. a theatre: half a minute stands open what nobody locked, and two things are done in it", async () => {
    const result = await run(
      "theatre-icu",
      `wards: [{ id: T, seats: [T-1] }]\nstaff: [${amy("T")}, ${ben("T")}]\npatients: [{ id: p1, ward: T }]`,
      `
- at: 09:00
  amy: taps in at T-1
- amy: walks away
- at: 09:00:20
  ben: uses T-1 as it is
- ben: opens the chart of p1
- ben: writes a note on p1
- at: 09:00:40
  ben: writes a note on p1
  expect: refused
  says: the seat has locked`,
    );
    expect(figuresOf(result)).toEqual({
      deadEnds: 0,
      // 3,890 + 20 + 20 = 3,930
      friction: tap + pin + decision + decision,
      prompts: 1,
      unattributed: 2,
      unattended: 30_000,
      residual: ["amy", "p1", "shift", 30],
    });
  });

  test("4. a remote ward on a phone: a passkey, and three quarters of an hour after the shift", async () => {
    const result = await run(
      "remote-ward",
      `wards: [RW]
staff: [${amy("RW")}]
patients: [{ id: p1, ward: RW }]
devices: [{ id: phone, person: amy, managed: yes, on-site: yes }]`,
      `
- at: 09:00
  amy: signs in on phone with a passkey
- amy: opens the chart of p1
- amy: signs out`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // 2,570 + 20 + 1,120 = 3,710
      friction: passkey + decision + button,
      prompts: 1,
      residual: ["amy", "p1", "shift", 45],
    });
  });

  test("5. a remote ward's tail: who wrote keeps four hours after the patient has left it", async () => {
    const result = await run(
      "remote-ward",
      `wards: [{ id: RW, seats: [RW-1] }, 6A]\nstaff: [${amy("RW")}]\npatients: [{ id: p1, ward: RW }]`,
      `
- at: 09:00
  amy: taps in at RW-1
- amy: writes a note on p1
- at: 10:00
  p1: moves to 6A`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // The note opens the chart first: 3,890 + 20 + 20 = 3,930
      friction: tap + pin + decision + decision,
      prompts: 1,
      // From 10:00 to 14:00.
      residual: ["amy", "p1", "shift", 240],
    });
  });

  test("6. of two patients the longer counts: a tail that the end of the duty cuts short", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1] }, 6A]
staff: [${amy("4B")}]
patients: [{ id: p1, ward: 4B }, { id: p2, ward: 4B }]`,
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: writes a note on p2
- at: 18:47
  p2: moves to 6A
- amy: opens the chart of p1`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // By 18:47 the grace is over and the seat has locked: 3,890 + 40 + 3,890 + 20 = 7,840
      friction: tap + pin + decision + decision + tap + pin + decision,
      prompts: 2,
      // From 18:47 to 20:00, where p1's is from 19:30 to 20:00.
      residual: ["amy", "p2", "shift", 73],
    });
  });

  test("7. broken glass is a reason for as long as it lasts: nothing is left after it", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1] }, 6A]\nstaff: [${amy("4B")}]\npatients: [{ id: p2, ward: 6A }]`,
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: opens the chart of p2
  expect: { outcome: refused, remedy: break-glass }
- amy: breaks the glass for p2`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // 3,890 + 20, then a button of P, a reason, and two answers, of the glass and of the chart: 3,590; together 7,500
      friction: tap + pin + decision + (1_100 + reason + decision + decision),
      prompts: 1,
      residual: "none",
    });
  });

  test("8. a step-up in the middle of work is one PIN between two answers", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1] }]\nstaff: [${amy("4B")}]\npatients: [{ id: p1, ward: 4B }]`,
      `
- at: 09:00
  amy: taps in at 4B-1
- at: 12:59:30
  amy: taps in at 4B-1
- amy: opens the chart of p1
- at: 13:00:30
  amy: gives a medication to p1
  expect: { remedy: step-up }`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // 3,890 + 1,020 + 20, then refused, PIN, permitted: 20 + 2,870 + 20; together 7,840
      friction: tap + pin + tap + decision + (decision + pin + decision),
      prompts: 2,
      residual: ["amy", "p1", "shift", 30],
    });
  });

  test("9. a controlled drug is two people's identity work", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1] }]
staff: [${amy("4B")}, ${ben("4B")}]
patients: [{ id: p1, ward: 4B }]`,
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: opens the chart of p1
- amy: gives a controlled drug to p1 with ben`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // 3,890 + 20, then refused without a witness, his tap and PIN, his answer and hers: 20 + 1,020 + 2,870 + 20 + 20; together 7,860
      friction: tap + pin + decision + (decision + tap + pin + decision + decision),
      prompts: 2,
      residual: ["amy", "p1", "shift", 30],
    });
  });

  test("10. roaming over two wards: walking is no identity work, and passes", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1, 4B-2] }, { id: 6A, seats: [6A-1] }]
staff: [${amy("4B")}]
patients: [{ id: p1, ward: 4B }]`,
      `
- at: 09:00
  amy: taps in at 4B-1
- amy: taps in at 4B-2
- amy: taps in at 6A-1
- amy: opens the chart of p1`,
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // Off the own ward the PIN is asked for again: 3,890 + 1,020 + 3,890 + 20 = 8,820
      friction: tap + pin + tap + (tap + pin) + decision,
      prompts: 2,
      // Both seats that she left locked after ten seconds, before she had tapped at the next.
      unattended: 10_000 + 10_000,
      residual: ["amy", "p1", "shift", 30],
    });
    // 3.89 s, ten seconds' walk and a tap, two minutes' walk, tap and PIN: 3.89 + 11.02 + 123.89 = 138.80 s
    expect(result.steps[3]?.at).toBe(Date.parse("2026-03-10T09:02:18.800Z"));
  });

  test("11. a night in which the clocks go forward: the margin is half an hour of time that passes", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1] }]
staff: [{ id: amy, role: nurse, ward: 4B, shift: 19:30/07:30 }]
patients: [{ id: p1, ward: 4B }]`,
      `
- at: 23:00
  amy: taps in at 4B-1
- at: 2026-03-29 03:59
  amy: taps in at 4B-1`,
      "2026-03-28",
    );
    expect(figuresOf(result)).toEqual({
      ...none,
      // 23:00 to 03:59 is 3 h 59 min on that night, inside the grace of four hours: 3,890 + 1,020 = 4,910
      friction: tap + pin + tap,
      prompts: 1,
      residual: ["amy", "p1", "shift", 30],
    });
    // 07:30 in summer time.
    expect(result.figures.residual?.from).toBe(Date.parse("2026-03-29T06:30:00.000Z"));
    expect(result.figures.residual?.to).toBe(Date.parse("2026-03-29T07:00:00.000Z"));
  });

  test("12. a desk: a PIN or a passkey by the case, a button to go, and no chart to open", async () => {
    const result = await run(
      "inpatient",
      `wards: [4B]\nstaff: [${amy("4B", "ward-manager")}]\npatients: [{ id: p1, ward: 4B }]`,
      `
- at: 09:00
  amy: signs in at the console with a PIN
- amy: signs out
- amy: signs in at the console with a passkey
- amy: opens the chart of p1
  expect: refused
- amy: signs out`,
    );
    expect(figuresOf(result)).toMatchObject({
      // 2,870 + 1,120 + 2,570 + 20 + 1,120 = 7,700
      friction: pin + button + passkey + decision + button,
      prompts: 2,
      unattributed: 0,
      unattended: 0,
    });
  });

  test("13. two gaps at a seat add up to the millisecond", async () => {
    const result = await run(
      "inpatient",
      `wards: [{ id: 4B, seats: [4B-1] }]\nstaff: [${amy("4B")}]\npatients: [{ id: p1, ward: 4B }]`,
      `
- at: 09:00
  amy: taps in at 4B-1
- at: 09:01
  amy: walks away
- at: 09:01:04
  amy: comes back to 4B-1
- at: 09:02
  amy: walks away
- at: 09:03
  amy: comes back to 4B-1
  expect: refused
- amy: opens the chart of p1`,
    );
    expect(figuresOf(result)).toEqual({
      deadEnds: 0,
      // The second time the seat has locked after ten seconds: 3,890 + 1,020 + 20 = 4,930
      friction: tap + pin + tap + decision,
      prompts: 1,
      unattributed: 0,
      // 4 s and 10 s
      unattended: 4_000 + 10_000,
      residual: ["amy", "p1", "shift", 30],
    });
  });
});
