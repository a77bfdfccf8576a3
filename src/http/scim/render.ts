import type { Instant, Json, SideKey } from "../../ports/index.ts";
import type { World } from "../../world/index.ts";
import { isRecord } from "../json.ts";
import { scimPath } from "../oidc/index.ts";
import type { ResourceType } from "./attributes.ts";
import type { ScimDeps } from "./client.ts";
import type { Resource } from "./coerce.ts";
import { asRow, type GroupRow, groupKey, type UserRow } from "./rows.ts";
import { enterpriseUrn, groupType, userType } from "./schemas.ts";
import { groupVersion, isActive, membersNow, rolesNow, userVersion } from "./version.ts";
import { enterpriseOf, managerOf } from "./work.ts";

/** Where a resource is. */
export function locationOf(origin: string, { endpoint }: ResourceType, id: string): string {
  return `${origin}${scimPath}${endpoint}/${id}`;
}

/** How things stand where resources are shown. */
interface Seen {
  readonly origin: string;
  readonly world: World;
  readonly at: Instant;
  row(key: SideKey): Json | undefined;
}

async function look(
  { app, origin }: ScimDeps,
  keysAt: (world: World, at: Instant) => readonly SideKey[],
): Promise<Seen> {
  const world = app.world();
  const at = app.now();
  const keys = keysAt(world, at);
  const values = keys.length === 0 ? [] : await app.side.get(keys);
  const address = ({ table, key }: SideKey) => `${table}|${key}`;
  const rows = new Map(keys.map((key, index) => [address(key), values[index]]));
  return { origin: origin(), world, at, row: (key) => rows.get(address(key)) };
}

function nameKey(person: string): SideKey {
  return { table: "names", key: person };
}

function nameIn(seen: Seen, person: string): string | undefined {
  const row = seen.row(nameKey(person));
  const display = isRecord(row) ? row["display"] : undefined;
  return typeof display === "string" ? display : undefined;
}

function named(name: string): SideKey {
  const [role = "", ward = ""] = name.split("@");
  return groupKey(role, ward);
}

/** Users as they are shown: what was sent of them, and what the hospital says. */
export async function showUsers(
  deps: ScimDeps,
  rows: readonly UserRow[],
): Promise<readonly Resource[]> {
  const seen = await look(deps, (world, at) => {
    const groups = new Set(rows.flatMap(({ person }) => rolesNow(world, person, at)));
    const managers = new Set(rows.flatMap(({ attributes }) => managerOf(attributes) ?? []));
    return [...[...groups].map(named), ...[...managers].map(nameKey)];
  });
  return rows.map((row) => showUser(seen, row));
}

function showUser(seen: Seen, row: UserRow): Resource {
  const { attributes, person } = row;
  const extensions = userType.extensions.map(({ id }) => id).filter((id) => id in attributes);
  const groups = groupsOf(seen, person);
  const { [enterpriseUrn]: _enterprise, ...rest } = attributes;
  const enterprise = enterpriseIn(seen, attributes);
  return {
    schemas: [userType.core.id, ...extensions],
    id: person,
    ...rest,
    active: isActive(seen.world, person, seen.at),
    ...(groups.length === 0 ? {} : { groups }),
    ...(enterprise === undefined ? {} : { [enterpriseUrn]: enterprise }),
    meta: metaOf(seen, userType, {
      ...row,
      id: person,
      version: userVersion(seen.world, row, seen.at),
    }),
  };
}

function groupsOf(seen: Seen, person: string): readonly Resource[] {
  const names = new Set(rolesNow(seen.world, person, seen.at));
  return [...names].flatMap((name) => {
    const group = asRow<GroupRow>(seen.row(named(name)));
    if (group === undefined || !group.members.includes(person)) return [];
    const $ref = locationOf(seen.origin, groupType, group.id);
    return [{ value: group.id, $ref, display: name, type: "direct" }];
  });
}

function enterpriseIn(seen: Seen, attributes: Resource): Resource | undefined {
  const manager = managerOf(attributes);
  if (attributes[enterpriseUrn] === undefined) return undefined;
  if (manager === undefined) return enterpriseOf(attributes);
  const displayName = nameIn(seen, manager);
  return {
    ...enterpriseOf(attributes),
    manager: {
      value: manager,
      $ref: locationOf(seen.origin, userType, manager),
      ...(displayName === undefined ? {} : { displayName }),
    },
  };
}

/** Groups as they are shown; `hasMembers`: with whom, by name. */
export async function showGroups(
  deps: ScimDeps,
  rows: readonly GroupRow[],
): Promise<readonly Resource[]> {
  const seen = await look(deps, (world, at) => [
    ...new Map(
      rows.flatMap((row) => membersNow(world, row, at)).map((person) => [person, nameKey(person)]),
    ).values(),
  ]);
  return rows.map((row) => showGroup(seen, row));
}

function showGroup(seen: Seen, row: GroupRow): Resource {
  const members = membersNow(seen.world, row, seen.at).map((person) => {
    const display = nameIn(seen, person);
    return {
      value: person,
      $ref: locationOf(seen.origin, userType, person),
      ...(display === undefined ? {} : { display }),
      type: "User",
    };
  });
  return {
    schemas: [groupType.core.id],
    id: row.id,
    ...(row.externalId === undefined ? {} : { externalId: row.externalId }),
    displayName: `${row.role}@${row.ward}`,
    ...(members.length === 0 ? {} : { members }),
    meta: metaOf(seen, groupType, { ...row, version: groupVersion(seen.world, row, seen.at) }),
  };
}

function metaOf(
  { origin }: Seen,
  type: ResourceType,
  row: {
    readonly id: string;
    readonly created: Instant;
    readonly changed: Instant;
    readonly version: string;
  },
): Resource {
  return {
    resourceType: type.name,
    created: new Date(row.created).toISOString(),
    lastModified: new Date(row.changed).toISOString(),
    location: locationOf(origin, type, row.id),
    version: row.version,
  };
}
