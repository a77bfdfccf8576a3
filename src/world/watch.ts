import type { Duration, Instant } from "../ports/index.ts";
import type { Command } from "./command.ts";
import type { Actor, NewRecord } from "./records.ts";
import type { World } from "./world.ts";

/** Looks now and then at what comes by itself: ends, lapses, warnings. */
export interface Watch {
  /** What there is to do at `at`; undefined: nothing, or it was looked at just now. */
  due(world: World, at: Instant): Command<void> | undefined;
}

/** What a watch looks for, and how. */
export interface Watching {
  /** The command's, as noun.verb. */
  readonly name: string;
  /** So often it is looked at. */
  readonly every: Duration;
  /** So many records in one command: what does not fit is looked for again at once. */
  readonly atOnce: number;
  /** The records of what is due at `at`, from the world alone; undefined: it cannot be looked at now, and is soon again. */
  readonly look: (world: World, at: Instant) => readonly NewRecord[] | undefined;
}

/** Watches what is found by a look at the world. It is looked at again where it is recorded: another node may have said it meanwhile. */
export function watchFor({ atOnce, every, look, name }: Watching, actor: Actor): Watch {
  let next: Instant = Number.NEGATIVE_INFINITY;
  return {
    due(world, at) {
      if (at < next) return undefined;
      const found = look(world, at);
      if (found === undefined) return undefined;
      next = found.length > atOnce ? at : at + every;
      if (found.length === 0) return undefined;
      return {
        name,
        actor,
        handle: (handling) => ({
          records: (look(handling.world, handling.at) ?? []).slice(0, atOnce),
          answer: undefined,
        }),
      };
    },
  };
}
