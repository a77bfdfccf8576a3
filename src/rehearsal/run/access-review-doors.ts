import { hospital } from "../../access/index.ts";
import { confirmOrdinary, decideAccess, openCampaign, reviewsWard } from "../../reviews/index.ts";
import type { Command } from "../../world/index.ts";
import { decideAt, settled, untold } from "./decide-at.ts";
import type { Decided, Doors, Work } from "./doors.ts";
import { noteActive } from "./looks.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

type AccessReviewDoors = Pick<Doors["consoles"], "openAccessReview" | "decideAccess">;

/** Reviews of who still needs access (L8), by the product's own commands. */
export function accessReviewDoors(stage: Stage): AccessReviewDoors {
  const { app, bundle, deps } = stage;
  return {
    openAccessReview(turn, work, ward) {
      const scope = { type: "ward", of: ward } as const;
      const actor = { type: "person", id: work.session.person } as const;
      return decided(stage, turn, work, "campaign.open", openCampaign(deps, { actor, scope }));
    },
    decideAccess(turn, work, { campaign, one, ward }) {
      const { person } = work.session;
      const runsIt = reviewsWard({ bundle, world: app.world(), at: app.now() }, person, ward);
      const as = runsIt ? "manager" : "successor";
      const wish = { actor: { type: "person", id: person }, as, spent: 0 } as const;
      const command: Command<unknown> =
        one === undefined
          ? confirmOrdinary(deps, { ...wish, campaign, ward })
          : decideAccess(deps, { ...wish, ...one });
      if (!runsIt) return decided(stage, turn, work, "campaign.take-over", command);
      return decided(stage, turn, work, "campaign.decide", command, { type: "ward", id: ward });
    },
  };
}

/** Decided, recorded and done in one batch, as at the product's consoles. */
function decided(
  stage: Stage,
  turn: Turn,
  work: Work,
  action: string,
  command: Command<unknown>,
  resource: { readonly type: string; readonly id: string } = hospital,
): Promise<Decided> {
  const wish = { action, resource, purpose: "HOPERAT" };
  return settled(async () => {
    await noteActive(stage, work);
    return decideAt(
      stage,
      turn,
      work,
      wish,
      (_permit, _now, handling) => command.handle(handling).records,
    );
  }).then(untold);
}
