import type { Slate } from "../../feeds/index.ts";
import type { Json, SideKey } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import type { Resource } from "./coerce.ts";

/** A user as kept beside the log: what was sent. Whether they are active, and in which groups, the world says. */
export interface UserRow {
  readonly person: string;
  readonly attributes: Resource;
  /** The engagement that this interface began; absent: it began none, or another source's was there. */
  readonly engagement?: string;
  readonly created: number;
  readonly changed: number;
  readonly version: number;
}

/** A group as kept beside the log. Whoever of `members` has the role there now is in it. */
export interface GroupRow {
  readonly id: string;
  readonly role: string;
  readonly ward: string;
  readonly externalId?: string;
  readonly members: readonly string[];
  readonly created: number;
  readonly changed: number;
  readonly version: number;
}

/** How far a client was stopped by the brake, and how many ends a person has said are meant (L11). */
export interface BrakeRow {
  readonly stopped?: {
    readonly ends: number;
    readonly at: number;
    /** The engagements that it asked to end, and was stopped at, since the brake stopped it first that day. */
    readonly asked?: readonly string[];
  };
  readonly released?: { readonly ends: number; readonly until: number };
}

/** Before the ids of users. */
export const usersBelow = "scim-user|";
/** Before the names of groups. */
export const groupsBelow = "scim-group|";

/** Texts that differ in case alone are one name. */
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** Where a user's row is. */
export function userKey(person: string): SideKey {
  return { table: "names", key: `${usersBelow}${person}` };
}

/** Where a group's row is, by what it stands for. */
export function groupKey(role: string, ward: string): SideKey {
  return { table: "names", key: `${groupsBelow}${role}@${ward}` };
}

/** Where what a group stands for is found by its id. */
export function groupIdKey(id: string): SideKey {
  return { table: "identifiers", key: `scim-group|${id}` };
}

/** What the brake knows of a client. */
export function brakeKey(client: string): SideKey {
  return { table: "names", key: `scim-brake|${client}` };
}

/** Where a user's id is found by something that nobody else's is. */
export function uniqueKey(what: "name" | "number" | "external", value: string): SideKey {
  return { table: "identifiers", key: `scim-${what}|${what === "name" ? folded(value) : value}` };
}

/** A row of these as it was written. */
export function asRow<R>(value: Json | undefined): R | undefined {
  return isRecord(value) ? (value as unknown as R) : undefined;
}

/** Reads a row by its key. */
export function readRow<R>(slate: Pick<Slate, "read">, { table, key }: SideKey): R | undefined {
  return asRow<R>(slate.read(table, key));
}

/** Writes a row, or erases it. */
export function writeRow(slate: Pick<Slate, "write">, { table, key }: SideKey, row: unknown): void {
  slate.write(table, key, row as Json | undefined);
}
