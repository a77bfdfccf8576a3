import { describe, expect, test } from "vitest";
import { onFourB, someWords } from "../test-support.ts";
import { parseScenarios } from "./parse-scenarios.ts";
import { sayProblem } from "./problem.ts";

const good = `task: Handover
pattern: inpatient
date: 2026-03-10
zone: Europe/London
given:
  wards: [{ id: 4B, seats: [4B-1, 4B-2] }]
  staff:
    - { id: amy, role: nurse, ward: 4B, shift: 07:30/19:30 }
    - { id: ben, role: nurse, ward: 4B, shift: 19:30/07:30 }
  patients: [{ id: p1, ward: 4B }]
steps:
  - at: 19:20
    ben: taps in at 4B-1
    expect: { within: 5s, prompts: 1 }
  - amy: taps in at 4B-2
  - amy: begins a note on p1
    expect: refused
    says: off duty
budget: { friction: 20s, residual: 30m }
`;

function problemsOf(text: string): readonly string[] {
  const parsed = parseScenarios("x.yaml", text, someWords);
  return parsed.type === "refused" ? parsed.problems.map(sayProblem) : [];
}

/** The one problem of the good file with `from` replaced by `to`. */
function problemOf(from: string, to: string): string {
  expect(good).toContain(from);
  const problems = problemsOf(good.replace(from, to));
  expect(problems).toHaveLength(1);
  return problems[0] ?? "";
}

function scenarioOf(text: string) {
  const parsed = parseScenarios("x.yaml", text, someWords);
  if (parsed.type === "refused") throw new Error(parsed.problems.map(sayProblem).join("\n"));
  const [scenario] = parsed.scenarios;
  if (scenario === undefined) throw new Error("there is no scenario");
  return scenario;
}

describe("a scenario file", () => {
  test("is read as it stands: names, instants, steps, what is expected", () => {
    const { given, steps, budget } = scenarioOf(good);
    const at = (text: string) => Date.parse(`${text}:00Z`);
    expect(given.staff[1]?.shifts).toEqual([
      { place: "4B", from: at("2026-03-10T19:30"), to: at("2026-03-11T07:30") },
    ]);
    expect(steps).toMatchObject([
      {
        line: 12,
        at: at("2026-03-10T19:20"),
        actor: "ben",
        act: { type: "tap-in", seat: "4B-1" },
        expect: { outcome: "permit", within: 5_000, prompts: 1 },
      },
      { actor: "amy", expect: { outcome: "permit" } },
      {
        act: { type: "ask", action: "note.write", patient: "p1" },
        expect: { outcome: "refused", says: "off duty" },
      },
    ]);
    expect(steps[1]).not.toHaveProperty("at");
    expect(budget).toEqual({ friction: 20_000, residual: 1_800_000 });
  });

  test("scalars are text: a ward called 4E1 is not a number", () => {
    const { given } = scenarioOf(good.replaceAll("4B", "4E1"));
    expect(given.wards[0]?.id).toBe("4E1");
  });

  test("a later step may be on another day, and the ones after it are on that day too", () => {
    const text = good.replace(
      "  - amy: taps in at 4B-2",
      "  - at: 2026-03-11 07:20\n    ben: taps out\n  - at: 07:25\n    amy: taps in at 4B-2",
    );
    expect(scenarioOf(text).steps[2]?.at).toBe(Date.parse("2026-03-11T07:25:00Z"));
  });
});

describe("is refused with file, line, column, what was expected and the nearest word", () => {
  test.each([
    [
      "an unknown key",
      "budget: {",
      "bugdet: {",
      'x.yaml:19:1: "bugdet" is no key of a scenario; did you mean "budget"? it can be task, pattern, date, zone, given, steps, budget or with',
    ],
    [
      "an unknown key of given",
      "  wards: [",
      "  seats: []\n  wards: [",
      'x.yaml:6:3: "seats" is no key of given; it can be staff, patients, sites, services, wards, care-teams, contacts, devices, workloads or feeds',
    ],
    ["a missing key", "date: 2026-03-10\n", "", 'x.yaml:1:1: a scenario does not state "date"'],
    [
      "an unknown role",
      "id: amy, role: nurse",
      "id: amy, role: nuse",
      'x.yaml:8:24: "nuse" is no role of this policy; did you mean "nurse"? it can be nurse, doctor or ward-clerk',
    ],
    [
      "an unknown pattern",
      "pattern: inpatient",
      "pattern: in-patient",
      'x.yaml:2:10: "in-patient" is no pattern of this policy; did you mean "inpatient"? it can be inpatient or emergency',
    ],
    [
      "an unknown ward",
      "id: p1, ward: 4B",
      "id: p1, ward: 4C",
      'x.yaml:10:30: "4C" is no ward of this file; did you mean "4B"? it can be 4B',
    ],
    [
      "an unknown seat",
      "taps in at 4B-2",
      "taps in at 4B-3",
      'x.yaml:15:21: "4B-3" is no seat of this file; did you mean "4B-1"? it can be 4B-1 or 4B-2',
    ],
    [
      "an unknown patient",
      "a note on p1",
      "a note on p2",
      'x.yaml:16:27: "p2" is no patient of this file; did you mean "p1"? it can be p1',
    ],
    [
      "an unknown actor",
      "  - amy: taps in",
      "  - aym: taps in",
      'x.yaml:15:5: "aym" is no actor or key of a step; did you mean "amy"? it can be amy, ben, p1, adt, roster, database, register, HR, at, expect, says or says-not',
    ],
    [
      "an unknown word",
      "begins a note",
      "begins a noet",
      'x.yaml:16:19: "noet" is not understood here; did you mean "note"? the sentence is "begins|writes|finishes a|her|his|their note on <patient>"',
    ],
    [
      "a sentence that stops short",
      "taps in at 4B-2",
      "taps in at",
      'x.yaml:15:10: the sentence stops short before "<seat>": the sentence is "taps in at <seat>"',
    ],
    [
      "somebody else's sentence",
      "amy: taps in at 4B-2",
      "p1: taps in at 4B-2",
      "x.yaml:15:9: only a person can do this, and p1 is a patient",
    ],
    [
      "an unknown outcome",
      "expect: refused",
      "expect: refusd",
      'x.yaml:17:13: "refusd" is no outcome; did you mean "refused"? it can be permit, refused or deny',
    ],
    [
      "an unknown expectation",
      "prompts: 1",
      "promts: 1",
      'x.yaml:14:27: "promts" is no key of an expectation; did you mean "prompts"? it can be outcome, prompts, within, remedy, advice, attributed-to, validity, visible-to or residual',
    ],
    [
      "a length of time that is none",
      "within: 5s",
      "within: 5 secs",
      'x.yaml:14:23: "within" must be a length of time such as 20s or 30m, not "5 secs"',
    ],
    [
      "a sentence's length of time that is none",
      "amy: taps in at 4B-2",
      "amy: asks for cover of p1 for ever",
      'x.yaml:15:35: a length of time is written as 90m or 12h, not "ever"',
    ],
    [
      "a sentence's count that is none",
      "amy: taps in at 4B-2",
      "amy: looks p1 up no times",
      'x.yaml:15:22: how many is a whole number from 1, not "no"',
    ],
    [
      "a database that answers already",
      "  - amy: taps in at 4B-2",
      "  - database: answers again\n  - amy: taps in at 4B-2",
      "x.yaml:15:5: database is there already: this changes nothing",
    ],
    [
      "a role that is none",
      "amy: taps in at 4B-2",
      "amy: asks to act as docter on 4B",
      'x.yaml:15:25: "docter" is no role of this policy; did you mean "doctor"? it can be nurse, doctor or ward-clerk',
    ],
    [
      "an unknown zone",
      "zone: Europe/London",
      "zone: Europe/Londn",
      'x.yaml:4:7: "Europe/Londn" is no time zone: name one as Europe/London',
    ],
    [
      "a day that is none",
      "2026-03-10",
      "2026-02-30",
      'x.yaml:3:7: "2026-02-30" is no day of the calendar: write it as 2026-03-10',
    ],
    [
      "a time that is none",
      "at: 19:20",
      "at: 24:20",
      'x.yaml:12:9: "24:20" is no time: a day ends at 23:59:59',
    ],
    [
      "a step before the one above it",
      "  - amy: taps in at 4B-2",
      "  - at: 07:20\n    amy: taps in at 4B-2",
      'x.yaml:15:9: this is before the step above it (19:20:00); if the next day is meant, write it with its day, as "2026-03-11 ..."',
    ],
    [
      "a first step without a time",
      "  - at: 19:20\n    ben:",
      "  - ben:",
      'x.yaml:12:5: the first step must say when it is: "at: 19:20"',
    ],
    [
      "two people in one step",
      "  - amy: taps in at 4B-2",
      "  - amy: taps in at 4B-2\n    ben: taps out",
      "x.yaml:16:5: a step is one person's: give this one a step of its own",
    ],
    [
      "a step of nobody",
      "  - amy: taps in at 4B-2",
      "  - expect: permit",
      "x.yaml:15:5: nobody does anything in this step",
    ],
    [
      "a name that is taken",
      "id: p1",
      "id: amy",
      'x.yaml:10:20: "amy" is the id of a member of staff already',
    ],
    [
      "a name with a blank",
      "id: p1, ward",
      "id: p 1, ward",
      'x.yaml:10:20: "p 1" cannot be the id of a patient: a name is letters, digits, dots, dashes and underscores, without spaces',
    ],
    [
      "an expectation of what nobody decides",
      "  - amy: taps in at 4B-2",
      "  - p1: is discharged\n    expect: permit",
      'x.yaml:16:5: nobody decides about what a patient does, so nothing can be expected here; put it on a person\'s step, but for "visible-to"',
    ],
    [
      "YAML that is none",
      "    says: off duty",
      "    says: off duty: now",
      "x.yaml:18:11: this is not YAML that can be used here: Nested mappings are not allowed in compact mappings",
    ],
    [
      "a key twice",
      "budget:",
      "task: Again\nbudget:",
      "x.yaml:19:1: this is not YAML that can be used here: Map keys must be unique",
    ],
    [
      "an alias",
      "patients: [{ id: p1, ward: 4B }]",
      "patients: &all [{ id: p1, ward: 4B }]",
      "x.yaml:10:18: anchors and aliases are not used here: write it out",
    ],
    ["a key without a value", "says: off duty", "says:", 'x.yaml:18:5: "says" has no value'],
    [
      "two tasks in a file",
      "budget:",
      "---\nbudget:",
      "x.yaml:19:1: this is not YAML that can be used here: a file is one task",
    ],
    [
      "a text of several lines",
      "says: off duty",
      "says: |\n      off\n      duty",
      'x.yaml:18:11: "says" is one line, without line breaks, tabs and control characters',
    ],
    [
      "a text that a terminal obeys",
      "task: Handover",
      'task: "Hand\\e[31mover"',
      'x.yaml:1:7: "task" is one line, without line breaks, tabs and control characters',
    ],
    [
      "a text that reads backwards",
      "says: off duty",
      "says: off \u202eduty",
      'x.yaml:18:11: "says" is one line, without line breaks, tabs and control characters',
    ],
    [
      "a key that a terminal obeys",
      "  - amy: taps in at 4B-2",
      '  - amy: taps in at 4B-2\n    "b\\e[31men": taps out',
      "x.yaml:16:5: a step has a key that is no plain word",
    ],
    [
      "a file in another encoding",
      "task: Handover",
      "task: Hand\ufffdver",
      "x.yaml:1:11: there is something here that is no UTF-8: save the file as UTF-8",
    ],
    [
      "a care team of nobody",
      "steps:",
      "  care-teams: [{ patient: p1, members: [] }]\nsteps:",
      "x.yaml:11:40: a care team without members is none: leave it out",
    ],
    [
      "an unknown remedy",
      "prompts: 1",
      "remedy: stepup",
      'x.yaml:14:35: "stepup" is no remedy; did you mean "step-up"? it can be step-up, sign-in, request-cover, start-cover, break-glass, start-shift, witness, sign or none',
    ],
    [
      "an unknown bound",
      "friction: 20s",
      "frictoin: 20s",
      'x.yaml:19:11: "frictoin" is no key of the budget; did you mean "friction"? it can be friction, dead-ends, residual, unattributed or unattended',
    ],
    [
      "a count that is none",
      "friction: 20s",
      "dead-ends: 1.5",
      'x.yaml:19:22: "dead-ends" must be a whole number such as 0 or 2, not "1.5"',
    ],
    [
      "a seat twice",
      "[4B-1, 4B-2]",
      "[4B-1, 4B-1, 4B-2]",
      'x.yaml:6:35: "4B-1" is the id of a seat already',
    ],
    [
      "an engagement that is none",
      "shift: 07:30/19:30",
      "engagement: { type: locom }, shift: 07:30/19:30",
      'x.yaml:8:61: "locom" is no kind of engagement; did you mean "locum"? it can be employee, locum, contractor, student or visiting',
    ],
    [
      "a role held nowhere",
      "role: nurse, ward: 4B, shift: 07:30/19:30",
      "role: nurse, shift: { period: 07:30/19:30, ward: 4B }",
      'x.yaml:8:7: say where amy holds the role: "ward" or "service"',
    ],
    [
      "an actor in capitals",
      "  - amy: taps in at 4B-2",
      "  - Amy: taps in at 4B-2",
      'x.yaml:15:5: "Amy" is no actor or key of a step; did you mean "amy"? it can be amy, ben, p1, adt, roster, database, register, HR, at, expect, says or says-not',
    ],
  ])("%s", (_name, from, to, message) => {
    expect(problemOf(from, to)).toBe(message);
  });

  test("a purpose that is none: every policy would refuse it", () => {
    expect(
      problemOf("amy: begins a note on p1", "amy: tries chart.open for p1 as TRAET"),
    ).toContain(
      'x.yaml:16:37: "TRAET" is no purpose of use (HL7 PurposeOfUse); did you mean "TREAT"? it can be TREAT, ',
    );
  });

  test("what passes by accident: nothing is asserted", () => {
    const text = onFourB("- at: 09:00\n  amy: taps in at 4B-1").replace(/budget:.*\n/, "");
    expect(problemsOf(text)).toEqual([
      'x.yaml:1:1: this file asserts nothing: give a step an "expect", or the task a "budget"',
    ]);
  });

  test("what passes by accident: an expectation that expects nothing", () => {
    expect(problemOf("{ within: 5s, prompts: 1 }", "{}")).toBe(
      "x.yaml:14:13: this expects nothing",
    );
    expect(problemOf("{ friction: 20s, residual: 30m }", "{}")).toBe(
      "x.yaml:19:9: this budget bounds nothing",
    );
  });

  test("what passes by accident: an actor who never acts", () => {
    const steps =
      "  - amy: taps in at 4B-2\n  - amy: begins a note on p1\n    expect: refused\n    says: off duty\n";
    expect(problemOf(steps, "")).toBe(
      'x.yaml:8:7: amy is in no step; say "bystander: yes" if only being there counts',
    );
    const watching = good
      .replace(steps, "")
      .replace(", 4B-2", "")
      .replace("id: amy,", "id: amy, bystander: yes,");
    expect(problemsOf(watching)).toEqual([]);
    expect(problemsOf(good.replace("id: amy,", "id: amy, bystander: yes,"))).toEqual([
      "x.yaml:8:7: amy is said to be a bystander, and acts in the steps",
    ]);
  });

  test("what passes by accident: a thing that plays no part", () => {
    const bounded = "budget: { friction: 20s, residual: 30m }";
    const free = good.replace(bounded, "budget: { friction: 20s }");
    const given = (from: string, to: string) => problemsOf(free.replace(from, to));
    expect(given("4B-2] }]", "4B-2, 4B-3] }]")).toEqual([
      "x.yaml:6:41: 4B-3 is a seat at which nobody does anything",
    ]);
    expect(given("4B-2] }]", "4B-2] }, 6A]")).toEqual([
      "x.yaml:6:44: 6A has neither staff nor patients, and no step is about it",
    ]);
    expect(given("  wards:", "  services: [pain]\n  wards:")).toEqual([
      "x.yaml:6:14: pain is a service of nobody and of no ward",
    ]);
    expect(given("  wards:", "  feeds: [{ id: hl7, type: adt }]\n  wards:")).toEqual([
      "x.yaml:6:11: hl7 never falls silent, nor does another feed of its kind: leave it out",
    ]);
    const sites = given(
      "wards: [{ id: 4B,",
      "sites: [north, south]\n  wards: [{ id: 4B, site: north,",
    );
    expect(sites).toEqual(["x.yaml:6:18: south is a site with no ward and no service"]);
    const patient = "patients: [{ id: p1, ward: 4B }, { id: p2, ward: 4B }]";
    expect(given("patients: [{ id: p1, ward: 4B }]", patient)).toEqual([
      'x.yaml:10:36: p2 is in no step, and no "residual" of the budget looks at who could open the chart',
    ]);
    expect(problemsOf(good.replace("patients: [{ id: p1, ward: 4B }]", patient))).toEqual([]);
  });

  test("a thing that plays a part in one case of several is no accident", () => {
    const cases = good
      .replace("4B-2] }]", "4B-2, 4B-3] }]")
      .replace("amy: taps in at 4B-2", "amy: taps in at $seat")
      .replace("given:", "with: [{ seat: 4B-2 }, { seat: 4B-3 }]\ngiven:");
    expect(problemsOf(cases)).toEqual([]);
  });

  test("what passes by accident: a step that changes nothing", () => {
    const add = (steps: string) => problemsOf(good.replace("budget:", `${steps}\nbudget:`));
    expect(add("  - adt: falls silent\n  - adt: falls silent")).toEqual([
      "x.yaml:20:5: adt is silent already: this changes nothing",
    ]);
    expect(add("  - roster: speaks again")).toEqual([
      "x.yaml:19:5: roster is heard already: this changes nothing",
    ]);
    const phone = good
      .replace(
        "steps:",
        "  devices: [{ id: phone, person: ben, managed: yes, on-site: no }]\nsteps:",
      )
      .replace("ben: taps in at 4B-1", "ben: signs in on phone with a passkey")
      .replace("4B-1, ", "")
      .replace("budget:", "  - ben: takes phone off site\nbudget:");
    expect(problemsOf(phone)).toEqual([
      "x.yaml:20:5: phone is off site already: this changes nothing",
    ]);
  });

  test.each([
    ["prompts: 0", '"prompts" always holds here'],
    ["prompts: 1", '"prompts" never holds here'],
    ["within: 5s", '"within" always holds here'],
  ])("what passes by accident: { %s } of what costs nothing", (expectation, message) => {
    const steps = `  - ben: walks away\n    expect: { ${expectation} }\nbudget:`;
    expect(problemOf("budget:", steps)).toBe(
      `x.yaml:19:5: ${message}: this asks for nothing and costs nothing`,
    );
  });

  test("an expectation about a chart where there is none", () => {
    expect(problemOf("within: 5s, prompts: 1", "visible-to: [amy]")).toBe(
      'x.yaml:12:5: "visible-to" is about a patient\'s chart, and this step is about no patient',
    );
    expect(problemOf("within: 5s, prompts: 1", "residual: 5m")).toContain('"residual" is about a');
    expect(problemOf("within: 5s, prompts: 1", "visible-to: [amyy]")).toContain(
      '"amyy" is no member of staff; did you mean "amy"?',
    );
    const moved = "  - p1: moves to 4B\n    expect: { prompts: 0 }\nbudget:";
    expect(problemOf("budget:", moved)).toContain('on a person\'s step, but for "visible-to"');
  });

  test("somebody who works without having come in anywhere", () => {
    const [problem] = problemsOf(good.replace("  - amy: taps in at 4B-2\n", ""));
    expect(problem).toContain("x.yaml:15:5: amy is in nowhere at this point");
  });

  test("walking away from another seat than one's own, or back to one where one was not", () => {
    const add = (step: string) => good.replace("budget:", `  - amy: ${step}\nbudget:`);
    expect(problemsOf(add("walks away from 4B-1"))[0]).toContain(
      "amy was last at 4B-2, not at 4B-1",
    );
    expect(problemsOf(add("comes back to 4B-1"))[0]).toContain("amy was last at 4B-2, not at 4B-1");
    const early = good.replace("  - amy: taps in at 4B-2\n", "  - amy: comes back to 4B-2\n");
    expect(problemsOf(early)[0]).toContain("amy was at no seat before, not at 4B-2");
    expect(problemsOf(add("walks away from 4B-2\n  - amy: comes back to 4B-2"))).toEqual([]);
  });

  test("a device that nobody uses, or somebody else does", () => {
    const phone = "  devices: [{ id: phone, person: amy, managed: yes, on-site: no }]\nsteps:";
    expect(problemOf("steps:", phone)).toBe("x.yaml:11:13: nobody signs in on phone");
    const text = good
      .replace("steps:", phone)
      .replace("ben: taps in at 4B-1", "ben: signs in on phone with a passkey");
    expect(problemsOf(text)).toEqual(["x.yaml:13:5: phone is amy's, not ben's"]);
  });

  test.each([
    [
      "2026-03-29",
      "01:30/09:30",
      "there is no 01:30 on 2026-03-29 in Europe/London: the clocks are put forward over it (02:30 is next)",
    ],
    [
      "2026-10-24",
      "20:00/01:30",
      '01:30 comes twice on 2026-10-25 in Europe/London: say which, as "01:30 first" (before the clocks are put back) or "01:30 second"',
    ],
    [
      "2026-10-24",
      "20:00/03:30 second",
      '03:30 comes only once on 2026-10-25 in Europe/London: leave out "second"',
    ],
    [
      "2026-03-10",
      "2026-03-10 19:30/2026-03-10 07:30",
      '"2026-03-10 19:30/2026-03-10 07:30" ends before it begins',
    ],
    [
      "2026-03-10",
      "2026-03-10 19:30/2026-03-30 07:30",
      '"2026-03-10 19:30/2026-03-30 07:30" is longer than three days',
    ],
    ["2026-03-10", "07:30-19:30", '"07:30-19:30" is no period: write it as 19:30/07:30'],
  ])("an impossible roster: %s %s", (date, shift, message) => {
    const text = good.replace("date: 2026-03-10", `date: ${date}`).replace("07:30/19:30", shift);
    expect(problemsOf(text)).toEqual([`x.yaml:8:48: ${message}`]);
  });

  test.each([
    ["a step", "  - at: 19:20", "  - at: 2026-03-29 01:30", "x.yaml:12:9: there is no 01:30"],
    ["a step", "  - at: 19:20", "  - at: 2026-10-25 01:30", "x.yaml:12:9: 01:30 comes twice"],
    [
      "a stay",
      "{ id: p1, ward: 4B }",
      "{ id: p1, ward: 4B, since: 2026-03-29 01:30 }",
      "x.yaml:10:41: there is no 01:30",
    ],
    [
      "a contact",
      "steps:",
      "  contacts: [{ patient: p1, service: 4B, period: 2026-10-25 01:30/2026-10-25 05:00 }]\nsteps:",
      "x.yaml:11:50: 01:30 comes twice",
    ],
  ])("a time that a clock change skips or doubles: %s", (_name, from, to, message) => {
    expect(problemsOf(good.replace(from, to))).toContainEqual(expect.stringContaining(message));
  });

  test("somebody rostered twice at one place at the same time; at two, by mistake, they may be", () => {
    const rostered = (shifts: string) =>
      problemsOf(
        good
          .replace("shift: 07:30/19:30", `shifts: [${shifts}]`)
          .replace("4B-2] }]", "4B-2] }, 6A]"),
      );
    expect(rostered("07:30/19:30, 19:00/23:00")).toEqual([
      "x.yaml:8:49: amy is rostered twice for 4B at the same time",
    ]);
    expect(rostered("07:30/19:30, 19:30/23:00").filter((each) => each.includes("twice"))).toEqual(
      [],
    );
    expect(rostered("07:30/19:30, { period: 19:00/23:00, ward: 6A }")).toEqual([]);
  });

  test("a shift outside the engagement, and an engagement that ends before it begins", () => {
    const engaged = (from: string, to: string) =>
      problemOf(
        "role: nurse, ward: 4B, shift: 07",
        `role: nurse, ward: 4B, engagement: { type: locum, from: ${from}, to: ${to} }, shift: 07`,
      );
    expect(engaged("2026-03-11", "2026-03-12")).toContain(
      "one of these lies outside the engagement altogether",
    );
    expect(engaged("2026-03-12", "2026-03-09")).toContain("the engagement ends before it begins");
  });

  test("a file that is empty, of another kind, or far too deep", () => {
    expect(problemsOf("")).toEqual(["x.yaml:1:1: the file is empty"]);
    expect(problemsOf("- a\n- b\n")).toEqual([
      "x.yaml:1:1: a scenario must be a map of keys and values, such as { id: 4B }",
    ]);
    expect(problemsOf("[".repeat(50_000)).length).toBe(1);
    expect(problemsOf(`a: ${"x".repeat(1_000_001)}`)).toEqual([
      "x.yaml:1:1: the file has more than 1000000 characters",
    ]);
  });
});

describe("a file with cases", () => {
  const cases = (rows: string, text = good) =>
    text
      .replace("19:20", () => "$tap")
      .replace("off duty", () => "$$5 $says")
      .replace("given:\n", () => `with: ${rows}\ngiven:\n`);
  const scenarios = (text: string) => {
    const parsed = parseScenarios("x.yaml", text, someWords);
    if (parsed.type === "refused") throw new Error(parsed.problems.map(sayProblem).join("\n"));
    return parsed.scenarios;
  };

  test("is a scenario for each, and every variable is what the case says", () => {
    const found = scenarios(cases("[{ tap: 19:20, says: a }, { tap: 19:25, says: b }]"));
    expect(found.map(({ task }) => task)).toEqual(["Handover (19:20, a)", "Handover (19:25, b)"]);
    expect(found.map(({ steps }) => steps[0]?.at)).toEqual([
      Date.parse("2026-03-10T19:20:00Z"),
      Date.parse("2026-03-10T19:25:00Z"),
    ]);
    expect(found.map(({ steps }) => steps[2]?.expect.says)).toEqual(["$5 a", "$5 b"]);
    expect(found[0]?.steps[0]?.line).toBe(13);
  });

  test("says in its task which case it is, where it wants to", () => {
    const text = cases(
      "[{ tap: 19:20, says: a }]",
      good.replace("Handover", () => "At $tap"),
    );
    expect(scenarios(text).map(({ task }) => task)).toEqual(["At 19:20"]);
  });

  test("a variable may be a name too, of a person or a ward", () => {
    const text = good
      .replaceAll("amy", () => "$who")
      .replaceAll("4B", () => "$ward")
      .replace("given:\n", "with: [{ who: amy, ward: 4B }, { who: eve, ward: 6A }]\ngiven:\n");
    const [first, second] = scenarios(text);
    expect(first?.steps.map(({ actor }) => actor)).toEqual(["ben", "amy", "amy"]);
    expect(second?.given.staff.map(({ id }) => id)).toEqual(["eve", "ben"]);
  });

  test.each([
    ["[{ tap: 19:20 }]", 'x.yaml:19:11: "$says" is no variable of "with"; it can be tap'],
    ["[{ tap: 19:20, says: a, more: b }]", "nothing in the file says $more"],
    ["[{ tap: 19:20, says: a }, { tap: 19:25 }]", "this case does not say what $says is"],
    ["[{ tap: 19:20, says: a }, { tap: 1, says: b, c: d }]", "the first case has no c"],
    ["[{ tap: 19:20, says: a, Up: b }]", '"Up" is no name of a variable'],
    ["[{ tap: 19:20, says: [a] }]", "the value of says must be a word or a text"],
    ["[]", '"with" lists no case: nothing would be run'],
    ["{ tap: 19:20 }", '"with" must be a list'],
    ["[{ tap: 25:00, says: a }]", "(with tap: 25:00, says: a)"],
  ])("%s is refused: %s", (rows, message) => {
    expect(problemsOf(cases(rows)).join("\n")).toContain(message);
  });
});
