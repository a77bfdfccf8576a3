import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Size } from "./contender.ts";
import { type ContenderName, contenders } from "./contenders.ts";
import type { Agreement, Allocation, ContenderTask, Timing } from "./run-contender.ts";

export type { Agreement };

/** What was measured of one contender at one size: the median of the rounds. */
export interface Measured {
  readonly contender: ContenderName;
  readonly says: string;
  readonly size: Size;
  /** Microseconds for a decision. */
  readonly median: number;
  readonly p99: number;
  /** Microseconds of processor time for a decision, the mean. */
  readonly used: number;
  /** Decisions that were timed together. */
  readonly batch: number;
  /** Bytes of JavaScript heap for a decision; memory of WebAssembly is not among it. */
  readonly bytes: number;
}

/** How much is measured. */
export interface MeasureOptions {
  /** Each contender is timed so many times, in turn with the others. */
  readonly rounds: number;
  readonly seconds: number;
  readonly seed: number;
  /** Names of contenders; absent: all. */
  readonly only?: readonly string[];
}

const script = join(import.meta.dirname, "run-contender.ts");
/** A young generation that is not collected while allocation is measured. */
const heapFlags = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"];

/** Runs one contender in a process of its own. */
export async function runContender<T>(
  task: ContenderTask,
  flags: readonly string[] = [],
): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, script, JSON.stringify(task)],
    { maxBuffer: 1 << 26 },
  );
  return JSON.parse(stdout) as T;
}

/** Measures all contenders, in turn and several times over, so that whatever else the machine does meets each. */
export async function measureContenders(
  options: MeasureOptions,
  say: (line: string) => void,
): Promise<readonly Measured[]> {
  const entries = Object.entries(contenders)
    .filter(([name]) => options.only?.includes(name) ?? true)
    .flatMap(([name, { says, sizes }]) =>
      sizes.map((size) => ({ contender: name as ContenderName, says, size })),
    );
  const timings = entries.map((): Timing[] => []);
  for (let round = 0; round < options.rounds; round++) {
    for (const [index, { contender, size }] of entries.entries()) {
      const { seconds, seed } = options;
      const task = { contender, size, seed, seconds, task: "time" } as const;
      timings[index]?.push(await runContender<Timing>(task));
    }
  }
  const measured: Measured[] = [];
  for (const [index, entry] of entries.entries()) {
    const { contender, size } = entry;
    const task = { contender, size, seed: options.seed, seconds: 1, task: "allocate" } as const;
    const { bytes } = await runContender<Allocation>(task, heapFlags);
    const own = timings[index] ?? [];
    const middle = (of: (timing: Timing) => number) => {
      const sorted = own.map(of).sort((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)] as number;
    };
    const result: Measured = {
      ...entry,
      median: middle(({ median }) => median),
      p99: middle(({ p99 }) => p99),
      used: middle(({ used }) => used),
      batch: middle(({ batch }) => batch),
      bytes,
    };
    measured.push(result);
    say(lineOf(result));
  }
  return measured;
}

function lineOf({ batch, bytes, median, p99, says, size, used }: Measured): string {
  const name = `${says}, ${size} policies`.padEnd(64);
  const times = `median ${inMicroseconds(median)}  p99 ${inMicroseconds(p99)}  processor ${inMicroseconds(used)}`;
  return `${name} ${times}  over batches of ${`${batch}`.padStart(4)}  ${`${bytes}`.padStart(9)} B`;
}

function inMicroseconds(value: number): string {
  const digits = value < 1 ? 3 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits).padStart(8)} µs`;
}
