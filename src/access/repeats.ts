import type { Duration, Instant, Position } from "../ports/index.ts";
import type {
  Actor,
  Command,
  DecisionBody,
  LogRecord,
  NewRecord,
  RecordOf,
  World,
} from "../world/index.ts";

/** Identical denials within this time answer with the first one's position (D8). */
const window: Duration = 60_000;

/** A denial that was recorded, and how often the same was asked again since. */
export interface First {
  readonly key: string;
  readonly position: Position;
  readonly at: Instant;
  readonly actor: Actor;
  readonly seat: string | undefined;
  readonly body: DecisionBody;
  /** The draft of the batch that it (or its count) is part of, until that batch is committed. */
  draft: World | undefined;
  /** The record's id, once committed. */
  id: string | undefined;
  count: number;
  /** Its count is being written: what comes now is a new first. */
  closed: boolean;
}

/**
 * What this node remembers of denials (D8). A killed node loses the counts, never the first denial: that one
 * is in the log. It must follow the log, before anything else is handled.
 */
export interface Repeats {
  /** To be given to `app.follow`: what was handled becomes what was committed. */
  readonly follow: (records: readonly LogRecord[]) => void;
  /** The first of these denials, when it was committed or stands in this very draft, within the last minute. */
  readonly find: (key: string, world: World, at: Instant) => First | undefined;
  readonly remember: (first: Omit<First, "count" | "closed" | "id">) => void;
  /** Those whose count is to be written in this draft, and are not yet. */
  readonly take: (world: World, at: Instant, all: boolean) => readonly First[];
}

/** An empty memory; one for a node. */
export function createRepeats(): Repeats {
  const firsts = new Map<string, First>();
  // Firsts whose minute is over, or that another took the place of, and whose count is still to be written.
  let over: First[] = [];
  const retire = (first: First) => {
    if (first.id !== undefined && first.count > 0) over.push(first);
  };
  return {
    follow(records) {
      for (const record of records) {
        if (record.kind !== "decision.denied") continue;
        const key = keyOf(record.actor, record.body);
        if (record.body.repeats !== undefined) {
          over = over.filter((first) => !(first.closed && first.id === record.causedBy));
          continue;
        }
        const known = firsts.get(key);
        if (known?.position === record.position) {
          known.draft = undefined;
          known.id = record.id;
        } else if (known === undefined) firsts.set(key, committed(key, record));
      }
    },
    find(key, world, at) {
      const first = firsts.get(key);
      if (first === undefined || first.closed || at - first.at >= window) return undefined;
      // A draft that was dropped took its records with it: what was remembered of it never happened.
      if (first.id === undefined && first.draft !== world) return undefined;
      return first.position < world.next ? first : undefined;
    },
    remember(first) {
      const before = firsts.get(first.key);
      if (before !== undefined) retire(before);
      firsts.set(first.key, { ...first, id: undefined, count: 0, closed: false });
    },
    take(world, at, all) {
      for (const [key, first] of firsts) {
        if (!all && at - first.at < window) continue;
        retire(first);
        firsts.delete(key);
      }
      const due = over.filter((first) => !first.closed || first.draft !== world);
      for (const first of due) {
        first.closed = true;
        first.draft = world;
      }
      return due;
    },
  };
}

function committed(key: string, record: RecordOf<"decision.denied">): First {
  const { position, at, actor, seat, body, id } = record;
  return { key, position, at, actor, seat, body, id, draft: undefined, count: 0, closed: false };
}

/** What must be the same: caller, subject, action, resource, seat and reasons. */
export function keyOf(actor: Actor, body: DecisionBody): string {
  const { subject, action, resource, context, policies, cause, reasons = [] } = body;
  return JSON.stringify([
    actor.type,
    actor.id,
    actor.onBehalfOf ?? "",
    subject.type,
    subject.id,
    action,
    resource.type,
    resource.id,
    context.seat ?? "",
    cause ?? "",
    policies,
    reasons,
  ]);
}

/**
 * Writes the counts of repeated denials whose minute has ended, or of all (at shutdown): for each a
 * `decision.denied` with `repeats`, caused by the first. Answers how many were written.
 */
export function writeRepeats(
  repeats: Repeats,
  { actor, all }: { readonly actor: Actor; readonly all: boolean },
): Command<number> {
  return {
    name: "decision.count-repeats",
    actor,
    handle({ world, at }) {
      const records = repeats.take(world, at, all).map((first): NewRecord => {
        const { actor: asked, body, count, id, seat } = first;
        return {
          kind: "decision.denied",
          body: { ...body, repeats: count },
          actor: asked,
          ...(id === undefined ? {} : { causedBy: id }),
          ...(seat === undefined ? {} : { seat }),
        };
      });
      return { records, answer: records.length };
    },
  };
}
