import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
} from "yaml";
import { listOf, nearestWord } from "./nearest-word.ts";
import type { Problem } from "./problem.ts";
import { keysOf, type Shape } from "./shape.ts";
import { yesAndNo } from "./shapes.ts";

/** A file that is being read; what is wrong with it is noted. */
export interface Reader {
  readonly problems: Problem[];
  /** Notes a problem at a place. */
  refuse(at: Place, message: string): void;
}

/** A place in the text: a value, or the offset of a character. */
export type Place = { readonly range?: readonly number[] | null } | number;

/** A value of a map, with its key. */
export interface Field {
  readonly key: string;
  readonly keyNode: Node;
  readonly node: Node;
}

/** The fields of a map that were found, by key. */
export type Fields = ReadonlyMap<string, Field>;

/** A text with the place where it stands. */
export interface Text {
  readonly text: string;
  readonly node: Node;
  /** Where the character at `index` of the text stands. */
  placeOf(index: number): Place;
}

/**
 * Reads a file as YAML in which every scalar is text (a ward called 4E1 is not a number). Refuses what makes
 * a file mean more than it shows: anchors, aliases, tags, several documents.
 */
export function readYaml(
  file: string,
  source: string,
): { readonly reader: Reader; readonly root: Node | undefined } {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const refuse = (at: Place, message: string) => {
    const offset = typeof at === "number" ? at : (at.range?.[0] ?? 0);
    const { line, col } = lines.linePos(offset);
    problems.push({ file, line: Math.max(line, 1), column: Math.max(col, 1), message });
  };
  const reader: Reader = { problems, refuse };
  const document = parse(source, lines);
  const unread = source.indexOf("\ufffd");
  if (unread !== -1) {
    refuse(unread, "there is something here that is no UTF-8: save the file as UTF-8");
    return { reader, root: undefined };
  }
  if (document === undefined) {
    refuse(0, "the file is nested too deeply to be read");
    return { reader, root: undefined };
  }
  // Of what does not parse, only the first fault is a fault; the others follow from it.
  const [fault] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (fault !== undefined) {
    const why = fault.code === "MULTIPLE_DOCS" ? "a file is one task" : fault.message;
    refuse(fault.pos[0], `this is not YAML that can be used here: ${why}`);
    return { reader, root: undefined };
  }
  visit(document, (_key, node) => {
    if (isAlias(node) || ((isScalar(node) || isCollection(node)) && node.anchor !== undefined)) {
      refuse(node, "anchors and aliases are not used here: write it out");
      return visit.BREAK;
    }
    return undefined;
  });
  if (problems.length > 0) return { reader, root: undefined };
  if (document.contents === null) refuse(0, "the file is empty");
  return { reader, root: document.contents ?? undefined };
}

function parse(source: string, lines: LineCounter) {
  try {
    return parseDocument<ParsedNode>(source, {
      lineCounter: lines,
      prettyErrors: false,
      schema: "failsafe",
    });
  } catch (error) {
    // The parser calls itself for each level; there is no other way in which it throws.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The fields of a map. Keys that are not known are refused with the nearest that is; so are missing ones.
 * Undefined when it is no map.
 */
export function fieldsOf(reader: Reader, node: Node, shape: Shape): Fields | undefined {
  const { what } = shape;
  const known = keysOf(shape, "all");
  const fields = entriesOf(reader, node, what);
  if (fields === undefined) return undefined;
  for (const { key, keyNode } of fields.values()) {
    if (!known.includes(key)) reader.refuse(keyNode, unknownWord(key, `key of ${what}`, known));
  }
  for (const key of keysOf(shape, "required")) {
    if (!fields.has(key)) reader.refuse(node, `${what} does not state "${key}"`);
  }
  return fields;
}

/** The entries of a map with keys of any name; undefined when it is no map. */
export function entriesOf(reader: Reader, node: Node, what: string): Fields | undefined {
  if (!isMap<Node, Node | null>(node)) {
    reader.refuse(node, `${what} must be a map of keys and values, such as { id: 4B }`);
    return undefined;
  }
  const fields = new Map<string, Field>();
  for (const { key, value } of node.items) {
    if (!isScalar(key) || typeof key.value !== "string" || unprintable.test(key.value)) {
      reader.refuse(key, `${what} has a key that is no plain word`);
      continue;
    }
    const isEmpty = value === null || (isScalar(value) && value.value === "");
    if (isEmpty) reader.refuse(key, `"${key.value}" has no value`);
    else fields.set(key.value, { key: key.value, keyNode: key, node: value });
  }
  return fields;
}

/** The items of a list; none, with a problem, when it is no list. */
export function itemsOf(reader: Reader, { key, node }: Field): readonly Node[] {
  if (isSeq<Node>(node)) return node.items;
  reader.refuse(node, `"${key}" must be a list, such as [a, b]`);
  return [];
}

/** Whether a value is a list with nothing in it. */
export function isEmptyList(node: Node): boolean {
  return isSeq(node) && node.items.length === 0;
}

/** A text is shown on terminals and written into reports, where these mean something else or nothing that can be read. */
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** A scalar's text; undefined, with a problem, when it is none. */
export function textOf(reader: Reader, node: Node, what: string): Text | undefined {
  if (isScalar(node) && typeof node.value === "string" && node.value.trim() !== "") {
    const { value: text, source, range, type } = node;
    if (unprintable.test(text)) {
      reader.refuse(node, `${what} is one line, without line breaks, tabs and control characters`);
      return undefined;
    }
    const quote = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? 1 : 0;
    const isPlain = source === text && !text.includes("\n");
    const start = (range?.[0] ?? 0) + quote;
    return { text, node, placeOf: (index) => (isPlain ? start + index : node) };
  }
  reader.refuse(node, `${what} must be a word or a text`);
  return undefined;
}

/** Whether a value is a plain text and no map or list. */
export function isText(node: Node): boolean {
  return isScalar(node);
}

/** `"wrads" is no key of given; did you mean "wards"? ...` */
export function unknownWord(word: string, what: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  const meant = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  const there = known.length === 0 ? "there is none" : `it can be ${listOf(known)}`;
  return `"${word}" is no ${what}${meant === "" ? "; " : `${meant} `}${there}`;
}

/** One of a few words. */
export function wordOf<W extends string>(
  reader: Reader,
  field: Field,
  words: readonly W[],
  what: string,
): W | undefined {
  const found = textOf(reader, field.node, `"${field.key}"`);
  if (found === undefined) return undefined;
  const word = words.find((each) => each === found.text);
  if (word === undefined) reader.refuse(field.node, unknownWord(found.text, what, words));
  return word;
}

/** yes or no. */
export function yesOrNo(reader: Reader, field: Field | undefined): boolean | undefined {
  if (field === undefined) return undefined;
  const word = wordOf(reader, field, yesAndNo, `answer to "${field.key}"`);
  return word === undefined ? undefined : word === "yes";
}
