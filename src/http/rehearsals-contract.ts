/**
 * What the console and the server say to each other about rehearsals, and about what was observed beside what was predicted.
 * Imported by `web/console`, `http/console` and the commands that put the reports there. All instants are milliseconds since 1970,
 * all lengths milliseconds. Names of people and patients are those of the tasks: nobody real is in them.
 */

/** What is kept of a report, if anything is. */
export type KeptReport<R> =
  | { readonly type: "none" }
  /** There is a file, and it is not what the command writes. */
  | { readonly type: "damaged" }
  | { readonly type: "kept"; readonly report: R };

/** The last rehearsal that was put where the console shows it (`wardkey rehearse --console`). */
export interface RehearsalReport {
  readonly at: number;
  /** The id of the policy that was rehearsed. */
  readonly policy: string;
  readonly tasks: readonly RehearsedTask[];
  /** Friction against residual access by pattern, as SVG. */
  readonly plot: string;
  /** Of what was simulated and tuned besides. */
  readonly drawings?: readonly Drawing[];
}

/** A picture of a simulated day or of a pattern's settings, as SVG in the colour that it is given. */
export type Drawing = DrawingOf & { readonly svg: string };

/** What it is of: screens open without anybody, hour by hour; or what settings of a pattern cost against what they leave open. */
export type DrawingOf =
  | {
      readonly id: string;
      readonly kind: "exposure";
      readonly staff: number;
      readonly days: number;
    }
  | { readonly id: string; readonly kind: "frontier"; readonly pattern: string };

/** A task, what it costs and what it leaves open. */
export interface RehearsedTask extends TaskFigures {
  readonly zone: string;
  readonly steps: readonly RehearsedStep[];
  readonly overBudget: readonly string[];
}

/** A task in the list. */
export interface TaskFigures {
  /** Of this report. */
  readonly id: string;
  readonly task: string;
  readonly file: string;
  readonly patterns: readonly string[];
  readonly passed: boolean;
  /** Identity work of everybody. */
  readonly friction: number;
  readonly prompts: number;
  readonly deadEnds: number;
  /** The longest access after its reason; null: it has no end. */
  readonly residual: number | null;
  readonly unattributed: number;
  readonly unattended: number;
}

/** One thing that somebody does in a task, and what came of it. */
export interface RehearsedStep {
  /** In the task's file. */
  readonly line: number;
  readonly at: number;
  readonly actor: string;
  readonly sentence: string;
  readonly outcome: "permit" | "refused";
  /** What the person was told. */
  readonly said: readonly string[];
  readonly prompts: number;
  readonly friction: number;
  /** What that consists of. */
  readonly costs: readonly { readonly what: string; readonly cost: number }[];
  /** In whose name it is recorded, where that is somebody else. */
  readonly as?: string;
  readonly deadEnd: boolean;
  /** What did not come out as the task says. */
  readonly failures: readonly string[];
  readonly decisions: readonly RehearsedDecision[];
}

/** A decision of the policy on the way, and what it rests on. */
export interface RehearsedDecision {
  readonly action: string;
  readonly outcome: "permit" | "deny";
  /** Of a permit: until when it may be relied on. */
  readonly until?: number;
  readonly reasons: readonly string[];
  /** The ways forward that were offered. */
  readonly ways: readonly string[];
  /** Those on which it rests; of a denial that none forbids, those that might have permitted it. */
  readonly rules: readonly RehearsedRule[];
}

/** A rule, and what its conditions saw. */
export interface RehearsedRule {
  readonly id: string;
  readonly title: string;
  readonly effect: "permit" | "forbid";
  readonly outcome: RuleOutcome;
  readonly conditions: readonly {
    readonly text: string;
    readonly outcome: RuleOutcome;
    /** "level is 1" */
    readonly saw: readonly string[];
  }[];
}
export type RuleOutcome = "holds" | "does not hold" | "error";

/**
 * GET console/api/rehearsals: the tasks without their steps. The plot is console/api/rehearsals/plot/light or /dark, each drawing
 * console/api/rehearsals/drawings/:drawing/light or /dark.
 */
export type RehearsalsReply = KeptReport<
  Pick<RehearsalReport, "at" | "policy"> & {
    readonly tasks: readonly TaskFigures[];
    /** What identity work consists of, over all tasks, the most first. */
    readonly spent: readonly Spent[];
    readonly drawings: readonly DrawingOf[];
  }
>;
export interface Spent {
  readonly what: string;
  readonly cost: number;
  readonly times: number;
}
/** GET console/api/rehearsals/:task */
export type RehearsedTaskReply = RehearsedTask;

/** What the log told of a time beside what was predicted of it (`wardkey simulate --observed <from>/<to> --console`). */
export interface ObservedReport {
  readonly at: number;
  /** The id of the policy under which it was predicted. */
  readonly policy: string;
  readonly from: number;
  readonly to: number;
  /** How many days were simulated. */
  readonly days: number;
  readonly hours: readonly ObservedHour[];
}

/** A ward in an hour of its day. */
export interface ObservedHour {
  readonly ward: string;
  readonly pattern: string;
  readonly hour: number;
  readonly figures: readonly ObservedFigure[];
}

/** Null: there was nothing that it could be said of. */
export interface ObservedFigure {
  readonly name: string;
  readonly unit: string;
  readonly observed: number | null;
  readonly predicted: number | null;
  /** Observed less predicted. */
  readonly difference: number | null;
}

/** GET console/api/observed */
export type ObservedReply = KeptReport<ObservedReport>;
