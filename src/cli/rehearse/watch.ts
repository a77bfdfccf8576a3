import { watch } from "node:fs";
import { UsageError } from "../usage-error.ts";

/** Editors write a file in several steps: what changes within this is one change, in milliseconds. */
const settles = 150;

/**
 * Runs, and runs again whenever something in these files or folders has changed, until it is told to stop; a change during a run
 * is one more run after it. What is wrong with the files is said, and waits for the next change like anything else.
 *
 * @returns the last run's exit code
 */
export async function runOnChange(
  paths: readonly string[],
  run: () => Promise<number>,
  signal: AbortSignal,
): Promise<number> {
  const bell = createBell();
  const watchers = paths.map((path) => watch(path, { recursive: true, signal }, bell.ring));
  // A watcher whose file is gone says so by an error: the next change of the others runs it again.
  for (const watcher of watchers) watcher.on("error", bell.ring);
  signal.addEventListener("abort", bell.ring);
  let code = await runOnce(run);
  while (!signal.aborted) {
    await bell.rung();
    if (signal.aborted) break;
    await new Promise((resolve) => setTimeout(resolve, settles));
    bell.reset();
    console.error(`\n${new Date().toLocaleTimeString()} something changed\n`);
    code = await runOnce(run);
  }
  return code;
}

async function runOnce(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
}

interface Bell {
  ring(): void;
  reset(): void;
  /** When it has rung since it was reset. */
  rung(): Promise<void>;
}

function createBell(): Bell {
  let wake = (): void => undefined;
  let rung = new Promise<void>((resolve) => {
    wake = resolve;
  });
  return {
    ring: () => wake(),
    reset() {
      rung = new Promise((resolve) => {
        wake = resolve;
      });
    },
    rung: () => rung,
  };
}
