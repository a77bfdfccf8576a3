import type { Bundles } from "../access/index.ts";
import { type Actor, type Command, isRunning, type NewRecord } from "../world/index.ts";
import { deciding, reviewsWard } from "./access-reviewers.ts";
import { partsOf, requireCampaign } from "./decide-access.ts";
import { ReviewError } from "./errors.ts";

/** Which ward's part of which review is given to whom. */
export interface DelegateWish {
  readonly actor: Actor;
  readonly campaign: string;
  readonly to: string;
  readonly ward: string;
}

/**
 * Lets somebody else decide what is in a ward, beside those who run it: one whose role includes it. Whether the actor may is the
 * caller's to decide.
 *
 * @throws ReviewError `campaign-unknown`, `not-before-you`, `delegate-unfit`, `policy-changed`
 */
export function delegateAccess(
  { bundles }: { readonly bundles: Bundles },
  { actor, campaign, to, ward }: DelegateWish,
): Command<void> {
  return {
    name: "campaign.delegate",
    actor,
    handle: ({ at, world }) => {
      const bundle = bundles.current(world);
      if (bundle === undefined) throw new ReviewError("policy-changed.not-loaded");
      const open = requireCampaign(world, campaign);
      const parts = partsOf(world, open).filter((part) => part.ward === ward);
      if (parts.length === 0) throw new ReviewError("campaign-unknown");
      if (!reviewsWard({ at, bundle, world }, actor.id, ward)) {
        throw new ReviewError("not-before-you");
      }
      const isFit = world.rolesByPerson.get(to).some((id) => {
        const { engagement, from = at, role, to: end = at } = world.roles.get(id) ?? {};
        if (role === undefined || engagement === undefined || at < from || end <= at) return false;
        const may = bundle.roles.get(role)?.may.has(deciding) === true;
        return may && isRunning(world.engagements.get(engagement), at);
      });
      if (!isFit || to === actor.id) throw new ReviewError("delegate-unfit");
      const records = parts.map(
        ({ id: part }): NewRecord => ({ kind: "campaign.delegated", body: { part, to } }),
      );
      return { records, answer: undefined };
    },
  };
}
