import type { Day, Minute } from "./calendar.ts";
import type { CycleName, Rota } from "./hospital.ts";

/** A shift of a cycle, in minutes since local midnight; the end may be tomorrow. */
export interface CycleShift {
  readonly letter: string;
  readonly from: Minute;
  readonly to: Minute;
}

/**
 * A cycle of days that repeats: a letter for each day, `.` for none, and the hours of each letter. Between two shifts there
 * are at least 11 hours (Directive 2003/88/EC, article 3), also in the night in which clocks go forward: two day shifts in
 * a row have 12 between them. Nights begin before days end and end after days begin: that is the handover.
 */
interface Cycle {
  readonly days: string;
  readonly hours: Readonly<Record<string, readonly [from: Minute, to: Minute]>>;
}

const clock = (hour: number, minute = 0): Minute => hour * 60 + minute;

const cycles: Readonly<Record<CycleName, Cycle>> = {
  // 36 and a half hours a week. Three days and three nights in 14: five people spread over it never leave a gap.
  "ward-12h": {
    days: "DDD....NNN....",
    hours: { D: [clock(7, 30), clock(19, 30)], N: [clock(19, 15), clock(31, 45)] },
  },
  "ward-12h-part-time": {
    days: "DD.......N....",
    hours: { D: [clock(7, 30), clock(19, 30)], N: [clock(19, 15), clock(31, 45)] },
  },
  // Early, late, night; six people spread over it never leave a gap.
  "ward-8h": {
    days: "EEEEE..LLLLL..NNNN...",
    hours: {
      E: [clock(7), clock(15)],
      L: [clock(14, 30), clock(22, 30)],
      N: [clock(22), clock(31, 30)],
    },
  },
  "ward-8h-part-time": {
    days: "EEE....LLL...........",
    hours: { E: [clock(7), clock(15)], L: [clock(14, 30), clock(22, 30)] },
  },
  "doctor-12h": {
    days: "DDD....NNN....",
    hours: { D: [clock(8, 30), clock(20, 30)], N: [clock(20), clock(32, 45)] },
  },
  consultant: { days: "DDDDD..", hours: { D: [clock(8, 30), clock(17, 30)] } },
  office: { days: "DDDDD..", hours: { D: [clock(8), clock(16)] } },
  manager: { days: "DDDDD..", hours: { D: [clock(7, 30), clock(15, 30)] } },
  clinic: { days: "D......", hours: { D: [clock(9), clock(17)] } },
  placement: { days: "DDD....", hours: { D: [clock(7, 30), clock(19, 30)] } },
};

/** How many days a cycle has. */
export function cycleLength(name: CycleName): number {
  return cycles[name].days.length;
}

/** What somebody on `rota` works on a day; undefined on a day off. */
export function shiftOn(rota: Rota, day: Day): CycleShift | undefined {
  const { days, hours } = cycles[rota.cycle];
  const letter = days.charAt((((day + rota.offset) % days.length) + days.length) % days.length);
  const [from, to] = hours[letter] ?? [];
  if (from === undefined || to === undefined) return undefined;
  return { letter, from, to };
}

/** The offset that makes a cycle of seven days begin on a Monday: day 0 was a Thursday. */
export const onMonday = 3;

/** The offsets of `count` people spread evenly over a cycle, so that it is covered as well as can be. */
export function spreadOver(name: CycleName, count: number, index: number, phase: number): Rota {
  const length = cycleLength(name);
  return { cycle: name, offset: (Math.round((index * length) / count) + phase) % length };
}
