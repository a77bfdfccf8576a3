import type { Instant, Json, SideKey } from "../../src/ports/index.ts";
import {
  type Actor,
  apply,
  type Bodies,
  type Command,
  type Draft,
  emptyWorld,
  fork,
  type Kind,
  type LogRecord,
  merge,
  type NewRecord,
} from "../../src/world/index.ts";

const system: Actor = { type: "system", id: "test" };

/** A world that a test fills by records and commands, each a batch of its own, with nothing stored. */
export class TestLog {
  readonly world: Draft = emptyWorld();
  readonly log: LogRecord[] = [];
  readonly side: Map<string, Json> = new Map();
  now: Instant;
  #ids = 0;

  constructor(now: Instant) {
    this.now = now;
  }

  /** Appends a record at `now`. */
  record<K extends Kind>(kind: K, body: Bodies[K], actor: Actor = system): void {
    const told = { kind, body } as NewRecord;
    this.submit({ name: "test", actor, handle: () => ({ records: [told], answer: undefined }) });
  }

  /** Handles a command on the world as it is; a refusal is thrown and leaves no trace. */
  submit<A>(command: Command<A>): A {
    const draft = fork(this.world);
    const outcome = command.handle({
      world: draft,
      at: this.now,
      position: draft.next,
      side: ({ table, key }: SideKey) => this.side.get(`${table}|${key}`),
      id: (prefix) => `${prefix}_${++this.#ids}`,
    });
    const { actor, seat } = command;
    const placed = outcome.records.map((told, index) => {
      const position = draft.next + index;
      const where = seat === undefined ? {} : { seat };
      const whole = { actor, id: `rec_${position}`, ...where, ...told };
      return { ...whole, at: this.now, batch: "batch", position, v: 1 } as LogRecord;
    });
    for (const record of placed) apply(draft, record);
    merge(this.world, draft);
    this.log.push(...placed);
    for (const { table, key, value } of outcome.side ?? []) {
      if (value === undefined) this.side.delete(`${table}|${key}`);
      else this.side.set(`${table}|${key}`, value);
    }
    return outcome.answer;
  }

  /** The kinds of the records since `position`. */
  kindsSince(position: number): readonly string[] {
    return this.log.slice(position).map(({ kind }) => kind);
  }
}
