import { type Bundle, loadBundle } from "../../access/index.ts";
import type { Hasher } from "../../ports/index.ts";
import { RehearsalError } from "../run/errors.ts";
import { runScenario } from "../run/run-scenario.ts";
import { parseScenarios } from "../scenario/parse-scenarios.ts";
import { policyWords } from "../scenario/read-context.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Mutant } from "./mutant.ts";
import { nothingDiffers } from "./nothing-differs.ts";

/** A scenario's file, path and text. */
export interface ScenarioText {
  readonly file: string;
  readonly text: string;
}

/** What came of a mutant. */
export interface Judged {
  readonly mutant: Mutant;
  /** `refused`: no such policy can be loaded, and `same`: nothing can come out otherwise, so that none has to notice it. */
  readonly verdict: "noticed" | "unnoticed" | "refused" | "same";
  /** The scenario that noticed it. */
  readonly by?: string;
  /** Of `same`, why. */
  readonly because?: string;
}

/** Runs the scenarios against mutants, one mutant at a time; the next is told what the ones before came to. */
export interface MutantRunner {
  judge(mutant: Mutant): Promise<Judged>;
}

/** Over these scenarios, which all pass against the policy that the mutants are of. */
export function createMutantRunner(texts: readonly ScenarioText[], hasher: Hasher): MutantRunner {
  /** How often a scenario noticed something, and who noticed a mutant of the same thing last. */
  const noticed = new Map<string, number>();
  const lastBy = new Map<string, string>();

  async function judge(mutant: Mutant): Promise<Judged> {
    const loaded = await loadBundle({ hasher }, mutant.files);
    if (loaded.type === "refused") return { mutant, verdict: "refused" };
    const { bundle } = loaded;
    const because = nothingDiffers(mutant, bundle);
    if (because !== undefined) return { mutant, verdict: "same", because };
    const words = policyWords(bundle);
    for (const { file, text } of inOrder(mutant)) {
      const parsed = parseScenarios(file, text, words);
      // A scenario that is none any more under the mutant has noticed it.
      if (parsed.type === "scenarios") {
        const concerned = parsed.scenarios.filter((scenario) => concerns(mutant, scenario));
        if (await allPass(concerned, bundle)) continue;
      }
      noticed.set(file, (noticed.get(file) ?? 0) + 1);
      lastBy.set(mutant.about, file);
      return { mutant, verdict: "noticed", by: file };
    }
    return { mutant, verdict: "unnoticed" };
  }

  async function allPass(scenarios: readonly Scenario[], bundle: Bundle): Promise<boolean> {
    for (const scenario of scenarios) {
      if (!(await passes(scenario, bundle, hasher))) return false;
    }
    return true;
  }

  /** Those that are likely to notice first: the order changes how long it takes, and nothing else but whose name is given. */
  function inOrder({ about }: Mutant): readonly ScenarioText[] {
    const last = lastBy.get(about);
    const rank = ({ file }: ScenarioText) => (file === last ? Infinity : (noticed.get(file) ?? 0));
    return [...texts].sort((a, b) => rank(b) - rank(a));
  }

  return { judge };
}

/** A pattern's parameter matters to who works under the pattern. */
function concerns({ pattern }: Mutant, { given }: Scenario): boolean {
  return pattern === undefined || given.wards.some((ward) => ward.pattern === pattern);
}

async function passes(scenario: Scenario, bundle: Bundle, hasher: Hasher): Promise<boolean> {
  try {
    return (await runScenario(scenario, bundle, { hasher })).passed;
  } catch (error) {
    // The product did not take in what the scenario gives: it came out otherwise.
    if (error instanceof RehearsalError) return false;
    throw error;
  }
}
