import type { Json, SideKey } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { placeOf, type ResourceType } from "./attributes.ts";
import type { ScimDeps } from "./client.ts";
import type { Resource } from "./coerce.ts";
import { invalid, notThere } from "./errors.ts";
import { comparable, type Filter, matches, parseFilter } from "./filter.ts";
import type { Projection } from "./project.ts";
import { showGroups, showUsers } from "./render.ts";
import {
  asRow,
  type GroupRow,
  groupIdKey,
  groupKey,
  groupsBelow,
  type UserRow,
  uniqueKey,
  userKey,
  usersBelow,
} from "./rows.ts";
import { groupType, userType } from "./schemas.ts";

/** So many resources are in one page at most. */
export const mostResults = 200;

/** What is asked of a list (RFC 7644 section 3.4.2). */
export interface Query extends Projection {
  readonly filter?: string;
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly startIndex?: number;
  readonly count?: number;
}

/** One page of what was found. */
export interface Page {
  readonly resources: readonly Resource[];
  readonly total: number;
  readonly start: number;
}

/** Answers one resource by its id. @throws ScimError 404 */
export async function findOne(deps: ScimDeps, type: ResourceType, id: string): Promise<Resource> {
  const [found] = await shownBy(deps, type, await rowsAt(deps, type, id));
  if (found === undefined) throw notThere(type.name.toLowerCase());
  return found;
}

/** Answers those that a query means. @throws ScimError invalidFilter, invalidValue */
export async function findAll(deps: ScimDeps, type: ResourceType, query: Query): Promise<Page> {
  const filter = query.filter === undefined ? undefined : parseFilter(type, query.filter);
  const start = Math.max(1, query.startIndex ?? 1);
  const count = Math.min(mostResults, Math.max(0, query.count ?? mostResults));
  const rows = await candidates(deps, type, filter);
  // What has to be shown to be known is shown; of all others only a page.
  if (filter === undefined && query.sortBy === undefined) {
    const page = rows.slice(start - 1, start - 1 + count);
    return { resources: await shownBy(deps, type, page), total: rows.length, start };
  }
  const shown = await shownBy(deps, type, rows);
  const found = filter === undefined ? shown : shown.filter((one) => matches(filter, one));
  const sorted = sortedBy(type, found, query);
  return { resources: sorted.slice(start - 1, start - 1 + count), total: found.length, start };
}

function shownBy(
  deps: ScimDeps,
  type: ResourceType,
  rows: readonly Json[],
): Promise<readonly Resource[]> {
  return type === userType
    ? showUsers(deps, rows as unknown as readonly UserRow[])
    : showGroups(deps, rows as unknown as readonly GroupRow[]);
}

/** Rows by the id of a resource: one, or none. */
async function rowsAt({ app }: ScimDeps, type: ResourceType, id: string): Promise<readonly Json[]> {
  if (!isKey(id)) return [];
  if (type === userType) return present(await app.side.get([userKey(id)]));
  const [name] = await app.side.get([groupIdKey(id)]);
  return typeof name === "string" ? present(await app.side.get([keyNamed(name)])) : [];
}

/** Other text is never found. */
function isKey(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function keyNamed(name: string): SideKey {
  const at = name.indexOf("@");
  return groupKey(name.slice(0, at), name.slice(at + 1));
}

function present(values: readonly (Json | undefined)[]): readonly Json[] {
  return values.flatMap((value) => (isRecord(value) ? [value] : []));
}

/** What identity providers ask before each write is found by its key; everything else by looking through all. */
async function candidates(
  deps: ScimDeps,
  type: ResourceType,
  filter: Filter | undefined,
): Promise<readonly Json[]> {
  const one = filter === undefined ? undefined : onlyValue(filter);
  if (one !== undefined) {
    const { name, value } = one;
    if (!isKey(value)) return [];
    if (name === "id") return rowsAt(deps, type, value);
    const key = type === userType ? userBy(name, value) : undefined;
    if (key !== undefined) {
      const [id] = await deps.app.side.get([key]);
      return typeof id === "string" ? rowsAt(deps, type, id) : [];
    }
  }
  return allBelow(deps, type === userType ? usersBelow : groupsBelow);
}

/** The value that a filter fixes one attribute to, itself or with what else it asks. */
function onlyValue(filter: Filter): { readonly name: string; readonly value: string } | undefined {
  if (filter.type === "and") return onlyValue(filter.left) ?? onlyValue(filter.right);
  if (filter.type !== "compare" || filter.by !== "eq" || typeof filter.value !== "string") {
    return undefined;
  }
  const { attribute, sub } = filter.place;
  const isIndexed = ["id", "userName", "externalId"].includes(attribute.name);
  return sub === undefined && isIndexed ? { name: attribute.name, value: filter.value } : undefined;
}

function userBy(name: string, value: string): SideKey | undefined {
  if (name === "userName") return uniqueKey("name", value);
  return name === "externalId" ? uniqueKey("external", value) : undefined;
}

async function allBelow({ app }: ScimDeps, prefix: string): Promise<readonly Json[]> {
  const limit = 1_000;
  const all: Json[] = [];
  let after: string | undefined;
  for (;;) {
    const part = await app.side.list("names", {
      prefix,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    all.push(...part.map(({ value }) => value));
    after = part.at(-1)?.key;
    if (part.length < limit) return all.filter((row) => asRow(row) !== undefined);
  }
}

/** Those without a value come last (section 3.4.2.3). */
function sortedBy(
  type: ResourceType,
  found: readonly Resource[],
  { sortBy, sortOrder = "ascending" }: Query,
): readonly Resource[] {
  if (sortOrder !== "ascending" && sortOrder !== "descending") {
    throw invalid("invalidValue", "sortOrder is ascending or descending.");
  }
  if (sortBy === undefined) return found;
  const place = placeOf(type, sortBy);
  if (place === undefined || place === "extension") {
    throw invalid("invalidPath", "sortBy names nothing that could be sorted by.");
  }
  const { attribute, extension, sub } = place;
  const part = sub ?? attribute.subAttributes?.find(({ name }) => name === "value");
  const sortValue = (resource: Resource): Json | undefined => {
    const within = extension === undefined ? resource : resource[extension];
    const whole = isRecord(within) ? within[attribute.name] : undefined;
    const list = Array.isArray(whole) ? (whole as readonly Json[]) : [whole];
    const one = list.find((value) => isRecord(value) && value["primary"] === true) ?? list[0];
    const value = part !== undefined && isRecord(one) ? one[part.name] : one;
    return value === undefined ? undefined : comparable(part ?? attribute, value);
  };
  const sign = sortOrder === "ascending" ? 1 : -1;
  return found.toSorted((a, b) => {
    const [left, right] = [sortValue(a), sortValue(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    if (left === right) return 0;
    return (String(left) < String(right) ? -1 : 1) * sign;
  });
}

/** The type of resource behind an address's part. */
export function typeAt(part: string): ResourceType | undefined {
  return [userType, groupType].find(({ endpoint }) => endpoint === `/${part}`);
}
