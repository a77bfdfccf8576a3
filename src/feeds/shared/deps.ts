import type { Clock, Json, Side, SideKey, SideTable, SideWrite } from "../../ports/index.ts";
import type { Actor, Command, Handling, NewRecord, Outcome } from "../../world/index.ts";
import { FeedError } from "./errors.ts";

/** What a feed works with: the application's way in, the erasable tables as committed, and the time. */
export interface FeedDeps {
  submit<A>(command: Command<A>): Promise<A>;
  readonly side: Side;
  readonly clock: Pick<Clock, "now">;
  /** A hash of a sender's own number or text, 32 URL-safe characters or more, so that the log holds none (U3); keyed where a pepper is at hand. */
  hash(text: string): string;
}

/** Where a handler reads and writes while it is being handled: what it wrote it reads again. */
export interface Slate extends Pick<Handling, "world" | "at" | "id"> {
  read(table: SideTable, key: string): Json | undefined;
  write(table: SideTable, key: string, value: Json | undefined): void;
  record(...records: readonly NewRecord[]): void;
  readonly records: NewRecord[];
  /** All records of this command so far, those of the slates below included: the world does not know them yet. */
  told(): Iterable<NewRecord>;
  /** Of these, those about an engagement, a badge or a person, by id: found without looking through all. */
  toldAbout(id: string): Iterable<NewRecord>;
  /** Everything written so far. */
  side(): readonly SideWrite[];
}

/** A command that finds out while it is handled which rows it needs. */
export interface Reading<A> {
  readonly name: string;
  readonly actor: Actor;
  /** The rows known to be needed from the start. */
  readonly keys: readonly SideKey[];
  /** Rows to which a row's value leads, to fetch them at once. */
  related?(key: SideKey, value: Json): readonly SideKey[];
  /** Pure, as {@link Command.handle} is. */
  handle(slate: Slate): A;
}

/** More rounds than any chain of rows is long. */
const mostRounds = 8;

/**
 * Submits a command whose rows lead to further rows: handled with a row missing, it leaves no trace and is
 * handled again with that row.
 *
 * @throws FeedError `unsettled` when that never ends, and whatever submitting throws
 */
export async function submitReading<A>(
  deps: Pick<FeedDeps, "submit" | "side">,
  reading: Reading<A>,
): Promise<A> {
  const needs = new Map(reading.keys.map((key) => [address(key), key]));
  for (const key of await relatedRows(deps.side, reading)) needs.set(address(key), key);
  for (let round = 0; round < mostRounds; round++) {
    try {
      return await deps.submit(toCommand(reading, needs));
    } catch (error) {
      if (!(error instanceof RowsMissing)) throw error;
      for (const key of error.keys) needs.set(address(key), key);
    }
  }
  throw new FeedError("unsettled", "What this rests on kept changing. Please send it again.");
}

async function relatedRows<A>(
  side: Side,
  { keys, related }: Reading<A>,
): Promise<readonly SideKey[]> {
  if (related === undefined || keys.length === 0) return [];
  const values = await side.get(keys);
  return keys.flatMap((key, index) => {
    const value = values[index];
    return value === undefined ? [] : related(key, value);
  });
}

function toCommand<A>(reading: Reading<A>, needs: ReadonlyMap<string, SideKey>): Command<A> {
  return {
    name: reading.name,
    actor: reading.actor,
    needs: [...needs.values()],
    handle: (handling) => {
      const missing: SideKey[] = [];
      const slate = openSlate(handling, (key) => {
        if (needs.has(address(key))) return handling.side(key);
        missing.push(key);
        return undefined;
      });
      const outcome = attempt(reading, slate, missing);
      if (missing.length > 0) throw new RowsMissing(missing);
      return outcome;
    },
  };
}

/** With rows missing, what the handler does, an error included, means nothing. */
function attempt<A>(reading: Reading<A>, slate: Slate, missing: readonly SideKey[]): Outcome<A> {
  try {
    const answer = reading.handle(slate);
    return { records: slate.records, side: slate.side(), answer };
  } catch (error) {
    if (missing.length > 0) throw new RowsMissing(missing);
    throw error;
  }
}

/** A slate over what `read` gives. */
export function openSlate(
  { world, at, id }: Pick<Handling, "world" | "at" | "id">,
  read: (key: SideKey) => Json | undefined,
): Slate {
  const writes = new Map<string, SideWrite>();
  const records: NewRecord[] = [];
  const about = new Map<string, NewRecord[]>();
  return {
    world,
    at,
    id,
    records,
    read(table, key) {
      const name = address({ table, key });
      const written = writes.get(name);
      return written === undefined ? read({ table, key }) : written.value;
    },
    write(table, key, value) {
      writes.set(address({ table, key }), { table, key, value });
    },
    record(...added) {
      for (const record of added) {
        records.push(record);
        for (const id of subjectsOf(record)) {
          const known = about.get(id);
          if (known === undefined) about.set(id, [record]);
          else known.push(record);
        }
      }
    },
    told: () => records,
    toldAbout: (id) => about.get(id) ?? [],
    side: () => [...writes.values()],
  };
}

/** What later parts of a command ask for: whose it is, and of which engagement or badge. */
function subjectsOf({ body }: NewRecord): ReadonlySet<string> {
  const { badge, engagement, person } = body as { readonly [key: string]: unknown };
  return new Set([badge, engagement, person].filter((id) => typeof id === "string"));
}

/** A slate on top of another: {@link commit} makes what was done on it the other's, or nobody ever hears of it. */
export function tryOut(slate: Slate): Slate & { commit(): void } {
  const trial = openSlate(slate, ({ table, key }) => slate.read(table, key));
  return {
    ...trial,
    *told() {
      yield* slate.told();
      yield* trial.records;
    },
    *toldAbout(id) {
      yield* slate.toldAbout(id);
      yield* trial.toldAbout(id);
    },
    commit() {
      slate.record(...trial.records);
      for (const { table, key, value } of trial.side()) slate.write(table, key, value);
    },
  };
}

/** Internal to {@link submitReading}: these rows were not at hand. */
class RowsMissing extends Error {
  readonly code = "rows-missing";
  readonly keys: readonly SideKey[];

  constructor(keys: readonly SideKey[]) {
    super("rows are missing");
    this.keys = keys;
  }
}

function address({ table, key }: SideKey): string {
  return `${table}|${key}`;
}
