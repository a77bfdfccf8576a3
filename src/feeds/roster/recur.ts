import { civilOf, type Day, dayOf, daysInMonth, weekdayOf } from "./days.ts";
import type { Rule } from "./rule.ts";

/**
 * The days on which a rule recurs that begins on `start`, from `from` to `to`, in order (RFC 5545 section
 * 3.3.10). It looks at each period once and only up to `to`, so that no rule takes long, whatever it says.
 */
export function* daysOf(rule: Rule, start: Day, from: Day, to: Day): Generator<Day> {
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  // Only a counted rule has to be followed from its beginning.
  const first = rule.count === undefined ? Math.max(0, periodOf(rule, start, from) - 1) : 0;
  for (let period = first; ; period++) {
    const begins = beginOf(rule, start, period);
    if (begins > to || left <= 0) return;
    for (const day of chosen(rule, start, begins)) {
      if (day < start) continue;
      if (day > to || left-- <= 0) return;
      if (day >= from) yield day;
    }
  }
}

/** The day on which a period begins: a day, a week, a month or a year. */
function beginOf({ freq, interval, weekStart }: Rule, start: Day, period: number): Day {
  const { year, month } = civilOf(start);
  switch (freq) {
    case "DAILY":
      return start + period * interval;
    case "WEEKLY":
      return start - ((weekdayOf(start) - weekStart + 7) % 7) + period * interval * 7;
    case "MONTHLY":
      return dayOf(year, month + period * interval, 1);
    case "YEARLY":
      return dayOf(year + period * interval, 1, 1);
  }
}

/** About which period a day falls into; never a later one. */
function periodOf({ freq, interval }: Rule, start: Day, day: Day): number {
  const [a, b] = [civilOf(start), civilOf(day)];
  const distance = {
    DAILY: day - start,
    WEEKLY: Math.floor((day - start) / 7),
    MONTHLY: (b.year - a.year) * 12 + b.month - a.month,
    YEARLY: b.year - a.year,
  }[freq];
  return Math.floor(distance / interval);
}

/** The days of one period that the rule's parts choose, in order, after BYSETPOS. */
function chosen(rule: Rule, start: Day, begins: Day): readonly Day[] {
  const days = candidates(rule, start, begins);
  if (rule.bySetPos.length === 0) return days;
  const picked = rule.bySetPos.map((nth) => days.at(nth > 0 ? nth - 1 : nth));
  return [...new Set(picked.filter((day) => day !== undefined))].sort((a, b) => a - b);
}

function candidates(rule: Rule, start: Day, begins: Day): readonly Day[] {
  const { year, month } = civilOf(begins);
  switch (rule.freq) {
    case "DAILY":
      return [begins].filter(
        (day) =>
          inMonths(rule, day) &&
          inMonthDays(rule, day) &&
          onWeekdays(rule, day) &&
          inYearDays(rule, day),
      );
    case "WEEKLY": {
      const week = range(begins, begins + 7);
      const days = rule.byDay.length > 0 ? rule.byDay : [{ weekday: weekdayOf(start) }];
      return week.filter((day) => inMonths(rule, day) && onWeekdays({ byDay: days }, day));
    }
    case "MONTHLY":
      return inMonths(rule, begins) ? ofMonth(rule, start, year, month) : [];
    case "YEARLY":
      return ofYear(rule, start, year);
  }
}

function ofMonth(rule: Rule, start: Day, year: number, month: number): readonly Day[] {
  const first = dayOf(year, month, 1);
  const days = range(first, first + daysInMonth(year, month));
  if (rule.byMonthDay.length === 0 && rule.byDay.length === 0) {
    // A month without such a day is passed over (section 3.3.10).
    return days.filter((day) => civilOf(day).day === civilOf(start).day);
  }
  return days.filter((day) => inMonthDays(rule, day) && onNthWeekdays(rule, day, days));
}

function ofYear(rule: Rule, start: Day, year: number): readonly Day[] {
  const all = range(dayOf(year, 1, 1), dayOf(year + 1, 1, 1));
  const begin = civilOf(start);
  const { byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  if (byWeekNo.length > 0) {
    const days = byDay.length > 0 ? byDay : [{ weekday: weekdayOf(start) }];
    const weeks = range(dayOf(year, 1, 1) - 3, dayOf(year + 1, 1, 1) + 3);
    return weeks.filter(
      (day) => inWeeks(rule, day, year) && onWeekdays({ byDay: days }, day) && inMonths(rule, day),
    );
  }
  if (byYearDay.length > 0 || byMonthDay.length > 0) {
    return all.filter(
      (day) =>
        inYearDays(rule, day) &&
        inMonths(rule, day) &&
        inMonthDays(rule, day) &&
        onWeekdays(rule, day),
    );
  }
  if (byDay.length > 0 && byMonth.length === 0)
    return all.filter((day) => onNthWeekdays(rule, day, all));
  const months = byMonth.length > 0 ? [...byMonth].sort((a, b) => a - b) : [begin.month];
  return months.flatMap((month) => ofMonth({ ...rule, byMonthDay: [] }, start, year, month));
}

function inMonths({ byMonth }: Rule, day: Day): boolean {
  return byMonth.length === 0 || byMonth.includes(civilOf(day).month);
}

function inMonthDays({ byMonthDay }: Rule, day: Day): boolean {
  if (byMonthDay.length === 0) return true;
  const { year, month, day: ofMonthDay } = civilOf(day);
  return (
    byMonthDay.includes(ofMonthDay) ||
    byMonthDay.includes(ofMonthDay - daysInMonth(year, month) - 1)
  );
}

function inYearDays({ byYearDay }: Rule, day: Day): boolean {
  if (byYearDay.length === 0) return true;
  const { year } = civilOf(day);
  const nth = day - dayOf(year, 1, 1) + 1;
  const length = dayOf(year + 1, 1, 1) - dayOf(year, 1, 1);
  return byYearDay.includes(nth) || byYearDay.includes(nth - length - 1);
}

/** Week one is the first with four days or more in the year (section 3.3.10, after ISO 8601). */
function inWeeks({ byWeekNo, weekStart }: Rule, day: Day, year: number): boolean {
  const one = firstWeek(year, weekStart);
  const count = (firstWeek(year + 1, weekStart) - one) / 7;
  const week = Math.floor((day - one) / 7) + 1;
  if (week < 1 || week > count) return false;
  return byWeekNo.includes(week) || byWeekNo.includes(week - count - 1);
}

function firstWeek(year: number, weekStart: number): Day {
  const fourth = dayOf(year, 1, 4);
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
}

function onWeekdays({ byDay }: Pick<Rule, "byDay">, day: Day): boolean {
  return byDay.length === 0 || byDay.some(({ weekday }) => weekday === weekdayOf(day));
}

/** With a number, the nth such weekday of `days`: of the month or the year. */
function onNthWeekdays({ byDay }: Rule, day: Day, days: readonly Day[]): boolean {
  if (byDay.length === 0) return true;
  const first = days[0] as Day;
  const last = days.at(-1) as Day;
  return byDay.some(({ weekday, nth }) => {
    if (weekday !== weekdayOf(day)) return false;
    if (nth === undefined) return true;
    return nth > 0
      ? Math.floor((day - first) / 7) === nth - 1
      : Math.floor((last - day) / 7) === -nth - 1;
  });
}

function range(from: Day, to: Day): Day[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
