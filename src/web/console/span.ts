import type { Messages } from "../messages/en.ts";

/** A span of milliseconds in its largest sensible unit, cut: `3 min`, `25 h`, `2 days`. */
export function spanOf(milliseconds: number, t: Messages): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return t.seconds(seconds);
  if (seconds < 3600) return t.minutes(Math.floor(seconds / 60));
  if (seconds < 48 * 3600) return t.hours(Math.floor(seconds / 3600));
  return t.days(Math.floor(seconds / 86_400));
}
