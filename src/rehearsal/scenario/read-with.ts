import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  Pair,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import {
  entriesOf,
  type Field,
  type Fields,
  itemsOf,
  type Reader,
  textOf,
  unknownWord,
} from "./yaml-reader.ts";

/** One case of a file: what its variables stand for, by name. */
export type Case = ReadonlyMap<string, string>;

/** A variable where it is used: `$ward`. Two signs stand for one that is none: `$$5`. */
const variable = /\$(\$|[a-z][a-z0-9]*)/g;

/**
 * The cases of a file's `with`, a list of maps that all name the same variables: the file is run once for each, with every
 * `$name` replaced. Without a `with` it is one case without variables. What a case names and the file does not use, and what the
 * file uses and no case names, is refused.
 */
export function readCases(reader: Reader, root: Node): readonly Case[] {
  const field = fieldOf(root, "with");
  const cases = field === undefined ? [new Map<string, string>()] : casesOf(reader, field);
  const names = [...(cases[0]?.keys() ?? [])];
  const used = new Set<string>();
  visit(root, {
    Pair: skipCases,
    Scalar: (_key, node) => {
      for (const name of variablesIn(node.value)) {
        used.add(name);
        if (!names.includes(name)) {
          reader.refuse(node, unknownWord(`$${name}`, 'variable of "with"', names));
        }
      }
    },
  });
  const idle = names.find((name) => !used.has(name));
  if (field !== undefined && idle !== undefined) {
    reader.refuse(field.keyNode, `nothing in the file says $${idle}: every case would be the same`);
  }
  return cases;
}

/** What the cases say is said as it stands. */
function skipCases(_index: unknown, { key }: Pair, path: readonly unknown[]) {
  return path.length === 1 && isScalar(key) && key.value === "with" ? visit.SKIP : undefined;
}

function fieldOf(root: Node, name: string): Field | undefined {
  if (!isMap<Node, Node>(root)) return undefined;
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === name);
  return pair?.value === undefined || pair.value === null
    ? undefined
    : { key: name, keyNode: pair.key, node: pair.value };
}

function casesOf(reader: Reader, field: Field): readonly Case[] {
  const rows = itemsOf(reader, field);
  if (rows.length === 0) reader.refuse(field.node, '"with" lists no case: nothing would be run');
  const cases = rows.map((node) => ({ node, fields: entriesOf(reader, node, "a case of with") }));
  const first = cases[0]?.fields;
  for (const { node, fields } of cases) {
    const [missing] = [...(first?.keys() ?? [])].filter((key) => fields?.has(key) === false);
    if (missing !== undefined) reader.refuse(node, `this case does not say what $${missing} is`);
    const [more] = [...(fields?.values() ?? [])].filter(({ key }) => first?.has(key) === false);
    if (more !== undefined) reader.refuse(more.keyNode, `the first case has no ${more.key}`);
  }
  return cases.map(({ fields }) => caseOf(reader, fields ?? new Map()));
}

function caseOf(reader: Reader, fields: Fields): Case {
  const values = new Map<string, string>();
  for (const { key, keyNode, node } of fields.values()) {
    if (!/^[a-z][a-z0-9]*$/.test(key)) {
      reader.refuse(keyNode, `"${key}" is no name of a variable: small letters and digits`);
    }
    const text = textOf(reader, node, `the value of ${key}`);
    if (text !== undefined) values.set(key, text.text);
  }
  return values;
}

function variablesIn(value: unknown): readonly string[] {
  if (typeof value !== "string") return [];
  return [...value.matchAll(variable)].map(([, name = ""]) => name).filter((name) => name !== "$");
}

/**
 * The file with its variables replaced; what stands somewhere stands there still. Only what says a variable, and what that is in, is
 * copied: most of a file is the same in every case.
 */
export function inCase(root: Node, values: Case): Node {
  if (!isMap<Node, Node | null>(root)) return replaced(root, values);
  const items = root.items.map((pair) =>
    isScalar(pair.key) && pair.key.value === "with" ? pair : inPair(pair, values),
  );
  return withItems(root, items);
}

function replaced(node: Node, values: Case): Node {
  if (isScalar(node)) {
    if (typeof node.value !== "string" || !node.value.includes("$")) return node;
    const copy = node.clone() as Scalar;
    copy.value = filled(node.value, values);
    return copy;
  }
  if (isMap<Node, Node | null>(node)) {
    return withItems(
      node,
      node.items.map((pair) => inPair(pair, values)),
    );
  }
  if (!isSeq(node)) return node;
  return withItems(
    node,
    node.items.map((item) => (isNode(item) ? replaced(item, values) : item)),
  );
}

function inPair(pair: Pair<Node, Node | null>, values: Case): Pair<Node, Node | null> {
  const key = replaced(pair.key, values);
  const value = pair.value === null ? null : replaced(pair.value, values);
  return key === pair.key && value === pair.value ? pair : new Pair(key, value);
}

/** The collection itself where nothing in it is another one. */
function withItems<C extends YAMLMap<Node, Node | null> | YAMLSeq>(
  collection: C,
  items: C["items"],
): C {
  const before: readonly unknown[] = collection.items;
  if (items.every((item, index) => item === before[index])) return collection;
  const own = Object.getOwnPropertyDescriptors(collection);
  return Object.assign(Object.create(Object.getPrototypeOf(collection), own) as C, { items });
}

function filled(text: string, values: Case): string {
  return text.replace(variable, (_whole, name: string) =>
    name === "$" ? "$" : (values.get(name) ?? ""),
  );
}

/** How a case is told from the others of its file: the task says it itself where it uses a variable. */
export function titleOf(root: Node, task: string, values: Case): string {
  const said = fieldOf(root, "task")?.node;
  const isSaid = isNode(said) && isScalar(said) && variablesIn(said.value).length > 0;
  return isSaid || values.size === 0 ? task : `${task} (${[...values.values()].join(", ")})`;
}
