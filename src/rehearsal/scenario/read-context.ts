import type { Temporal } from "temporal-polyfill";
import type { Node } from "yaml";
import type { Bundle } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type LocalTime, type Meaning, parseDate, parsePeriod, parseTime } from "./times.ts";
import {
  type Field,
  type Fields,
  isText,
  itemsOf,
  type Reader,
  textOf,
  unknownWord,
} from "./yaml-reader.ts";

/** The words of a policy that a scenario may use. */
export interface PolicyWords {
  readonly roles: readonly string[];
  readonly patterns: readonly string[];
  readonly actions: readonly string[];
}

/** Those of a bundle. */
export function policyWords({ roles, patterns, actions }: Bundle): PolicyWords {
  return {
    roles: [...roles.keys()],
    patterns: [...patterns.keys()],
    actions: [...actions.keys()],
  };
}

/** What all parts of a file are read with. */
export interface Reading {
  readonly reader: Reader;
  readonly date: Temporal.PlainDate;
  readonly zone: string;
  /** The pattern of wards that state none. */
  readonly pattern: string;
  readonly policy: PolicyWords;
}

/** Names that a file gives to things; steps and messages use them. */
export const namePattern: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A name that something is given; noted in `taken`, in which each stands once. */
export function newName(
  { reader }: Reading,
  node: Node,
  what: string,
  taken: Map<string, string>,
): string | undefined {
  const found = textOf(reader, node, `the id of a ${what}`);
  if (found === undefined) return undefined;
  const { text } = found;
  if (!namePattern.test(text)) {
    const rule = "a name is letters, digits, dots, dashes and underscores, without spaces";
    reader.refuse(node, `"${text}" cannot be the id of a ${what}: ${rule}`);
    return undefined;
  }
  const other = taken.get(text);
  if (other !== undefined) {
    reader.refuse(node, `"${text}" is the id of a ${other} already`);
    return undefined;
  }
  taken.set(text, what);
  return text;
}

/** A name of something that the file gives. */
export function knownName(
  { reader }: Reading,
  node: Node,
  what: string,
  known: readonly string[],
): string | undefined {
  const found = textOf(reader, node, `the name of a ${what}`);
  if (found === undefined) return undefined;
  if (known.includes(found.text)) return found.text;
  reader.refuse(node, unknownWord(found.text, what, known));
  return undefined;
}

/** Names of things that the file gives: one, or a list. */
export function knownNames(
  reading: Reading,
  field: Field | undefined,
  what: string,
  known: readonly string[],
): readonly string[] {
  if (field === undefined) return [];
  const nodes = isText(field.node) ? [field.node] : itemsOf(reading.reader, field);
  return nodes
    .map((node) => knownName(reading, node, what, known))
    .filter((name) => name !== undefined);
}

/** One value or a list of them, from `shift` or `shifts`; both at once are refused. */
export function oneOrMore(
  { reader }: Reading,
  fields: Fields,
  one: string,
  more: string,
): readonly Node[] {
  const single = fields.get(one);
  const several = fields.get(more);
  if (single !== undefined && several !== undefined) {
    reader.refuse(several.keyNode, `"${one}" and "${more}" say the same: use one of them`);
  }
  if (several !== undefined) return itemsOf(reader, several);
  return single === undefined ? [] : [single.node];
}

/** A period on the file's day, or on its own. */
export function periodOf(
  { reader, date, zone }: Reading,
  node: Node,
): { readonly from: Instant; readonly to: Instant } | undefined {
  const found = textOf(reader, node, "a period");
  return found && meant(reader, node, parsePeriod(found.text, date, zone));
}

/** A time on `date`, or on its own day. */
export function timeOf(
  { reader, zone }: Reading,
  node: Node,
  date: Temporal.PlainDate,
): LocalTime | undefined {
  const found = textOf(reader, node, "a time");
  return found && meant(reader, node, parseTime(found.text, date, zone));
}

/** A day. */
export function dayFrom(reader: Reader, node: Node): Temporal.PlainDate | undefined {
  const found = textOf(reader, node, "a day");
  if (found === undefined) return undefined;
  const date = parseDate(found.text);
  if (date === undefined) {
    reader.refuse(node, `"${found.text}" is no day of the calendar: write it as 2026-03-10`);
  }
  return date;
}

function meant<T>(reader: Reader, node: Node, meaning: Meaning<T>): T | undefined {
  if (meaning.type === "meant") return meaning.value;
  reader.refuse(node, meaning.message);
  return undefined;
}
