/** Common types that are made of each other, in a row; fixed, so that what is refused hangs on no stack. */
const mostTypesDeep = 300;

/** What all types come to, every common type written out where it is used: cedar-wasm goes through them so. */
const mostWrittenOut = 1_000_000;

/** A schema whose types are more than cedar-wasm, or the engine, could go through; `type` is the one it is said of. */
export class TypesTooLarge extends RangeError {
  readonly type: string;

  constructor(type: string, why: string) {
    super(`the type ${type} ${why}`);
    this.name = "TypesTooLarge";
    this.type = type;
  }
}

/**
 * Refuses types that grow without bounds before anything goes through them: a type that holds another twice doubles
 * with each level. `schema` is in Cedar's JSON form, its names whole or not; as long as Cedar has not read it, it may be anything.
 * Circles are left for Cedar to tell. @throws TypesTooLarge
 */
export function boundTypes(schema: unknown): void {
  const sizes = createSizes(schema);
  for (const [namespace, space] of entriesOf(schema)) {
    for (const [name] of entriesOf(fieldOf(space, "commonTypes"))) {
      sizes.add(namespace, { type: name }, qualified(namespace, name));
    }
    for (const [name, type] of entriesOf(fieldOf(space, "entityTypes"))) {
      sizes.add(namespace, fieldOf(type, "shape"), qualified(namespace, name));
      sizes.add(namespace, fieldOf(type, "tags"), qualified(namespace, name));
    }
    for (const [id, action] of entriesOf(fieldOf(space, "actions"))) {
      sizes.add(namespace, fieldOf(fieldOf(action, "appliesTo"), "context"), `of ${id}'s context`);
    }
  }
}

interface Sizes {
  /** Counts a type that stands in a namespace. @throws TypesTooLarge */
  readonly add: (namespace: string, type: unknown, name: string) => void;
}

function createSizes(schema: unknown): Sizes {
  const declared = new Map<string, { readonly namespace: string; readonly type: unknown }>();
  for (const [namespace, space] of entriesOf(schema)) {
    for (const [name, type] of entriesOf(fieldOf(space, "commonTypes"))) {
      declared.set(qualified(namespace, name), { namespace, type });
    }
  }
  const known = new Map<string, Extent>();
  // How many common types are being gone through within each other.
  let within = 0;
  const extentOf = (namespace: string, type: unknown): Extent => {
    const parts = entriesOf(fieldOf(type, "attributes")).map(([, each]) =>
      extentOf(namespace, each),
    );
    const element = fieldOf(type, "element");
    if (element !== undefined) parts.push(extentOf(namespace, element));
    for (const name of [fieldOf(type, "name"), fieldOf(type, "type")]) {
      if (typeof name === "string") parts.push(extentOfNamed(namespace, name));
    }
    return {
      size: parts.reduce((sum, { size }) => sum + size, 1),
      depth: parts.reduce((most, { depth }) => Math.max(most, depth), 0),
    };
  };
  const extentOfNamed = (from: string, name: string): Extent => {
    const own = qualified(from, name);
    const whole = declared.has(own) ? own : name;
    const found = declared.get(whole);
    if (found === undefined) return { size: 0, depth: 0 };
    let extent = known.get(whole);
    if (within + (extent?.depth ?? 1) > mostTypesDeep) {
      const most = `${mostTypesDeep} within each other are the most`;
      throw new TypesTooLarge(whole, `is made of types that are made of types: ${most}`);
    }
    if (extent !== undefined) return extent;
    // What is in a circle comes back to this.
    known.set(whole, { size: 1, depth: 1 });
    within++;
    const { size, depth } = extentOf(found.namespace, found.type);
    within--;
    extent = { size: bounded(whole, size), depth: depth + 1 };
    known.set(whole, extent);
    return extent;
  };
  let total = 0;
  return {
    add(namespace, type, name) {
      total = bounded(name, total + extentOf(namespace, type).size);
    },
  };
}

/** How many parts a type comes to, and how many common types stand within each other in it. */
interface Extent {
  readonly size: number;
  readonly depth: number;
}

function bounded(name: string, size: number): number {
  if (size <= mostWrittenOut) return size;
  const most = `${mostWrittenOut.toLocaleString("en")} parts`;
  throw new TypesTooLarge(
    name,
    `makes the schema more than ${most} when every type is written out where it is used, which is the most`,
  );
}

function entriesOf(given: unknown): readonly (readonly [string, unknown])[] {
  return typeof given === "object" && given !== null ? Object.entries(given) : [];
}

function fieldOf(given: unknown, name: string): unknown {
  if (typeof given !== "object" || given === null || !Object.hasOwn(given, name)) return undefined;
  return (given as Readonly<Record<string, unknown>>)[name];
}

function qualified(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}::${name}`;
}
