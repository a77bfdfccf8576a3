import { hospitalSizes } from "../hospital/index.ts";
import type { ObservedHour } from "../http/rehearsals-contract.ts";
import { machineClock, nodeHasher } from "../node/index.ts";
import {
  createObserver,
  observeLog,
  people,
  runSimulation,
  standBeside,
  writeBeside,
  writeBesideJson,
  writeCalibration,
  writeSimulation,
  writeSimulationJson,
} from "../rehearsal/index.ts";
import type { RunCommand } from "./index.ts";
import { keepReport } from "./kept-reports.ts";
import { openToRead } from "./open-to-read.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { readPeriod } from "./read-period.ts";
import { firstDay, mostDays, readSimulation } from "./read-simulation.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { policyFolder } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const hour = 3_600_000;
const day = 24 * hour;

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
  --observed <from>/<to>  the installation's log of that time beside what the simulation predicts, by ward and hour
  --console            with --observed: puts it where the installation's console shows it too
  --leaf-hashes        hashes each record as the real log does
  --json               machine-readable

Exit code: 0 done, 2 something was asked for wrongly.`;

/** `wardkey simulate` */
export const simulate: RunCommand = async (args, environment) => {
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
      observed: { type: "string" },
      console: { type: "boolean", default: false },
      "leaf-hashes": { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help || values.parameters || values.calibration) {
    console.log(values.help ? usage : values.parameters ? sayParameters() : writeCalibration());
    return 0;
  }
  if (values.console && values.observed === undefined) {
    throw new UsageError("--console goes with --observed: it shows what was observed.");
  }
  const plan = { seed: values.seed, ...readSimulation(values) };
  const policy = await loadPolicy(values.policy ?? policyFolder);
  if (policy.type === "refused") return policy.code;
  const period =
    values.observed === undefined ? undefined : readPeriod("--observed", values.observed);
  // Before the simulation: what cannot be read is said at once.
  const seen = period && (await observe(period, environment));
  const observer = createObserver();
  const ports = {
    hasher: nodeHasher,
    leaves: values["leaf-hashes"] === true,
    ...(seen === undefined ? {} : { observe: observer.add }),
  };
  const bar = progressBar("simulate", values.json);
  const onProgress = (done: number, total: number) =>
    bar.update(done, total, `${Math.floor(done / hour)} of ${total / hour} h`);
  const result = await runSimulation(plan, policy.bundle, ports, onProgress).finally(bar.stop);
  if (period === undefined || seen === undefined) {
    process.stdout.write(values.json ? writeSimulationJson(result) : writeSimulation(result));
    return 0;
  }
  const observed = { seen, days: (period.to - period.from) / day };
  const rows = standBeside(observed, { seen: observer.seen(), days: plan.days });
  process.stdout.write(values.json ? writeBesideJson(rows) : writeBeside(rows));
  if (values.console) {
    const about = {
      at: machineClock.now(),
      policy: policy.bundle.hash,
      days: plan.days,
      ...period,
    };
    keepReport(readSettings(environment).data, "observed", { ...about, hours: hoursIn(rows) });
  }
  return 0;
};

function hoursIn(rows: ReturnType<typeof standBeside>): readonly ObservedHour[] {
  return rows.map(({ figures, ...where }) => ({
    ...where,
    figures: figures.map(({ name, unit, observed, predicted, difference }) => ({
      ...{ name, unit },
      observed: observed ?? null,
      predicted: predicted ?? null,
      difference: difference ?? null,
    })),
  }));
}

/** It only reads, and may run beside a server. */
async function observe(
  period: { readonly from: number; readonly to: number },
  environment: Readonly<Record<string, string | undefined>>,
) {
  const store = await openToRead(environment);
  try {
    return await observeLog(store.log, period);
  } finally {
    await store.close();
  }
}

function sayParameters(): string {
  return Object.entries(people)
    .map(
      ([name, { source, unit, value, what }]) =>
        `${name} = ${value} ${unit}\n  ${what}\n  ${source}`,
    )
    .join("\n");
}
