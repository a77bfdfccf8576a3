import type { Duration, Instant } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";

/** How often somebody has looked patients up lately: what a rule counts (C7). */
export interface Searches {
  /** The person's. */
  readonly id: string;
  /** When, oldest first: of the last day, and not more than a rule counts. */
  readonly times: readonly Instant[];
  /** When a review was opened for it last. */
  readonly reviewedAt?: Instant;
}

/** The bodies of records about looking patients up. */
export interface SearchBodies {
  /** What was asked for is kept nowhere: by what kind of thing, and who was shown. */
  readonly "patient.searched": {
    readonly by: "number" | "name";
    readonly person: string;
    /** The review that it opened, being one too many. */
    readonly review?: string;
    readonly shown: readonly string[];
  };
}

const day: Duration = 86_400_000;
const mostKept = 500;

/** The fold of records about looking patients up. */
export const searchAppliers: Appliers<keyof SearchBodies> = {
  "patient.searched": (draft, { at, body: { person, review } }) => {
    const known = draft.searches.get(person);
    const lately = (known?.times ?? []).filter((time) => time > at - day);
    const reviewedAt = review === undefined ? known?.reviewedAt : at;
    draft.searches.set(person, {
      id: person,
      times: [...lately, at].slice(-mostKept),
      ...(reviewedAt === undefined ? {} : { reviewedAt }),
    });
  },
};
