import { useEffect, useRef } from "react";
import type { ChartView } from "../../../http/contract.ts";
import { useServerNow } from "../seat/use-seat.tsx";
import type { Attempt } from "./attempt.ts";

/** The server usually says so first; a moment for its word to arrive. */
const grace = 2000;
/** Not asked more often than this, should the server's answer not reach further. */
const pause = 10_000;

/**
 * What permits a chart may have lapsed at its `validUntil` (D6): past that, it is covered and asked for
 * again.
 *
 * @returns whether the chart must not be shown at the moment
 */
export function useRecheck(
  chart: ChartView | undefined,
  attempt: (attempt: Attempt) => Promise<void>,
): boolean {
  const now = useServerNow(1000);
  const askedAt = useRef(Number.NEGATIVE_INFINITY);
  const patient = chart?.patient.id;
  const lapsed = chart !== undefined && now > chart.validUntil + grace;
  useEffect(() => {
    if (!lapsed || patient === undefined || now - askedAt.current < pause) return;
    askedAt.current = now;
    void attempt({ type: "open", patient });
  }, [lapsed, patient, now, attempt]);
  return lapsed;
}
