import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import type { Mutant } from "./mutant.ts";
import { mutantsOf } from "./mutants-of.ts";
import { createMutantRunner, type MutantRunner } from "./run-mutants.ts";

const policy = shippedFiles();
const scenarios = shippedFiles("scenarios");
const mutants = mutantsOf(policy);

function find(what: string): Mutant {
  const found = mutants.find((mutant) => mutant.what.startsWith(what));
  if (found === undefined) throw new Error(`there is no mutant "${what}"`);
  return found;
}

/** The lines that a mutant lacks, and those that it has besides, of all files. */
function difference({ files }: Mutant): { readonly gone: string[]; readonly come: string[] } {
  const [before, after] = [policy, files].map((each) => Object.values(each).join("\n").split("\n"));
  return {
    gone: (before ?? []).filter((line) => !after?.includes(line)),
    come: (after ?? []).filter((line) => !before?.includes(line)),
  };
}

describe("what is changed", () => {
  test("every policy is removed once, and every parameter of every pattern is changed", () => {
    const ids = Object.entries(policy)
      .filter(([file]) => file.endsWith(".cedar"))
      .flatMap(([, text]) => [...text.matchAll(/^@id\("(.*)"\)/gm)].map(([, id]) => id));
    const removed = mutants.filter(({ group }) => group === "policy").map(({ about }) => about);
    expect(removed.toSorted()).toEqual(ids.toSorted());
    const times = (policy["patterns.yaml"] ?? "").match(/^ {2}[a-z-]+: [1-9]/gm) ?? [];
    expect(mutants.filter(({ group }) => group === "pattern")).toHaveLength(2 * times.length);
  });

  test("a change is one change, in the line that is named", () => {
    const mutant = find("inpatient tail doubled");
    expect(mutant.what).toBe("inpatient tail doubled: 2 h becomes 4 h");
    expect(policy["patterns.yaml"]?.split("\n")[mutant.line - 1]).toBe("  tail: 2 h");
    expect(mutant.pattern).toBe("inpatient");
    for (const { group, what, files } of mutants) {
      const changed = Object.keys(policy).filter((file) => files[file] !== policy[file]);
      if (group !== "policy") expect([what, changed.length]).toEqual([what, 1]);
    }
  });

  test("a policy that a list names goes from the list too", () => {
    expect(difference(find("policy vip removed")).come).toEqual([
      "lifts: [off-site, colleague-as-patient, sealed-chart]",
    ]);
    expect(difference(find("policy sealed-chart removed")).come).toEqual([
      "lifts: [off-site, colleague-as-patient, vip]",
    ]);
  });

  test("levels are lowered, and what must be done at once may be old", () => {
    expect(difference(find("case.open level lowered")).come).toEqual(["case.open: { level: 1 }"]);
    expect(find("glass.break within loosened").what).toContain("fresh becomes 24 h");
  });

  test("texts for people and what a remedy costs stay", () => {
    expect(mutants.filter(({ what }) => /\b(title|reasons|cost)\b/.test(what))).toEqual([]);
  });
});

describe("who notices", () => {
  let runner: MutantRunner;
  beforeAll(() => {
    const texts = ["telehealth-clinic.yaml", "transfer-closes-access.yaml"].map((file) => ({
      file,
      text: scenarios[file] ?? "",
    }));
    runner = createMutantRunner(texts, sha256);
  });

  test("a scenario that comes out otherwise, and its name", async () => {
    expect(await runner.judge(find("policy care-team removed"))).toMatchObject({
      verdict: "noticed",
      by: "transfer-closes-access.yaml",
    });
    expect(await runner.judge(find("telehealth contact-lead doubled"))).toMatchObject({
      verdict: "noticed",
      by: "telehealth-clinic.yaml",
    });
  });

  test("nobody, where no scenario is about it", async () => {
    expect((await runner.judge(find("policy vip removed"))).verdict).toBe("unnoticed");
    // Telehealth is the pattern of one of the two, which has no use for this; the emergency pattern is of neither.
    expect((await runner.judge(find("emergency tail doubled"))).verdict).toBe("unnoticed");
  });

  test("a policy that cannot be loaded is not for a scenario to notice", async () => {
    const mutant = find("policy vip removed");
    const files = { ...mutant.files, "roles.yaml": "nurse: 1" };
    expect((await runner.judge({ ...mutant, files })).verdict).toBe("refused");
  });
});
