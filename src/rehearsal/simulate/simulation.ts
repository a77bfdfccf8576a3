import type { Bundle, DecisionDeps } from "../../access/index.ts";
import { createRepeats } from "../../access/index.ts";
import { type App, activate, openApp } from "../../app.ts";
import {
  generateHospital,
  type Hospital,
  type HospitalSize,
  hospitalCommands,
} from "../../hospital/index.ts";
import { createMemoryStore } from "../../memory/index.ts";
import type { Hasher, Instant } from "../../ports/index.ts";
import { enrolSeat } from "../../sessions/index.ts";
import type { Actor, LogRecord, World } from "../../world/index.ts";
import { createCountedIds, createVirtualClock, type VirtualClock } from "../run/machinery.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import type { Deserted } from "./deserted.ts";
import type { People } from "./parameters.ts";
import type { Proved } from "./proved.ts";
import { newTallies, type Tallies, type Tally } from "./tally.ts";

/** What is simulated: the same plan gives the same figures, to the byte. */
export interface SimulationPlan {
  readonly seed: string;
  /** When it begins. */
  readonly from: Instant;
  readonly days: number;
  readonly size: HospitalSize;
  readonly people: People;
  /** Only whoever works under this pattern comes; left out: everybody. */
  readonly pattern?: string;
}

/** A hospital under way: the real application on a virtual clock, and who does what in it next. */
export interface Simulation {
  readonly plan: SimulationPlan;
  readonly bundle: Bundle;
  readonly app: App;
  readonly clock: VirtualClock;
  readonly deps: DecisionDeps;
  readonly hospital: Hospital;
  readonly agenda: Agenda;
  readonly tallies: Tallies;
  /** Who stands at a seat, by seat: nobody else can get there. */
  readonly standing: Map<string, string>;
  /** The screens that stand open without anybody, by session. */
  readonly deserted: Map<string, Deserted>;
  /** Whose badge alone opens a session, by session. */
  readonly proved: Map<string, Proved>;
  /** What counts what somebody does who is at work, by person. */
  readonly atWork: Map<string, readonly Tally[]>;
}

const director: Actor = { type: "system", id: "simulation" };

/** What a simulation needs of the outside. */
export interface SimulationPorts {
  /** How policies and badges are hashed. */
  readonly hasher: Hasher;
  /** Whether each record is written and hashed as the real log does; nobody reads it here. */
  readonly leaves?: boolean;
  /** Hears of every record, with the world as it is after it. */
  readonly observe?: (record: LogRecord, world: World) => void;
}

/** The hash of a badge's number as it stands in the simulated hospital. */
export const badgeHash = (number: string): string => `simulated-${number}`;

/** Builds the hospital of a plan, by the product's own commands, on a log that counts and discards. */
export async function openSimulation(
  plan: SimulationPlan,
  bundle: Bundle,
  { hasher, leaves = true }: SimulationPorts,
): Promise<Simulation> {
  const clock = createVirtualClock(plan.from);
  const store = createMemoryStore({ clock, keep: false });
  const wait = async () => undefined;
  const ids = createCountedIds();
  const app = await openApp({ ...store, clock, ids, hasher, wait }, { leaves });
  const repeats = createRepeats({ hasher });
  app.follow(repeats.follow);
  await activate(app, bundle, director);
  const { seed, size, from } = plan;
  const hospital = generateHospital({ seed, now: from, size });
  let messages = 0;
  const hashes = {
    hash: (_use: string, number: string) => badgeHash(number),
    messageHash: () => `message-${messages++}`,
  };
  for (const command of hospitalCommands(hospital, hashes)) await app.submit(command);
  const deps = { bundles: app.bundles, repeats };
  for (const { id } of hospital.seats) {
    await app.submit(enrolSeat({ key: `simulated-${id}`, seats: [id], actor: director }));
  }
  return {
    plan,
    bundle,
    app,
    clock,
    deps,
    hospital,
    agenda: createAgenda(),
    tallies: newTallies(),
    standing: new Map(),
    deserted: new Map(),
    proved: new Map(),
    atWork: new Map(),
  };
}
