import { engagementOf, type Slate } from "../../feeds/index.ts";
import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { coerceResource, type Resource } from "./coerce.ts";
import { bringLife, endLife, openEngagements } from "./engagements.ts";
import { invalid, notThere } from "./errors.ts";
import { applyPatch, type PatchOperation } from "./patch.ts";
import { readRow, type UserRow, uniqueKey, userKey, writeRow } from "./rows.ts";
import { userType } from "./schemas.ts";
import { type Precondition, userVersion } from "./version.ts";
import { numberOf, type Work } from "./work.ts";

/** A user who is sent: known to us by the number, or somebody new. The id of somebody new may have been given out already. */
export function createUser(work: Work, sent: Json | undefined, promised?: string): string {
  const { slate } = work;
  const { active, ...attributes } = coerceResource(userType, sent);
  const known = personFor(slate, attributes);
  const person = known ?? promised ?? slate.id("per");
  requireUnique(slate, person, undefined, attributes);
  if (known === undefined) {
    slate.record({ kind: "person.registered", body: { person } });
    // Nobody has asked for these rows before: the slate knows that there are none.
    slate.write("names", person, undefined);
    writeRow(slate, userKey(person), undefined);
  } else if (readRow(slate, userKey(known)) !== undefined) throw taken("employee number");
  const row = { person, attributes, created: slate.at, changed: slate.at, version: 0 };
  keep(work, undefined, row, active !== false);
  return person;
}

/** Somebody whom another source has brought under the same number. */
export function personFor(slate: Slate, attributes: Resource): string | undefined {
  const number = numberOf(attributes);
  const known = number === undefined ? undefined : slate.read("identifiers", `staff|${number}`);
  return typeof known === "string" ? known : undefined;
}

/** A user as they are now to be. What is not said of `active` changes nothing of it. */
export function replaceUser(
  work: Work,
  id: string,
  sent: Json | undefined,
  precondition: Precondition,
): void {
  const before = userAt(work, id, precondition);
  const { active, ...attributes } = coerceResource(userType, sent);
  change(work, before, attributes, active);
}

/** A user after the operations of a PATCH request. */
export function patchUser(
  work: Work,
  id: string,
  operations: readonly PatchOperation[],
  precondition: Precondition,
): void {
  const before = userAt(work, id, precondition);
  // Without `active`: only if an operation says it, it is said. Somebody suspended is not a leaver for having moved house.
  const resource = { ...before.attributes, id };
  const { active, id: _id, ...attributes } = applyPatch(userType, resource, operations);
  change(work, before, attributes, active);
}

/** Ends everything that the user has here, and forgets what was sent of them (L3). */
export function deleteUser(work: Work, id: string, precondition: Precondition): void {
  const before = userAt(work, id, precondition);
  endLife(work, id);
  for (const { table, key } of uniqueKeysOf(before.attributes)) {
    work.slate.write(table, key, undefined);
  }
  writeRow(work.slate, userKey(id), undefined);
}

/** @throws ScimError 404, 412 */
function userAt({ slate }: Work, id: string, precondition: Precondition): UserRow {
  const row = readRow<UserRow>(slate, userKey(id));
  if (row === undefined) throw notThere("user");
  precondition(() => userVersion(slate.world, row, slate.at));
  return row;
}

function change(work: Work, before: UserRow, attributes: Resource, active: Json | undefined): void {
  requireUnique(work.slate, before.person, before.attributes, attributes);
  const isOpen = openEngagements(work.slate, before.person).length > 0;
  keep(work, before, { ...before, attributes }, (active ?? isOpen) === true);
}

/** Writes what has changed, and brings the engagement to it; nothing where nothing has. */
function keep(work: Work, before: UserRow | undefined, row: UserRow, isActive: boolean): void {
  const { slate } = work;
  const { attributes, person } = row;
  const kept = new Set(uniqueKeysOf(attributes).map(({ key }) => key));
  for (const { table, key } of before === undefined ? [] : uniqueKeysOf(before.attributes)) {
    if (!kept.has(key)) slate.write(table, key, undefined);
  }
  for (const { table, key } of uniqueKeysOf(attributes)) {
    if (slate.read(table, key) !== person) slate.write(table, key, person);
  }
  const number = numberOf(attributes);
  if (number !== undefined && slate.read("identifiers", `staff|${number}`) !== person) {
    slate.write("identifiers", `staff|${number}`, person);
  }
  describe(slate, person, attributes);
  let engagement: string | undefined;
  if (isActive) {
    engagement = bringLife(work, before, row);
    if (engagement !== undefined && number !== undefined) nameEngagement(slate, number, engagement);
  } else endLife(work, person);
  const { engagement: _before, ...rest } = row;
  const after = { ...rest, ...(engagement === undefined ? {} : { engagement }) };
  const isSame =
    before !== undefined &&
    before.engagement === engagement &&
    JSON.stringify(before.attributes) === JSON.stringify(attributes);
  if (isSame) return;
  writeRow(slate, userKey(person), { ...after, changed: slate.at, version: row.version + 1 });
}

/** By HR's number a file means the engagement that began here, unless it means one of another person's, or one that goes on. */
function nameEngagement(slate: Slate, number: string, engagement: string): void {
  const key = `engagement|${number}`;
  const id = slate.read("identifiers", key);
  const known = typeof id === "string" ? engagementOf(slate, id) : undefined;
  const isOther = known !== undefined && known.person !== engagementOf(slate, engagement)?.person;
  const goesOn = known !== undefined && known.state !== "ended" && known.to > slate.at;
  if (id !== engagement && !isOther && !goesOn) slate.write("identifiers", key, engagement);
}

function uniqueKeysOf(attributes: Resource): readonly ReturnType<typeof uniqueKey>[] {
  const { externalId, userName } = attributes;
  const number = numberOf(attributes);
  return [
    uniqueKey("name", String(userName)),
    ...(number === undefined ? [] : [uniqueKey("number", number)]),
    ...(typeof externalId === "string" ? [uniqueKey("external", externalId)] : []),
  ];
}

/** Nobody else has the name or number; nor is a number that is new to this user another person's by any source. */
function requireUnique(
  slate: Slate,
  person: string,
  before: Resource | undefined,
  attributes: Resource,
): void {
  for (const { table, key } of uniqueKeysOf(attributes)) {
    const owner = slate.read(table, key);
    if (owner === undefined || owner === person) continue;
    throw taken(key.startsWith("scim-name|") ? "userName" : "employee number or externalId");
  }
  const number = numberOf(attributes);
  if (before === undefined || number === undefined || number === numberOf(before)) return;
  const owner = slate.read("identifiers", `staff|${number}`);
  if (owner !== undefined && owner !== person) throw taken("employee number");
}

function taken(what: string): Error {
  return invalid("uniqueness", `Another user has this ${what}.`);
}

/** The name as it is written: of the display name, or of the parts, or the account's. */
function displayOf(attributes: Resource): string {
  const { displayName, name, userName } = attributes;
  const parts = isRecord(name) ? name : {};
  const whole = [parts["givenName"], parts["familyName"]].filter((part) => part !== undefined);
  const said = displayName ?? parts["formatted"] ?? (whole.length > 0 ? whole.join(" ") : userName);
  return String(said).trim().replaceAll(/\s+/g, " ");
}

/** What screens show of them, and where mail reaches them. */
function describe(slate: Slate, person: string, attributes: Resource): void {
  const known = slate.read("names", person);
  const before = isRecord(known) ? known : {};
  const display = displayOf(attributes);
  const names = display.split(" ");
  const ends = names.length > 1 ? [names[0], names.at(-1)] : names;
  const initials = ends.map((part = "") => [...part][0]?.toUpperCase() ?? "").join("");
  const { title } = attributes;
  const email = emailOf(attributes);
  const row = {
    ...before,
    type: "person",
    display,
    initials,
    ...(title === undefined ? {} : { role: title }),
    ...(email === undefined ? {} : { email }),
  };
  if (JSON.stringify(row) !== JSON.stringify(before)) slate.write("names", person, row);
}

/** The primary address, or the one for work, or the first. */
function emailOf({ emails }: Resource): string | undefined {
  const list = Array.isArray(emails) ? (emails as readonly Json[]).filter(isRecord) : [];
  const one =
    list.find(({ primary }) => primary === true) ??
    list.find(({ type }) => String(type).toLowerCase() === "work") ??
    list[0];
  const value = one?.["value"];
  return typeof value === "string" ? value : undefined;
}
