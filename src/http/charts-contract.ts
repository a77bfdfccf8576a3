import type { PatientView, PersonView } from "./contract.ts";

/** What the console's page of charts and the server say to each other (C9, C10). */

/** GET console/api/charts: whoever was registered by hand, what became one, and what needs care. */
export interface ChartsReply {
  readonly arrivals: readonly ArrivalView[];
  readonly merges: readonly MergeView[];
  readonly marked: readonly MarkedView[];
}
/** Somebody under a made name, until admissions tell of them. */
export interface ArrivalView {
  readonly patient: PatientView;
  readonly ward: string;
  readonly until: number;
  readonly expected: boolean;
}
/** A chart that became part of another. */
export interface MergeView {
  readonly id: string;
  readonly prior: PatientView;
  readonly survivor: PatientView;
  readonly at: number;
}
/** What makes a chart one that needs care. */
export type MarkName = "sealed" | "vip" | "colleague";
export interface MarkedView {
  readonly patient: PatientView;
  readonly marks: readonly { readonly mark: MarkName; readonly sources: readonly string[] }[];
  /** The member of staff whose own chart it is. */
  readonly person?: PersonView;
}
/** POST console/api/charts/mark; the answer is ChartsReply, as of all that follow. */
export interface MarkChartRequest {
  readonly number: string;
  readonly mark: MarkName;
  readonly on: boolean;
}
/** POST console/api/charts/merge: the chart of one number becomes part of the other's. */
export interface MergeChartsRequest {
  readonly number: string;
  readonly into: string;
}
