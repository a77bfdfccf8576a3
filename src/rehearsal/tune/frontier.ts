import { type FigureName, type Figures, figureNames } from "./figures.ts";
import type { Setting } from "./setting.ts";

/** A setting, and what came of it: one sample for each seed, in the seeds' order. */
export interface Measured {
  readonly setting: Setting;
  readonly samples: readonly Figures[];
}

/** How one setting's figure stands to another's. */
export type Standing = "better" | "worse" | "alike";

/**
 * How a figure of one setting stands to that of another, seed by seed: the same people do the same under both until the setting
 * makes them part. A difference counts when its mean is more than two standard errors from none, so that chance makes no
 * winner; with a single seed any difference counts.
 */
export function standingOf(one: Measured, other: Measured, figure: FigureName): Standing {
  const differences = one.samples.map(
    (sample, index) => sample[figure] - (other.samples[index]?.[figure] ?? sample[figure]),
  );
  const count = differences.length;
  const mean = differences.reduce((sum, each) => sum + each, 0) / Math.max(1, count);
  const spread = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = count < 2 ? 0 : Math.sqrt(spread / (count - 1) / count);
  if (Math.abs(mean) <= 2 * error || Math.abs(mean) < negligible) return "alike";
  return mean < 0 ? "better" : "worse";
}

/** Less than this is rounding. */
const negligible = 1e-9;

/** Whether one setting is better than another in some figure, and worse in none. */
export function dominates(one: Measured, other: Measured): boolean {
  const standings = figureNames.map((figure) => standingOf(one, other, figure));
  return standings.includes("better") && !standings.includes("worse");
}

/** Those that no other dominates. */
export function frontierOf(measured: readonly Measured[]): readonly Measured[] {
  return measured.filter((one) => !measured.some((other) => dominates(other, one)));
}
