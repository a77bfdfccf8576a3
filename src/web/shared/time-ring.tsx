import { RingProgress } from "@mantine/core";
import type { ReactNode } from "react";

export interface TimeRingProps {
  /** When the time began. */
  readonly since: number;
  /** When it ends. */
  readonly at: number;
  readonly now: number;
  /** In pixels. */
  readonly size?: number;
}

/** What part of a limited time is left, as a ring that empties. The words stand beside it. */
export function TimeRing({ since, at, now, size = 36 }: TimeRingProps): ReactNode {
  const whole = Math.max(at - since, 1);
  const left = Math.min(Math.max((at - now) / whole, 0), 1) * 100;
  return (
    <RingProgress
      aria-hidden="true"
      size={size}
      thickness={5}
      roundCaps
      rootColor="var(--wk-line)"
      sections={[{ value: left, color: "var(--wk-amber-line)" }]}
    />
  );
}
