import type { Instant, Position } from "../ports/index.ts";
import type { LogRecord } from "./records.ts";
import type { World } from "./world.ts";

/** The log does not answer this node: it goes on by what it saw last (X14). Only in a node's own fork of the world, never in a log's. */
export interface Downtime {
  /** The position after the last record that it has seen: what its permits rest on. */
  readonly position: Position;
  /** When it last knew that it had missed nothing. */
  readonly since: Instant;
}

/** The bodies of records about a node's downtime. */
export interface DowntimeBodies {
  /** The first entry of its journal; what it did in that downtime is caused by this record. */
  readonly "downtime.begun": { readonly position: Position; readonly since: Instant };
  /**
   * The log answers again, and what was done is in it: so many entries, of which so many are refused and kept aside, and so many
   * places of the journal that could not be read.
   */
  readonly "downtime.ended": {
    readonly damaged: number;
    readonly entries: number;
    readonly refused: number;
  };
}

/**
 * Whether a record that a node made while it was cut off changes the world at its merge. Who sits where is over by then, and has
 * gone on elsewhere: sessions of the downtime stay there, and others are only ever locked or closed by it, where nobody has come
 * in since. Everything else that happened did.
 */
export function takesEffect(world: World, record: LogRecord): boolean {
  const { kind, body } = record;
  if (kind !== "session.parked" && kind !== "session.closed") return !kind.startsWith("session.");
  const session = world.sessions.get((body as { readonly session: string }).session);
  return session !== undefined && session.seenAt <= (record.occurredAt ?? record.at);
}
