import { bringRole, isRole, noRole, type Slate } from "../../feeds/index.ts";
import type { Duration, Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { coerceResource, type Resource } from "./coerce.ts";
import { mainEngagement, openEngagements } from "./engagements.ts";
import { invalid, notThere, ScimError } from "./errors.ts";
import { applyPatch, type PatchOperation } from "./patch.ts";
import {
  type GroupRow,
  groupIdKey,
  groupKey,
  readRow,
  type UserRow,
  userKey,
  writeRow,
} from "./rows.ts";
import { groupType } from "./schemas.ts";
import { groupVersion, membersNow, type Precondition } from "./version.ts";
import type { Work } from "./work.ts";

/** L2: the longest role. */
const longestRole: Duration = 366 * 24 * 3_600_000;

/** Makes a group: from now on its members have its role there. */
export function createGroup(work: Work, sent: Json | undefined, promised?: string): string {
  const { slate } = work;
  const { externalId, members, displayName } = coerceResource(groupType, sent);
  const { role, ward } = meantBy(work, String(displayName));
  requireGiven(work, role, ward);
  if (readRow(slate, groupKey(role, ward)) !== undefined) {
    throw invalid("uniqueness", `There is a group ${role}@${ward} already.`);
  }
  const id = promised ?? slate.id("grp");
  writeRow(slate, groupIdKey(id), `${role}@${ward}`);
  const row: GroupRow = {
    id,
    role,
    ward,
    members: [],
    created: slate.at,
    changed: slate.at,
    version: 0,
  };
  keep(work, row, { externalId, members: idsIn(members), renews: true });
  return id;
}

/** A group as it is now to be. */
export function replaceGroup(
  work: Work,
  id: string,
  sent: Json | undefined,
  precondition: Precondition,
): void {
  const row = groupAt(work, id, precondition);
  changeTo(work, row, coerceResource(groupType, sent), true);
}

/** A group after the operations of a PATCH request. */
export function patchGroup(
  work: Work,
  id: string,
  operations: readonly PatchOperation[],
  precondition: Precondition,
): void {
  const row = groupAt(work, id, precondition);
  const { world, at } = work.slate;
  // What this request has done before, the world does not know yet.
  const ids = row.changed === at ? row.members : membersNow(world, row, at);
  const members = ids.map((value) => ({ value }));
  const resource: Resource = {
    id,
    displayName: `${row.role}@${row.ward}`,
    ...(row.externalId === undefined ? {} : { externalId: row.externalId }),
    ...(members.length === 0 ? {} : { members }),
  };
  changeTo(work, row, applyPatch(groupType, resource, operations), false);
}

/** Ends the role of its members, and the group. */
export function deleteGroup(work: Work, id: string, precondition: Precondition): void {
  const row = groupAt(work, id, precondition);
  for (const person of row.members) dismiss(work.slate, row, person);
  writeRow(work.slate, groupKey(row.role, row.ward), undefined);
  writeRow(work.slate, groupIdKey(id), undefined);
}

/** A group's row by its id. */
function groupRow(slate: Pick<Slate, "read">, id: string): GroupRow | undefined {
  const { table, key } = groupIdKey(id);
  const name = slate.read(table, key);
  const [role, ward] = typeof name === "string" ? splitName(name) : [];
  return role === undefined || ward === undefined
    ? undefined
    : readRow<GroupRow>(slate, groupKey(role, ward));
}

/** @throws ScimError 404, 412 */
function groupAt({ slate }: Work, id: string, precondition: Precondition): GroupRow {
  const row = groupRow(slate, id);
  if (row === undefined) throw notThere("group");
  precondition(() => groupVersion(slate.world, row, slate.at));
  return row;
}

function changeTo(work: Work, row: GroupRow, resource: Resource, renews: boolean): void {
  const { displayName, externalId, members } = resource;
  const { role, ward } = meantBy(work, String(displayName));
  if (role !== row.role || ward !== row.ward) {
    throw invalid("mutability", "A group of another role or ward is another group: make that one.");
  }
  keep(work, row, { externalId, members: idsIn(members), renews });
}

interface Wish {
  readonly externalId: Json | undefined;
  readonly members: readonly string[];
  /** All of them are said anew, those who were in it before too: their roles last as long as if they came now. */
  readonly renews: boolean;
}

function keep(work: Work, before: GroupRow, { externalId, members, renews }: Wish): void {
  const { slate } = work;
  const had = new Set(before.members);
  const wanted = new Set(members);
  for (const person of before.members) {
    if (!wanted.has(person)) dismiss(slate, before, person);
  }
  for (const person of members) {
    // A role that people gave, or an earlier policy let be given, lasts as it is: no program makes it last longer.
    const lasts =
      !renews || work.isPrivileged(before.role) || !work.mayGive(before.role, before.ward);
    const holds = assignmentsOf(slate, before, person).live.length > 0;
    if (had.has(person) && holds && lasts) continue;
    const left = whyGone(slate, person);
    // Whoever was in it and has left since is no mistake of the sender's.
    if (left !== undefined && had.has(person)) {
      wanted.delete(person);
      continue;
    }
    requireGiven(work, before.role, before.ward);
    // That a member does not get the role (back) is said: a review ended it, or a person has to give it.
    const refused = left ?? appoint(work, before, person);
    if (refused !== undefined) throw invalid("invalidValue", refused);
  }
  const { externalId: was, ...rest } = before;
  const isSame =
    before.version > 0 &&
    was === externalId &&
    before.members.length === wanted.size &&
    before.members.every((person) => wanted.has(person));
  if (isSame) return;
  writeRow(slate, groupKey(before.role, before.ward), {
    ...rest,
    ...(externalId === undefined ? {} : { externalId }),
    members: [...wanted],
    changed: slate.at,
    version: before.version + 1,
  });
}

/** @throws ScimError 403 where the client was not registered to give this role there */
function requireGiven({ mayGive }: Work, role: string, ward: string): void {
  if (mayGive(role, ward)) return;
  throw new ScimError(
    403,
    `This client does not give the role ${role} in ${ward}: its registration does not name it. Somebody at the hospital who registers clients can add ${role}@${ward} to what it gives.`,
  );
}

/** Why somebody can be given no role at all; undefined: they can. */
function whyGone(slate: Slate, person: string): string | undefined {
  const row = readRow<UserRow>(slate, userKey(person));
  if (row === undefined) return "A member is no user that is known here.";
  if (mainEngagement(slate, row) !== undefined) return undefined;
  return "A member is not active: nobody has a role without an engagement.";
}

/** Gives a role, with an end: the engagement's, or twelve months from now (L2). Answers why it cannot be given. */
function appoint(
  { isPrivileged, slate }: Work,
  group: GroupRow,
  person: string,
): string | undefined {
  if (isPrivileged(group.role)) {
    return `The role ${group.role} reaches over others' access or records: a person gives it, and no client. Ask for it at the hospital.`;
  }
  const row = readRow<UserRow>(slate, userKey(person));
  const engagement = row && mainEngagement(slate, row);
  if (engagement === undefined) return whyGone(slate, person);
  const { role, ward } = group;
  const { at } = slate;
  const has = assignmentsOf(slate, group, person);
  if (has.given.size > 0 && has.live.length === 0) {
    // What this request has ended before does not come back: it is given anew.
    const to = Math.min(engagement.to, at + longestRole);
    const body = {
      assignment: slate.id("rol"),
      engagement: engagement.id,
      from: at,
      role,
      to,
      ward,
    };
    slate.record({ kind: "role.assigned", body });
    return undefined;
  }
  const brought = bringRole(slate, engagement, { name: role, ward });
  return typeof brought === "object" ? `${brought.reason}.` : undefined;
}

/** Ends the role there, of whichever engagement. */
function dismiss(slate: Slate, group: GroupRow, person: string): void {
  for (const assignment of assignmentsOf(slate, group, person).live) {
    slate.record({ kind: "role.ended", body: { assignment } });
  }
}

interface Assignments {
  /** All, those that have ended in this request included. */
  readonly given: ReadonlySet<string>;
  readonly live: readonly string[];
}

/** The role of a person there, as the world and this request so far have it. */
function assignmentsOf(slate: Slate, { role, ward }: GroupRow, person: string): Assignments {
  const isIt = (one: { readonly role: string; readonly ward: string; readonly to: number }) =>
    one.role === role && one.ward === ward && one.to > slate.at;
  const given = new Set<string>();
  for (const id of slate.world.rolesByPerson.get(person)) {
    const known = slate.world.roles.get(id);
    if (known !== undefined && isIt(known)) given.add(id);
  }
  for (const engagement of openEngagements(slate, person)) {
    for (const { kind, body } of slate.toldAbout(engagement)) {
      if (kind === "role.assigned" && isIt(body)) given.add(body.assignment);
    }
  }
  if (given.size === 0) return { given, live: [] };
  const live = new Set(given);
  for (const { kind, body } of slate.told()) {
    if (kind === "role.ended") live.delete(body.assignment);
  }
  return { given, live: [...live] };
}

function splitName(name: string): readonly [string?, string?] {
  const at = name.indexOf("@");
  return at < 0 ? [] : [name.slice(0, at), name.slice(at + 1)];
}

/** The role and the ward that a group's name says. @throws ScimError invalidValue */
function meantBy({ roles, slate }: Work, name: string): { role: string; ward: string } {
  const [role = "", ward = ""] = splitName(name).map((part) => part?.trim());
  if (role === "" || ward === "") {
    throw invalid("invalidValue", "A group is named role@ward, such as nurse@4B.");
  }
  const known = roles === undefined ? undefined : new Set(roles.keys());
  if (!isRole(known, role)) {
    throw invalid("invalidValue", `A group cannot be made: ${noRole(known, role)}.`);
  }
  if (slate.world.wards.has(ward)) return { role, ward };
  throw invalid("invalidValue", "A group cannot be made: its ward or service is not known here.");
}

function idsIn(members: Json | undefined): readonly string[] {
  const list = Array.isArray(members) ? (members as readonly Json[]) : [];
  return list.map((one) => {
    const value = isRecord(one) ? one["value"] : undefined;
    const type = isRecord(one) ? one["type"] : undefined;
    if (type !== undefined && String(type).toLowerCase() !== "user") {
      throw new ScimError(
        400,
        "A member is a user: groups in groups are not known.",
        "invalidValue",
      );
    }
    if (typeof value === "string") return value;
    throw invalid("invalidValue", "A member has the id of a user as its value.");
  });
}
