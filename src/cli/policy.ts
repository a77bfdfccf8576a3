import { type CandidateFound, writeCandidate } from "../rehearsal/index.ts";
import { askServer } from "./ask-server.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { readPolicyFiles } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey policy shadow <folder> [--share <percent>]
       wardkey policy shadow [--json]
       wardkey policy shadow --off [--json]

Has the running server that has the data directory (WARDKEY_DATA) decide what it decides under the folder's policy too,
and remember where that would have answered otherwise, or the same because of other rules. It changes no answer: it
hears of a decision once that is recorded. Without a folder: what differed so far. --off ends it, and says it once more.

  --share <percent>  the share of decisions that is decided twice, drawn at random; 10 when left out
  --off              ends it
  --json             machine-readable

Exit code: 0 done, 1 the server is not there or refused, 2 a wrong call, or the policy was refused.`;

/** `wardkey policy` */
export const policy: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: {
      share: { type: "string" },
      off: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [what, folder, ...more] = positionals;
  const { off, json, share } = values;
  if (what !== "shadow" || more.length > 0) throw new UsageError(usage);
  if (folder !== undefined && (off || json)) {
    throw new UsageError("A folder begins it: --off and --json are about one that runs.");
  }
  if (folder === undefined && share !== undefined) {
    throw new UsageError("--share goes with a folder.");
  }
  const { data } = readSettings(environment);
  if (folder !== undefined) return begin(data, folder, readShare(share));
  const answer = await askServer<Found>(
    data,
    off ? "candidate/end" : "candidate",
    off ? {} : undefined,
  );
  console.log(json ? JSON.stringify(answer.found, undefined, 2) : inWords(answer, off));
  return 0;
};

interface Found {
  /** Null: there is no candidate. */
  readonly found: CandidateFound | null;
}

async function begin(data: string, folder: string, share: number): Promise<number> {
  const candidate = await loadPolicy(folder);
  if (candidate.type === "refused") return candidate.code;
  await askServer(data, "candidate", { files: readPolicyFiles(folder), share });
  console.log(
    `From now on ${Number((share * 100).toFixed(6))} % of the decisions are decided under the policy in ${folder} too. "wardkey policy shadow" says what differs.`,
  );
  return 0;
}

function inWords({ found }: Found, isOff: boolean): string {
  if (found === null) return "Nothing is decided under another policy.";
  return `${writeCandidate(found)}${isOff ? "\nIt is off." : ""}`;
}

/** @throws UsageError */
function readShare(text = "10"): number {
  const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (percent > 0 && percent <= 100) return percent / 100;
  throw new UsageError(`--share ${text}: name a percentage above 0, up to 100.`);
}
