import { emptyHour, type Seen, type WardHour } from "./observation.ts";

/** One figure of a ward and an hour. */
export interface HourFigure {
  readonly name: string;
  readonly unit: string;
  /** Undefined: there was nothing that it could be said of. */
  readonly of: (hour: WardHour, days: number) => number | undefined;
}

const share = (part: number, of: number): number | undefined =>
  of === 0 ? undefined : (100 * part) / of;

/** What stands beside each other: each is said of the log and of the simulation by this one definition. */
const hourFigures: readonly HourFigure[] = [
  { name: "sign-ins", unit: "a day", of: ({ signIns }, days) => signIns / days },
  {
    name: "proofs",
    unit: "% of sign-ins",
    of: ({ proofs, signIns }) => share(proofs, signIns),
  },
  {
    name: "tap to chart",
    unit: "s, p99",
    of: ({ tapToChart }) => {
      const sorted = tapToChart.toSorted((a, b) => a - b);
      const at = sorted[Math.ceil(0.99 * sorted.length) - 1];
      return at === undefined ? undefined : at / 1_000;
    },
  },
  {
    name: "denied",
    unit: "% of decisions",
    of: ({ decisions, denied }) => share(denied, decisions),
  },
  {
    name: "given up",
    unit: "% of denials",
    of: ({ givenUp, permittedLater }) => share(givenUp, givenUp + permittedLater),
  },
  { name: "glass broken", unit: "a day", of: ({ glassBroken }, days) => glassBroken / days },
];

/** A figure as it was seen and as it was predicted. */
export interface Beside {
  readonly name: string;
  readonly unit: string;
  readonly observed: number | undefined;
  readonly predicted: number | undefined;
  /** Observed less predicted. */
  readonly difference: number | undefined;
}

/** A ward in an hour of its day. */
export interface HourBeside {
  readonly ward: string;
  readonly pattern: string;
  readonly hour: number;
  readonly figures: readonly Beside[];
}

/** What was seen or predicted in a time of so many days. */
export interface Told {
  readonly seen: Seen;
  readonly days: number;
}

/**
 * What was observed of each ward, hour by hour, beside what a simulation predicts of a ward under the same pattern: the mean of its
 * wards. Hours of which neither says anything are left out.
 */
export function standBeside(observed: Told, predicted: Told): readonly HourBeside[] {
  const patterns = meansByPattern(predicted.seen);
  return [...observed.seen]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([ward, { hours, pattern }]) =>
      hours.flatMap((seen, hour): readonly HourBeside[] => {
        const under = patterns.get(pattern);
        const like = under?.hours[hour] ?? emptyHour();
        if (seen.decisions + seen.signIns + like.decisions + like.signIns === 0) return [];
        const figures = hourFigures.map((figure): Beside => {
          const was = figure.of(seen, observed.days);
          // As if it were one ward: what is counted a day is shared among those that were simulated.
          const will = under && figure.of(like, predicted.days * under.wards);
          const difference = was === undefined || will === undefined ? undefined : was - will;
          const { name, unit } = figure;
          return { name, unit, observed: was, predicted: will, difference };
        });
        return [{ ward, pattern, hour, figures }];
      }),
    );
}

interface UnderPattern {
  wards: number;
  readonly hours: WardHour[];
}

function meansByPattern(seen: Seen): ReadonlyMap<string, UnderPattern> {
  const patterns = new Map<string, UnderPattern>();
  for (const { hours, pattern } of seen.values()) {
    const known = patterns.get(pattern) ?? {
      wards: 0,
      hours: Array.from({ length: 24 }, emptyHour),
    };
    patterns.set(pattern, known);
    known.wards++;
    for (const [index, hour] of hours.entries()) add(known.hours[index] ?? emptyHour(), hour);
  }
  return patterns;
}

function add(sum: WardHour, hour: WardHour): void {
  sum.signIns += hour.signIns;
  sum.proofs += hour.proofs;
  sum.decisions += hour.decisions;
  sum.denied += hour.denied;
  sum.permittedLater += hour.permittedLater;
  sum.givenUp += hour.givenUp;
  sum.glassBroken += hour.glassBroken;
  for (const time of hour.tapToChart) sum.tapToChart.push(time);
}
