import { expect, test } from "vitest";
import type { Permit } from "../access/index.ts";
import { sectionsFor, whyOpen } from "./limits.ts";

const because = ["You were responsible at discharge."];
const permit = (obligations: Permit["obligations"]) =>
  ({ because, said: [], obligations }) as unknown as Permit;
const limit = { type: "summary-only", text: "Summaries and pending results only." } as const;
const sections = (["summary", "notes", "results"] as const).map((id) => ({
  id,
  title: id,
  entries: [],
}));

test("[C3] a chart that is open for summaries and results alone shows no more, and says so", () => {
  const limited = permit([limit]);
  expect(whyOpen(limited).because).toEqual([...because, limit.text]);
  expect(whyOpen(limited).said).toEqual([expect.objectContaining({ code: "summary-only" })]);
  expect(sectionsFor(limited, sections).map(({ id }) => id)).toEqual(["summary", "results"]);
});

test("[C3] one that is open in full says nothing of a limit", () => {
  const full = permit([]);
  expect(whyOpen(full)).toEqual({ because, said: [] });
  expect(sectionsFor(full, sections)).toEqual(sections);
});
