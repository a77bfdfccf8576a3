import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type App, activate, restore, system } from "../../app.ts";
import { type Problem, sayProblem } from "../../rehearsal/index.ts";
import { policyProblems } from "../policy-problems.ts";

/** The policy as shipped. */
export const policyFolder: string = join(import.meta.dirname, "../../../policy");

/** A bundle's files could not be used; the message lists each problem with its place and its policy. */
class PolicyRefusedError extends Error {
  readonly code = "policy-refused";

  constructor(problems: readonly Problem[]) {
    const lines = problems.map((problem) => `  ${sayProblem(problem)}`);
    super(`The policy is refused; what was active stays so.\n${lines.join("\n")}`);
    this.name = "PolicyRefusedError";
  }
}

/** Reads a folder's policy files: path inside it to text. */
export function readPolicyFiles(folder: string): Readonly<Record<string, string>> {
  const files = globSync("*.{cedar,cedarschema,yaml}", { cwd: folder }).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

/**
 * Makes the files of a folder the active policy: at the first start, or when it is asked for. The bundle comes from the
 * log; files on disk are a proposal. They do heal the active policy, where they are exactly its files and the database has lost them.
 *
 * @throws PolicyRefusedError
 */
export async function activatePolicyFiles(
  app: App,
  say: (line: string) => void,
  wish: { readonly folder: string; readonly always: boolean },
): Promise<void> {
  const files = readPolicyFiles(wish.folder);
  const loaded = await app.load(files);
  if (loaded.type === "refused") {
    throw new PolicyRefusedError(policyProblems(wish.folder, loaded.problems));
  }
  const active = app.world().policy?.hash;
  if (await restore(app, loaded.bundle, system)) {
    say("What the database kept of the active policy was damaged. It is restored from its files.");
  }
  if (active === undefined || wish.always) return activate(app, loaded.bundle, system);
  const status = app.status();
  if (!app.bundles.has(active) && status.type === "out-of-service") say(status.why);
  if (active !== loaded.bundle.hash) {
    say(
      "The policy files differ from the active policy, which stays. --activate makes them active.",
    );
  }
}
