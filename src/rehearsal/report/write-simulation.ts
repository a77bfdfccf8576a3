import { sayInstant } from "../scenario/times.ts";
import type { SimulationResult } from "../simulate/run-simulation.ts";
import { frictionOf, type Tally } from "../simulate/tally.ts";
import { alignColumns, threeDigits } from "./columns.ts";

const minute = 60_000;
const hour = 60 * minute;

/** One figure of a simulation: what it is called, in which unit, and how it is found. */
interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly of: (tally: Tally) => number;
}

const per =
  (many: (tally: Tally) => number, of: (tally: Tally) => number, times = 1) =>
  (tally: Tally): number =>
    many(tally) === 0 ? 0 : (times * of(tally)) / many(tally);
const perShift = (of: (tally: Tally) => number) => per(({ shifts }) => shifts, of);
const percent = (of: (tally: Tally) => number) => per(({ decisions }) => decisions, of, 100);

const friction: readonly Figure[] = [
  { name: "shifts", unit: "", of: ({ shifts }) => shifts },
  { name: "sign-ins", unit: "a shift", of: perShift(({ signIns }) => signIns) },
  { name: "prompts", unit: "a shift", of: perShift(({ prompts }) => prompts) },
  { name: "friction", unit: "s a shift", of: perShift((tally) => frictionOf(tally) / 1_000) },
  {
    name: "friction",
    unit: "s a sign-in",
    of: per(
      ({ signIns }) => signIns,
      (tally) => frictionOf(tally) / 1_000,
    ),
  },
  { name: "waiting", unit: "s a shift", of: perShift(({ waited }) => waited / 1_000) },
  { name: "interrupted", unit: "a shift", of: perShift(({ interrupted }) => interrupted) },
  { name: "dead ends", unit: "", of: ({ deadEnds }) => deadEnds },
];

const risk: readonly Figure[] = [
  {
    name: "unattended",
    unit: "min a shift",
    of: perShift(({ unattended }) => unattended / minute),
  },
  {
    name: "badge alone",
    unit: "h a shift",
    of: perShift(({ badgeAlone }) => badgeAlone / hour),
  },
  { name: "unattributed", unit: "% decided", of: percent(({ unattributed }) => unattributed) },
  { name: "denied", unit: "% decided", of: percent(({ denied }) => denied) },
  { name: "excess", unit: "patient-h a shift", of: perShift(({ excess }) => excess / hour) },
  {
    name: "residual",
    unit: "min a shift",
    of: per(
      ({ outlasted }) => outlasted,
      ({ residual }) => residual / minute,
    ),
  },
  { name: "residual", unit: "min, longest", of: ({ longestResidual }) => longestResidual / minute },
];

/** Writes a simulation for a terminal: its figures as a whole, by pattern and by role, and where the seconds go. */
export function writeSimulation(result: SimulationResult): string {
  const { all, byPattern, byRole, moves, unattendedByHour } = result.tallies;
  const { days, from, people, seed, size } = result.plan;
  const rows = [["hospital", all] as const, ...sorted(byPattern), ...sorted(byRole)];
  const lines = [
    `${size.staff} staff in ${size.wards} wards with ${size.seats} seats, ${days} ${days === 1 ? "day" : "days"} from ${sayInstant(from, "UTC")} UTC, seed "${seed}", ${people.signIns} sign-ins a shift`,
    `${result.records} records; ${result.leftOut} shifts left out (no seat there, or no chart to open)`,
    `${moves.admissions} admissions, ${moves.transfers} transfers and ${moves.discharges} discharges`,
    "",
    ...tableOf("what it costs", friction, rows),
    "",
    ...tableOf("what it leaves open", risk, rows),
    "",
    "where the seconds of identity work go",
    ...Object.entries(all.spent).map(([on, time]) => {
      const share = frictionOf(all) === 0 ? 0 : (100 * time) / frictionOf(all);
      return `  ${on.padEnd(10)} ${threeDigits(share).padStart(7)} %`;
    }),
    "",
    "unattended screens over the day (UTC), minutes",
    `  ${unattendedByHour.map((time, of) => `${String(of).padStart(2, "0")}h ${threeDigits(time / minute)}`).join("  ")}`,
    "",
    '"Excess" is what was never opened, which is not the same as never needed.',
  ];
  return `${lines.join("\n")}\n`;
}

function sorted(tallies: ReadonlyMap<string, Tally>): readonly (readonly [string, Tally])[] {
  return [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** A row for each tally, and a column with its unit for each figure. */
function tableOf(
  title: string,
  figures: readonly Figure[],
  tallies: readonly (readonly [string, Tally])[],
): readonly string[] {
  const rows = [
    [title, ...figures.map(({ name }) => name)],
    ["", ...figures.map(({ unit }) => unit)],
    ...tallies.map(([name, tally]) => [name, ...figures.map(({ of }) => threeDigits(of(tally)))]),
  ];
  return alignColumns(rows);
}

/** Writes a simulation as JSON: everything counted, in milliseconds. */
export function writeSimulationJson({ leftOut, plan, records, tallies }: SimulationResult): string {
  const { all, byPattern, byRole, moves, unattendedByHour } = tallies;
  const result = {
    plan,
    records,
    leftOut,
    moves,
    all,
    byPattern: Object.fromEntries(sorted(byPattern)),
    byRole: Object.fromEntries(sorted(byRole)),
    unattendedByHour,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
