import { meanOf, totalOf, type Weights, weightings, worths } from "./figures.ts";
import type { Measured } from "./frontier.ts";
import type { Point } from "./point.ts";

/** A setting and today's, measured under the same assumptions. */
export interface Compared {
  readonly point: Point;
  readonly candidate: Measured;
  readonly today: Measured;
}

/** Where a candidate is no better than today's setting after all. */
export interface Flip {
  readonly point: string;
  readonly weights: string;
  /** By how many seconds a shift it is worse. */
  readonly by: number;
}

/**
 * Where today's setting comes out as well or better: under which assumptions about people, and which worths. None: it is better
 * under all of them, and may be recommended.
 */
export function flipsOf(compared: readonly Compared[]): readonly Flip[] {
  return compared.flatMap(({ candidate, point, today }) =>
    weightings.flatMap((weights) => {
      const by =
        totalOf(meanOf(candidate.samples), weights) - totalOf(meanOf(today.samples), weights);
      return by < 0 ? [] : [{ point: point.what, weights: sayWeights(weights), by }];
    }),
  );
}

function sayWeights(weights: Weights): string {
  const [changed] = Object.entries(weights);
  if (changed === undefined) return "worths as they are";
  const [name, times] = changed;
  return `${worths[name as keyof Weights].name} worth x ${times}`;
}
