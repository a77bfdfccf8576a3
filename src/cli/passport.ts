import { readFileSync } from "node:fs";
import {
  createCheckStatus,
  createStatusLists,
  type Expected,
  faultWords,
  fetchStatusList,
  type Passport,
  PassportError,
  type Turn,
  type Turned,
  verifyPassport,
} from "../http/index.ts";
import { machineClock } from "../node/index.ts";
import { askServer } from "./ask-server.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { policyFolder } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey passport --audience <text> --nonce <text> [--policy <folder>] [--json] <file>
       wardkey passport turn-key [--days <number> | --compromised]

Says whether a staff passport that was presented (an SD-JWT VC with its holder's proof, in a file, or - for what is typed)
would be believed by the policy's passports.yaml, what it says, and if it is not believed, why. It asks the issuer whether
it was revoked, and nothing else; nothing is recorded, and nobody is let in by it. For whoever connects an issuer.

  --audience  whom the proof has to be for
  --nonce     what the request said, which the proof repeats
  --policy    the policy to ask; the one that is shipped when left out
  --json      machine-readable

turn-key asks the running server that has the data directory (WARDKEY_DATA) for the next key by which passports of this house are signed.

  --days         published at once, it signs after so many days, 0 to 90 (default: 30): by then other organisations have it in
                 their policies. The one before stays published for 91 days after that
  --compromised  the key before is somebody else's too: the next one signs at once, and no other is published any more

Exit code: 0 believed, 1 not believed, 2 a wrong call, or the policy was refused.`;

/** `wardkey passport` */
export const passport: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: {
      audience: { type: "string" },
      nonce: { type: "string" },
      policy: { type: "string" },
      json: { type: "boolean", default: false },
      days: { type: "string" },
      compromised: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [file, ...more] = positionals;
  const { audience, compromised, days, json, nonce } = values;
  if (file === "turn-key" && more.length === 0 && audience === undefined) {
    return turnKey(environment, { compromised: compromised === true, days });
  }
  if (compromised !== undefined || days !== undefined) throw new UsageError(usage);
  if (file === undefined || more.length > 0 || audience === undefined || nonce === undefined) {
    throw new UsageError(usage);
  }
  const policy = await loadPolicy(values.policy ?? policyFolder);
  if (policy.type === "refused") return policy.code;
  const presentation = readPresentation(file);
  const checkStatus = createCheckStatus(
    createStatusLists(fetchStatusList, { clock: machineClock }),
  );
  try {
    const expected: Expected = { audience, nonce, at: machineClock.now() };
    const { passports } = policy.bundle;
    const found = await verifyPassport(presentation, expected, passports, checkStatus);
    console.log(json ? JSON.stringify(plain(found)) : inWords(found));
    return 0;
  } catch (error) {
    if (!(error instanceof PassportError)) throw error;
    const said = faultWords[error.code];
    console.log(json ? JSON.stringify({ refused: error.code, said }) : `Not believed: ${said}`);
    return 1;
  }
};

async function turnKey(
  environment: Parameters<RunCommand>[1],
  {
    compromised,
    days = "30",
  }: { readonly compromised: boolean; readonly days?: string | undefined },
): Promise<number> {
  if (!/^\d{1,2}$/.test(days) || Number(days) > 90) {
    throw new UsageError(`--days is a whole number from 0 to 90.\n\n${usage}`);
  }
  const after = compromised ? 0 : Number(days) * 86_400_000;
  const { data } = readSettings(environment);
  const turn: Turn = { after, compromised };
  const { from, keptUntil, kid } = await askServer<Turned>(data, "passports/turn-key", turn);
  const when = (at: number) => new Date(at).toISOString();
  console.log(`The key ${kid} signs passports from ${when(from)} on, and is published now.`);
  console.log(
    keptUntil === undefined
      ? "No key before it is published any more. Tell every organisation that has one in its policy to take it out: whatever it signed is not to be believed."
      : `The one before is published until ${when(keptUntil)}. Tell the organisations that have it in their policies to put the new one beside it before that.`,
  );
  return 0;
}

function readPresentation(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8").trim();
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
}

function plain({ issuer, ...said }: Passport): Readonly<Record<string, unknown>> {
  return { issuer: issuer.issuer, ...said };
}

function inWords({ issuer, name, proofing, registration, role, until }: Passport): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const lines = [
    `Believed: ${name}, ${role}, until ${day(until)}`,
    `  issued by ${issuer.title} (${issuer.issuer})`,
    `  proofed to level ${proofing.level} on ${day(proofing.at)}, by ${proofing.by}: ${proofing.method}`,
  ];
  if (registration !== undefined) {
    const { body, number } = registration;
    lines.push(`  registered with ${body} as ${number}, until ${day(registration.until)}`);
  }
  return lines.join("\n");
}
