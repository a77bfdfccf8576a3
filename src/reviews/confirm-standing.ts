import type { Bundles, Parties } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Actor, Command, Review, World } from "../world/index.ts";
import { type Judged, partiesOf, requireNoConflict } from "./conflict.ts";
import { ReviewError } from "./errors.ts";
import { isRunning } from "./list-standing.ts";

/** Which one is confirmed, and by whom. */
export interface ConfirmWish {
  readonly review: string;
  readonly actor: Actor;
}

/**
 * Confirms that an exception is needed for as long as it was to last, though it would become standing access (X7): neither by its
 * holder, nor by who asked for it, nor by who reports to one of these (X2, X19). Whether the actor answers for it is the caller's
 * to decide.
 *
 * @throws ReviewError `standing-unknown`, `own-standing`, `managers-standing`, `policy-changed`
 */
export function confirmStanding(
  { bundles }: { readonly bundles: Bundles },
  { review: id, actor }: ConfirmWish,
): Command<void> {
  return {
    name: "standing.confirm",
    actor,
    handle: ({ world, at }) => {
      const review = requireStanding(world, id, at);
      requireNoConflict(bundles, { world, at }, actor, judged(world, review));
      return {
        records: [{ kind: "review.closed", body: { outcome: "confirmed", review: id } }],
        answer: undefined,
      };
    },
  };
}

/**
 * The review of this id, of an exception that still runs.
 *
 * @throws ReviewError `standing-unknown`
 */
export function requireStanding(world: World, id: string, at: Instant): Review {
  const review = world.reviews.get(id);
  if (review?.type === "standing-access" && isRunning(world, review, at)) return review;
  throw new ReviewError("standing-unknown");
}

/** Whose access it is: who has it, who asked for it, and, where the patient is a member of staff, the patient. */
export function standingParties(world: World, review: Review): Parties {
  const asker = world.grants.get(review.about)?.askedBy;
  const person = asker?.type === "person" ? asker.id : asker?.onBehalfOf;
  const parties = partiesOf(world, review);
  return person === undefined ? parties : { ...parties, people: [...parties.people, person] };
}

function judged(world: World, review: Review): Judged {
  return {
    parties: standingParties(world, review),
    own: "own-standing",
    ofYourManager: "managers-standing",
  };
}
