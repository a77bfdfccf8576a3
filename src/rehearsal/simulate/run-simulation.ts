import type { Bundle } from "../../access/index.ts";
import {
  extendRosters,
  type RosteredShift,
  randomFrom,
  type StaffMember,
  upkeepCommands,
} from "../../hospital/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import type { NewRecord } from "../../world/index.ts";
import { recordAll } from "../run/stage.ts";
import { answered, goOn, type Routine } from "./agenda.ts";
import { clinicianOn } from "./clinician.ts";
import { endDeserted, followSessions } from "./deserted.ts";
import { movePatients } from "./move-patients.ts";
import { probeAccess } from "./probe-access.ts";
import { endProved, followProofs } from "./proved.ts";
import {
  badgeHash,
  openSimulation,
  type Simulation,
  type SimulationPlan,
  type SimulationPorts,
} from "./simulation.ts";
import type { Tallies } from "./tally.ts";
import { workShift } from "./work-shift.ts";

const minute: Duration = 60_000;
const day: Duration = 24 * 60 * minute;

/** What a simulation came to. */
export interface SimulationResult {
  readonly plan: SimulationPlan;
  readonly tallies: Tallies;
  /** Records that the log took. */
  readonly records: number;
  /** Shifts that were not simulated: of people without a chart to open, or in a place without a seat. */
  readonly leftOut: number;
}

/**
 * Runs a hospital on a virtual clock: the product itself, with time and people simulated. The same plan and policy give the same
 * result.
 *
 * @param onProgress is told how much of the time has passed
 */
export async function runSimulation(
  plan: SimulationPlan,
  bundle: Bundle,
  ports: SimulationPorts,
  onProgress: (done: Duration, total: Duration) => void = () => undefined,
): Promise<SimulationResult> {
  const simulation = await openSimulation(plan, bundle, ports);
  const { agenda, app, clock, deserted } = simulation;
  const before = app.sequencer.figures().records;
  const end = plan.from + plan.days * day;
  const people = createPeople(simulation);
  app.follow((records) => followSessions(simulation, records));
  app.follow((records) => followProofs(simulation, records));
  const { observe } = ports;
  if (observe !== undefined) {
    app.follow((records) => {
      for (const record of records) observe(record, app.world());
    });
  }
  agenda.put(plan.from, keepHouse(simulation, end));
  agenda.put(plan.from, people.comeToWork(end));
  agenda.put(plan.from, movePatients(simulation, ports.hasher));
  let told = plan.from;
  for (let at = agenda.nextAt(); at !== undefined && at < end; at = agenda.nextAt()) {
    clock.moveTo(at);
    const routine = agenda.take();
    const going = routine && goOn(routine);
    // Most of what people do is time that passes: only what is answered is waited for.
    const next = going instanceof Promise ? await going : going;
    if (routine !== undefined && next !== undefined) agenda.put(next, routine);
    if (at - told >= minute) {
      told = at;
      onProgress(at - plan.from, end - plan.from);
    }
  }
  clock.moveTo(end);
  for (const session of [...deserted.keys()]) endDeserted(simulation, session);
  for (const session of [...simulation.proved.keys()]) endProved(simulation, session, end);
  const records = app.sequencer.figures().records - before;
  await app.stop();
  return { plan, tallies: simulation.tallies, records, leftOut: people.leftOut() };
}

/** What the server does by itself: what has ended is recorded as ended, feeds are heard, rosters reach a few days ahead. */
function* keepHouse({ app, hospital, clock }: Simulation, end: Instant): Routine {
  const heard = hospital.feeds
    .filter(({ type }) => type === "adt")
    .map(({ id }): NewRecord => ({ kind: "feed.heard", body: { feed: id } }));
  for (let at = clock.now(); at < end; at += minute) {
    yield at;
    if ((at - hospital.now) % day === 0) {
      for (const command of upkeepCommands(hospital, at, 2)) yield* answered(app.submit(command));
    }
    yield* answered(app.submit(recordAll("simulation.hear-feeds", heard)));
    yield* answered(app.recordEnds());
  }
}

interface People {
  /** Everybody who has a shift comes to it. */
  comeToWork(end: Instant): Routine;
  leftOut(): number;
}

function createPeople(simulation: Simulation): People {
  const { agenda, bundle, clock, hospital } = simulation;
  const staff = new Map(hospital.staff.map((each) => [each.person, each]));
  const wards = new Map(hospital.wards.map((each) => [each.id, each]));
  const seats = Map.groupBy(hospital.seats, ({ ward }) => ward);
  let leftOut = 0;

  function begin(member: StaffMember | undefined, shift: RosteredShift): void {
    const here = seats.get(shift.ward) ?? [];
    const ward = wards.get(shift.ward);
    const opensCharts = bundle.roles.get(shift.role)?.may.has("chart.open") === true;
    if (member === undefined || ward === undefined || here.length === 0 || !opensCharts) {
      leftOut++;
      return;
    }
    if (simulation.plan.pattern !== undefined && ward.pattern !== simulation.plan.pattern) return;
    const clinician = clinicianOn(simulation, member, shift, {
      badge: badgeHash(member.badge.number),
      pattern: ward.pattern,
      seats: here.map(({ id }) => id),
      random: randomFrom(simulation.plan.seed, `shift|${shift.id}`),
    });
    simulation.atWork.set(member.person, clinician.tallies);
    agenda.put(Math.max(shift.from, clock.now()), workShift(clinician));
    agenda.put(Math.max(shift.from, clock.now()), probeAccess(clinician));
  }

  return {
    leftOut: () => leftOut,
    *comeToWork(end) {
      for (let at = clock.now(); at < end; at += day) {
        yield at;
        const { shifts } = extendRosters(hospital, at, at + day);
        for (const shift of shifts) {
          // Those who are at work when it begins are there too.
          const isNew = shift.from >= at || at === hospital.now;
          if (isNew && shift.from < at + day && shift.to > at)
            begin(staff.get(shift.person), shift);
        }
      }
    },
  };
}
