import { decodeRecord } from "../../sequencer/index.ts";
import type { LogRecord, Session } from "../../world/index.ts";
import type { RecordsPage, RecordView } from "../console-contract.ts";
import { HttpError } from "../errors.ts";
import { withNames } from "../names.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requirePermit } from "./console-context.ts";
import { knownKinds, recordView } from "./record-view.ts";

/** Records on one page. */
const onPage = 100;
/** Read from the log at once, while looking for a kind. */
const atOnce = 1_000;
/** A kind that is rare is looked for this far back for one page; the next page goes on from there. */
const farthest = 20_000;

/**
 * A page of the log, newest first, of one kind or of all. Looking is decided and recorded, once for each
 * page (U4).
 *
 * @throws HttpError `refused`, `bad-request`
 */
export async function recordsPage(
  context: Console,
  session: Session,
  query: { readonly before?: string; readonly kind?: string },
): Promise<RecordsPage> {
  const { app } = context.deps;
  const before = positionOf(query.before) ?? app.world().next;
  const kind = query.kind === "" ? undefined : query.kind;
  if (kind !== undefined && !knownKinds().includes(kind)) {
    throw refusedBy("bad-request", "records.kind");
  }
  await readTrail(context, session, kind === undefined ? "records" : `records ${kind}`);
  const { found, reached } = await collect(context, before, kind);
  const records = await recordViews(context, found);
  return { records, kinds: knownKinds(), ...(reached > 0 ? { next: reached } : {}) };
}

/**
 * Decides and records that somebody looks into the trail (U4).
 *
 * @throws HttpError `refused`
 */
export function readTrail(context: Console, session: Session, what: string): Promise<void> {
  const actor = { type: "person", id: session.person } as const;
  const also = [{ kind: "log.read", body: { what }, actor } as const];
  return requirePermit(context, session, "log.read", { also });
}

async function collect(
  { deps }: Console,
  before: number,
  kind: string | undefined,
): Promise<{ readonly found: readonly LogRecord[]; readonly reached: number }> {
  const found: LogRecord[] = [];
  let reached = before;
  const floor = Math.max(0, before - farthest);
  while (reached > floor && found.length < onPage) {
    const size = kind === undefined ? onPage : atOnce;
    const from = Math.max(floor, reached - size);
    const entries = await deps.log.read(from, { to: reached, limit: size });
    for (const entry of entries.toReversed()) {
      const record = decodeRecord(entry);
      if (kind === undefined || record.kind === kind) found.push(record);
      reached = record.position;
      if (found.length === onPage) return { found, reached };
    }
    reached = from;
  }
  return { found, reached };
}

/** Records with the names that they have now. */
export function recordViews(
  { deps }: Console,
  records: readonly LogRecord[],
): Promise<readonly RecordView[]> {
  const { app } = deps;
  return withNames(app.side, app.world, (names, world) =>
    records.map((record) =>
      recordView(record, names, (session) => world.sessions.get(session)?.person),
    ),
  );
}

function positionOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^[0-9]{1,15}$/.test(text)) {
    throw new HttpError("bad-request", "`before` is the position of a record: a whole number.");
  }
  return Number(text);
}
