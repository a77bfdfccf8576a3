import { hospitalSizes } from "../hospital/index.ts";
import { nodeHasher } from "../node/index.ts";
import {
  people,
  runSimulation,
  writeCalibration,
  writeSimulation,
  writeSimulationJson,
} from "../rehearsal/index.ts";
import type { RunCommand } from "./index.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { firstDay, mostDays, readSimulation } from "./read-simulation.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { policyFolder } from "./serve/policy.ts";

const hour = 3_600_000;

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
  const plan = { seed: values.seed, ...readSimulation(values) };
  const policy = await loadPolicy(values.policy ?? policyFolder);
  if (policy.type === "refused") return policy.code;
  const ports = { hasher: nodeHasher, leaves: values["leaf-hashes"] === true };
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
