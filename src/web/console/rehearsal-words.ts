import type { Messages } from "../messages/en.ts";

/** As much of a policy's id as tells it from any other. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** Identity work, to the hundredth of a second. */
export function secondsIn(milliseconds: number, t: Messages, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return t.rehearsalSeconds(format.format(milliseconds / 1_000));
}

/** A length of access; null: it has no end. */
export function minutesIn(milliseconds: number | null, t: Messages, locale: string): string {
  if (milliseconds === null) return t.rehearsalNoEnd;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return t.rehearsalMinutes(format.format(milliseconds / 60_000));
}
