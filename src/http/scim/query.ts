import type { Json } from "../../ports/index.ts";
import type { Resource } from "./coerce.ts";
import { invalid } from "./errors.ts";
import type { Query } from "./find.ts";

/** The message of a search by POST (RFC 7644 section 3.4.3). */
export const searchUrn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/** What is asked, of an address or of a body. @throws ScimError invalidValue */
export function queryOf(sent: Resource): Query {
  const { attributes, count, excludedAttributes, filter, sortBy, sortOrder, startIndex } = sent;
  return {
    ...textIn("filter", filter),
    ...textIn("sortBy", sortBy),
    ...textIn("sortOrder", sortOrder),
    ...numberIn("startIndex", startIndex),
    ...numberIn("count", count),
    ...namesIn("attributes", attributes),
    ...namesIn("excludedAttributes", excludedAttributes),
  };
}

function textIn<N extends string>(
  name: N,
  value: Json | undefined,
): { readonly [K in N]?: string } {
  if (value === undefined || value === null) return {};
  if (typeof value === "string" && value.trim() !== "") return { [name]: value } as never;
  throw invalid(name === "filter" ? "invalidFilter" : "invalidValue", `${name} is one text.`);
}

function numberIn<N extends string>(
  name: N,
  value: Json | undefined,
): { readonly [K in N]?: number } {
  if (value === undefined || value === null) return {};
  const number = typeof value === "string" && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number))
    return { [name]: number } as never;
  throw invalid("invalidValue", `${name} is a whole number.`);
}

function namesIn<N extends string>(
  name: N,
  value: Json | undefined,
): { readonly [K in N]?: readonly string[] } {
  if (value === undefined || value === null) return {};
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  if (!list.every((one) => typeof one === "string")) {
    throw invalid("invalidValue", `${name} names attributes.`);
  }
  const names = list.flatMap((one) => String(one).split(",")).map((one) => one.trim());
  const said = names.filter((one) => one !== "");
  return said.length === 0 ? {} : ({ [name]: said } as never);
}
