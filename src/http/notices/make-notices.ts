import type { SideWrite } from "../../ports/index.ts";
import { type Scene, sceneOf } from "../../sessions/index.ts";
import type { Kind, LogRecord, World } from "../../world/index.ts";
import { followLog, type LogFollower } from "../follower/index.ts";
import { type Audience, factsIn, isTold, noticeKinds } from "./kinds.ts";
import { recipientsOf } from "./recipients.ts";
import { asJson, cursorKey, type Notice, noticeKey } from "./rows.ts";
import type { NoticesDeps } from "./types.ts";

/** Turns what is new in the log into notices that wait to be told (X12). What happened before the first start is not told. */
export function followForNotices(deps: NoticesDeps, node: string): LogFollower {
  const { app } = deps;
  return followLog(deps, {
    name: "notices",
    cursorKey,
    node,
    from: async () => (kept) => kept ?? app.world().next,
    begin: () => async (records) => {
      const rows = noticesOf(deps, records);
      return rows.length === 0 ? undefined : { needs: [], rows: () => rows };
    },
    // Whoever turns looks after what waits in the same turn.
    arrived: () => undefined,
  });
}

function noticesOf(
  { app, pace, targets }: NoticesDeps,
  records: readonly LogRecord[],
): readonly SideWrite[] {
  const recent = records.filter(isTold).filter(({ at }) => at > app.now() - pace.patience);
  if (recent.length === 0) return [];
  const scene = sceneOf(app, app.world(), app.now());
  return recent.flatMap((record) => {
    const notice = noticeOf(scene, record);
    if (notice === undefined) return [];
    return targets.flatMap(({ id, tells }) =>
      tells === "people"
        ? forPeople(scene, id, record, notice)
        : [{ ...noticeKey(id, record.position), value: asJson(notice) }],
    );
  });
}

function noticeOf({ world }: Scene, record: LogRecord): Notice | undefined {
  const facts = factsIn(record, world);
  if (facts === undefined) return undefined;
  const { at, id, kind } = record;
  return { ...facts, kind, record: id, at, tries: 0, next: at };
}

function audiencesOf(kind: Kind, notice: Notice, world: World): readonly Audience[] {
  const entry = noticeKinds[kind];
  const all = Object.keys(entry?.words ?? {}) as Audience[];
  const told = entry?.to?.(notice, world);
  return told === undefined ? all : all.filter((audience) => told.includes(audience));
}

function forPeople(
  scene: Scene,
  target: string,
  { kind, position }: LogRecord,
  notice: Notice,
): readonly SideWrite[] {
  const audiences = audiencesOf(kind, notice, scene.world);
  return [...recipientsOf(scene, notice, audiences)].map(([person, audience]) => ({
    ...noticeKey(target, position, person),
    value: asJson({ ...notice, audience }),
  }));
}
