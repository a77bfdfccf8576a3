import type { Duration, Hasher, Instant, Position } from "../ports/index.ts";
import type { Actor, Command, DecisionBody, LogRecord, NewRecord, World } from "../world/index.ts";
import type { AccessRequest } from "./request.ts";

/** Identical denials within this time answer with the first one's position (D8). */
const window: Duration = 60_000;
/** Denials that are remembered at once: whoever asks about ever new ids must not fill the memory. */
const most = 50_000;

/** A denial that was recorded, and how often the same was asked again since. */
export interface First {
  readonly key: string;
  /** The record's id. */
  readonly id: string;
  readonly position: Position;
  readonly at: Instant;
  readonly actor: Actor;
  readonly seat: string | undefined;
  readonly body: DecisionBody;
  /** The draft of the batch that it (or its count) is part of, until that batch is committed. */
  draft: World | undefined;
  committed: boolean;
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
  /** What must be the same, as {@link First.key}: caller, subject, action, resource, seat and reasons. */
  readonly keyOf: (actor: Actor, asked: AccessRequest, body: DecisionBody) => string;
  /** The first of these denials, when it was committed or stands in this very draft, within the last minute. */
  readonly find: (key: string, world: World, at: Instant) => First | undefined;
  readonly remember: (first: Omit<First, "count" | "closed" | "committed">) => void;
  /** Whether there may be a count to write: nothing is done by asking. */
  readonly isDue: (at: Instant) => boolean;
  /** Those whose count is to be written in this draft, and are not yet. */
  readonly take: (world: World, at: Instant, all: boolean) => readonly First[];
}

/** An empty memory; one for a node. */
export function createRepeats({ hasher }: { readonly hasher: Hasher }): Repeats {
  // The oldest first.
  const firsts = new Map<string, First>();
  // A body does not say what was asked for where that was unknown, so a record's first is found by the very body.
  const handled = new WeakMap<DecisionBody, First>();
  // Firsts whose minute is over, or that another took the place of, and whose count is still to be written.
  let over: First[] = [];
  // A draft that was dropped took its records with it: what was remembered of it never happened.
  const isIn = (world: World | undefined, first: First) => first.committed || first.draft === world;
  const retire = (first: First, world: World | undefined) => {
    if (isIn(world, first) && first.count > 0) over.push(first);
  };
  return {
    follow(records) {
      for (const record of records) {
        if (record.kind !== "decision.denied") continue;
        if (record.body.repeats !== undefined) {
          over = over.filter((first) => !(first.closed && first.id === record.causedBy));
          continue;
        }
        const first = handled.get(record.body);
        if (first === undefined) continue;
        first.draft = undefined;
        first.committed = true;
      }
    },
    keyOf: (actor, asked, body) => keyOf(hasher, actor, asked, body),
    find(key, world, at) {
      const first = firsts.get(key);
      if (first === undefined || first.closed || at - first.at >= window) return undefined;
      if (!isIn(world, first)) return undefined;
      return first.position < world.next ? first : undefined;
    },
    remember(first) {
      const [oldest] = firsts.values();
      const before = firsts.get(first.key) ?? (firsts.size < most ? undefined : oldest);
      if (before !== undefined) {
        retire(before, first.draft);
        firsts.delete(before.key);
      }
      const fresh: First = { ...first, committed: false, count: 0, closed: false };
      firsts.set(first.key, fresh);
      handled.set(first.body, fresh);
    },
    isDue(at) {
      const [oldest] = firsts.values();
      return over.length > 0 || (oldest !== undefined && at - oldest.at >= window);
    },
    take(world, at, all) {
      for (const [key, first] of firsts) {
        if (!all && at - first.at < window) continue;
        retire(first, world);
        firsts.delete(key);
      }
      over = over.filter((first) => isIn(world, first) && first.count > 0);
      const due = over.filter((first) => !first.closed || first.draft !== world);
      for (const first of due) {
        first.closed = true;
        first.draft = world;
      }
      return due;
    },
  };
}

const encoder = new TextEncoder();

/**
 * Of what was asked, not of what is recorded of it: one unknown id is not another (U3 keeps both out of the log).
 * Hashed, so that the memory holds no names either, and no more of a long id than of a short one.
 */
function keyOf(
  hasher: Hasher,
  actor: Actor,
  { subject, action, resource, context }: AccessRequest,
  { policies, cause, reasons = [] }: DecisionBody,
): string {
  const same = [
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
  ];
  return String.fromCharCode(...hasher.sha256(encoder.encode(JSON.stringify(same))));
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
          causedBy: id,
          ...(seat === undefined ? {} : { seat }),
        };
      });
      return { records, answer: records.length };
    },
  };
}
