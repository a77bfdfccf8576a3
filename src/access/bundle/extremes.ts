import type { Bundle, Pattern } from "./bundle.ts";

/** The furthest that any pattern reaches, and the nearest. */
export function extremes(
  patterns: readonly Pattern[],
): Pick<
  Bundle,
  "longestMargin" | "shortestValidity" | "longestValidity" | "longestValidityWithStream"
> {
  const margins = patterns.flatMap((each) => [each.handoverMarginBefore, each.handoverMarginAfter]);
  return {
    longestMargin: Math.max(0, ...margins),
    shortestValidity: Math.min(...patterns.map((each) => each.maxValidity)),
    longestValidity: Math.max(...patterns.map((each) => each.maxValidity)),
    longestValidityWithStream: Math.max(...patterns.map((each) => each.maxValidityWithStream)),
  };
}
