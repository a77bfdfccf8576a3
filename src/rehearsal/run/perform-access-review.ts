import { hospital } from "../../access/index.ts";
import { partsOf } from "../../reviews/index.ts";
import { identityWork } from "../calibration.ts";
import type { AccessReviewAct } from "../vocabulary/acts.ts";
import type { AccessToDecide, Decided, Work } from "./doors.ts";
import { decideOn, getToWork } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, spend } from "./run.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

/** Has it reviewed who still needs access on a ward (L8). */
export async function openAccessReview(
  run: Run,
  turn: Turn,
  performer: Performer,
  ward: string,
): Promise<Ending> {
  return atConsole(run, turn, performer, "campaign.open", (work) =>
    run.doors.consoles.openAccessReview(turn, work, ward),
  );
}

/** Confirms what is ordinary in one act, or decides on what is listed of somebody. */
export async function decideAccess(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: Exclude<AccessReviewAct, { readonly type: "open-access-review" }>,
): Promise<Ending> {
  const { world } = sceneNow(run);
  const one = act.type === "decide-access" ? act : undefined;
  const who = run.performers.get(one?.person ?? "")?.id;
  const wishes = [...world.campaigns.values()]
    .filter(({ closedAt }) => closedAt === undefined)
    .flatMap((campaign) => partsOf(world, campaign))
    .flatMap((part): readonly AccessToDecide[] => {
      const left = part.items.filter(({ decision }) => decision === undefined);
      if (one === undefined) {
        const isIts = act.type !== "decide-access" && part.ward === act.ward && left.length > 0;
        return isIts ? [{ campaign: part.campaign, ward: part.ward }] : [];
      }
      return left
        .filter(({ person }) => person === who)
        .map(({ assignment }) => ({
          campaign: part.campaign,
          ward: part.ward,
          one: { assignment, outcome: one.outcome, part: part.id },
        }));
    });
  let ending: Ending = refused("Nothing of that is left to decide.");
  for (const wish of wishes) {
    ending = await atConsole(run, turn, performer, "campaign.decide", (work) =>
      run.doors.consoles.decideAccess(turn, work, wish),
    );
    if (ending.type === "refused") break;
  }
  return ending;
}

async function atConsole(
  run: Run,
  turn: Turn,
  performer: Performer,
  action: string,
  act: (work: Work) => Promise<Decided>,
): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  if (work.place.type !== "console") return refused("Who needs access is reviewed at a console.");
  await spend(run, turn, identityWork.press);
  return decideOn(run, turn, work, { action, resource: hospital }, act);
}
