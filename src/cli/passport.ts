import { readFileSync } from "node:fs";
import {
  createCheckStatus,
  createStatusLists,
  type Expected,
  faultWords,
  fetchStatusList,
  type Passport,
  PassportError,
  verifyPassport,
} from "../http/index.ts";
import { machineClock } from "../node/index.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { policyFolder } from "./serve/policy.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey passport --audience <text> --nonce <text> [--policy <folder>] [--json] <file>

Says whether a staff passport that was presented (an SD-JWT VC with its holder's proof, in a file, or - for what is typed)
would be believed by the policy's passports.yaml, what it says, and if it is not believed, why. It asks the issuer whether
it was revoked, and nothing else; nothing is recorded, and nobody is let in by it. For whoever connects an issuer.

  --audience  whom the proof has to be for
  --nonce     what the request said, which the proof repeats
  --policy    the policy to ask; the one that is shipped when left out
  --json      machine-readable

Exit code: 0 believed, 1 not believed, 2 a wrong call, or the policy was refused.`;

/** `wardkey passport` */
export const passport: RunCommand = async (args) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: {
      audience: { type: "string" },
      nonce: { type: "string" },
      policy: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [file, ...more] = positionals;
  const { audience, json, nonce } = values;
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
