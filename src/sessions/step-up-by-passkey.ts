import type { Command, Session } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";
import { isLive } from "./liveness.ts";
import { requireOccupant } from "./occupants.ts";
import { type PasskeyUse, provePasskey } from "./prove-passkey.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** A passkey that was used for a session's step-up. */
export interface PasskeyStepUp extends PasskeyUse {
  readonly session: string;
  /** The seat it was used at; absent at a console. */
  readonly seat?: string;
}

/** What it led to. */
export type PasskeyStepUpAnswer = { readonly type: "raised" } | { readonly type: "refused" };

/**
 * Raises a session by its person's passkey, to the level that the passkey has; what they were doing goes on (A2).
 *
 * @throws SessionError `occupant-changed` when it is not the session there (any more); `no-policy`
 */
export function stepUpByPasskey(
  deps: SessionDeps,
  { session: id, seat, ...use }: PasskeyStepUp,
): Command<PasskeyStepUpAnswer> {
  return {
    name: "session.step-up-by-passkey",
    actor: { type: "system", id: "wardkey" },
    ...(seat === undefined ? {} : { seat }),
    handle: ({ world, at }) => {
      const scene = sceneOf(deps, world, at);
      const session =
        seat === undefined ? consoleSession(scene, id) : requireOccupant(scene, seat, id);
      const proof = provePasskey(scene, use, session.person);
      if (proof.type === "refused") return { records: proof.records, answer: { type: "refused" } };
      const actor = { type: "person", id: session.person } as const;
      const { passkey } = use;
      const body = { level: proof.level, method: "passkey", passkey, session: session.id } as const;
      return {
        records: [...proof.records, { kind: "session.raised", body, actor }],
        answer: { type: "raised" },
      };
    },
  };
}

function consoleSession(scene: Scene, id: string): Session {
  const session = scene.world.sessions.get(id);
  const there = session?.surface.type === "console" && isLive(scene, session);
  if (session === undefined || !there) throw occupantChanged();
  return session;
}
