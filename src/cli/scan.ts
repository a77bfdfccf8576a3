import { availableParallelism } from "node:os";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { scanFiles } from "./scan/scan-files.ts";
import { scanHistory } from "./scan/scan-history.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey scan [--no-history] [--json] <path>

Looks for client secrets of Wardkey in files, and in the whole history of a git repository: by their prefix and their checksum, so that
what merely looks like one is not found. Nothing of a secret is printed but its beginning and its end. Nothing is sent anywhere.
End what was found: wardkey workload end-credential <credential> --reason leaked.

  --no-history  the files as they are, and not what was in the repository before
  --json        machine-readable

Exit code: 0 nothing found, 1 something was, 2 a wrong call.`;

/** `wardkey scan` */
export const scan: RunCommand = async (args) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: {
      "no-history": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError(usage);
  const workers = Math.min(4, availableParallelism());
  const files = await scanFiles(path, workers);
  const history = values["no-history"] ? { found: [], bytes: 0 } : await scanHistory(path);
  const found = [...files.found, ...history.found];
  const unreadable = files.unreadable;
  if (values.json) {
    const bytes = files.bytes + history.bytes;
    console.log(JSON.stringify({ found, bytes, files: files.files, unreadable }));
  } else {
    for (const { line, place, secret } of found) console.log(`${place}:${line}  ${secret}`);
    for (const place of unreadable) console.error(`${place} cannot be read: it was not scanned.`);
    console.log(
      found.length === 0
        ? `No secret in ${files.files} files (${files.bytes + history.bytes} bytes).`
        : `Secrets: ${found.length}. Whoever has read these places has them: end each of them.`,
    );
  }
  return found.length === 0 ? 0 : 1;
};
