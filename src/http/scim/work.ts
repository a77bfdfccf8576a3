import type { Slate } from "../../feeds/index.ts";
import type { Endings } from "../../world/index.ts";
import { isRecord } from "../json.ts";
import type { Resource } from "./coerce.ts";
import { engagementUrn, enterpriseUrn } from "./schemas.ts";

/** What a request works on: everything happens on the slate, and with it or not at all. */
export interface Work {
  readonly slate: Slate;
  readonly endings: Endings;
  readonly roles: ReadonlyMap<string, unknown> | undefined;
  /** Whether a role is given by people alone, and by no program. */
  readonly isPrivileged: (role: string) => boolean;
  /** Whether the client was registered to give this role there. */
  readonly mayGive: (role: string, ward: string) => boolean;
  /** Ids that others of the same request get, or have: they may be referred to before they are there. */
  readonly promised: ReadonlySet<string>;
}

/** HR's number of a person: it is said, or the sender's own number is one. */
export function numberOf(attributes: Resource): string | undefined {
  const { employeeNumber } = enterpriseOf(attributes);
  const number = employeeNumber ?? attributes["externalId"];
  return typeof number === "string" ? number : undefined;
}

/** What an employer knows of a person. */
export function enterpriseOf(attributes: Resource): Resource {
  const part = attributes[enterpriseUrn];
  return isRecord(part) ? part : {};
}

/** The id of whom a user reports to. */
export function managerOf(attributes: Resource): string | undefined {
  const { manager } = enterpriseOf(attributes);
  const value = isRecord(manager) ? manager["value"] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** What is said of the engagement itself. */
export function termsSaid(attributes: Resource): Resource {
  const part = attributes[engagementUrn];
  return isRecord(part) ? part : {};
}

/** Whether an id is somebody's here, or will be by the end of the request. */
export function isSomebody({ promised, slate }: Work, person: string): boolean {
  return promised.has(person) || slate.world.people.has(person);
}
