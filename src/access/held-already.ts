import type { Duration, Instant } from "../ports/index.ts";
import { currentStay, type Grant, type World } from "../world/index.ts";
import { type Boundaries, noBoundaries } from "./boundaries.ts";
import type { Action, Bundle } from "./bundle/bundle.ts";
import { dutiesAt } from "./duty-of.ts";
import { engineRequest } from "./engine-request.ts";
import { factsAt } from "./facts.ts";
import { atAScreen, type GrantScope } from "./grant-opens.ts";
import { runningGrants } from "./grants.ts";

/** What of a request says what it is for. */
export type HeldScope = GrantScope & Pick<Grant, "role" | "ward">;

/** That somebody has what they ask for, and when that ends as far as is known now. */
export interface Held {
  readonly until?: Instant;
}

interface At {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: Instant;
}

/** The end of what they have is looked for so far ahead, in so many steps at most. */
const farthest: Duration = 24 * 60 * 60_000;
const mostSteps = 48;

/**
 * Whether somebody has at `at` all that a grant would give them: by their work, or by a grant that runs. Emergency access is none of
 * it: what is asked for may take its place. In a ward, whoever is not there to be seen by it counts for nothing.
 */
export function heldAlready(scene: At, scope: HeldScope): Held | undefined {
  const now = noBoundaries(scene.at);
  const sure = scope.kind === "ward" ? patientsOn(scene.world, scope.ward) : [];
  if (!holds(scene, scope, now) || !hasAll(scene, scope, sure)) return undefined;
  let at = scene.at;
  for (let step = 0; step < mostSteps; step++) {
    const next = nextChange(scene, scope, at);
    if (next === undefined) return {};
    at = next;
    if (!holds({ ...scene, at }, scope, noBoundaries(at))) return { until: at };
  }
  return {};
}

/** When something next changes that it rests on. */
function nextChange(scene: At, scope: HeldScope, at: Instant): Instant | undefined {
  const boundaries: Boundaries = { at, until: scene.at + farthest, found: [] };
  holds({ ...scene, at }, scope, boundaries);
  const found = boundaries.found.filter((instant) => instant > at);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** The heart of it: the role, the task, or that the chart (in a ward, that of anybody there) is open. */
function holds(scene: At, scope: HeldScope, boundaries: Boundaries): boolean {
  const { bundle, world } = scene;
  const { kind, patient, person, role, ward } = scope;
  if (kind === "role") {
    const has = dutiesAt(bundle, world, person, boundaries).some(
      (duty) => duty.role === role && duty.ward === ward,
    );
    return has || hasRunning(scene, scope, boundaries);
  }
  const action = bundle.actions.get((kind === "task" && scope.action) || "chart.open");
  if (action === undefined) return false;
  const patients = patient === undefined ? patientsOn(world, ward) : [patient];
  if (patients.length === 0) {
    const isThere = dutiesAt(bundle, world, person, boundaries).some((duty) => duty.ward === ward);
    return (kind === "ward" && isThere) || hasRunning(scene, scope, boundaries);
  }
  const isOpen = (each: string) => mayNow(scene, { action, patient: each, person }, boundaries);
  return kind === "task" ? patients.every(isOpen) : patients.some(isOpen);
}

function hasRunning({ world }: At, scope: HeldScope, boundaries: Boundaries): boolean {
  return runningGrants(world, scope.person, boundaries).some((id) => {
    const grant = world.grants.get(id);
    return grant?.kind === scope.kind && grant.ward === scope.ward && grant.role === scope.role;
  });
}

/** That a grant would add nothing: to the chart and what is done for its patient; of a ward, to nobody's chart there. */
function hasAll(scene: At, { kind, patient, person }: HeldScope, ward: readonly string[]): boolean {
  const { actions } = scene.bundle;
  const opening = actions.get("chart.open");
  if (kind === "ward") {
    return ward.every(
      (each) => opening !== undefined && !adds(scene, { action: opening, patient: each, person }),
    );
  }
  if (kind !== "patient" || patient === undefined) return true;
  return [...actions.values()]
    .filter(({ clinical, resourceTypes }) => clinical && resourceTypes.has("patient"))
    .every((action) => !adds(scene, { action, patient, person }));
}

interface Asked {
  readonly action: Action;
  readonly patient: string;
  readonly person: string;
}

function adds(scene: At, asked: Asked): boolean {
  const now = noBoundaries(scene.at);
  return mayNow(scene, asked, now, true) && !mayNow(scene, asked, now);
}

/** Whether their work and what was granted open it, and more of it than summaries, whatever the screen. */
function mayNow(
  { bundle, world }: At,
  { action, patient, person }: Asked,
  boundaries: Boundaries,
  withGrant = false,
): boolean {
  const request = {
    subject: { type: "person", id: person },
    action: action.name,
    resource: { type: "patient", id: patient },
    context: {},
  };
  const { forPolicies } = factsAt({ bundle, world, request, action }, boundaries);
  // What is in none of their roles, a grant of a chart gives nobody.
  const granted = forPolicies.granted || (withGrant && forPolicies.entitled);
  const known = { ...forPolicies, ...atAScreen, granted };
  const { allow, reasons } = bundle.pdp.decide(engineRequest(request, known));
  return allow && reasons.some((id) => bundle.policies.get(id)?.limit !== "summary");
}

/** Who lies in a ward now, for good or for a time. */
export function patientsOn(world: World, ward: string): readonly string[] {
  const patients = world.encountersByWard.get(ward).flatMap((id) => {
    const encounter = world.encounters.get(id);
    if (encounter === undefined) return [];
    const { state, patient } = encounter;
    const here = [currentStay(state)?.ward, state.temporary?.ward].includes(ward);
    return state.status === "admitted" && here ? [patient] : [];
  });
  return [...new Set(patients)];
}
