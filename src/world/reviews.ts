import type { Appliers } from "./apply.ts";
import { removeAct } from "./emergencies.ts";
import { outcomeKnown } from "./exceptions.ts";
import { confirm, curtail } from "./standing-access.ts";
import type { Draft } from "./world.ts";

/** What reviews are about; each kind of exception opens its own. */
export type ReviewType =
  | "break-glass"
  | "responding"
  | "unsigned-act"
  | "searching"
  /** A shift that the roster did not have, and that nobody confirmed (L9). */
  | "unrostered-shift"
  /** Somebody stayed past their shift, because relief had not come (S9). */
  | "no-relief"
  /** Read by what a node that was cut off had seen last (X14): of incidents only. */
  | "offline"
  /** Access for a time that would become standing access: it ends when the review is due, unless somebody else confirms it. */
  | "standing-access"
  /** Somebody was given a badge, PIN or passkey in place of what they had before (L7). */
  | "re-proofing";

/** What a review may come to (X13). */
export type ReviewOutcome = "justified" | "policy-gap" | "unjustified";

/** What a review of standing access comes to: somebody else confirmed it, or it has ended. */
export type StandingOutcome = "confirmed" | "ended";

/** Something that somebody else has to look at, until it is closed (X13). */
export interface Review {
  readonly id: string;
  readonly type: ReviewType;
  /** Whose doing is reviewed. */
  readonly person: string;
  /** What it is about: the id of the broken glass, of the emergency, of the act, of the shift, of the grant; of many look-ups (C7) its own; of a re-proofing the person to whom it was done. */
  readonly about: string;
  /** Absent where it is about no one patient. */
  readonly patient?: string;
  /** Who vouched beside whoever did it: of a re-proofing. */
  readonly second?: string;
  readonly ward?: string;
  /** A code: why they said they did it; of a re-proofing, what they checked. */
  readonly reason: string;
  readonly openedAt: number;
  readonly due: number;
  /** Those whose work it is have been reminded. */
  readonly reminded?: true;
  /** That it was due has been recorded; absent: not yet. */
  readonly overdue?: true;
  /** Nobody has looked for long after it was due: others may take it over. */
  readonly escalated?: true;
}

/** The bodies of records about reviews. */
export interface ReviewBodies {
  readonly "review.opened": {
    readonly about: string;
    readonly due: number;
    readonly patient?: string;
    readonly person: string;
    readonly reason: string;
    readonly review: string;
    readonly second?: string;
    readonly type: ReviewType;
    readonly ward?: string;
  };
  /** Its actor is who looked. */
  readonly "review.closed": {
    readonly outcome: ReviewOutcome | StandingOutcome;
    readonly review: string;
  };
  /** It is due before long. */
  readonly "review.reminded": { readonly review: string };
  /** Nobody has closed it in time: it stays open (X13). */
  readonly "review.overdue": { readonly review: string };
  /** Nor for long after that: whoever takes over overdue reviews sees it now (X15). */
  readonly "review.escalated": { readonly review: string };
}

/** The fold of records about reviews. */
export const reviewAppliers: Appliers<keyof ReviewBodies> = {
  "review.opened": (draft, { at, body }) => {
    const { review, ...rest } = body;
    draft.reviews.set(review, { id: review, openedAt: at, ...rest });
    if (body.type === "standing-access") curtail(draft, body.about, body.due);
  },
  "review.closed": (draft, { body: { outcome, review: id } }) => {
    const { about, type } = draft.reviews.get(id) ?? { about: "" };
    if (type === "unsigned-act") removeAct(draft, about);
    if (outcome === "confirmed") confirm(draft, about);
    else if (outcome !== "ended") outcomeKnown(draft, about, outcome);
    draft.reviews.delete(id);
  },
  "review.reminded": (draft, { body }) => mark(draft, body.review, { reminded: true }),
  "review.overdue": (draft, { body }) => mark(draft, body.review, { overdue: true }),
  "review.escalated": (draft, { body }) => mark(draft, body.review, { escalated: true }),
};

function mark(
  draft: Draft,
  id: string,
  change: Pick<Review, "reminded" | "overdue" | "escalated">,
): void {
  const review = draft.reviews.get(id);
  if (review !== undefined) draft.reviews.set(id, { ...review, ...change });
}
