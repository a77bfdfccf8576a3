import { meanOf, riskOf } from "./figures.ts";
import type { Measured } from "./frontier.ts";
import type { Point } from "./point.ts";

/** What is left open along one dial, the others as they are today, under some assumptions about people. */
export interface Line {
  readonly dial: string;
  readonly point: Point;
  /** Strictest first. */
  readonly steps: readonly { readonly value: string; readonly measured: Measured }[];
}

/** Where what is left open is least along a line. */
export interface Least {
  readonly dial: string;
  readonly point: string;
  readonly risks: readonly { readonly value: string; readonly risk: number }[];
  readonly where: "strictest" | "between" | "loosest" | "nowhere";
}

/**
 * Whether stricter is safer along a dial. That the least risk lies between loose and strict is a hypothesis, since people work
 * around what costs them too much: it is said where it holds, and never assumed (design/rehearsal.md, "People work around").
 */
export function leastAlong({ dial, point, steps }: Line): Least {
  const risks = steps.map(({ measured, value }) => ({
    value,
    risk: riskOf(meanOf(measured.samples)),
  }));
  return { dial, point: point.what, risks, where: whereLeast(risks.map(({ risk }) => risk)) };
}

function whereLeast(risks: readonly number[]): Least["where"] {
  const least = Math.min(...risks);
  if (risks.every((risk) => risk === least)) return "nowhere";
  if (risks[0] === least) return "strictest";
  return risks.at(-1) === least ? "loosest" : "between";
}
