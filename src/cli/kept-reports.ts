import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Reports } from "../http/index.ts";
import type { KeptReport, ObservedReport, RehearsalReport } from "../http/rehearsals-contract.ts";
import { UsageError } from "./usage-error.ts";

/** Each kind of report and the name of its file in the data directory. */
const files = { rehearsal: "rehearsal.json", observed: "observed.json" } as const;

interface ReportOf {
  readonly rehearsal: RehearsalReport;
  readonly observed: ObservedReport;
}
type ReportName = keyof ReportOf;

/** What the files say they are: another form is not read as this one. */
const form = 1;

/**
 * Puts a report where the console of the installation shows it, in place of the one before: whoever reads meanwhile has one or the
 * other, whole.
 *
 * @throws UsageError where there is no data directory, or it takes no file
 */
export function keepReport<N extends ReportName>(data: string, name: N, report: ReportOf[N]): void {
  if (!statSync(data, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `--console: there is no data directory ${data}. Set WARDKEY_DATA to the installation's.`,
    );
  }
  const path = join(data, files[name]);
  const written = `${path}.${process.pid}`;
  try {
    writeFileSync(written, `${JSON.stringify({ wardkey: name, form, report })}\n`, { mode: 0o600 });
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--console: ${path} cannot be written: ${why}.`);
  }
}

/** The reports of a data directory: each is read again when its file has changed. */
export function keptReports(data: string): Reports {
  return {
    rehearsal: createReader(join(data, files.rehearsal), "rehearsal"),
    observed: createReader(join(data, files.observed), "observed"),
  };
}

function createReader<N extends ReportName>(
  path: string,
  name: N,
): () => Promise<KeptReport<ReportOf[N]>> {
  let last: { readonly mark: string; readonly kept: KeptReport<ReportOf[N]> } | undefined;
  return async () => {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) return { type: "none" };
    const mark = `${found.ino} ${found.size} ${found.mtimeMs}`;
    if (last?.mark !== mark) last = { mark, kept: await readReport(path, name) };
    return last.kept;
  };
}

async function readReport<N extends ReportName>(
  path: string,
  name: N,
): Promise<KeptReport<ReportOf[N]>> {
  try {
    const file = JSON.parse(await readFile(path, "utf8")) as {
      readonly wardkey?: unknown;
      readonly form?: unknown;
      readonly report?: ReportOf[N];
    } | null;
    if (file?.wardkey !== name || file.form !== form || file.report === undefined) {
      return { type: "damaged" };
    }
    return { type: "kept", report: file.report };
  } catch {
    return { type: "damaged" };
  }
}
