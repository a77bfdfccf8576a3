import { expect, test } from "vitest";
import { loadCatalogue } from "../../src/web/index.ts";
import { findingWords } from "../../src/workloads/index.ts";

test("what detectors find, and what to do about it, has German words, and no others", async () => {
  const { server } = await loadCatalogue("de");
  const findings = server?.findings ?? {};
  expect(Object.keys(findings).toSorted()).toEqual(Object.keys(findingWords).toSorted());
  for (const [cause, { fix, what }] of Object.entries(findingWords)) {
    expect([cause, findings[cause]?.what]).not.toEqual([cause, what]);
    expect([cause, findings[cause]?.fix]).not.toEqual([cause, fix]);
  }
});
