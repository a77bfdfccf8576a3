import type { Duration } from "../../ports/index.ts";

/** One thing that is assumed about people, and who says so. */
export interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly what: string;
  readonly source: string;
}

/** The name of a parameter of people. */
export type ParameterName =
  | "signIns"
  | "charts"
  | "views"
  | "reading"
  | "writes"
  | "writing"
  | "interrupted"
  | "away"
  | "forgets"
  | "wrongPin"
  | "notices"
  | "waits"
  | "borrows"
  | "borrowsMore"
  | "urgent"
  | "borrowsUrgent"
  | "stay"
  | "moves"
  | "empty";

const ours = "a parameter of ours, not measured: change it with --set to see what rests on it";
const assumed = (value: number, unit: string, what: string, source = ours): Parameter => ({
  value,
  unit,
  what,
  source,
});

/**
 * How simulated people work. Every one of these may be set from outside, so that what rests on it can be seen: none is hidden
 * in code. Times are means; what is drawn is exponential about them unless it says otherwise.
 */
export const people: Readonly<Record<ParameterName, Parameter>> = {
  signIns: assumed(
    35,
    "per shift",
    "times that somebody sits down at a seat in twelve hours",
    "10, 35 and 70 are the sensitivity points of the design; 65,202 logins by 2,256 clinicians in a week (Gellert et al. 2017) are 29 each",
  ),
  charts: assumed(2, "per sign-in", "charts that are opened in one go"),
  views: assumed(3.5, "per chart", "parts of a chart that are looked at, each decided on"),
  reading: assumed(12, "s", "looking at one part of a chart"),
  writes: assumed(0.25, "share", "charts in which a note is written"),
  writing: assumed(60, "s", "writing a note"),
  interrupted: assumed(
    0.1,
    "share",
    "charts at which somebody is called away, and leaves the screen as it is",
  ),
  away: assumed(90, "s", "how long an interruption lasts"),
  forgets: assumed(0.15, "share", "times that somebody who is done leaves without locking"),
  wrongPin: assumed(0.03, "share", "PINs that are mistyped once"),
  notices: assumed(0.8, "share", "warnings of an idle lock that are seen in time"),
  waits: assumed(20, "s", "until somebody looks again for a free seat; not drawn"),
  borrows: assumed(
    0.02,
    "share",
    "open screens of others that are used as they are, were signing in free",
    "of 299, 73.6 % had obtained a colleague's password (Hassidim et al. 2017): that people share is known, how often at an open screen is not",
  ),
  borrowsMore: assumed(
    0.12,
    "log-odds per s",
    "by how much each second of signing in adds to that",
  ),
  urgent: assumed(0.05, "share", "sign-ins in a hurry"),
  borrowsUrgent: assumed(1.5, "log-odds", "what a hurry adds to that"),
  stay: assumed(5, "d", "until a patient in a bed is discharged"),
  moves: assumed(
    0.15,
    "per patient and day",
    "transfers to a free bed of another ward of the site",
  ),
  empty: assumed(3, "h", "until the next patient is admitted to a bed that somebody left"),
};

/** The values in force. */
export type People = Readonly<Record<ParameterName, number>>;

/** The values of {@link people}, with those that were set otherwise. */
export function peopleWith(set: Partial<People> = {}): People {
  const values = Object.entries(people).map(([name, { value }]) => [name, value]);
  return { ...(Object.fromEntries(values) as People), ...set };
}

/**
 * How likely somebody is to work on under an open session of somebody else's rather than to sign in: a logistic function of the
 * seconds that signing in has cost them lately, and of hurry (design/rehearsal.md, "People work around").
 *
 * @param friction what the last sign-in cost, in milliseconds
 */
export function shareOfBorrowing(values: People, friction: Duration, urgent: boolean): number {
  const { borrows, borrowsMore, borrowsUrgent } = values;
  if (borrows <= 0) return 0;
  if (borrows >= 1) return 1;
  const odds = Math.log(borrows / (1 - borrows));
  const pushed = odds + borrowsMore * (friction / 1_000) + (urgent ? borrowsUrgent : 0);
  return 1 / (1 + Math.exp(-pushed));
}
