import type { Instant } from "../../ports/index.ts";
import { isRunning, type World } from "../../world/index.ts";
import { ScimError } from "./errors.ts";
import type { GroupRow, UserRow } from "./rows.ts";

/** Asks for the version of what is to be changed where it matters. @throws ScimError 412 */
export type Precondition = (version: () => string) => void;

/** If-Match (RFC 7644 section 3.14): compared as weak ones are, since ours are. */
export function ifMatch(header: string | undefined): Precondition {
  if (header === undefined) return () => undefined;
  return (version) => {
    if (isAmong(header, version())) return;
    throw new ScimError(412, "It has been changed since that version was read; read it again.");
  };
}

/** Whether a version is among those of a header; `*` is any. */
export function isAmong(header: string, version: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return header.split(",").some((tag) => tag.trim() === "*" || bare(tag) === bare(version));
}

/** A short mark of texts: for a version, where nobody gains by two that are the same. */
function markOf(texts: Iterable<string>): string {
  let mark = 0xcbf2_9ce4n;
  for (const text of texts) {
    for (const sign of `${text}\n`) {
      mark =
        ((mark ^ BigInt(sign.codePointAt(0) ?? 0)) * 0x100_0000_01b3n) & 0xffff_ffff_ffff_ffffn;
    }
  }
  return mark.toString(36);
}

/** The roles that a person has now, as the names of groups. */
export function rolesNow(world: World, person: string, at: Instant): readonly string[] {
  return world.rolesByPerson.get(person).flatMap((id) => {
    const role = world.roles.get(id);
    const isNow = role !== undefined && at < role.to;
    return isNow && isOpen(world, role.engagement, at) ? [`${role.role}@${role.ward}`] : [];
  });
}

function isOpen(world: World, engagement: string, at: Instant): boolean {
  const known = world.engagements.get(engagement);
  return known !== undefined && known.state !== "ended" && at < known.to;
}

/** Whether a person's engagement is live, or will be. */
export function isActive(world: World, person: string, at: Instant): boolean {
  return world.engagementsByPerson.get(person).some((id) => {
    const known = world.engagements.get(id);
    return known !== undefined && isRunning({ ...known, from: Math.min(known.from, at) }, at);
  });
}

/** The version of a user: it changes with what was sent, and with what the hospital says of them. */
export function userVersion(world: World, row: UserRow, at: Instant): string {
  const active = isActive(world, row.person, at) ? "a" : "i";
  const roles = rolesNow(world, row.person, at);
  return `W/"${row.version}${active}${roles.length === 0 ? "" : markOf(roles.toSorted())}"`;
}

/** Those of a group who have its role now. */
export function membersNow(world: World, row: GroupRow, at: Instant): readonly string[] {
  const name = `${row.role}@${row.ward}`;
  return row.members.filter((person) => rolesNow(world, person, at).includes(name));
}

/** The version of a group. */
export function groupVersion(world: World, row: GroupRow, at: Instant): string {
  return `W/"${row.version}g${markOf(membersNow(world, row, at))}"`;
}
