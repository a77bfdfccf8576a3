import {
  apply,
  type Draft,
  emptyWorld,
  type LogRecord,
  type PastException,
  type World,
} from "../../world/index.ts";
import { noBoundaries } from "../boundaries.ts";
import type { Bundle, Pattern } from "../bundle/bundle.ts";
import { type Duty, dutiesAt } from "../duty-of.ts";
import { engineRequest } from "../engine-request.ts";
import { factsAt } from "../facts.ts";
import { atAScreen } from "../grant-opens.ts";
import { patientsOn } from "../held-already.ts";

/** What an exception would have been without need of, decided in the world of then. */
export interface DecidedAgain {
  /** A shift on the ward beside the one that the person was on. */
  readonly byShift: boolean;
  /** The time that they had missed, had it been longer. */
  readonly byTime: boolean;
}

/**
 * Decides each exception of the log again in the world as it was at its position (X20): the chart, with nothing but the person's work
 * and a change to it. A projection, as the past is: filled from the log in order, every record that changes the world.
 */
export interface Again {
  /** The position of the record that it needs next. */
  readonly next: number;
  /** Undefined of what is not counted any more. */
  of(exception: string): DecidedAgain | undefined;
  take(record: LogRecord): void;
}

/** An empty one. `bundleOf` gives the policy that was in force in a world, or where that is not kept the one of now. */
export function createAgain(bundleOf: (world: World) => Bundle | undefined): Again {
  const world: Draft = emptyWorld();
  const decided = new Map<string, DecidedAgain>();
  return {
    get next() {
      return world.next;
    },
    of: (exception) => decided.get(exception),
    take(record) {
      apply(world, record);
      const id = exceptionIn(record);
      const exception = id === undefined ? undefined : world.pastExceptions.get(id);
      const bundle = exception && bundleOf(world);
      if (exception === undefined || bundle === undefined) return;
      // Many are forgotten at once, and seldom.
      if (decided.size > 2 * world.pastExceptions.size) prune(decided, world);
      decided.set(exception.id, decideAgain({ bundle, world, at: exception.at }, exception));
    },
  };
}

function exceptionIn(record: LogRecord): string | undefined {
  if (record.kind === "glass.broken") return record.body.glass;
  return record.kind === "grant.activated" ? record.body.grant : undefined;
}

function prune(decided: Map<string, DecidedAgain>, world: World): void {
  for (const id of decided.keys()) if (!world.pastExceptions.has(id)) decided.delete(id);
}

interface Scene {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: number;
}

/** What was open without any change asked for no exception: no change has spared that. */
function decideAgain(scene: Scene, exception: PastException): DecidedAgain {
  if (isOpen(scene, exception)) return { byShift: false, byTime: false };
  const longer = withLonger(scene, exception);
  return {
    byShift: dutiesThere(scene, exception).some((duty) => isOpen(scene, exception, duty)),
    byTime: longer !== undefined && isOpen({ ...scene, bundle: longer }, exception),
  };
}

/** What accepting the change of a roster gives: a shift on the ward beside each of theirs, in the same role. */
function dutiesThere(
  { bundle, world, at }: Scene,
  { person, ward }: PastException,
): readonly Duty[] {
  if (ward === undefined || !world.wards.has(ward)) return [];
  return dutiesAt(bundle, world, person, noBoundaries(at))
    .filter((duty) => duty.type === "shift" && duty.ward !== ward)
    .map((duty) => ({ ...duty, ward }));
}

const parameters = {
  "handover-margin-before": "handoverMarginBefore",
  "handover-margin-after": "handoverMarginAfter",
  tail: "tail",
} as const satisfies Readonly<Record<string, keyof Pattern>>;

/** The policy with the time of the pattern just as long as it would have taken. */
function withLonger({ bundle, world }: Scene, { missed }: PastException): Bundle | undefined {
  const pattern = bundle.patterns.get(world.wards.get(missed?.ward ?? "")?.pattern ?? "");
  if (missed === undefined || pattern === undefined) return undefined;
  const time = missed.by + 1;
  const patterns = new Map(bundle.patterns);
  patterns.set(pattern.name, { ...pattern, [parameters[missed.parameter]]: time });
  return { ...bundle, patterns, longestMargin: Math.max(bundle.longestMargin, time) };
}

/** The patient's chart; of a ward, that of anybody who was there. */
function isOpen(
  scene: Scene,
  { patient, person, ward = "" }: PastException,
  assumed?: Duty,
): boolean {
  const patients = patient === undefined ? patientsOn(scene.world, ward) : [patient];
  return patients.some((each) => mayOpen(scene, person, each, assumed));
}

function mayOpen(
  { bundle, world, at }: Scene,
  person: string,
  patient: string,
  assumed: Duty | undefined,
): boolean {
  const action = bundle.actions.get("chart.open");
  if (action === undefined) return false;
  const request = {
    subject: { type: "person", id: person },
    action: action.name,
    resource: { type: "patient", id: patient },
    context: {},
  };
  const situation = { bundle, world, request, action, ...(assumed && { assumed }) };
  const { forPolicies } = factsAt(situation, noBoundaries(at));
  const known = { ...forPolicies, ...atAScreen, granted: false };
  const { allow, reasons } = bundle.pdp.decide(engineRequest(request, known));
  return allow && reasons.some((id) => bundle.policies.get(id)?.limit !== "summary");
}
