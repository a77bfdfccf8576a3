import type { Permit } from "../access/index.ts";
import type { ChartSection, SaidView } from "./contract.ts";
import { saidBy } from "./said.ts";

type Limit = Extract<Permit["obligations"][number], { type: "summary-only" }>;

function isLimit(obligation: Permit["obligations"][number]): obligation is Limit {
  return obligation.type === "summary-only";
}

/** Why a chart is open and what of it, in words: the same on a seat's screen and on a phone. */
export function whyOpen({ because, obligations, said }: Permit): {
  readonly because: readonly string[];
  readonly said: readonly SaidView[];
} {
  const limits = obligations.filter(isLimit);
  return {
    because: [...because, ...limits.map(({ text }) => text)],
    said: [...said, ...limits.map(({ type }) => saidBy(type))],
  };
}

/** After discharge those who were responsible keep summaries and results, and no more (C3). */
export function sectionsFor(
  { obligations }: Pick<Permit, "obligations">,
  sections: readonly ChartSection[],
): readonly ChartSection[] {
  if (!obligations.some(isLimit)) return sections;
  return sections.filter(({ id }) => id === "summary" || id === "results");
}
