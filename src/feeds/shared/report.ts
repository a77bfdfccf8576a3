/** A part of a file that was not taken in, and why. */
export interface Refusal {
  /** The first line is 1. */
  readonly line: number;
  /** The column's name in a CSV file, the property in an iCalendar file, the path in FHIR. */
  readonly column?: string;
  /** For people; it may name a number of the file, never a person. */
  readonly reason: string;
}

/** What became of a file: read = applied + unchanged + historic + parked + refused. */
export interface ImportReport {
  readonly read: number;
  readonly applied: number;
  readonly unchanged: number;
  /** Over for so long that nothing rests on it. */
  readonly historic: number;
  readonly parked: number;
  readonly refused: number;
  /** What the file has besides, by name, and how often: not counted as read. */
  readonly ignored: Readonly<Record<string, number>>;
  /** The first thousand refusals, by line. */
  readonly refusals: readonly Refusal[];
}

/** What can become of one row, event or resource. */
export type Outcome = "applied" | "unchanged" | "historic" | "parked";

/** Hears how many were read so far, and the line of what was dealt with last; lines need not come in their order. */
export type OnProgress = (read: number, line: number) => void;

/** Counts while a file is taken in. */
export interface Tally {
  count(outcome: Outcome, line: number): void;
  refuse(refusal: Refusal): void;
  ignore(name: string, line: number): void;
  report(): ImportReport;
}

const mostRefusals = 1_000;

/** A new count. */
export function createTally(onProgress: OnProgress = () => undefined): Tally {
  const counts = { applied: 0, unchanged: 0, historic: 0, parked: 0, refused: 0 };
  const ignored = new Map<string, number>();
  const refusals: Refusal[] = [];
  const read = () => Object.values(counts).reduce((sum, count) => sum + count, 0);
  const report = (): ImportReport => ({
    read: read(),
    ...counts,
    ignored: Object.fromEntries([...ignored].sort(([a], [b]) => (a < b ? -1 : 1))),
    refusals: refusals.toSorted((a, b) => a.line - b.line),
  });
  return {
    count(outcome, line) {
      counts[outcome]++;
      onProgress(read(), line);
    },
    refuse(refusal) {
      counts.refused++;
      if (refusals.length < mostRefusals) refusals.push(refusal);
      onProgress(read(), refusal.line);
    },
    ignore(name, line) {
      ignored.set(name, (ignored.get(name) ?? 0) + 1);
      onProgress(read(), line);
    },
    report,
  };
}
