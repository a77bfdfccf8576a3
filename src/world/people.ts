import type { Appliers } from "./apply.ts";
import { forgetEnded } from "./ended-by-review.ts";
import type { Actor } from "./records.ts";
import { forgetUse } from "./role-uses.ts";
import type { Draft } from "./world.ts";

/** A human being, once, for life; the name is in the table `names`. */
export interface Person {
  readonly id: string;
  /** When they last signed in anywhere, to within an hour; absent: never. */
  readonly signedInAt?: number;
}

/** A role in a ward or service, with an end (L2). */
export interface RoleAssignment {
  readonly id: string;
  readonly engagement: string;
  readonly person: string;
  readonly role: string;
  readonly ward: string;
  readonly from: number;
  readonly to: number;
}

/** A rostered period for a role in a ward. `booked` shifts are what a locum's access exists within (L5). */
export interface Shift {
  readonly id: string;
  readonly person: string;
  readonly engagement: string;
  readonly role: string;
  readonly ward: string;
  readonly from: number;
  readonly to: number;
  /** The feed that said so. */
  readonly feed?: string;
}

/** A period for a clinical service, at one site or at all. */
export interface OnCall {
  readonly id: string;
  readonly person: string;
  readonly engagement: string;
  readonly role: string;
  readonly service: string;
  readonly site?: string;
  readonly from: number;
  readonly to: number;
  readonly feed?: string;
}

/** Where and when a badge was last read. */
export interface BadgeSeen {
  readonly seat: string;
  readonly at: number;
  /** It was read at two seats faster than a person walks, and nobody has proved since whose it is (S4). */
  readonly odd?: true;
}

/** A badge; its number is only in the table `credentials`, as a keyed hash. */
export interface Badge {
  readonly id: string;
  readonly person: string;
  /** Ends by itself: a pool badge with its shift. */
  readonly until: number;
  /** Wrong PINs since the last right one, by which back-off is counted (A3). */
  readonly wrongPins: number;
  readonly lastWrongPinAt: number;
  /** The same by the place where they were typed: one place's back-off is not another's. */
  readonly wrongPinsBy: readonly WrongPins[];
  /** The seat where it was last used, by which faster than walking is told (S4). */
  readonly seen?: BadgeSeen;
  /** The ward whose pool it was lent from for a shift; absent for a person's own. */
  readonly pool?: string;
}

/** Wrong PINs for one badge at one place. */
export interface WrongPins {
  readonly place: string;
  readonly count: number;
  readonly at: number;
}

/** Why a tap was answered with the question for the PIN (S4). */
export type BadgeQuestion =
  /** The first sign-in of this session. */
  | "first"
  /** The grace after the last PIN or passkey is over. */
  | "grace"
  /** The same badge at two seats faster than a person walks. */
  | "too-fast"
  /** Its number was typed by hand: whoever knows it need not have it. */
  | "typed"
  /** A seat off the wards of the person's duty. */
  | "off-ward"
  /** A seat of another site. */
  | "other-site"
  /** Off duty, at a seat where there is an emergency (X17): whether they are responding. */
  | "responding"
  /** The screen asks for a witness (S10): nobody comes in by this tap. */
  | "witness"
  /** Too many wrong PINs: only a passkey or a supervised unlock helps (A3). */
  | "locked";

/** Why a tap was refused. The person hears one answer for all but `off-duty`. */
export type BadgeRefusal = "unknown" | "ended" | "not-engaged" | "off-duty" | "policy";

/**
 * What whoever supervises checked before somebody who had a badge or PIN got another one: an official photo ID; that they
 * know them in person, and a second colleague too; the staff passport of the employer.
 */
export type Proofing = "photo-id" | "known-with-witness" | "staff-passport";

/** The bodies of records about people. */
export interface PeopleBodies {
  readonly "person.registered": { readonly person: string };
  readonly "role.assigned": {
    readonly assignment: string;
    readonly engagement: string;
    readonly role: string;
    readonly ward: string;
    readonly from: number;
    readonly to: number;
  };
  readonly "role.ended": { readonly assignment: string };
  readonly "shift.rostered": {
    readonly shift: string;
    readonly engagement: string;
    readonly role: string;
    readonly ward: string;
    readonly from: number;
    readonly to: number;
    readonly feed?: string;
  };
  readonly "shift.cancelled": { readonly shift: string };
  /** It lies so far back that nothing rests on it any more; the ticker says so. */
  readonly "shift.ended": { readonly shift: string };
  readonly "on-call.rostered": {
    readonly onCall: string;
    readonly engagement: string;
    readonly role: string;
    readonly service: string;
    readonly site?: string;
    readonly from: number;
    readonly to: number;
    readonly feed?: string;
  };
  readonly "on-call.cancelled": { readonly onCall: string };
  readonly "on-call.ended": { readonly onCall: string };
  readonly "badge.issued": {
    readonly badge: string;
    /** In place of, or beside, one that they have. */
    readonly checked?: Proofing;
    readonly person: string;
    /** Who vouched for them beside the actor, by badge and PIN. */
    readonly second?: string;
    readonly until: number;
    /** The ward whose pool it was lent from (A3). */
    readonly pool?: string;
  };
  readonly "badge.ended": { readonly badge: string; readonly reason: string };
  /** A tap that has to be confirmed by the PIN; oddities are told apart by `why`. */
  readonly "badge.questioned": {
    readonly badge: string;
    readonly seat: string;
    readonly why: BadgeQuestion;
  };
  /** A tap that led to nothing; `badge` where the number was one of ours. */
  readonly "badge.refused": {
    readonly badge?: string;
    readonly why: BadgeRefusal;
    /** Those that refused it, where the policy did. */
    readonly policies?: readonly string[];
  };
  /** A supervised unlock after too many wrong PINs (A3); who did it is the actor. */
  readonly "badge.unlocked": { readonly badge: string };
  /** `checked` where there was a PIN before. */
  readonly "pin.set": {
    readonly person: string;
    readonly checked?: Proofing;
    readonly second?: string;
  };
  readonly "pin.mistyped": { readonly badge: string; readonly place: string };
  readonly "pin.proved": { readonly badge: string };
}

/** A person, or the terminal of whoever runs the server. */
function isSomebody({ type }: Actor): boolean {
  return type === "person" || type === "system";
}

/** The fold of records about people. */
export const peopleAppliers: Appliers<keyof PeopleBodies> = {
  "person.registered": (draft, { body }) => {
    draft.people.set(body.person, { id: body.person });
  },
  "role.assigned": (draft, { actor, body }) => {
    const engagement = draft.engagements.get(body.engagement);
    if (engagement === undefined) return;
    // A file or a client that says something later leaves it as it is: only a person gives back what a review ended (L8).
    if (engagement.endedByReview !== undefined && isSomebody(actor)) forgetEnded(draft, body);
    const { assignment, ...rest } = body;
    draft.roles.set(assignment, { id: assignment, person: engagement.person, ...rest });
    draft.rolesByPerson.add(engagement.person, assignment);
  },
  "role.ended": (draft, { body }) => {
    const role = draft.roles.get(body.assignment);
    if (role === undefined) return;
    draft.roles.delete(role.id);
    forgetUse(draft, role.id);
    draft.rolesByPerson.remove(role.person, role.id);
  },
  "shift.rostered": (draft, { body }) => {
    const engagement = draft.engagements.get(body.engagement);
    if (engagement === undefined) return;
    const { shift, ...rest } = body;
    dropShift(draft, shift);
    draft.shifts.set(shift, { id: shift, person: engagement.person, ...rest });
    draft.shiftsByPerson.add(engagement.person, shift);
    draft.shiftsByWard.add(body.ward, shift);
  },
  "shift.cancelled": (draft, { body }) => dropShift(draft, body.shift),
  "shift.ended": (draft, { body }) => dropShift(draft, body.shift),
  "on-call.rostered": (draft, { body }) => {
    const engagement = draft.engagements.get(body.engagement);
    if (engagement === undefined) return;
    const { onCall, ...rest } = body;
    dropOnCall(draft, onCall);
    draft.onCalls.set(onCall, { id: onCall, person: engagement.person, ...rest });
    draft.onCallsByPerson.add(engagement.person, onCall);
    draft.onCallsByService.add(body.service, onCall);
  },
  "on-call.cancelled": (draft, { body }) => dropOnCall(draft, body.onCall),
  "on-call.ended": (draft, { body }) => dropOnCall(draft, body.onCall),
  "badge.issued": (draft, { body }) => {
    const { badge, person, until, pool } = body;
    const lent = pool === undefined ? {} : { pool };
    const known = draft.badges.get(badge);
    // A badge whose end moved is the same badge: an HR file must not unlock it (A3).
    if (known?.person === person) {
      const { pool: _, ...same } = known;
      draft.badges.set(badge, { ...same, until, ...lent });
      return;
    }
    if (known !== undefined) draft.badgesByPerson.remove(known.person, badge);
    const fresh = { wrongPins: 0, lastWrongPinAt: 0, wrongPinsBy: [] };
    draft.badges.set(badge, { id: badge, person, until, ...lent, ...fresh });
    draft.badgesByPerson.add(body.person, badge);
  },
  "badge.ended": (draft, { body }) => {
    const badge = draft.badges.get(body.badge);
    if (badge === undefined) return;
    draft.badges.delete(badge.id);
    draft.badgesByPerson.remove(badge.person, badge.id);
  },
  "pin.set": (draft, { body }) => {
    for (const badge of draft.badgesByPerson.get(body.person)) clearWrongPins(draft, badge);
  },
  "pin.mistyped": (draft, { at, body }) => {
    const badge = draft.badges.get(body.badge);
    if (badge === undefined) return;
    draft.badges.set(badge.id, {
      ...badge,
      wrongPins: badge.wrongPins + 1,
      lastWrongPinAt: at,
      wrongPinsBy: countWrongPin(badge.wrongPinsBy, body.place, at),
    });
  },
  "badge.questioned": (draft, { at, body }) =>
    badgeSeen(draft, body.badge, body.seat, at, body.why === "too-fast"),
  "badge.refused": () => undefined,
  "badge.unlocked": (draft, { body }) => clearWrongPins(draft, body.badge),
  "pin.proved": (draft, { body }) => {
    clearWrongPins(draft, body.badge);
    const badge = draft.badges.get(body.badge);
    if (badge?.seen?.odd !== true) return;
    const { seat, at } = badge.seen;
    draft.badges.set(badge.id, { ...badge, seen: { seat, at } });
  },
};

function clearWrongPins(draft: Draft, id: string): void {
  const badge = draft.badges.get(id);
  if (badge === undefined || badge.wrongPins === 0) return;
  draft.badges.set(id, { ...badge, wrongPins: 0, wrongPinsBy: [] });
}

function countWrongPin(
  known: readonly WrongPins[],
  place: string,
  at: number,
): readonly WrongPins[] {
  const count = known.find((row) => row.place === place)?.count ?? 0;
  return [...known.filter((row) => row.place !== place), { place, count: count + 1, at }];
}

/** Notes where a badge was last used. */
export function badgeSeen(
  draft: Draft,
  id: string | undefined,
  seat: string,
  at: number,
  isOdd = false,
): void {
  const badge = id === undefined ? undefined : draft.badges.get(id);
  // A console's browser is at no place that one walks from, so nobody is too fast by having been at one (S4).
  if (badge === undefined || !draft.seats.has(seat)) return;
  const seen: BadgeSeen =
    isOdd || badge.seen?.odd === true ? { seat, at, odd: true } : { seat, at };
  draft.badges.set(badge.id, { ...badge, seen });
}

function dropShift(draft: Draft, id: string): void {
  const shift = draft.shifts.get(id);
  if (shift === undefined) return;
  draft.shifts.delete(id);
  draft.shiftsByPerson.remove(shift.person, id);
  draft.shiftsByWard.remove(shift.ward, id);
}

function dropOnCall(draft: Draft, id: string): void {
  const onCall = draft.onCalls.get(id);
  if (onCall === undefined) return;
  draft.onCalls.delete(id);
  draft.onCallsByPerson.remove(onCall.person, id);
  draft.onCallsByService.remove(onCall.service, id);
}
