import { readFileSync } from "node:fs";
import type { Bundle } from "../../access/index.ts";
import { countMutants, writeMutants, writeMutantsJson } from "../../rehearsal/index.ts";
import { UsageError } from "../usage-error.ts";
import { judgeMutants } from "./judge-mutants.ts";

/** What is to be mutated, and how much of it must be noticed. */
export interface MutationWish {
  /** A file of the policy; undefined: all. */
  readonly of: string | undefined;
  /** The share that has to be noticed, 0 to 1. */
  readonly least: number;
}

/** What the arguments say of it. @throws UsageError for what is no percentage, or is said without `--mutate` */
export function readMutation(values: {
  readonly mutate?: boolean | undefined;
  readonly of?: string | undefined;
  readonly least?: string | undefined;
}): MutationWish | undefined {
  const { of, least } = values;
  if (values.mutate !== true) {
    const alone = of === undefined ? least && "--least" : "--of";
    if (alone !== undefined) throw new UsageError(`${alone} goes with --mutate.`);
    return undefined;
  }
  if (least === undefined) return { of, least: 0 };
  const percent = Number(least);
  if (least.trim() !== "" && percent >= 0 && percent <= 100) return { of, least: percent / 100 };
  throw new UsageError(`--least is a percentage from 0 to 100, and not "${least}".`);
}

/**
 * Says what of the policy no task would miss; the tasks must pass against the policy as it is. Exit code 1 when less than the
 * wished share was noticed.
 *
 * @throws UsageError where the policy has no such file
 */
export async function mutate(
  files: readonly string[],
  bundle: Bundle,
  { of, least, json }: MutationWish & { readonly json: boolean },
): Promise<number> {
  if (of !== undefined && !Object.hasOwn(bundle.files, of)) {
    const names = Object.keys(bundle.files).join(", ");
    throw new UsageError(`The policy has no file ${of}. It has ${names}.`);
  }
  const scenarios = files.map((file) => ({ file, text: readFileSync(file, "utf8") }));
  const judged = await judgeMutants({ policy: bundle.files, scenarios }, { of, quiet: json });
  process.stdout.write(json ? writeMutantsJson(judged) : writeMutants(judged));
  return countMutants(judged).share >= least ? 0 : 1;
}
