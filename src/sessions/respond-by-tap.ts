import type { BadgeQuestion, Command } from "../world/index.ts";
import { engagementsOf } from "./badge.ts";
import { dutiesOf } from "./duties.ts";
import { callTo, isOdd } from "./emergency-call.ts";
import { enter } from "./enter.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf, seatOf } from "./scene.ts";

/** The badge of a tap that was asked something, whose person says "I am responding" instead. */
export interface TapResponse {
  readonly seat: string;
  readonly badge: string;
  /** To which of the emergencies here they say so. */
  readonly emergency: string;
  /** What it was asked. */
  readonly asked: BadgeQuestion;
}

/** What it led to. */
export type RespondAnswer =
  | {
      readonly type: "in";
      readonly session: string;
      readonly person: string;
      readonly emergency: string;
    }
  /** There is no emergency here (any more), it is no clinician's badge, or one that is locked or in two places. */
  | { readonly type: "refused"; readonly why: "nothing-here" | "no-clinician" | "badge" };

/**
 * Lets a clinician in who tapped at a seat where there is an emergency and says that they are responding (X17), on duty or not,
 * without a PIN. That they respond is to be recorded in the same batch.
 *
 * @throws SessionError `seat-unknown`, `no-policy`
 */
export function respondByTap(
  deps: SessionDeps,
  { seat: place, badge: tapped, asked, emergency }: TapResponse,
): Command<RespondAnswer> {
  return {
    name: "emergency.respond",
    actor: { type: "system", id: "wardkey" },
    seat: place,
    handle: (handling) => {
      const seat = seatOf(handling.world, place);
      const scene = sceneOf(deps, handling.world, handling.at);
      const { world, at } = scene;
      const refuse = (why: Extract<RespondAnswer, { type: "refused" }>["why"]) => ({
        records: [],
        answer: { type: "refused", why } as const,
      });
      const badge = world.badges.get(tapped);
      const isUsable = badge !== undefined && at < badge.until;
      if (!isUsable || engagementsOf(world, badge.person, at).length === 0) return refuse("badge");
      if (isOdd(scene, seat, badge, asked)) return refuse("badge");
      const { person } = badge;
      const engagement = callTo(scene, seat, person, emergency);
      if (engagement === "nothing-here" || engagement === "no-clinician") return refuse(engagement);
      const duties = dutiesOf(scene, person);
      const entry = { seat: place, person, badge: badge.id, duties };
      const call = { id: emergency, engagement: engagement.id };
      const entered = enter(handling, scene, { ...entry, emergency: call });
      // Who is called to an emergency is not asked about (X17).
      if (entered.type === "denied") return refuse("badge");
      const { session } = entered;
      return { records: entered.records, answer: { type: "in", session, person, emergency } };
    },
  };
}
