import type { Command } from "../world/index.ts";
import { pinBadge } from "./badge.ts";
import type { PinFailure } from "./enter-pin.ts";
import { failedPin, proved } from "./enter-pin.ts";
import { occupantChanged } from "./errors.ts";
import { requireOccupant } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** The occupant's PIN, asked for by a task. */
export interface StepUpRequest {
  readonly seat: string;
  readonly session: string;
  /** Whether the PIN was the right one. */
  readonly right: boolean;
}

/** What a step-up led to. */
export type StepUpAnswer = { readonly type: "raised" } | PinFailure;

/**
 * Raises the session of a seat's occupant by their PIN; what they were doing goes on (A2).
 *
 * @throws SessionError `occupant-changed` when it is not the occupant's session (any more), or the badge
 *   that opened it has ended; `no-policy`
 */
export function stepUp(deps: SessionDeps, request: StepUpRequest): Command<StepUpAnswer> {
  return {
    name: "session.step-up",
    actor: { type: "system", id: "wardkey" },
    seat: request.seat,
    handle: ({ world, at }) => {
      const session = requireOccupant(sceneOf(deps, world, at), request.seat, request.session);
      const badge = pinBadge(world, session, at);
      if (badge === undefined) throw occupantChanged();
      const failure = failedPin(badge, request.seat, request.right, at);
      if (failure !== undefined) return failure;
      const actor = { type: "person", id: session.person } as const;
      const body = { session: session.id, level: 2, method: "pin" } as const;
      return {
        records: [proved(badge), { kind: "session.raised", body, actor }],
        answer: { type: "raised" },
      };
    },
  };
}
