import { frictionOf, type Tally } from "../simulate/tally.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What a setting costs and leaves open, each by the shift. */
export type Figures = Readonly<Record<FigureName, number>>;

/** The names of the figures: the first two are what clinicians pay, the others what the hospital does. */
export type FigureName = (typeof figureNames)[number];

export const figureNames = [
  "friction",
  "interrupted",
  "unattended",
  "badgeAlone",
  "unattributed",
  "excess",
  "residual",
] as const;

/** What a figure is called, its unit, and what one of it is worth. */
export interface Worth {
  readonly name: string;
  readonly unit: string;
  /** Seconds of a clinician's time that one of it weighs as much as. */
  readonly seconds: number;
  readonly risk: boolean;
}

/**
 * What one of each figure weighs against a second of identity work. Of friction it is so by what it means; the others are
 * parameters of ours, not measured: a recommendation has to hold with each of them four times as much and a quarter.
 */
export const worths: Readonly<Record<FigureName, Worth>> = {
  friction: { name: "friction", unit: "s a shift", seconds: 1, risk: false },
  interrupted: { name: "interrupted", unit: "a shift", seconds: 30, risk: false },
  unattended: { name: "unattended", unit: "min a shift", seconds: 6, risk: true },
  badgeAlone: { name: "badge alone", unit: "h a shift", seconds: 4, risk: true },
  unattributed: { name: "unattributed", unit: "a shift", seconds: 60, risk: true },
  excess: { name: "excess", unit: "patient-h a shift", seconds: 0.02, risk: true },
  residual: { name: "residual", unit: "min a shift", seconds: 1, risk: true },
};

/** The figures of a simulation's tally; all zero where nobody was at work. */
export function figuresOf(tally: Tally): Figures {
  const { badgeAlone, excess, interrupted, residual, unattended, unattributed } = tally;
  const a = (value: number) => (tally.shifts === 0 ? 0 : value / tally.shifts);
  return {
    friction: a(frictionOf(tally) / second),
    interrupted: a(interrupted),
    unattended: a(unattended / minute),
    badgeAlone: a(badgeAlone / hour),
    unattributed: a(unattributed),
    excess: a(excess / hour),
    residual: a(residual / minute),
  };
}

/** The mean of several. */
export function meanOf(samples: readonly Figures[]): Figures {
  const of = (name: FigureName) =>
    samples.reduce((sum, sample) => sum + sample[name], 0) / Math.max(1, samples.length);
  return Object.fromEntries(figureNames.map((name) => [name, of(name)])) as Figures;
}

/** By how much one figure's worth is multiplied; absent: by 1. */
export type Weights = Partial<Readonly<Record<FigureName, number>>>;

/** The worths that a recommendation has to hold with: as they are, and each risk alone four times as much and a quarter. */
export const weightings: readonly Weights[] = [
  {},
  ...figureNames
    .filter((name) => worths[name].risk)
    .flatMap((name) => [{ [name]: 4 }, { [name]: 0.25 }]),
];

/** All that a setting costs and leaves open, in seconds of a clinician's time by the shift. */
export function totalOf(figures: Figures, weights: Weights = {}): number {
  return sumOf(figures, figureNames, weights);
}

/** What it leaves open alone, in the same. */
export function riskOf(figures: Figures, weights: Weights = {}): number {
  return sumOf(
    figures,
    figureNames.filter((name) => worths[name].risk),
    weights,
  );
}

function sumOf(figures: Figures, names: readonly FigureName[], weights: Weights): number {
  return names.reduce(
    (sum, name) => sum + figures[name] * worths[name].seconds * (weights[name] ?? 1),
    0,
  );
}
