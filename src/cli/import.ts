import { basename, resolve } from "node:path";
import { fhirOrder } from "../feeds/index.ts";
import type { ImportProgress } from "../http/index.ts";
import { StoreError } from "../node/index.ts";
import { isAboutTheCall } from "./import/file-error.ts";
import { importFile } from "./import/import-file.ts";
import { type FileReport, type ImportOrder, isImportKind } from "./import/import-order.ts";
import { inWords } from "./import/in-words.ts";
import { importThroughServer } from "./import/through-server.ts";
import { writeReceipts } from "./import/write-receipts.ts";
import type { RunCommand } from "./index.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings, type Settings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey import <hr|roster|fhir|hl7|devices|networks|walks> [--zone <zone>] [--site <site>] [--full] [--json] <files>
       wardkey import hr [--preview] [--ends <number>] [--privileged <number>] [--receipts <folder>] <file>

  hr       people, engagements, roles and badges: CSV, UTF-8 or Windows-1252 (also: staff)
  roster   shifts and on-call periods: CSV, or iCalendar (.ics)
  fhir     FHIR R4 bulk data: ndjson; files are read in the order in which they refer to each other
  hl7      HL7 v2 ADT messages, one after the other
  devices  what the management of devices says of registered phones: CSV
  networks the networks of sites, by which a phone is on site: CSV
  walks    how long a person walks from one seat to another at least: CSV

  --zone   the IANA time zone of times without one (default: that of the first site)
  --site   fhir: the site of wards that belong to none in the file
  --full   roster: the file is the whole roster, and what is not in it any more is cancelled
  --preview   hr: say what each line would change, and take nothing in
  --privileged  hr: just so many roles that reach over others' access or records are meant to be given
  --ends      hr: just so many engagements are meant to end, where a file that ends many was stopped
  --receipts  hr: write the receipt of each end into this folder

Files that end in .gz are unpacked. Importing twice changes nothing. What is refused is listed with its line; the rest is
taken in. A staff file is taken in as a whole or, cut off or in a mixture of encodings, not at all. Where a server is running on the data directory, it takes the files in.

Exit code: 0 everything was taken in, 1 something was refused or parked, or a file stopped it, 2 it was called wrongly.`;

/** Takes in one file, here or in the running server. */
type TakeIn = (
  order: ImportOrder,
  onProgress: (progress: ImportProgress) => void,
) => Promise<FileReport>;

/** `wardkey import` */
export const importFiles: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: {
      zone: { type: "string" },
      site: { type: "string" },
      full: { type: "boolean", default: false },
      preview: { type: "boolean", default: false },
      ends: { type: "string" },
      privileged: { type: "string" },
      receipts: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [kind, ...files] = positionals;
  if (!isImportKind(kind) || files.length === 0) {
    throw new UsageError(`Say what to import.\n\n${usage}`);
  }
  const { ends, full, json, preview, privileged, receipts, site, zone } = values;
  const isStaff = kind === "hr" || kind === "staff";
  for (const [option, given] of [
    ["--preview", preview],
    ["--ends", ends !== undefined],
    ["--privileged", privileged !== undefined],
    ["--receipts", receipts !== undefined],
  ] as const) {
    if (given && !isStaff) throw onlyWith(option, "hr");
  }
  if (ends !== undefined && !/^\d{1,9}$/.test(ends)) {
    throw new UsageError(`--ends is a number: how many engagements are meant to end.\n\n${usage}`);
  }
  if (privileged !== undefined && !/^\d{1,9}$/.test(privileged)) {
    throw new UsageError(`--privileged is a number: how many such roles are meant.\n\n${usage}`);
  }
  if (site !== undefined && kind !== "fhir") throw onlyWith("--site", "fhir");
  if (full && kind !== "roster") throw onlyWith("--full", "roster");
  if (zone !== undefined && !["hr", "staff", "roster", "fhir"].includes(kind))
    throw onlyWith("--zone", "hr, roster and fhir");
  const order = {
    kind,
    full,
    ...(preview ? { preview } : {}),
    ...(ends === undefined ? {} : { ends: Number(ends) }),
    ...(privileged === undefined ? {} : { privileged: Number(privileged) }),
    ...(zone === undefined ? {} : { zone }),
    ...(site === undefined ? {} : { site }),
  };
  const settings = readSettings(environment);
  return withTakeIn(settings, environment, async (takeIn) => {
    const reports: Record<string, FileReport> = {};
    try {
      for (const file of kind === "fhir" ? inFhirOrder(files) : files) {
        const report = await showing(file, json, (onProgress) =>
          takeIn({ ...order, path: resolve(file) }, onProgress),
        );
        reports[file] = report;
        if (!json) console.log(inWords(file, report));
        if (receipts !== undefined) await writeReceipts(settings, receipts, report);
      }
    } finally {
      // A file that stops the command takes nothing away from what is said of those before it.
      if (json) console.log(JSON.stringify(reports));
    }
    const isWhole = ({ parked, refused, stopped }: FileReport) =>
      refused + parked === 0 && stopped === undefined;
    return Object.values(reports).every(isWhole) ? 0 : 1;
  });
};

/** An option that would do nothing is a mistake of whoever gave it. */
function onlyWith(option: string, kinds: string): UsageError {
  return new UsageError(`${option} goes with ${kinds} only.\n\n${usage}`);
}

/** Takes in a file with a bar of its bytes, whatever comes of it. */
async function showing(
  file: string,
  quiet: boolean,
  run: (onProgress: (progress: ImportProgress) => void) => Promise<FileReport>,
): Promise<FileReport> {
  const bar = progressBar(basename(file), quiet);
  try {
    return await run(({ bytes, read, size }) => bar.update(bytes, size, `${read} entries`));
  } catch (error) {
    throw isAboutTheCall(error) ? new UsageError(error.message) : error;
  } finally {
    bar.stop();
  }
}

async function withTakeIn(
  settings: Settings,
  environment: Parameters<RunCommand>[1],
  use: (takeIn: TakeIn) => Promise<number>,
): Promise<number> {
  const installation = await openUnlessRunning(settings, environment);
  if (installation === undefined) {
    return use((order, onProgress) => importThroughServer(settings.data, order, onProgress));
  }
  try {
    return await use((order, onProgress) => importFile(installation, order, onProgress));
  } finally {
    await installation.close();
  }
}

async function openUnlessRunning(
  settings: Settings,
  environment: Parameters<RunCommand>[1],
): Promise<Installation | undefined> {
  try {
    return await openInstallation(settings, environment);
  } catch (error) {
    if (error instanceof StoreError && error.code === "directory-in-use") return undefined;
    throw error;
  }
}

/** Encounters refer to patients, patients to nothing: the order of the types, whatever the order of the files. */
function inFhirOrder(files: readonly string[]): readonly string[] {
  const rank = (file: string) => {
    const index = fhirOrder.findIndex((type) => basename(file).startsWith(`${type}.`));
    return index === -1 ? fhirOrder.length : index;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}
