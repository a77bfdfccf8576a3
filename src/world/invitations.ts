import type { Appliers } from "./apply.ts";
import { changeEngagement } from "./engagements.ts";
import type { Draft } from "./world.ts";

/**
 * A link by which somebody who was booked does from their own phone what can be done before they come. The link itself is kept nowhere;
 * what a passkey that was made by it is checked with stands beside the log, and opens nothing until the desk has bound it.
 */
export interface Invitation {
  readonly id: string;
  readonly until: number;
  /** It was used: the one act that spends it, with the passkey that was made. */
  readonly accepted?: {
    readonly at: number;
    readonly counter: number;
    readonly model?: string;
    readonly passkey: string;
    readonly synced: boolean;
  };
  /** Codes that were typed at the desk and are not the phone's. */
  readonly wrong: number;
  readonly withdrawn?: number;
  /** The desk knows whose phone it is. */
  readonly bound?: number;
}

/** The bodies of records about these links. */
export interface InvitationBodies {
  /** The desk made a link for the own phone of whoever is to come; one from before is good no more. */
  readonly "invitation.sent": {
    readonly engagement: string;
    readonly invitation: string;
    readonly until: number;
    /** It goes to them by mail; where to, and the link itself, wait sealed beside the log until it has gone. */
    readonly mailed?: true;
  };
  /** Whoever has the link took the offer and made a passkey; who that is nobody knows yet. */
  readonly "invitation.accepted": {
    readonly counter: number;
    readonly engagement: string;
    readonly invitation: string;
    readonly model?: string;
    readonly passkey: string;
    readonly synced: boolean;
  };
  readonly "invitation.withdrawn": { readonly engagement: string; readonly invitation: string };
  /** A code was typed at the desk that is not the phone's. */
  readonly "invitation.mismatched": { readonly engagement: string; readonly invitation: string };
  /** Whoever stands at the desk said the phone's code: the passkey is theirs. */
  readonly "invitation.bound": { readonly engagement: string; readonly invitation: string };
}

/** The fold of records about these links. */
export const invitationAppliers: Appliers<keyof InvitationBodies> = {
  "invitation.sent": (draft, { body: { engagement, invitation: id, until } }) =>
    changeEngagement(draft, engagement, (known) => ({
      ...known,
      invitation: { id, until, wrong: 0 },
    })),
  "invitation.accepted": (draft, { at, body: { engagement, invitation, ...made } }) =>
    invite(draft, engagement, invitation, (known) => ({ ...known, accepted: { at, ...made } })),
  "invitation.withdrawn": (draft, { at, body: { engagement, invitation } }) =>
    invite(draft, engagement, invitation, (known) => ({ ...known, withdrawn: at })),
  "invitation.mismatched": (draft, { body: { engagement, invitation } }) =>
    invite(draft, engagement, invitation, (known) => ({ ...known, wrong: known.wrong + 1 })),
  "invitation.bound": (draft, { at, body: { engagement, invitation } }) =>
    invite(draft, engagement, invitation, (known) => ({ ...known, bound: at })),
};

function invite(
  draft: Draft,
  engagement: string,
  id: string,
  next: (known: Invitation) => Invitation,
): void {
  changeEngagement(draft, engagement, (known) =>
    known.invitation?.id === id ? { ...known, invitation: next(known.invitation) } : known,
  );
}
