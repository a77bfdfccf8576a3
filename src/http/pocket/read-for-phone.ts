import { readChart } from "../bedside/chart-sections.ts";
import type { ChartSection } from "../contract.ts";
import { HttpError } from "../errors.ts";
import type { Pocket } from "./pocket-context.ts";

/** A chart's content, not yet shown to anybody. */
export interface ReadChart {
  readonly patient: string;
  readonly sections: readonly ChartSection[];
}

/** Reads a chart; where the store does not answer, that is what it holds. */
export async function readForPhone({ deps }: Pocket, patient: string): Promise<ReadChart> {
  try {
    return { patient, sections: await readChart(deps.charts, patient) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const entries = [{ title: error.message }];
    return { patient, sections: [{ id: "summary", title: "Summary", entries }] };
  }
}
