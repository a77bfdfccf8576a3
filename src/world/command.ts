import type { Instant, Json, Position, SideKey, SideWrite } from "../ports/index.ts";
import type { Actor, NewRecord } from "./records.ts";
import type { World } from "./world.ts";

/** What a command sees while it is handled. */
export interface Handling {
  /** The world as it is at the position where this command's records will stand. */
  readonly world: World;
  /** The instant of the batch: the authority clock, never before the last record's. */
  readonly at: Instant;
  /** The position of this command's first record. */
  readonly position: Position;
  /** The side rows that the command named in `needs`, with the writes of earlier commands of the batch. */
  side(key: SideKey): Json | undefined;
  /** A new random id. */
  id(prefix: string): string;
}

/** What a command leads to. Everything happens together or not at all. */
export interface Outcome<A> {
  readonly records: readonly NewRecord[];
  readonly side?: readonly SideWrite[];
  readonly answer: A;
}

/**
 * Something that asks for records. Handling it is pure: it may be done again on a newer world, when
 * somebody else's records came first. It refuses by throwing a coded error; then nothing of it happens.
 */
export interface Command<A> {
  /** noun.verb, for messages and figures. */
  readonly name: string;
  readonly actor: Actor;
  readonly seat?: string;
  /** A client's idempotency key: sent again, it gets the first answer again. The answer must be JSON. */
  readonly key?: string;
  /** Side rows to fetch before it is handled. */
  readonly needs?: readonly SideKey[];
  /**
   * Side rows that are almost never there. They are taken to be absent without a look, and each is written as fresh by whoever
   * takes it so: where it was there all the same, the command is handled again, and sees it.
   */
  readonly supposes?: readonly SideKey[];
  handle(handling: Handling): Outcome<A>;
}
