import type { Node } from "yaml";
import { patientOf } from "./patient-of.ts";
import type { ReadPerson } from "./read-people.ts";
import type { ReadStep } from "./read-steps.ts";
import type { GivenDevice, GivenPatient, Scenario } from "./scenario.ts";
import type { Fields, Place, Reader } from "./yaml-reader.ts";

/** What of a file is checked once all of it could be read. */
export interface Whole {
  readonly scenario: Scenario;
  readonly steps: readonly ReadStep[];
  readonly staff: readonly ReadPerson[];
  readonly devices: readonly (GivenDevice & { readonly node: Node })[];
  readonly patients: readonly (GivenPatient & { readonly node: Node })[];
  /** What `given` says, as it stands. */
  readonly given: Fields;
  readonly root: Node;
}

/**
 * Refuses what would pass by accident: a file that asserts nothing, somebody who never acts, a device that
 * nobody signs in on, somebody who works without having come in anywhere, a step that changes
 * nothing, an expectation that holds whatever happens.
 */
export function checkScenario(reader: Reader, whole: Whole): void {
  checkAsserts(reader, whole);
  checkActors(reader, whole);
  checkDevices(reader, whole);
  checkPatients(reader, whole);
  checkPlaces(reader, whole);
  checkTurns(reader, whole);
  checkAccess(reader, whole);
  checkCosts(reader, whole);
}

function checkAsserts(reader: Reader, { scenario, steps, root }: Whole): void {
  const isBounded = Object.keys(scenario.budget).length > 0;
  if (isBounded || steps.some(({ asserts }) => asserts)) return;
  const message = 'this file asserts nothing: give a step an "expect", or the task a "budget"';
  reader.refuse(root, message);
}

function checkActors(reader: Reader, { scenario, steps, staff }: Whole): void {
  const acting = new Set(
    steps.flatMap(({ actor, step: { act } }) =>
      act.type === "give-controlled" ? [actor.id, act.witness ?? actor.id] : [actor.id],
    ),
  );
  const { patients, careTeams, contacts } = scenario.given;
  const named = new Set([
    ...patients.flatMap(({ attending, consulting }) => [...attending, ...consulting]),
    ...careTeams.flatMap(({ members }) => members),
    ...contacts.flatMap(({ person = "" }) => person),
  ]);
  for (const { person, node, isBystander } of staff) {
    if (isBystander && acting.has(person.id)) {
      reader.refuse(node, `${person.id} is said to be a bystander, and acts in the steps`);
    }
    if (isBystander || acting.has(person.id) || named.has(person.id)) continue;
    const message = `${person.id} is in no step; say "bystander: yes" if only being there counts`;
    reader.refuse(node, message);
  }
}

function checkDevices(reader: Reader, { steps, devices }: Whole): void {
  for (const { step, node } of steps) {
    const { act, actor } = step;
    if (!("device" in act)) continue;
    const device = devices.find(({ id }) => id === act.device);
    if (device !== undefined && device.person !== actor) {
      reader.refuse(node, `${device.id} is ${device.person}'s, not ${actor}'s`);
    }
  }
  for (const { id, node } of devices) {
    const isUsed = steps.some(({ step: { act } }) => act.type === "sign-in" && act.device === id);
    if (!isUsed) reader.refuse(node, `nobody signs in on ${id}`);
  }
}

function checkPatients(reader: Reader, { scenario, patients }: Whole): void {
  const begin = scenario.steps[0]?.at ?? 0;
  for (const { id, since, node } of patients) {
    if (since === undefined || since < begin) continue;
    const message = `${id} is said to be here since a time that is not before the first step; let a step admit them: "${id}: is admitted to <ward>"`;
    reader.refuse(node, message);
  }
}

/** Who can open a chart is a matter of the patient that a step is about; how long, of the person too. */
function checkAccess(reader: Reader, { steps, patients, staff }: Whole): void {
  const names = patients.map(({ id }) => id);
  const people = staff.map(({ person }) => person.id);
  for (const { step, node } of steps) {
    const { visibleTo, residual } = step.expect;
    if (visibleTo === undefined && residual === undefined) continue;
    if (patientOf(step, names) === undefined) {
      const key = visibleTo === undefined ? "residual" : "visible-to";
      reader.refuse(node, `"${key}" is about a patient's chart, and this step is about no patient`);
    } else if (residual !== undefined && !people.includes(step.actor)) {
      reader.refuse(
        node,
        `"residual" is about what a person could open: put it on a person's step`,
      );
    }
  }
}

/** What costs nobody anything, wherever and however it is done. */
const costless: readonly string[] = [
  "walk-away",
  "come-back",
  "use-as-it-is",
  "close-chart",
  "carry",
  "be-seen",
  "look-at-screen",
];

function checkCosts(reader: Reader, { steps }: Whole): void {
  for (const { step, node } of steps) {
    const { prompts, within } = step.expect;
    if (!costless.includes(step.act.type) || (prompts ?? within) === undefined) continue;
    const key = prompts === undefined ? "within" : "prompts";
    const holds = key === "within" || prompts === 0 ? "always" : "never";
    reader.refuse(node, `"${key}" ${holds} holds here: this asks for nothing and costs nothing`);
  }
}

/** What is so already when the task begins, and what a step makes of it. */
function checkTurns(reader: Reader, { scenario, steps }: Whole): void {
  const isOn = new Map<string, boolean>([
    ["database", true],
    ...scenario.given.feeds.map(({ id }) => [id, true] as const),
    ...scenario.given.devices.map(({ id, onSite }) => [id, onSite] as const),
  ]);
  for (const { step, node, actor } of steps) {
    const { act } = step;
    const turned =
      act.type === "carry"
        ? ([act.device, act.onSite, act.onSite ? "on site" : "off site"] as const)
        : act.type === "fall-silent"
          ? ([actor.id, false, "silent"] as const)
          : act.type === "speak-again"
            ? ([actor.id, true, "heard"] as const)
            : act.type === "stop-answering"
              ? ([actor.id, false, "away"] as const)
              : act.type === "answer-again"
                ? ([actor.id, true, "there"] as const)
                : undefined;
    if (turned === undefined) continue;
    const [id, to, word] = turned;
    if (isOn.get(id) === to) reader.refuse(node, `${id} is ${word} already: this changes nothing`);
    isOn.set(id, to);
  }
}

/** What can be done without being anywhere. */
const arriving: readonly string[] = [
  "tap-in",
  "use-as-it-is",
  "come-back",
  "sign-in",
  "sign-in-at-console",
  "start-shift",
  "respond",
];
/** What is done to a device, or called out at a screen, wherever its person is in. */
const inNowhere: readonly string[] = ["carry", "be-seen", "lose", "declare", "look-at-screen"];
/** What names a seat, and does not take its person there. */
const namesASeat: readonly string[] = ["declare", "look-at-screen", "try"];
const leaving: readonly string[] = ["tap-out", "walk-away", "sign-out"];

function checkPlaces(reader: Reader, { steps }: Whole): void {
  const placed = new Set<string>();
  const seats = new Map<string, string>();
  for (const { step, node, actor } of steps) {
    if (actor.type !== "person") continue;
    const { type } = step.act;
    refuseElsewhere(reader, node, actor.id, step.act, seats.get(actor.id));
    const { act } = step;
    if (!namesASeat.includes(type) && "seat" in act && act.seat !== undefined)
      seats.set(actor.id, act.seat);
    const isAsked = act.type === "try" && act.byApplication === true;
    const anywhere = arriving.includes(type) || inNowhere.includes(type) || isAsked;
    if (!anywhere && !placed.has(actor.id)) {
      refuseUnplaced(reader, node, actor.id);
    }
    if (arriving.includes(type)) placed.add(actor.id);
    if (leaving.includes(type)) placed.delete(actor.id);
  }
}

/** One walks away from where one is, and comes back to where one was. */
function refuseElsewhere(
  reader: Reader,
  at: Place,
  id: string,
  act: ReadStep["step"]["act"],
  seat: string | undefined,
): void {
  if (act.type !== "walk-away" && act.type !== "come-back") return;
  if (act.seat === undefined || act.seat === seat) return;
  const where = seat === undefined ? "was at no seat before" : `was last at ${seat}`;
  reader.refuse(at, `${id} ${where}, not at ${act.seat}`);
}

function refuseUnplaced(reader: Reader, at: Place, id: string): void {
  const message = `${id} is in nowhere at this point: say first where, as "${id}: taps in at <seat>", "signs in on <device> with a PIN" or "signs in at the console with a PIN"`;
  reader.refuse(at, message);
}
