import type { Json, SideKey, SideWrite } from "../ports/index.ts";
import type { Command, LogRecord } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";
import { requireOccupant } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** Where a session's half-written texts are kept, sealed. */
export function draftKey(session: string): SideKey {
  return { table: "texts", key: `draft|${session}` };
}

/** What a session has half-written, sealed by whoever can open it. */
export interface DraftsRequest {
  /** Where its person must be in; absent for what is put away after they did it. */
  readonly seat?: string;
  readonly session: string;
  /** What was kept when the new state was made from it. */
  readonly before: Json | undefined;
  /** Undefined: nothing is half-written any more. */
  readonly sealed: Json | undefined;
}

/**
 * Keeps what a seat's occupant has half-written (S2, S6): beside the log and erasable, in no record. Nothing is kept when
 * somebody else wrote meanwhile; it is made again from what is there then.
 *
 * @throws SessionError `occupant-changed`, `no-policy`
 */
export function keepDrafts(
  deps: SessionDeps,
  { seat, session, before, sealed }: DraftsRequest,
): Command<"kept" | "overtaken"> {
  const key = draftKey(session);
  return {
    name: "drafts.keep",
    actor: { type: "system", id: "wardkey" },
    ...(seat === undefined ? {} : { seat }),
    needs: [key],
    handle: ({ world, at, side }) => {
      const scene = sceneOf(deps, world, at);
      if (seat !== undefined) requireOccupant(scene, seat, session);
      else if (!world.sessions.has(session)) throw occupantChanged();
      if (side(key) !== before) return { records: [], answer: "overtaken" };
      return { records: [], side: [{ ...key, value: sealed }], answer: "kept" };
    },
  };
}

/** What is erased with a record: the half-written texts of a session that closes, in the transaction of its end. */
export function endedDrafts(record: LogRecord): readonly SideWrite[] {
  if (record.kind !== "session.closed") return [];
  return [{ ...draftKey(record.body.session), value: undefined }];
}
