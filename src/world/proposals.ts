import type { Duration, Instant } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import { exceptionsKept, type Missed } from "./exceptions.ts";
import type { Draft } from "./world.ts";

/** What would make like exceptions unnecessary (X20). */
export type ProposedChange =
  /** One person, on a ward beside their own shifts. */
  | { readonly type: "roster"; readonly ward: string; readonly person: string }
  /** Several people of one role, likewise. */
  | { readonly type: "role"; readonly ward: string; readonly role: string }
  /** A time that the ward's pattern states, in milliseconds. */
  | {
      readonly type: "pattern";
      readonly ward: string;
      readonly parameter: Missed["parameter"];
      readonly time: Duration;
    };

/** A change that like exceptions propose; a person accepts or declines it (X20). */
export interface Proposal {
  readonly id: string;
  readonly change: ProposedChange;
  /** The ids of the broken glass and the grants that it rests on. */
  readonly evidence: readonly string[];
  readonly raisedAt: Instant;
  /** Kept for thirty days, so that the same is not proposed of the same exceptions again. */
  readonly decidedAt?: Instant;
}

/** The bodies of records about proposals. */
export interface ProposalBodies {
  readonly "proposal.raised": {
    readonly change: ProposedChange;
    readonly evidence: readonly string[];
    readonly proposal: string;
  };
  /** Its actor is who accepted it; what was changed stands in the same batch. The counts are those that they were shown. */
  readonly "proposal.accepted": {
    /** Pairs of a person and a patient's chart that it would have opened in thirty days. */
    readonly exposure: number;
    readonly proposal: string;
    /** Exceptions that it would have spared in thirty days. */
    readonly saved: number;
  };
  readonly "proposal.declined": { readonly proposal: string };
  /** Too few of its exceptions are counted still: a review found them unjustified, or they are older than thirty days. */
  readonly "proposal.withdrawn": { readonly proposal: string };
}

/** The fold of records about proposals. */
export const proposalAppliers: Appliers<keyof ProposalBodies> = {
  "proposal.raised": (draft, { at, body }) => {
    for (const { id, decidedAt } of [...draft.proposals.values()]) {
      if (decidedAt !== undefined && decidedAt + exceptionsKept <= at) draft.proposals.delete(id);
    }
    const { proposal, ...rest } = body;
    draft.proposals.set(proposal, { id: proposal, raisedAt: at, ...rest });
  },
  "proposal.accepted": (draft, { at, body }) => decided(draft, body.proposal, at),
  "proposal.declined": (draft, { at, body }) => decided(draft, body.proposal, at),
  "proposal.withdrawn": (draft, { body }) => {
    draft.proposals.delete(body.proposal);
  },
};

function decided(draft: Draft, id: string, at: Instant): void {
  const proposal = draft.proposals.get(id);
  if (proposal !== undefined) draft.proposals.set(id, { ...proposal, decidedAt: at });
}
