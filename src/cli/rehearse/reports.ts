import { writeFileSync } from "node:fs";
import type { Drawing } from "../../http/rehearsals-contract.ts";
import {
  type ScenarioResult,
  type TitledDrawing,
  writeHtml,
  writeJunit,
} from "../../rehearsal/index.ts";
import { UsageError } from "../usage-error.ts";
import type { OtherResults } from "./read-results.ts";

/** What is wanted of a run beside its table or JSON. */
export interface Reports {
  readonly junit: string | undefined;
  readonly html: string | undefined;
  /** What else is drawn on the page. */
  readonly others: OtherResults;
}

const ofRuns = [
  "junit",
  "html",
  "console",
  "simulated",
  "tuned",
  "budget",
  "against",
  "markdown",
] as const;
const otherWork = ["mutate", "explain", "schema"] as const;

type Values = Readonly<
  Partial<
    Record<
      (typeof ofRuns)[number] | (typeof otherWork)[number] | "json",
      string | boolean | readonly string[] | undefined
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
  const drawn = values.simulated === undefined ? "tuned" : "simulated";
  if (values[drawn] !== undefined && values.html === undefined && values.console === undefined) {
    throw new UsageError(`--${drawn} goes with --html or --console: it is drawn there.`);
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
  { html, junit, others }: Reports,
  results: readonly ScenarioResult[],
): Promise<void> {
  if (junit !== undefined) write("junit", junit, writeJunit(results));
  if (html === undefined) return;
  // What draws is loaded for this alone.
  const { plotTasks } = await import("./plot-tasks.ts");
  const { drawResults } = await import("./draw-results.ts");
  write("html", html, writeHtml(results, plotTasks(results), drawResults(others).map(titled)));
}

function titled(drawing: Drawing): TitledDrawing {
  const { svg } = drawing;
  if (drawing.kind === "frontier") {
    return {
      title: `What the settings of the pattern ${drawing.pattern} cost, against what they leave open`,
      says: "Each mark is a setting, both in seconds of a clinician's time by the shift: to the right what it costs people, upwards what it leaves open. Along the line no other setting is better in something without being worse in another; the diamond is today's, a star the recommended one.",
      svg,
    };
  }
  const { days, staff } = drawing;
  return {
    title: "Exposure over the day",
    says: `Minutes a day in which screens stood open without anybody, all together, simulated: ${staff} staff, ${days} ${days === 1 ? "day" : "days"}.`,
    svg,
  };
}

function write(option: string, path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--${option} ${path} cannot be written: ${why}.`);
  }
}
