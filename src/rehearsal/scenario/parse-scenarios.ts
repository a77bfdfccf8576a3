import type { Node } from "yaml";
import { actorTypes } from "../vocabulary/sentence.ts";
import { checkScenario } from "./check-scenario.ts";
import { findUnused, type Unused, unusedInAll } from "./check-used.ts";
import type { Problem } from "./problem.ts";
import { readContacts } from "./read-contacts.ts";
import { dayFrom, type PolicyWords, type Reading } from "./read-context.ts";
import { readBudget } from "./read-expectation.ts";
import { readCareTeams, readFeeds, readPatients } from "./read-patients.ts";
import { readDevices, readStaff } from "./read-people.ts";
import { readPlaces } from "./read-places.ts";
import type { Names, StepActor } from "./read-sentence.ts";
import { readSteps, stepKeys } from "./read-steps.ts";
import { type Case, inCase, readCases, titleOf } from "./read-with.ts";
import { readWorkloads } from "./read-workloads.ts";
import type { Scenario } from "./scenario.ts";
import { givenShape, scenarioShape } from "./shapes.ts";
import { isZone } from "./times.ts";
import {
  type Field,
  type Fields,
  fieldsOf,
  type Reader,
  readYaml,
  textOf,
  unknownWord,
} from "./yaml-reader.ts";

/** The scenarios of a file, one for each of its cases, or everything that is wrong with it. */
export type Parsed =
  | { readonly type: "scenarios"; readonly scenarios: readonly Scenario[] }
  | { readonly type: "refused"; readonly problems: readonly Problem[] };

/** Longer files are no scenarios. */
const longestFile = 1_000_000;

/** More than this is wrong with no file that somebody wants to read the list of. */
const mostProblems = 20;

/** Reads a scenario file. Never throws: what is wrong is said with its place. */
export function parseScenarios(file: string, source: string, policy: PolicyWords): Parsed {
  if (source.length > longestFile) {
    const message = `the file has more than ${longestFile} characters`;
    return { type: "refused", problems: [{ file, line: 1, column: 1, message }] };
  }
  const { reader, root } = readYaml(file, source);
  const cases = root === undefined ? [] : readCases(reader, root);
  const scenarios: Scenario[] = [];
  const unused: (readonly Unused[])[] = [];
  for (const values of cases) {
    // What is wrong with one case is often wrong with all: the first says it.
    if (root === undefined || reader.problems.length > 0) break;
    const read = readFile(inThisCase(reader, values), file, source, inCase(root, values), policy);
    if (read !== undefined) {
      const { scenario } = read;
      unused.push(read.unused);
      scenarios.push({ ...scenario, task: titleOf(root, scenario.task, values) });
    }
  }
  // Of what is wrong otherwise, something may seem idle only because of it.
  if (reader.problems.length === 0) {
    for (const { node, message } of unusedInAll(unused)) reader.refuse(node, message);
  }
  if (reader.problems.length > 0 || scenarios.length === 0) {
    return { type: "refused", problems: sorted(reader.problems).slice(0, mostProblems) };
  }
  return { type: "scenarios", scenarios };
}

/** Problems of a case say which it is: the text alone does not show what is wrong with it. */
function inThisCase(reader: Reader, values: Case): Reader {
  if (values.size === 0) return reader;
  const said = [...values].map(([name, value]) => `${name}: ${value}`).join(", ");
  return { ...reader, refuse: (at, message) => reader.refuse(at, `${message} (with ${said})`) };
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function readFile(
  reader: Reader,
  file: string,
  source: string,
  root: Node,
  policy: PolicyWords,
): { readonly scenario: Scenario; readonly unused: readonly Unused[] } | undefined {
  const fields = fieldsOf(reader, root, scenarioShape);
  const frame = fields && readFrame(reader, fields, policy);
  if (fields === undefined || frame === undefined) return undefined;
  const { reading, task, given, stepsField } = frame;
  const actors = new Map<string, string>(stepKeys.map((key) => [key, "key of a step"]));
  const places = readPlaces(reading, given);
  const feeds = readFeeds(reading, given, places, actors);
  const staff = readStaff(reading, given, places, actors);
  const people = staff.map(({ person }) => person);
  const staffNames = people.map(({ id }) => id);
  const patients = readPatients(reading, given, places, staffNames, actors);
  const patientNames = patients.map(({ id }) => id);
  const careTeams = readCareTeams(reading, given, patientNames, staffNames);
  const contacts = readContacts(reading, given, places, patientNames, people);
  const devices = readDevices(reading, given, staffNames);
  const workloads = readWorkloads(reading, given, places, actors);
  const names: Names = {
    seat: places.seats.map(({ id }) => id),
    ward: places.wards.filter(({ type }) => type === "ward").map(({ id }) => id),
    patient: patientNames,
    person: staffNames,
    device: devices.map(({ id }) => id),
    action: policy.actions,
    role: policy.roles,
  };
  const feedNames = feeds.map(({ id }) => id);
  const who = actorsOf({
    person: staffNames,
    patient: patientNames,
    workload: workloads.map(({ id }) => id),
    feed: feedNames,
    database,
    register,
    hr,
  });
  // Steps speak of what was given: with that in doubt, what they say of it would only be noise.
  if (reader.problems.length > 0) return undefined;
  const lineOf = (node: Node) => source.slice(0, node.range?.[0] ?? 0).split("\n").length;
  const steps = readSteps(reading, stepsField, who, names, lineOf);
  const budgetField = fields.get("budget");
  const budget = budgetField === undefined ? {} : readBudget(reader, budgetField);
  const scenario: Scenario = {
    file,
    task,
    zone: reading.zone,
    given: {
      ...places,
      staff: people,
      patients: patients.map(({ node: _node, ...patient }) => patient),
      careTeams,
      contacts,
      devices: devices.map(({ node: _node, ...device }) => device),
      feeds,
      workloads,
    },
    steps: steps.map(({ step }) => step),
    budget,
  };
  if (reader.problems.length > 0) return undefined;
  const whole = { scenario, steps, staff, devices, patients, given, root };
  checkScenario(reader, whole);
  return { scenario, unused: findUnused(whole) };
}

interface Frame {
  readonly reading: Reading;
  readonly task: string;
  readonly given: Fields;
  readonly stepsField: Field;
}

/** What everything else is read with: the day, the zone, the usual pattern. */
function readFrame(reader: Reader, fields: Fields, policy: PolicyWords): Frame | undefined {
  const text = (key: string) => {
    const field = fields.get(key);
    return field && textOf(reader, field.node, `"${key}"`);
  };
  const task = text("task")?.text.trim();
  const dateField = fields.get("date");
  const date = dateField && dayFrom(reader, dateField.node);
  const zone = text("zone");
  if (zone !== undefined && !isZone(zone.text)) {
    const message = `"${zone.text}" is no time zone: name one as Europe/London`;
    reader.refuse(zone.node, message);
    return undefined;
  }
  const pattern = text("pattern");
  if (pattern !== undefined && !policy.patterns.includes(pattern.text)) {
    const message = unknownWord(pattern.text, "pattern of this policy", policy.patterns);
    reader.refuse(pattern.node, message);
  }
  const givenField = fields.get("given");
  const given = givenField && fieldsOf(reader, givenField.node, givenShape);
  const stepsField = fields.get("steps");
  if (task === undefined || date === undefined || zone === undefined) return undefined;
  if (pattern === undefined || given === undefined || stepsField === undefined) return undefined;
  const reading = { reader, date, zone: zone.text, pattern: pattern.text, policy };
  return { reading, task, given, stepsField };
}

/** The database has one name, and is not given. */
const database: readonly string[] = ["database"];
/** Neither is the register of those who are registered. */
const register: readonly string[] = ["register"];
/** Nor is HR. */
const hr: readonly string[] = ["HR"];

function actorsOf(
  names: {
    readonly [K in StepActor["type"]]: readonly string[];
  },
): ReadonlyMap<string, StepActor> {
  const actors = new Map<string, StepActor>();
  for (const type of actorTypes) {
    // Somebody of the file may be called as the database is.
    for (const id of names[type]) if (!actors.has(id)) actors.set(id, { type, id });
  }
  return actors;
}
