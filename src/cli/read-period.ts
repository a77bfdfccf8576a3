import { UsageError } from "./usage-error.ts";

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Two moments with their offset, as an option was given them.
 *
 * @throws UsageError
 */
export function readPeriod(
  option: string,
  period: string,
): { readonly from: number; readonly to: number } {
  const [from = "", to = "", ...more] = period.split("/");
  const [begins, ends] = [readMoment(from), readMoment(to)];
  if (more.length > 0 || begins === undefined || ends === undefined) {
    throw new UsageError(
      `${option} ${period} is no period: name two moments with their offset, such as 2026-03-10T07:00Z/2026-03-11T07:00Z or 2026-03-10T07:00+01:00/2026-03-11T07:00+01:00.`,
    );
  }
  if (ends <= begins) throw new UsageError(`${option} ${period}: the end is not after the start.`);
  return { from: begins, to: ends };
}

/** Without an offset it would be a guess, and a day that no month has is none. */
function readMoment(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  const at = Date.parse(text);
  const day = Date.parse(`${text.slice(0, 10)}T00:00Z`);
  const isDay = !Number.isNaN(day) && new Date(day).toISOString().startsWith(text.slice(0, 10));
  return Number.isNaN(at) || !isDay ? undefined : at;
}
