import type { Json, SideKey } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import type { ResourceType } from "./attributes.ts";
import { notThere } from "./errors.ts";
import { createGroup, deleteGroup, patchGroup, replaceGroup } from "./groups.ts";
import { readPatch } from "./patch.ts";
import { groupIdKey, uniqueKey, userKey } from "./rows.ts";
import { enterpriseUrn, userType } from "./schemas.ts";
import { createUser, deleteUser, patchUser, replaceUser } from "./users.ts";
import { ifMatch } from "./version.ts";
import type { Work } from "./work.ts";

/** One thing that is asked: a request of its own, or one of many. */
export interface Asked {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly type: ResourceType;
  /** Of which resource; a new one has none. */
  readonly id?: string;
  readonly data?: Json;
  /** The version that it is meant for. */
  readonly version?: string;
  /** The id that a new resource was promised to have. */
  readonly promised?: string;
}

/** Does it on the slate, and answers whose id it was about. @throws ScimError */
export function act(work: Work, { data, id, method, promised, type, version }: Asked): string {
  const isUser = type === userType;
  if (method === "POST") return (isUser ? createUser : createGroup)(work, data, promised);
  // Other text is no key of any row.
  if (id === undefined || !id.isWellFormed() || id.includes("\0")) {
    throw notThere(type.name.toLowerCase());
  }
  const precondition = ifMatch(version);
  if (method === "PUT") (isUser ? replaceUser : replaceGroup)(work, id, data, precondition);
  else if (method === "DELETE") (isUser ? deleteUser : deleteGroup)(work, id, precondition);
  else (isUser ? patchUser : patchGroup)(work, id, readPatch(data), precondition);
  return id;
}

/** The rows that something needs, as far as can be told without having read any: others are fetched when they are missed. */
export function keysOf({ data, id, type }: Asked): readonly SideKey[] {
  const own = id === undefined ? [] : [type === userType ? userKey(id) : groupIdKey(id)];
  const sent = isRecord(data) ? data : {};
  return [...own, ...(type === userType ? ofUser(sent) : ofMembers(sent["members"]))].filter(
    ({ key }) => key.isWellFormed() && !key.includes("\0"),
  );
}

function ofUser(sent: { readonly [key: string]: Json }): readonly SideKey[] {
  const { externalId, userName } = sent;
  const enterprise = sent[enterpriseUrn];
  const employee = isRecord(enterprise) ? enterprise["employeeNumber"] : undefined;
  const number = employee ?? externalId;
  const text = (value: Json | undefined) => (typeof value === "string" ? [value] : []);
  return [
    ...text(userName).map((value) => uniqueKey("name", value)),
    ...text(externalId).map((value) => uniqueKey("external", value)),
    ...text(number).flatMap((value): readonly SideKey[] => [
      uniqueKey("number", value),
      { table: "identifiers", key: `staff|${value}` },
      { table: "identifiers", key: `engagement|${value}` },
    ]),
  ];
}

function ofMembers(members: Json | undefined): readonly SideKey[] {
  const list = Array.isArray(members) ? (members as readonly Json[]) : [];
  return list.flatMap((one) => {
    const value = isRecord(one) ? one["value"] : undefined;
    return typeof value === "string" ? [userKey(value)] : [];
  });
}
