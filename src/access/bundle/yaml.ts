import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
} from "yaml";
import type { Duration } from "../../ports/index.ts";
import type { BundleProblem } from "./bundle.ts";

/** A YAML file whose every value knows its place; scalars are strings, as in the scenarios. */
export interface YamlFile {
  readonly file: string;
  readonly problems: BundleProblem[];
  /** Notes a problem at a value, or at the file's start. */
  refuse(at: Node | undefined, message: string): void;
}

/** One entry of a map: its key, and where key and value stand. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | undefined;
}

/** Parses a file; what is wrong with it is noted in `problems`. */
export function readYaml(
  file: string,
  text: string,
): { readonly yaml: YamlFile; readonly root: Node | undefined } {
  const lines = new LineCounter();
  const document = parseDocument<ParsedNode>(text, { lineCounter: lines, schema: "failsafe" });
  const problems: BundleProblem[] = [];
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  for (const error of [...document.errors, ...document.warnings]) {
    const message = error.message.split("\n")[0] ?? error.message;
    problems.push({ file, ...place(error.pos[0]), message: message.replace(/ at line .*$/, "") });
  }
  const refuse = (at: Node | undefined, message: string) => {
    problems.push({ file, ...place(at?.range?.[0] ?? 0), message });
  };
  const root = problems.length === 0 ? (document.contents ?? undefined) : undefined;
  if (problems.length === 0 && root === undefined) refuse(undefined, "the file is empty");
  return { yaml: { file, problems, refuse }, root };
}

/** The entries of a map, in order. */
export function entriesOf(yaml: YamlFile, node: Node | undefined, what: string): readonly Entry[] {
  if (!isMap(node)) {
    yaml.refuse(node, `${what} must be a map`);
    return [];
  }
  const entries: Entry[] = [];
  for (const item of node.items as readonly Pair<unknown, unknown>[]) {
    if (!isPair(item) || !isScalar(item.key)) {
      yaml.refuse(node, `${what} has a key that is no plain word`);
      continue;
    }
    const value = item.value === null ? undefined : (item.value as Node);
    entries.push({ key: String(item.key.value), keyNode: item.key, value });
  }
  return entries;
}

/** The entries of a map that has exactly the keys `required`, and perhaps some of `optional`. */
export function recordOf<R extends string, O extends string = never>(
  yaml: YamlFile,
  entry: Entry,
  required: readonly R[],
  optional: readonly O[] = [],
): ({ readonly [K in R]: Entry } & { readonly [K in O]?: Entry }) | undefined {
  const entries = entriesOf(yaml, entry.value ?? entry.keyNode, entry.key);
  const known: readonly string[] = [...required, ...optional];
  const found = new Map<string, Entry>();
  for (const each of entries) {
    if (known.includes(each.key)) found.set(each.key, each);
    else {
      yaml.refuse(each.keyNode, `"${each.key}" is unknown here; known are ${known.join(", ")}`);
    }
  }
  const missing = required.filter((key) => !found.has(key));
  if (entries.length === 0) return undefined;
  for (const key of missing) yaml.refuse(entry.keyNode, `"${entry.key}" does not state ${key}`);
  if (missing.length > 0) return undefined;
  return Object.fromEntries(found) as ReturnType<typeof recordOf<R, O>>;
}

/** A scalar as text. */
export function textOf(yaml: YamlFile, { key, keyNode, value }: Entry): string {
  if (isScalar(value) && typeof value.value === "string" && value.value !== "") return value.value;
  yaml.refuse(value ?? keyNode, `${key} must be a word or a text`);
  return "";
}

/** The items of a list, each with its place. */
export function itemsOf(
  yaml: YamlFile,
  { key, keyNode, value }: Entry,
): readonly { readonly text: string; readonly node: Node }[] {
  if (!isSeq(value)) {
    yaml.refuse(value ?? keyNode, `${key} must be a list, such as [a, b]`);
    return [];
  }
  return value.items.flatMap((node) => {
    if (isScalar(node)) return [{ text: String(node.value), node }];
    yaml.refuse(node as Node, `${key} may list plain words only`);
    return [];
  });
}

/** yes or no. */
export function yesOrNo(yaml: YamlFile, entry: Entry): boolean {
  const text = textOf(yaml, entry);
  if (text !== "yes" && text !== "no" && text !== "") {
    yaml.refuse(entry.value, `${entry.key} must be yes or no, not "${text}"`);
  }
  return text === "yes";
}

/** A whole number from a range. */
export function numberOf(yaml: YamlFile, entry: Entry, from: number, to: number): number {
  const text = textOf(yaml, entry);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  if (text !== "") yaml.refuse(entry.value, `${entry.key} must be a number from ${from} to ${to}`);
  return from;
}

const units: Readonly<Record<string, Duration>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A duration such as `4 h`, `30 min` or `0`, in milliseconds; undefined when it is none. */
export function parseDuration(text: string): Duration | undefined {
  if (text === "0") return 0;
  const match = /^(\d+(?:\.\d+)?) ?(ms|s|min|h|d)$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]) * (units[match[2] ?? ""] ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** A duration, in milliseconds. */
export function durationOf(yaml: YamlFile, entry: Entry): Duration {
  const text = textOf(yaml, entry);
  const duration = parseDuration(text);
  if (duration === undefined && text !== "") {
    yaml.refuse(
      entry.value,
      `${entry.key} must be a duration such as 30 min, 4 h or 0, not "${text}"`,
    );
  }
  return duration ?? 0;
}
