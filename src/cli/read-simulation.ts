import { hospitalSizes } from "../hospital/index.ts";
import {
  type ParameterName,
  type People,
  people,
  peopleWith,
  type SimulationPlan,
} from "../rehearsal/index.ts";
import { UsageError } from "./usage-error.ts";

/** Longer than a leap year is asked for by mistake. */
export const mostDays = 366;
/** The first day where none is said. */
export const firstDay = "2026-03-10";

/**
 * What is simulated, as the options of a command say.
 *
 * @throws UsageError naming the option and what it takes
 */
export function readSimulation(values: {
  readonly from: string;
  readonly days: string;
  readonly size: string;
  readonly set: readonly string[];
}): Omit<SimulationPlan, "seed" | "pattern"> {
  return {
    from: readDay(values.from),
    days: readDays(values.days),
    size: { ...readSize(values.size), rosterDays: 1 },
    people: peopleWith(readSettings(values.set)),
  };
}

function readDay(text: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  if (isDay && at >= 0) return at;
  throw new UsageError(`--from takes a day since 1970, such as ${firstDay}; "${text}" is none.`);
}

function readDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= mostDays) return days;
  throw new UsageError(`--days takes a whole number from 1 to ${mostDays}; "${text}" is none.`);
}

function readSize(name: string): (typeof hospitalSizes)[keyof typeof hospitalSizes] {
  if (Object.hasOwn(hospitalSizes, name)) return hospitalSizes[name as keyof typeof hospitalSizes];
  throw new UsageError(`--size takes ${Object.keys(hospitalSizes).join(", ")}; "${name}" is none.`);
}

function readSettings(texts: readonly string[]): Partial<People> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = "", given = ""] = text.split("=");
      const value = Number(given);
      if (!Object.hasOwn(people, name)) {
        throw new UsageError(
          `--set ${text}: there is no parameter "${name}". --parameters lists them.`,
        );
      }
      if (
        given.trim() === "" ||
        !Number.isFinite(value) ||
        !isPossible(name as ParameterName, value)
      )
        throw new UsageError(
          `--set ${text}: ${name} takes a number of ${rangeOf(name as ParameterName)}.`,
        );
      return [name, value];
    }),
  );
}

function isPossible(name: ParameterName, value: number): boolean {
  const { unit } = people[name];
  if (unit === "share") return value >= 0 && value <= 1;
  return unit.startsWith("log-odds") ? true : value > 0;
}

function rangeOf(name: ParameterName): string {
  const { unit } = people[name];
  if (unit === "share") return "0 to 1";
  return unit.startsWith("log-odds") ? "any size" : "more than 0";
}
