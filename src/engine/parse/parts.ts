import type { PolicySource, TemplateLink } from "../types.ts";

/** Some of a set's policies, or some of its templates and links. */
export type SourcePart = Required<Omit<PolicySource, "schema">>;

/** How long the texts of one part are together, in characters, unless one by itself is longer. */
export const longestPart: number = 256 * 1024;

/** How much longer a part is at least than what is read again for it. */
const timesRepeated = 16;

/**
 * A set in parts that Cedar can validate one after the other, for it holds each policy to the schema by itself. cedar-wasm takes
 * memory page by page, 300 MB of it for a hundred thousand policies at once, and for every few pages the runtime goes
 * over all that is alive: time would grow with the square of the policies.
 */
export function* inParts(source: PolicySource): Generator<SourcePart> {
  const { schema, policies, templates = {}, links = [] } = source;
  const most = Math.max(longestPart, timesRepeated * schema.length);
  for (const some of portions(Object.entries(policies), lengthOfText, most)) {
    yield { policies: Object.fromEntries(some), templates: {}, links: [] };
  }
  const linksOf = Map.groupBy(links, ({ template }) => template);
  for (const some of portions(Object.entries(templates), lengthOfText, most)) {
    const own = some.flatMap(([id]) => linksOf.get(id) ?? []);
    const repeated = some.reduce((sum, each) => sum + lengthOfText(each), 0);
    const mostLinks = Math.max(most, timesRepeated * repeated);
    const shared = { policies: {}, templates: Object.fromEntries(some) };
    if (own.length === 0) yield { ...shared, links: [] };
    // A link is nothing without its template.
    for (const each of portions(own, lengthOfLink, mostLinks)) yield { ...shared, links: each };
  }
}

function* portions<T>(
  items: readonly T[],
  lengthOf: (item: T) => number,
  most: number,
): Generator<readonly T[]> {
  let portion: T[] = [];
  let length = 0;
  for (const item of items) {
    length += lengthOf(item);
    if (length > most && portion.length > 0) {
      yield portion;
      portion = [];
      length = lengthOf(item);
    }
    portion.push(item);
  }
  if (portion.length > 0) yield portion;
}

function lengthOfText([id, text]: readonly [string, string]): number {
  return id.length + text.length;
}

function lengthOfLink({ id, template, values }: TemplateLink): number {
  return Object.entries(values).reduce(
    (sum, [slot, uid]) => sum + slot.length + uid.type.length + uid.id.length,
    id.length + template.length,
  );
}
