import type { Bundle } from "../../access/index.ts";
import { dutiesOf } from "../../sessions/index.ts";
import { patientOf } from "../scenario/patient-of.ts";
import type { Scenario, Step } from "../scenario/scenario.ts";
import { commandDoors } from "./command-doors.ts";
import type { Doors } from "./doors.ts";
import { judgeResidual, judgeVisible } from "./judge-access.ts";
import { judgeBudget } from "./judge-budget.ts";
import { judgeStep } from "./judge-step.ts";
import { createResidualMeter, type Residual, type ResidualMeter } from "./measure-residual.ts";
import { createUnattendedMeter } from "./measure-unattended.ts";
import { performStep } from "./perform-step.ts";
import type { Figures, LongestResidual, ScenarioResult, StepResult } from "./result.ts";
import { moveTo, type Run, sceneNow, senseAgain, showScreens, startRun } from "./run.ts";
import { buildStage, type Stage, type StagePorts } from "./stage.ts";
import { costOf, type Ending, newTurn } from "./turn.ts";

/** What is wanted of a run beside its result. */
export interface RunWish {
  /** The lines of the steps whose decisions are to be explained. */
  readonly explain?: ReadonlySet<number>;
  /** The doors by which everything is done; absent: the product's own commands. */
  readonly doors?: (stage: Stage) => Doors | Promise<Doors>;
}

/**
 * Runs a scenario against a policy: builds its hospital, does its steps on a virtual clock, and measures. The
 * same scenario and policy give the same result, to the byte.
 *
 * @throws RehearsalError when the product does not take in what the scenario gives
 */
export async function runScenario(
  scenario: Scenario,
  bundle: Bundle,
  ports: StagePorts,
  wish: RunWish = {},
): Promise<ScenarioResult> {
  // What is done by other doors than the product's commands may read what is on record.
  const keepsLog = wish.doors !== undefined;
  const stage = await buildStage(scenario, bundle, { keepsLog, ...ports });
  const run = startRun(stage, await (wish.doors ?? commandDoors)(stage));
  const people = [...stage.players.values()].map(({ id }) => id);
  const meter = createResidualMeter(bundle, people, stage.clock.now());
  const open = createUnattendedMeter();
  stage.app.follow(open.follow);
  const steps: StepResult[] = [];
  for (const step of scenario.steps)
    steps.push(await runStep(run, meter, step, wish.explain?.has(step.line) === true));
  const residuals = meter.finish(stage.app.sequencer.committed(), await patientsOf(run));
  await stage.app.stop();
  const unattended = open.finish(stage.clock.now());
  await judgeResiduals(run, steps, residuals);
  const figures = { ...(await figuresOf(run, steps, residuals)), unattended };
  const overBudget = judgeBudget(scenario.budget, figures);
  const passed = overBudget.length === 0 && steps.every(({ failures }) => failures.length === 0);
  const { file, task, zone, budget, given } = scenario;
  const patterns = [...new Set(given.wards.map(({ pattern }) => pattern))].sort();
  return { file, task, zone, patterns, passed, steps, figures, budget, overBudget };
}

async function runStep(
  run: Run,
  meter: ResidualMeter,
  step: Step,
  isExplained: boolean,
): Promise<StepResult> {
  const { app, clock, adt } = run.stage;
  const begin = Math.max(step.at ?? 0, clock.now());
  meter.cover(app.sequencer.committed(), await patientsOf(run), begin);
  await moveTo(run, begin);
  // What feeds and readers tell is the database's to take in.
  if (run.stage.database?.isAway() !== true) {
    await adt.beat();
    await senseAgain(run);
  }
  await showScreens(run);
  const turn = newTurn(isExplained);
  const ending = await performStep(run, turn, step);
  const nameOf = namesOf(run);
  const by = ending.type === "permit" && ending.by !== undefined ? nameOf(ending.by) : undefined;
  return {
    line: step.line,
    at: begin,
    actor: step.actor,
    sentence: step.sentence,
    outcome: ending.type,
    said: ending.said,
    prompts: turn.prompts,
    friction: costOf(turn),
    events: turn.events,
    ...(by === undefined ? {} : { by }),
    unattributed: ending.type === "permit" && ending.unattributed === true,
    deadEnd: isDeadEnd(run, step, ending),
    failures: [
      ...judgeStep(step.expect, turn, ending, step.act, nameOf),
      ...(await judgeWhoSees(run, step)),
    ],
    ...(turn.explained === undefined ? {} : { explained: turn.explained }),
  };
}

async function judgeWhoSees(run: Run, step: Step): Promise<readonly string[]> {
  const { app, clock, bundle } = run.stage;
  const patient = await patientIdOf(run, step);
  const { visibleTo } = step.expect;
  if (visibleTo === undefined) return [];
  if (patient === undefined) return ["must be visible to somebody, and nobody has registered them"];
  const now = { bundle, world: app.sequencer.committed(), at: clock.now() };
  return judgeVisible(visibleTo, patient, [...run.performers.values()], now);
}

/** What is known of it only at the end is added to what came of each step. */
async function judgeResiduals(
  run: Run,
  results: StepResult[],
  residuals: readonly Residual[],
): Promise<void> {
  for (const [index, step] of run.stage.scenario.steps.entries()) {
    const [result, patient] = [results[index], await patientIdOf(run, step)];
    const person = run.performers.get(step.actor)?.id;
    if (result === undefined || person === undefined || step.expect.residual === undefined)
      continue;
    const more =
      patient === undefined
        ? ["must leave access for so long at most, and nobody has registered the patient"]
        : judgeResidual(step, result.at, { person, patient }, residuals);
    results[index] = { ...result, failures: [...result.failures, ...more] };
  }
}

async function patientIdOf({ stage: { adt, scenario } }: Run, step: Step) {
  const name = patientOf(
    step,
    scenario.given.patients.map(({ id }) => id),
  );
  return name !== undefined && (await adt.isKnown(name)) ? adt.patientId(name) : undefined;
}

/** A denial without a way forward, for somebody who is on duty. */
function isDeadEnd(run: Run, { actor }: Step, ending: Ending): boolean {
  if (ending.type === "permit" || ending.denial === undefined) return false;
  const { remedies, advice } = ending.denial;
  if (remedies.length > 0 || advice.length > 0) return false;
  const person = run.performers.get(actor)?.id;
  return person !== undefined && dutiesOf(sceneNow(run), person).length > 0;
}

function namesOf({ performers }: Run): (id: string) => string {
  return (id) => [...performers.values()].find((each) => each.id === id)?.name ?? id;
}

/** The ids of the patients, in the order of the file; of two that became one, one. */
async function patientsOf({ stage: { scenario, adt } }: Run): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { id } of scenario.given.patients) {
    if (await adt.isKnown(id)) ids.push(await adt.patientId(id));
  }
  return [...new Set(ids)];
}

async function figuresOf(
  run: Run,
  steps: readonly StepResult[],
  residuals: readonly Residual[],
): Promise<Omit<Figures, "unattended">> {
  const [longest] = residuals;
  const residual = longest && (await named(run, longest));
  return {
    friction: steps.reduce((sum, { friction }) => sum + friction, 0),
    prompts: steps.reduce((sum, { prompts }) => sum + prompts, 0),
    deadEnds: steps.filter(({ deadEnd }) => deadEnd).length,
    ...(residual === undefined ? {} : { residual }),
    unattributed: steps.filter(({ unattributed }) => unattributed).length,
  };
}

async function named(
  run: Run,
  { person, patient, after, from, to }: Residual,
): Promise<LongestResidual> {
  const { scenario, adt } = run.stage;
  let name = patient;
  for (const { id } of scenario.given.patients.toReversed()) {
    if ((await adt.isKnown(id)) && (await adt.patientId(id)) === patient) name = id;
  }
  const whose = { person: namesOf(run)(person), patient: name, after, from };
  return to === undefined ? whose : { ...whose, to };
}
