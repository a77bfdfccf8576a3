import type { Json, Side, SideKey } from "../../ports/index.ts";
import type { NewRecord, World } from "../../world/index.ts";
import { type FeedDeps, openSlate, type Slate, tryOut } from "../shared/deps.ts";
import { FeedError } from "../shared/errors.ts";
import type { Item, Verdict } from "../shared/take-in.ts";
import { personRows } from "./person-rows.ts";

/** What a row of a staff file changes, as a code: in words it is the page's or the command's to say. */
export type ChangeKind =
  /** Somebody who was never here. */
  | "joins"
  /** Somebody who was here, and is hired again. */
  | "joins-again"
  /** One more engagement of somebody who has one that runs. */
  | "joins-also"
  | "ends"
  | "ends-later"
  | "ends-earlier"
  /** What sort of engagement it is, who answers for it, or whom they report to. */
  | "terms"
  /** To another role or ward; what they had ends after the overlap (L4). */
  | "moves"
  | "role"
  | "role-ends"
  | "badge"
  /** Name, title or address. */
  | "details";

/** One difference between a file and what is known. */
export interface Change {
  /** The first line of the file is 1. */
  readonly line: number;
  readonly kind: ChangeKind;
  /** Ids of what ends with it, counted; of an end only. */
  readonly with?: number;
  /** The role and where, of a role. */
  readonly what?: string;
}

/** What a file would do. */
export interface Preview {
  /** One for each item, in their order. */
  readonly verdicts: readonly Verdict[];
  readonly changes: readonly Change[];
  /** Engagements that would end. */
  readonly ends: number;
}

/** What is looked at at once: rows are fetched for so many, and others have their turn between. */
const atOnce = 250;
/** More rounds than any chain of rows is long. */
const mostRounds = 8;

/** What looking works with. */
export interface PreviewDeps extends Pick<FeedDeps, "side" | "clock"> {
  world(): World;
}

/**
 * What items would do, one after the other, each on what those before it would have done. Nothing is recorded: it is looked at
 * beside everything else, on the world as it is committed, and done again when it is taken in.
 */
export async function previewItems(deps: PreviewDeps, items: readonly Item[]): Promise<Preview> {
  const rows = openRows(deps.side);
  let drawn = 0;
  const world = deps.world();
  const at = Math.max(world.at, deps.clock.now());
  const id = (prefix: string) => `${prefix}_new${++drawn}`;
  const base = openSlate({ at, id, world }, rows.read);
  const verdicts: Verdict[] = [];
  const changes: Change[] = [];
  let ends = 0;
  for (let from = 0; from < items.length; from += atOnce) {
    const some = items.slice(from, from + atOnce);
    await rows.fetch(some.flatMap(({ keys }) => keys));
    for (const item of some) {
      const { trial, verdict } = await lookAt(base, item, rows);
      verdicts.push(verdict);
      if (verdict !== "applied") continue;
      changes.push(...changesOf(base, item.line, trial));
      ends += endsIn(trial.records);
      trial.commit();
    }
  }
  return { verdicts, changes, ends };
}

/** Engagements that end by these records. */
function endsIn(records: readonly NewRecord[]): number {
  return records.filter(({ kind }) => kind === "engagement.ended").length;
}

interface Rows {
  readonly read: (key: SideKey) => Json | undefined;
  readonly fetch: (keys: readonly SideKey[]) => Promise<void>;
  /** Those that were asked for and not at hand, since this was asked last. */
  readonly missing: () => readonly SideKey[];
}

function openRows(side: Pick<Side, "get">): Rows {
  const known = new Map<string, Json | undefined>();
  let missing: SideKey[] = [];
  const address = ({ table, key }: SideKey) => `${table}|${key}`;
  const fetch = async (keys: readonly SideKey[]): Promise<void> => {
    const fresh = keys.filter((key) => !known.has(address(key)));
    if (fresh.length === 0) return;
    const values = await side.get(fresh);
    for (const [index, key] of fresh.entries()) known.set(address(key), values[index]);
    await fetch(
      fresh.flatMap((key, index) => {
        const value = values[index];
        return value === undefined ? [] : personRows(key, value);
      }),
    );
  };
  return {
    read(key) {
      if (!known.has(address(key))) missing.push(key);
      return known.get(address(key));
    },
    fetch,
    missing() {
      const asked = missing;
      missing = [];
      return asked;
    },
  };
}

async function lookAt(
  base: Slate,
  item: Item,
  rows: Rows,
): Promise<{ readonly trial: ReturnType<typeof tryOut>; readonly verdict: Verdict }> {
  for (let round = 0; round < mostRounds; round++) {
    const trial = tryOut(base);
    const looked = attempt(item, trial);
    const missing = rows.missing();
    if (missing.length === 0) {
      if ("error" in looked) throw looked.error;
      return { trial, ...looked };
    }
    await rows.fetch(missing);
  }
  throw new FeedError("unsettled", "What this rests on kept changing. Please send it again.");
}

/** With a row missing, what the item does, an error included, means nothing. */
function attempt(
  item: Item,
  trial: Slate,
): { readonly verdict: Verdict } | { readonly error: unknown } {
  try {
    return { verdict: item.handle(trial) };
  } catch (error) {
    return { error };
  }
}

function changesOf(base: Slate, line: number, trial: Slate): readonly Change[] {
  const changes: Change[] = [];
  const note = (kind: ChangeKind, more: Partial<Change> = {}) =>
    changes.push({ line, kind, ...more });
  // What ends with an engagement is said with its end.
  const isEnd = endsIn(trial.records) > 0;
  for (const { body, kind } of trial.records) {
    if (kind === "engagement.started") note(startOf(base, trial, body));
    else if (kind === "engagement.extended") {
      const before = base.world.engagements.get(body.engagement)?.to ?? 0;
      note(body.to > before ? "ends-later" : "ends-earlier");
    } else if (kind === "engagement.ended") {
      const said = trial.records.find((record) => record.kind === "access.ended");
      const ended =
        said?.kind === "access.ended" ? Object.values(said.body.ended).flat().length : 0;
      note("ends", { with: ended });
    } else if (kind === "engagement.moved") note("moves", { what: `${body.role} in ${body.ward}` });
    else if (kind === "role.assigned") note("role", { what: `${body.role} in ${body.ward}` });
    else if (kind === "role.ended" && !isEnd) note("role-ends");
    else if (kind === "badge.issued") note("badge");
  }
  if (changes.length === 0) note("details");
  return changes;
}

function startOf(
  base: Slate,
  trial: Slate,
  { engagement, person }: { readonly engagement: string; readonly person: string },
): ChangeKind {
  if (base.world.engagements.has(engagement)) return "terms";
  const others = base.world.engagementsByPerson
    .get(person)
    .flatMap((id) => base.world.engagements.get(id) ?? []);
  // An earlier line of the file may have begun one, or ended it.
  const told = [...base.toldAbout(person)].flatMap(({ body, kind }) =>
    kind === "engagement.started" && body.to > trial.at ? [body.engagement] : [],
  );
  const isOver = (id: string) =>
    [...base.toldAbout(id)].some(({ kind }) => kind === "engagement.ended");
  const goOn = others.flatMap(({ id, state, to }) =>
    state !== "ended" && to > trial.at ? [id] : [],
  );
  if ([...goOn, ...told].some((id) => !isOver(id))) return "joins-also";
  return others.length === 0 ? "joins" : "joins-again";
}
