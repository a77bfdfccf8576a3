import { dutyOf } from "../access/index.ts";
import type { Instant, Json, SideKey, SideWrite } from "../ports/index.ts";
import type { Command, LogRecord, NewRecord } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";
import { extended } from "./extend-sessions.ts";
import { requireOccupant } from "./occupants.ts";
import type { Scene, SessionDeps } from "./scene.ts";
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
  /** What is half-written now: the log knows that it is, and for whom, and nothing of the text (U3). */
  readonly begun: readonly { readonly patient: string; readonly action: string }[];
}

/**
 * Keeps what a seat's occupant has half-written (S2, S6): beside the log and erasable, in no record. Nothing is kept when
 * somebody else wrote meanwhile; it is made again from what is there then.
 *
 * @throws SessionError `occupant-changed`, `no-policy`
 */
export function keepDrafts(
  deps: SessionDeps,
  { seat, session, before, sealed, begun }: DraftsRequest,
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
      const records = begunAndEnded(scene, session, begun);
      return { records, side: [{ ...key, value: sealed }], answer: "kept" };
    },
  };
}

/** What is new among what is half-written, and what is so no more; with the first, its person may stay to finish it (S9). */
function begunAndEnded(
  scene: Scene,
  id: string,
  begun: DraftsRequest["begun"],
): readonly NewRecord[] {
  const { world } = scene;
  const session = world.sessions.get(id);
  if (session === undefined) return [];
  const known = world.draftsBySession.get(id).flatMap((each) => world.drafts.get(each) ?? []);
  const isSame = (one: DraftsRequest["begun"][number], other: DraftsRequest["begun"][number]) =>
    one.action === other.action &&
    survivorOf(world, one.patient) === survivorOf(world, other.patient);
  const fresh = begun.filter((one) => !known.some((other) => isSame(one, other)));
  const over = known.filter((one) => !begun.some((other) => isSame(one, other)));
  const { person } = session;
  const actor = { type: "person", id: person } as const;
  return [
    ...fresh.map(
      ({ action, patient }): NewRecord => ({
        kind: "draft.begun",
        body: { action, patient, person, session: id },
        actor,
      }),
    ),
    ...over.map(
      ({ action, patient }): NewRecord => ({
        kind: "draft.ended",
        body: { action, patient, session: id },
        actor,
      }),
    ),
    ...(fresh.length === 0 ? [] : extended(scene, person, draftsEnd(scene, person))),
  ];
}

/** Until when what is begun now can be finished: past the margin of the shift that it is begun in. */
function draftsEnd({ world, at, bundle }: Scene, person: string): Instant {
  const ends = dutyOf(bundle, world, person, at)
    .filter(({ type, declared }) => type === "shift" && declared === undefined)
    .map(({ to, marginAfter }) => to + marginAfter + bundle.rosters.drafts);
  return Math.max(at, ...ends);
}

/** What is erased with a record: the half-written texts of a session that closes, in the transaction of its end. */
export function endedDrafts(record: LogRecord): readonly SideWrite[] {
  if (record.kind !== "session.closed") return [];
  return [{ ...draftKey(record.body.session), value: undefined }];
}
