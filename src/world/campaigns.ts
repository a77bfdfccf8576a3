import type { Appliers } from "./apply.ts";
import { rememberEnded } from "./ended-by-review.ts";
import type { Draft } from "./world.ts";

/**
 * What an access review looks at: all roles that people have, those in a ward or service, those of one name, those that are
 * exceptional (for one reason, or any), or those of one person, of whom something has happened.
 */
export interface CampaignScope {
  readonly type: "all" | "ward" | "role" | "risk" | "event";
  /** The ward or service, the role, the reason, the person; absent: of all, and of a risk of any reason. */
  readonly of?: string;
}

/** Why a role that somebody has is looked at by itself (M9). */
export type Exceptional =
  /** It reaches over others' access, identity or records. */
  | "privileged"
  /** It is in a ward that they moved away from. */
  | "former-ward"
  /** It gives clinical actions that their own role does not. */
  | "out-of-role"
  /** Hardly any of those who do the same work in the same place have it. */
  | "outlier"
  /** Nothing was permitted by it for long. */
  | "unused";

/** A role that somebody has, as it was when the review was opened. */
export interface ListedAccess {
  readonly assignment: string;
  /** Why it is shown by itself; empty: it is ordinary. */
  readonly because: readonly Exceptional[];
  readonly engagement: string;
  /** How many of those who do the same work in the same place have the same; of an outlier. */
  readonly peers?: { readonly have: number; readonly of: number };
  readonly person: string;
  readonly role: string;
  readonly usedAt?: number;
  readonly ward: string;
}

/** What became of one of them. */
export interface AccessDecision {
  readonly at: number;
  /** The actor's id: somebody's, or the system's of what ended by silence. */
  readonly by: string;
  /** `gone`: it had ended, or become another role, by itself. */
  readonly outcome: "confirmed" | "ended" | "gone";
  /** Together with all that is ordinary, by itself, or because nobody answered. */
  readonly how: "together" | "singly" | "silence";
  /** Where the record of it stands. */
  readonly position: number;
  /** As long as the reviewer's page counted, in milliseconds; of several together, of all of them. */
  readonly spent?: number;
}

/** One of them, and how far it is. */
export interface ReviewedAccess extends ListedAccess {
  readonly decision?: AccessDecision;
  /** Nobody answered, and it does not end by silence (L8). */
  readonly escalated?: true;
}

/** What is before the same reviewers: the roles in one ward, no more than a record holds. */
export interface CampaignPart {
  readonly id: string;
  readonly campaign: string;
  readonly ward: string;
  readonly items: readonly ReviewedAccess[];
  /** Whom the reviewers gave it to. */
  readonly delegate?: string;
}

/** An access review (L8). */
export interface Campaign {
  readonly id: string;
  readonly scope: CampaignScope;
  readonly openedAt: number;
  readonly openedBy: string;
  readonly remindAt: number;
  readonly due: number;
  /** The ids of its parts. */
  readonly parts: readonly string[];
  readonly reminded?: true;
  /** It was due: what nobody confirmed ended, or escalated. */
  readonly over?: true;
  /** Everything is decided. */
  readonly closedAt?: number;
  /** The last evidence that was made of it: what it hashes to, and where the record of that stands. */
  readonly attested?: { readonly evidence: string; readonly position: number };
}

interface Deciding {
  readonly assignments: readonly string[];
  readonly part: string;
}

/** The bodies of records about access reviews. */
export interface CampaignBodies {
  readonly "campaign.opened": {
    readonly campaign: string;
    readonly due: number;
    readonly remindAt: number;
    readonly scope: CampaignScope;
  };
  readonly "campaign.listed": {
    readonly campaign: string;
    readonly items: readonly ListedAccess[];
    readonly part: string;
    readonly ward: string;
  };
  /** Its actor is who looked; each role goes on as it was. */
  readonly "campaign.confirmed": Deciding & {
    readonly how: "together" | "singly";
    readonly spent: number;
  };
  /** Somebody ended them, or nobody confirmed them; that each role ends stands in the same batch. */
  readonly "campaign.ended": Deciding & {
    readonly how: "singly" | "silence";
    readonly spent?: number;
  };
  /** They had ended by themselves, or were another role by then. */
  readonly "campaign.settled": Deciding;
  /** Nobody answered, and they do not end by silence (L8). */
  readonly "campaign.escalated": Deciding;
  readonly "campaign.delegated": { readonly part: string; readonly to: string };
  readonly "campaign.reminded": { readonly campaign: string };
  readonly "campaign.over": { readonly campaign: string };
  readonly "campaign.closed": { readonly campaign: string };
  /** What the evidence of it hashes to (SHA-256, in hexadecimal): the proof of this record signs the evidence. */
  readonly "campaign.attested": { readonly campaign: string; readonly evidence: string };
}

/** Of access reviews that are closed, what they came to is kept so long. */
const kept = 400 * 24 * 60 * 60 * 1000;

/** The fold of records about access reviews. */
export const campaignAppliers: Appliers<keyof CampaignBodies> = {
  "campaign.opened": (draft, { actor, at, body }) => {
    forgetOld(draft, at);
    const { campaign: id, ...terms } = body;
    draft.campaigns.set(id, { id, ...terms, openedAt: at, openedBy: actor.id, parts: [] });
  },
  "campaign.listed": (draft, { body: { part: id, ...part } }) => {
    const campaign = draft.campaigns.get(part.campaign);
    if (campaign === undefined) return;
    draft.campaigns.set(campaign.id, { ...campaign, parts: [...campaign.parts, id] });
    draft.campaignParts.set(id, { id, ...part });
  },
  "campaign.confirmed": (draft, { actor, at, body: { how, spent, ...what }, position }) =>
    decided(draft, what, { at, by: actor.id, how, outcome: "confirmed", position, spent }),
  "campaign.ended": (draft, { actor, at, body: { how, spent, ...what }, position }) => {
    const time = spent === undefined ? {} : { spent };
    const those = new Set(what.assignments);
    for (const item of draft.campaignParts.get(what.part)?.items ?? []) {
      if (those.has(item.assignment)) rememberEnded(draft, item, at);
    }
    decided(draft, what, { at, by: actor.id, how, outcome: "ended", position, ...time });
  },
  "campaign.settled": (draft, { actor, at, body, position }) =>
    decided(draft, body, { at, by: actor.id, how: "silence", outcome: "gone", position }),
  "campaign.escalated": (draft, { body }) =>
    change(draft, body, (item) => ({ ...item, escalated: true })),
  "campaign.delegated": (draft, { body: { part: id, to } }) => {
    const part = draft.campaignParts.get(id);
    if (part !== undefined) draft.campaignParts.set(id, { ...part, delegate: to });
  },
  "campaign.reminded": (draft, { body }) => mark(draft, body.campaign, { reminded: true }),
  "campaign.over": (draft, { body }) => mark(draft, body.campaign, { over: true }),
  "campaign.closed": (draft, { at, body }) => mark(draft, body.campaign, { closedAt: at }),
  "campaign.attested": (draft, { body: { campaign, evidence }, position }) =>
    mark(draft, campaign, { attested: { evidence, position } }),
};

function decided(draft: Draft, what: Deciding, decision: AccessDecision): void {
  // What is decided stays so.
  change(draft, what, (item) => (item.decision === undefined ? { ...item, decision } : item));
}

function change(
  draft: Draft,
  { assignments, part: id }: Deciding,
  next: (item: ReviewedAccess) => ReviewedAccess,
): void {
  const part = draft.campaignParts.get(id);
  if (part === undefined) return;
  const those = new Set(assignments);
  const items = part.items.map((item) => (those.has(item.assignment) ? next(item) : item));
  draft.campaignParts.set(id, { ...part, items });
}

function mark(
  draft: Draft,
  id: string,
  marked: Pick<Campaign, "reminded" | "over" | "closedAt" | "attested">,
): void {
  const campaign = draft.campaigns.get(id);
  if (campaign !== undefined) draft.campaigns.set(id, { ...campaign, ...marked });
}

function forgetOld(draft: Draft, at: number): void {
  for (const { id, closedAt, parts } of [...draft.campaigns.values()]) {
    if (closedAt === undefined || at < closedAt + kept) continue;
    for (const part of parts) draft.campaignParts.delete(part);
    draft.campaigns.delete(id);
  }
}
