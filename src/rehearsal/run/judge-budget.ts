import type { Duration } from "../../ports/index.ts";
import type { Budget } from "../scenario/scenario.ts";
import { seconds } from "./judge-step.ts";
import type { Figures, LongestResidual } from "./result.ts";

/** The figures that are over their budget, one sentence each. */
export function judgeBudget(budget: Budget, figures: Figures): readonly string[] {
  const over: string[] = [];
  const { friction, deadEnds, residual, unattributed, unattended } = budget;
  if (friction !== undefined && figures.friction > friction) {
    over.push(`friction is ${seconds(figures.friction)}, over ${seconds(friction)}`);
  }
  if (deadEnds !== undefined && figures.deadEnds > deadEnds) {
    over.push(`dead ends are ${figures.deadEnds}, over ${deadEnds}`);
  }
  if (residual !== undefined && residualTime(figures.residual) > residual) {
    over.push(`residual access is ${sayResidual(figures.residual)}, over ${minutes(residual)}`);
  }
  if (unattributed !== undefined && figures.unattributed > unattributed) {
    over.push(`unattributed actions are ${figures.unattributed}, over ${unattributed}`);
  }
  if (unattended !== undefined && figures.unattended > unattended) {
    const time = seconds(figures.unattended);
    over.push(`seats stood open unattended for ${time}, over ${seconds(unattended)}`);
  }
  return over;
}

/** How long it lasted; infinite when it has no end. */
export function residualTime(residual: LongestResidual | undefined): Duration {
  if (residual === undefined) return 0;
  return residual.to === undefined ? Number.POSITIVE_INFINITY : residual.to - residual.from;
}

/** "30 min", or "without end". */
export function sayResidual(residual: LongestResidual | undefined): string {
  const time = residualTime(residual);
  return Number.isFinite(time) ? minutes(time) : "without end";
}

/** Milliseconds as minutes: whole ones where they are. */
export function minutes(milliseconds: Duration): string {
  const value = milliseconds / 60_000;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} min`;
}
