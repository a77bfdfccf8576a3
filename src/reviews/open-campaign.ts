import type { Bundles } from "../access/index.ts";
import type { Actor, CampaignScope, Command, ListedAccess, NewRecord } from "../world/index.ts";
import { ReviewError } from "./errors.ts";
import { listAccess } from "./list-access.ts";

/** A record holds 64 KB: so many are listed in it. */
const mostListed = 200;

/** What is to be reviewed, and who wants it to be. */
export interface CampaignWish {
  readonly actor: Actor;
  readonly scope: CampaignScope;
}

/** What was opened. */
export interface OpenedCampaign {
  readonly campaign: string;
  readonly exceptional: number;
  readonly items: number;
}

/**
 * Opens a review of the access that people have (L8): what it looks at is listed with it, so that what comes later is not ended by
 * it. Whether the actor may open one is the caller's to decide.
 *
 * @throws ReviewError `no-access-reviews`, `campaign-open`, `campaign-empty`, `policy-changed`
 */
export function openCampaign(
  { bundles }: { readonly bundles: Bundles },
  { actor, scope }: CampaignWish,
): Command<OpenedCampaign> {
  return {
    name: "campaign.open",
    actor,
    handle: ({ at, id, world }) => {
      const bundle = bundles.current(world);
      if (bundle === undefined) throw new ReviewError("policy-changed.not-loaded");
      const rules = bundle.reviews?.access;
      if (rules === undefined) throw new ReviewError("no-access-reviews");
      // Two at once would ask the same people the same, and the one could end what the other has confirmed.
      for (const each of world.campaigns.values()) {
        const isSame = each.scope.type === scope.type && each.scope.of === scope.of;
        if (isSame && each.closedAt === undefined) throw new ReviewError("campaign-open");
      }
      const listed = listAccess({ at, bundle, rules, world }, scope);
      if (listed.length === 0) throw new ReviewError("campaign-empty");
      const campaign = id("cmp");
      const due = at + rules.lasts;
      const remindAt = Math.max(at, due - rules.remindBefore);
      const opened = { kind: "campaign.opened", body: { campaign, due, remindAt, scope } } as const;
      const records: NewRecord[] = [opened];
      for (const { items, ward } of partsOf(listed)) {
        const part = id("prt");
        records.push({ kind: "campaign.listed", body: { campaign, items, part, ward } });
      }
      const exceptional = listed.filter(({ because }) => because.length > 0).length;
      return { records, answer: { campaign, exceptional, items: listed.length } };
    },
  };
}

/** By ward, and no more in one than a record holds. */
function partsOf(
  listed: readonly ListedAccess[],
): readonly { readonly items: readonly ListedAccess[]; readonly ward: string }[] {
  const wards = [...Map.groupBy(listed, ({ ward }) => ward)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return wards.flatMap(([ward, items]) =>
    Array.from({ length: Math.ceil(items.length / mostListed) }, (_, nth) => ({
      items: items.slice(nth * mostListed, (nth + 1) * mostListed),
      ward,
    })),
  );
}
