import type { SideKey, SideWrite } from "../../ports/index.ts";
import type { Actor, Command, Handling, NewRecord } from "../../world/index.ts";

/** What one row of a hospital leads to, unless it is there already. */
export interface Item {
  readonly records: readonly NewRecord[];
  readonly side?: readonly SideWrite[];
  /** A side row that says that this item was taken in before. */
  readonly once?: SideKey;
  known(handling: Handling): boolean;
}

/** Items for one command: a batch is one transaction, and larger ones stall what else is going on. */
const itemsAtOnce = 250;

/**
 * Commands that register `items`, some hundred at a time. Handled again they register what is missing: a load that was
 * interrupted is simply done again. The answer is the number of items that were new.
 */
export function* inCommands(
  name: string,
  actor: Actor,
  items: Iterable<Item>,
): Generator<Command<number>> {
  let waiting: Item[] = [];
  for (const item of items) {
    waiting.push(item);
    if (waiting.length < itemsAtOnce) continue;
    yield inCommand(name, actor, waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield inCommand(name, actor, waiting);
}

/** One command that registers `items`. */
function inCommand(name: string, actor: Actor, items: readonly Item[]): Command<number> {
  const needs = items.flatMap(({ once }) => (once === undefined ? [] : [once]));
  return {
    name,
    actor,
    ...(needs.length === 0 ? {} : { needs }),
    handle(handling) {
      const missing = items.filter(
        ({ known, once }) =>
          !known(handling) && (once === undefined || handling.side(once) === undefined),
      );
      return {
        records: missing.flatMap(({ records }) => records),
        side: missing.flatMap(({ side }) => side ?? []),
        answer: missing.length,
      };
    },
  };
}

/** An identifier's row: what `scheme` calls `value` is the entity `id`. */
export function identifier(scheme: string, value: string, id: string): SideWrite {
  return { table: "identifiers", key: `${scheme}|${value}`, value: id };
}
