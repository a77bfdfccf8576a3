import type { Datetime } from "../values/datetime.ts";
import type { Duration } from "../values/duration.ts";

const steps = [
  ["d", 86_400_000n],
  ["h", 3_600_000n],
  ["m", 60_000n],
  ["s", 1000n],
  ["ms", 1n],
] as const;

/** A length of time as Cedar writes it: `1h30m`. */
export function showDuration({ milliseconds }: Duration): string {
  let left = BigInt(milliseconds);
  const sign = left < 0n ? "-" : "";
  if (left < 0n) left = -left;
  let text = "";
  for (const [unit, size] of steps) {
    if (left >= size) text += `${left / size}${unit}`;
    left %= size;
  }
  return text === "" ? "0ms" : sign + text;
}

/** An instant in UTC: `2026-03-10 19:30:00 UTC`, with its thousandths if it has any; in milliseconds where a year has no four digits. */
export function showDatetime({ milliseconds }: Datetime): string {
  const at = Number(milliseconds);
  if (at < -62_167_219_200_000 || at >= 253_402_300_800_000) return `${milliseconds} ms since 1970`;
  const days = Math.floor(at / 86_400_000);
  const seconds = Math.floor((at - days * 86_400_000) / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two);
  const thousandths = at - Math.floor(at / 1000) * 1000;
  const rest = thousandths === 0 ? "" : `.${String(thousandths).padStart(3, "0")}`;
  return `${dateOf(days)} ${clock.join(":")}${rest} UTC`;
}

/** The proleptic Gregorian calendar by arithmetic (Howard Hinnant's civil_from_days). */
function dateOf(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [
    String(year).padStart(4, "0"),
    String(month).padStart(2, "0"),
    String(day).padStart(2, "0"),
  ].join("-");
}
