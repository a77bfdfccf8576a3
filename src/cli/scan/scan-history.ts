import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { isSecret, secretLength, secretPrefix } from "../../workloads/index.ts";
import { type FoundSecret, masked } from "./find-secrets.ts";

/** What was found in what a repository was before. */
export interface HistoryScanned {
  readonly found: readonly FoundSecret[];
  /** The bytes of the changes that were looked at. */
  readonly bytes: number;
}

/**
 * Looks for secrets in every line that any commit of a repository added, on every branch. Of a folder that belongs to none, nothing
 * is looked at. Git prints only the files of which a commit added or removed a line with a prefix.
 */
export async function scanHistory(path: string): Promise<HistoryScanned> {
  if (!(await isRepository(path))) return { found: [], bytes: 0 };
  const found = new Map<string, FoundSecret>();
  let bytes = 0;
  let commit = "";
  let file = "";
  let line = 0;
  let isHeader = true;
  await git(
    path,
    [
      "log",
      "--all",
      "--text",
      "--no-color",
      "--no-ext-diff",
      "--no-textconv",
      "--unified=0",
      "--format=commit %h",
      "-G",
      secretPrefix,
      "-p",
      "-m",
    ],
    (text) => {
      bytes += text.length + 1;
      if (text.startsWith("commit ")) commit = text.slice(7);
      else if (text.startsWith("diff ")) isHeader = true;
      else if (isHeader && text.startsWith("+++ ")) file = text.slice(4).replace(/^b\//, "");
      else if (text.startsWith("@@ ")) {
        isHeader = false;
        line = Number(/\+(\d+)/.exec(text)?.[1] ?? 1);
      } else if (!isHeader && text.startsWith("+")) {
        for (const secret of secretsInLine(text)) {
          const place = `${commit}:${file}`;
          // A merge shows a line once for each of its parents.
          found.set(`${place} ${line} ${secret}`, { place, line, secret: masked(secret) });
        }
        line++;
      }
    },
  );
  return { found: [...found.values()], bytes };
}

function secretsInLine(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = text.indexOf(secretPrefix); at >= 0; at = text.indexOf(secretPrefix, at + 1)) {
    const secret = text.slice(at, at + secretLength);
    if (isSecret(secret)) found.push(secret);
  }
  return found;
}

async function isRepository(path: string): Promise<boolean> {
  let inside = false;
  try {
    await git(path, ["rev-parse", "--is-inside-work-tree"], (line) => {
      inside = line === "true";
    });
  } catch {
    return false;
  }
  return inside;
}

function git(path: string, args: readonly string[], onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-C", path, ...args], { stdio: ["ignore", "pipe", "ignore"] });
    const lines = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on("line", onLine);
    const read = new Promise<void>((done) => lines.once("close", done));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) void read.then(resolve);
      else
        reject(
          Object.assign(new Error("The history cannot be read by git."), { code: "no-history" }),
        );
    });
  });
}
