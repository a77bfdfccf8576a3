import { hospitalSizes } from "../hospital/index.ts";
import { nodeHasher } from "../node/index.ts";
import {
  noHasher,
  type ParameterName,
  type People,
  people,
  peopleWith,
  runSimulation,
  writeCalibration,
  writeSimulation,
  writeSimulationJson,
} from "../rehearsal/index.ts";
import type { RunCommand } from "./index.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { policyFolder } from "./serve/policy.ts";
import { UsageError } from "./usage-error.ts";

/** Longer than a leap year is asked for by mistake. */
const mostDays = 366;
const hour = 3_600_000;
const firstDay = "2026-03-10";

const usage = `Usage: wardkey simulate [options]

Runs a synthetic hospital on a virtual clock, against the policy: the product itself, with time and people simulated. Says what
getting in and being asked cost people, and what stood open, by the wards' patterns and by roles. The same options give the same
bytes on every run.

  --policy <folder>    the policy; the one that is shipped when left out
  --size <name>        ${Object.keys(hospitalSizes).join(", ")}; rehearsal (2,000 staff) when left out
  --days <n>           how long, 1 to ${mostDays}; 1 when left out
  --from <date>        the first day; ${firstDay} when left out
  --seed <text>        another seed is another hospital; "wardkey" when left out
  --set <name>=<n>     a parameter of people; may be said several times
  --parameters         lists the parameters of people, with their values and sources
  --calibration        lists the seconds that everything rests on, and published figures beside the model's and ours
  --leaf-hashes        hashes each record as the real log does
  --json               machine-readable

Exit code: 0 done, 2 something was asked for wrongly.`;

/** `wardkey simulate` */
export const simulate: RunCommand = async (args) => {
  const { values } = readArguments(usage, {
    args: [...args],
    options: {
      policy: { type: "string" },
      size: { type: "string", default: "rehearsal" },
      days: { type: "string", default: "1" },
      from: { type: "string", default: firstDay },
      seed: { type: "string", default: "wardkey" },
      set: { type: "string", multiple: true, default: [] },
      parameters: { type: "boolean" },
      calibration: { type: "boolean" },
      "leaf-hashes": { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help || values.parameters || values.calibration) {
    console.log(values.help ? usage : values.parameters ? sayParameters() : writeCalibration());
    return 0;
  }
  const plan = {
    seed: values.seed,
    from: readDay(values.from),
    days: readDays(values.days),
    size: { ...readSize(values.size), rosterDays: 1 },
    people: peopleWith(readSettings(values.set)),
  };
  const policy = await loadPolicy(values.policy ?? policyFolder);
  if (policy.type === "refused") return policy.code;
  const ports = {
    hasher: nodeHasher,
    ...(values["leaf-hashes"] === true ? {} : { logHasher: noHasher }),
  };
  const bar = progressBar("simulate", values.json);
  const onProgress = (done: number, total: number) =>
    bar.update(done, total, `${Math.floor(done / hour)} of ${total / hour} h`);
  const result = await runSimulation(plan, policy.bundle, ports, onProgress).finally(bar.stop);
  process.stdout.write(values.json ? writeSimulationJson(result) : writeSimulation(result));
  return 0;
};

function sayParameters(): string {
  return Object.entries(people)
    .map(
      ([name, { source, unit, value, what }]) =>
        `${name} = ${value} ${unit}\n  ${what}\n  ${source}`,
    )
    .join("\n");
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
