import type { Ground } from "./ground.ts";

/** A table's rows side by side: the value at an index belongs to the key at that index. */
export interface Columns<V> {
  readonly keys: readonly string[];
  readonly values: readonly V[];
}

/** Stands for the content of a table at one time: told apart by identity alone. */
export type Stamp = object;

/** The forks of one draft that have changes: of all that there are, a batch touches few. */
export type Touched = { merge(): void }[];

/**
 * A map from id to an immutable value that can be forked: a fork reads through to what it was forked
 * from and keeps its own changes, until it is merged back or dropped. Forking costs nothing until the
 * first change.
 */
export class Table<V> {
  readonly #base: Map<string, V>;
  /** Where a fork enters itself at its first change; none: this is no fork. */
  readonly #touched: Touched | undefined;
  /** Of a fork: what it was forked from. */
  readonly #parent: Table<V> | undefined;
  #changes: Map<string, V | undefined> | undefined;
  /** Of the group that this belongs to. */
  readonly #ground: Ground | undefined;
  #stamp: Stamp = {};

  constructor(
    base: Map<string, V> = new Map(),
    ground?: Ground,
    touched?: Touched,
    parent?: Table<V>,
  ) {
    this.#base = base;
    this.#ground = ground;
    this.#touched = touched;
    this.#parent = parent;
  }

  /** Where it is the same, the content is: what was derived from it can be kept so long. */
  get stamp(): Stamp {
    return this.#changes === undefined && this.#parent !== undefined
      ? this.#parent.#stamp
      : this.#stamp;
  }

  get(id: string): V | undefined {
    if (this.#changes?.has(id)) return this.#changes.get(id);
    return this.#base.get(id);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  set(id: string, value: V): void {
    this.#stamp = {};
    this.#ground?.change();
    if (this.#touched !== undefined) this.#draft(this.#touched).set(id, value);
    else this.#base.set(id, value);
  }

  delete(id: string): void {
    this.#stamp = {};
    this.#ground?.change();
    if (this.#touched !== undefined) this.#draft(this.#touched).set(id, undefined);
    else this.#base.delete(id);
  }

  /** Every value; in no order that anything may rest on. */
  values(): IterableIterator<V> {
    // The map's own iterator where there is nothing else: it takes a fraction of what a generator does.
    return this.#changes === undefined ? this.#base.values() : overlaid(this.#base, this.#changes);
  }

  get size(): number {
    if (this.#changes === undefined) return this.#base.size;
    let size = this.#base.size;
    for (const [id, value] of this.#changes) {
      if (value === undefined) size -= this.#base.has(id) ? 1 : 0;
      else size += this.#base.has(id) ? 0 : 1;
    }
    return size;
  }

  /** A draft over this table. Only one level deep: a batch has one draft. */
  fork(touched: Touched = [], ground?: Ground): Table<V> {
    if (this.#touched !== undefined) throw new Error("a draft cannot be forked again");
    return new Table(this.#base, ground, touched, this);
  }

  /** Makes a fork's changes the truth. */
  merge(): void {
    if (this.#changes === undefined) return;
    if (this.#parent !== undefined) this.#parent.#stamp = this.#stamp;
    for (const [id, value] of this.#changes) {
      if (value === undefined) this.#base.delete(id);
      else this.#base.set(id, value);
    }
    this.#changes = undefined;
  }

  /** All rows, as a flat copy that later changes do not reach (entities are immutable). */
  columns(): Columns<V> {
    if (this.#changes !== undefined) throw new Error("only the committed world is copied");
    return { keys: [...this.#base.keys()], values: [...this.#base.values()] };
  }

  /** The table that {@link columns} came from. */
  static from<V>({ keys, values }: Columns<V>, ground?: Ground): Table<V> {
    return new Table(new Map(keys.map((key, index) => [key, values[index] as V])), ground);
  }

  #draft(touched: Touched): Map<string, V | undefined> {
    if (this.#changes === undefined) {
      this.#changes = new Map();
      touched.push(this);
    }
    return this.#changes;
  }
}

function* overlaid<V>(
  base: ReadonlyMap<string, V>,
  changes: ReadonlyMap<string, V | undefined>,
): IterableIterator<V> {
  for (const [id, value] of base) if (!changes.has(id)) yield value;
  for (const value of changes.values()) if (value !== undefined) yield value;
}

const none: readonly string[] = [];

/** An index: from a key to the ids under it, in the order they came. Copied on write, like everything. */
export class Index {
  readonly #table: Table<readonly string[]>;

  constructor(table: Table<readonly string[]> = new Table<readonly string[]>()) {
    this.#table = table;
  }

  get(key: string): readonly string[] {
    return this.#table.get(key) ?? none;
  }

  add(key: string, id: string): void {
    const ids = this.get(key);
    if (!ids.includes(id)) this.#table.set(key, [...ids, id]);
  }

  remove(key: string, id: string): void {
    const ids = this.get(key);
    if (!ids.includes(id)) return;
    if (ids.length === 1) this.#table.delete(key);
    else
      this.#table.set(
        key,
        ids.filter((known) => known !== id),
      );
  }

  clear(key: string): void {
    if (this.#table.has(key)) this.#table.delete(key);
  }

  fork(touched: Touched, ground?: Ground): Index {
    return new Index(this.#table.fork(touched, ground));
  }

  columns(): Columns<readonly string[]> {
    return this.#table.columns();
  }
}
