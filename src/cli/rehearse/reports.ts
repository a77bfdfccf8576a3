import { writeFileSync } from "node:fs";
import { type ScenarioResult, writeHtml, writeJunit } from "../../rehearsal/index.ts";
import { UsageError } from "../usage-error.ts";

/** What is wanted of a run beside its table or JSON. */
export interface Reports {
  readonly junit: string | undefined;
  readonly html: string | undefined;
}

const ofRuns = ["junit", "html", "console", "budget", "against", "markdown"] as const;
const otherWork = ["mutate", "explain", "schema"] as const;

type Values = Readonly<
  Partial<
    Record<
      (typeof ofRuns)[number] | (typeof otherWork)[number] | "json",
      string | boolean | undefined
    >
  >
>;

/**
 * Refuses what is said of a run's results where none are written, and what does not go together.
 *
 * @throws UsageError
 */
export function refuseWithoutRun(values: Values): void {
  if (values.markdown && values.against === undefined) {
    throw new UsageError(
      "--markdown goes with --against: it says what differs between two policies.",
    );
  }
  if (values.console && values.against !== undefined) {
    throw new UsageError("--console shows one run: choose it or --against, not both.");
  }
  if (values.markdown && values.json)
    throw new UsageError("Choose --markdown or --json, not both.");
  const asked = ofRuns.find((each) => values[each] !== undefined);
  const instead = otherWork.find((each) => values[each] !== undefined);
  if (asked === undefined || instead === undefined) return;
  throw new UsageError(
    `--${asked} is about a run's results, and with --${instead} there are none.`,
  );
}

/**
 * Refuses what is about tasks where the log is replayed: which policy decided, the log says.
 *
 * @throws UsageError
 */
export function refuseWithReplay(
  values: Readonly<Record<string, unknown>>,
  files: readonly string[],
): void {
  const goesWith = ["replay", "against", "json"];
  const other = Object.keys(values).find((each) => !goesWith.includes(each));
  if (other !== undefined) {
    throw new UsageError(`--${other} is about tasks: --replay takes --against and --json only.`);
  }
  if (files.length > 0) {
    throw new UsageError(`--replay reads the log, and no tasks: leave out ${files.join(" ")}.`);
  }
}

/** Writes them. @throws UsageError where a file cannot be written */
export async function writeReports(
  { html, junit }: Reports,
  results: readonly ScenarioResult[],
): Promise<void> {
  if (junit !== undefined) write("junit", junit, writeJunit(results));
  if (html === undefined) return;
  // What draws is loaded for this alone.
  const { plotTasks } = await import("./plot-tasks.ts");
  write("html", html, writeHtml(results, plotTasks(results)));
}

function write(option: string, path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--${option} ${path} cannot be written: ${why}.`);
  }
}
