import type { Hasher, Instant } from "../ports/index.ts";
import {
  type Actor,
  type CampaignScope,
  type Command,
  canonicalBytes,
  type ReviewedAccess,
  type World,
} from "../world/index.ts";
import { partsOf } from "./decide-access.ts";
import { ReviewError } from "./errors.ts";

/** What a review of access looked at and came to, by ids and codes (M9): nobody's name stands in it. */
export interface AccessEvidence {
  readonly type: "wardkey/access-review@1";
  readonly campaign: string;
  readonly scope: CampaignScope;
  readonly openedAt: Instant;
  readonly openedBy: string;
  readonly due: Instant;
  /** Absent: something is left to decide. */
  readonly closedAt?: Instant;
  /** The position of the log up to which this says everything. */
  readonly next: number;
  /** Who decided, how much, and how long their page says that they looked, in milliseconds. */
  readonly reviewers: readonly {
    readonly by: string;
    readonly confirmed: number;
    readonly ended: number;
    readonly spent: number;
  }[];
  /** Each role that was listed, and what became of it; `had`: whether somebody still has it. */
  readonly items: readonly (ReviewedAccess & { readonly had: boolean; readonly ward: string })[];
}

/**
 * The evidence of a review as it stands.
 *
 * @throws ReviewError `campaign-unknown`
 */
function evidenceOf(world: World, id: string): AccessEvidence {
  const campaign = world.campaigns.get(id);
  if (campaign === undefined) throw new ReviewError("campaign-unknown");
  const { closedAt, due, openedAt, openedBy, scope } = campaign;
  const items = partsOf(world, campaign).flatMap((part) => part.items);
  return {
    type: "wardkey/access-review@1",
    campaign: id,
    scope,
    openedAt,
    openedBy,
    due,
    ...(closedAt === undefined ? {} : { closedAt }),
    next: world.next,
    reviewers: reviewersIn(items),
    items: items.map((item) => ({ ...item, had: world.roles.has(item.assignment) })),
  };
}

function reviewersIn(items: readonly ReviewedAccess[]): AccessEvidence["reviewers"] {
  const found = new Map<string, { confirmed: number; ended: number; spent: Map<number, number> }>();
  for (const { decision } of items) {
    if (decision === undefined || decision.outcome === "gone") continue;
    const { by, outcome, position, spent = 0 } = decision;
    const known = found.get(by) ?? { confirmed: 0, ended: 0, spent: new Map() };
    known[outcome]++;
    // The time of one act is that of all that it decided.
    known.spent.set(position, spent);
    found.set(by, known);
  }
  return [...found].map(([by, { spent, ...counts }]) => {
    let all = 0;
    for (const each of spent.values()) all += each;
    return { by, ...counts, spent: all };
  });
}

/** What is attested, and by whom. */
export interface AttestWish {
  readonly actor: Actor;
  readonly campaign: string;
}

/**
 * Makes the evidence of a review and puts on record what it hashes to, so that the receipt of that record signs the evidence with the
 * log's own key. Whether the actor may is the caller's to decide.
 *
 * @throws ReviewError `campaign-unknown`
 */
export function attestCampaign(
  { hasher }: { readonly hasher: Hasher },
  { actor, campaign }: AttestWish,
): Command<AccessEvidence> {
  return {
    name: "campaign.attest",
    actor,
    handle: ({ world }) => {
      const made = evidenceOf(world, campaign);
      const hash = hasher.sha256(canonicalBytes(made));
      const evidence = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const records = [{ kind: "campaign.attested", body: { campaign, evidence } }] as const;
      return { records, answer: made };
    },
  };
}
