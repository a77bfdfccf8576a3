/** What an attribute of a resource may be (RFC 7643 section 7). */
export interface Attribute {
  readonly name: string;
  readonly type: "string" | "boolean" | "complex" | "dateTime" | "reference";
  readonly description: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: "readOnly" | "readWrite" | "immutable";
  readonly returned: "always" | "default";
  readonly uniqueness: "none" | "server";
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** A schema by its URN. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** A kind of resource: its core schema, and what extends it. */
export interface ResourceType {
  readonly name: "User" | "Group";
  readonly endpoint: "/Users" | "/Groups";
  readonly description: string;
  readonly core: Schema;
  readonly extensions: readonly Schema[];
}

/** The attributes that every resource has (RFC 7643 section 3.1). */
const common: readonly Attribute[] = [
  attribute("schemas", "The URNs of the schemas that it has", {
    multiValued: true,
    returned: "always",
    type: "reference",
  }),
  attribute("id", "Given here, for good", {
    caseExact: true,
    mutability: "readOnly",
    returned: "always",
    uniqueness: "server",
  }),
  attribute("externalId", "The sender's own number: the employee number, unless that is said", {
    caseExact: true,
  }),
  attribute("meta", "When it was made and changed last, where it is, and its version", {
    type: "complex",
    mutability: "readOnly",
    subAttributes: [
      attribute("resourceType", "User or Group", { mutability: "readOnly" }),
      attribute("created", "When it was made", { type: "dateTime", mutability: "readOnly" }),
      attribute("lastModified", "When it was changed last", {
        type: "dateTime",
        mutability: "readOnly",
      }),
      attribute("location", "Its address", { type: "reference", mutability: "readOnly" }),
      attribute("version", "Its ETag", { caseExact: true, mutability: "readOnly" }),
    ],
  }),
];

/** An attribute with the characteristics that RFC 7643 section 2.2 gives where nothing is said. */
export function attribute(
  name: string,
  description: string,
  given: Partial<Omit<Attribute, "name" | "description">> = {},
): Attribute {
  return {
    name,
    type: "string",
    description,
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...given,
  };
}

/** Where an attribute stands in a resource: below an extension's URN, or at the top. */
export interface Place {
  readonly extension?: string;
  readonly attribute: Attribute;
  readonly sub?: Attribute;
}

function same(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

/** The attribute of a list by its name, in whatever case (RFC 7643 section 2.1). */
export function namedIn(
  attributes: readonly Attribute[] | undefined,
  name: string,
): Attribute | undefined {
  return attributes?.find((one) => same(one.name, name));
}

/** The attributes at the top of a resource. */
export function topOf({ core }: ResourceType): readonly Attribute[] {
  return [...common, ...core.attributes];
}

/** What a name means, with its schema's URN or without (RFC 7644 section 3.10); undefined: nothing of this resource. */
export function placeOf(type: ResourceType, name: string): Place | "extension" | undefined {
  const [schema, rest] = schemaIn(type, name);
  if (schema === undefined) return placeIn(topOf(type), rest);
  const extension = schema === type.core ? undefined : schema.id;
  if (rest === "") return extension === undefined ? undefined : "extension";
  const place = placeIn(extension === undefined ? topOf(type) : schema.attributes, rest);
  return place === undefined || extension === undefined ? place : { ...place, extension };
}

/** The extension that a URN names, in whatever case. */
export function extensionNamed(type: ResourceType, urn: string): Schema | undefined {
  return type.extensions.find(({ id }) => same(id, urn));
}

function schemaIn(type: ResourceType, name: string): readonly [Schema | undefined, string] {
  for (const schema of [type.core, ...type.extensions]) {
    if (same(name, schema.id)) return [schema, ""];
    const prefix = `${schema.id}:`;
    if (same(name.slice(0, prefix.length), prefix)) return [schema, name.slice(prefix.length)];
  }
  return [undefined, name];
}

function placeIn(attributes: readonly Attribute[], name: string): Place | undefined {
  const [head = "", sub, ...more] = name.split(".");
  const found = namedIn(attributes, head);
  if (found === undefined || more.length > 0) return undefined;
  if (sub === undefined) return { attribute: found };
  const below = namedIn(found.subAttributes, sub);
  return below === undefined ? undefined : { attribute: found, sub: below };
}
