import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import {
  fhirOrder,
  type ImportReport,
  importFhir,
  importRoster,
  importStaff,
} from "../feeds/index.ts";
import type { RunCommand } from "./index.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { progressBar } from "./progress.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const kinds = ["staff", "roster", "fhir"] as const;
type Kind = (typeof kinds)[number];

const usage = `Usage: wardkey import <staff|roster|fhir> [--zone <zone>] [--site <site>] [--full] [--json] <files>

  staff    people, engagements, roles and badges: CSV
  roster   shifts and on-call periods: CSV, or iCalendar (.ics)
  fhir     FHIR R4 bulk data: ndjson, also .gz; files are read in the order in which they refer to each other

  --zone   the IANA time zone of times without one (default: that of the first site)
  --site   fhir: the site of wards that belong to none in the file
  --full   roster: the file is the whole roster, and what is not in it any more is cancelled

Importing twice changes nothing. What is refused is listed with its line; the rest is taken in. The data directory must
not be in use by a running server. Exit code: 0 everything was taken in, 1 something was refused.`;

/** What the options say, the same for each file. */
interface Wish {
  readonly kind: Kind;
  readonly zone: string;
  readonly site?: string;
  readonly full: boolean;
  readonly quiet: boolean;
}

/** `wardkey import` */
export const importFiles: RunCommand = async (args, environment) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      zone: { type: "string" },
      site: { type: "string" },
      full: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [kind, ...files] = positionals;
  if (!isKind(kind) || files.length === 0) throw new UsageError(`Say what to import.\n\n${usage}`);
  const installation = await openInstallation(readSettings(environment), environment);
  try {
    const zone = values.zone ?? [...installation.app.world().sites.values()][0]?.zone ?? "UTC";
    const site = values.site === undefined ? {} : { site: values.site };
    const wish = { kind, zone, full: values.full, quiet: values.json, ...site };
    const reports: Record<string, ImportReport> = {};
    for (const file of kind === "fhir" ? inFhirOrder(files) : files) {
      reports[file] = await importFile(installation, file, wish);
      if (!values.json) console.log(inWords(file, reports[file]));
    }
    if (values.json) console.log(JSON.stringify(reports));
    return Object.values(reports).some(({ refused }) => refused > 0) ? 1 : 0;
  } finally {
    await installation.close();
  }
};

function isKind(kind: string | undefined): kind is Kind {
  return kinds.some((known) => known === kind);
}

/** Encounters refer to patients, patients to nothing: the order of the types, whatever the order of the files. */
function inFhirOrder(files: readonly string[]): readonly string[] {
  const rank = (file: string) => {
    const index = fhirOrder.findIndex((type) => basename(file).startsWith(`${type}.`));
    return index === -1 ? fhirOrder.length : index;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}

async function importFile(
  { app, keyedHash }: Installation,
  file: string,
  { full, kind, quiet, site, zone }: Wish,
): Promise<ImportReport> {
  const bar = progressBar(basename(file), quiet);
  const deps = {
    submit: app.submit,
    side: app.side,
    clock: app,
    hash: (text: string) => keyedHash("message", text),
  };
  const lines = linesOf(file);
  const onProgress = (read: number) => bar.update(read, read);
  const options = { feed: kind, zone, onProgress };
  try {
    if (kind === "staff") {
      const badgeHash = (number: string) => keyedHash("badge", number);
      return await importStaff({ ...deps, badgeHash }, lines, options);
    }
    if (kind === "roster") {
      const format = file.endsWith(".ics") ? "calendar" : "csv";
      return await importRoster({ ...deps, world: app.world }, lines, { ...options, format, full });
    }
    return await importFhir(deps, lines, { ...options, ...(site === undefined ? {} : { site }) });
  } finally {
    bar.stop();
  }
}

function linesOf(file: string): AsyncIterable<string> {
  const bytes = createReadStream(file);
  const input = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  // A file that cannot be read ends the lines with its error, not the process.
  if (input !== bytes) bytes.on("error", (error) => input.destroy(error));
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

function inWords(file: string, report: ImportReport): string {
  const { applied, historic, ignored, parked, read, refusals, refused, unchanged } = report;
  const counts = `${read} read = ${applied} applied + ${unchanged} unchanged + ${historic} historic + ${parked} parked + ${refused} refused`;
  const others = Object.entries(ignored).map(([name, count]) => `  ignored: ${count} ${name}`);
  const lines = refusals.map(
    ({ column, line, reason }) =>
      `  line ${line}${column === undefined ? "" : `, ${column}`}: ${reason}`,
  );
  return [`${file}: ${counts}`, ...others, ...lines].join("\n");
}
