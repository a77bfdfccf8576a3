import type { SimpleType } from "./values/extension-functions.ts";

/** A type that a schema declares. */
export type CedarType =
  | { readonly kind: SimpleType }
  | { readonly kind: "set"; readonly element: CedarType }
  | { readonly kind: "entity"; readonly name: string }
  | RecordType;

/** A record's type: it has these attributes and no others. */
export interface RecordType {
  readonly kind: "record";
  readonly attributes: ReadonlyMap<string, AttributeType>;
  /** The same in order, each with the key under which evaluation keeps it. */
  readonly list: readonly ListedAttribute[];
}

/** An attribute and its names. */
export interface ListedAttribute extends AttributeType {
  readonly name: string;
  readonly key: `$${string}`;
}

/** What a record or an entity has under one name. */
export interface AttributeType {
  readonly type: CedarType;
  /** Whether it is always there. */
  readonly required: boolean;
}

/** An entity type as a schema declares it. */
export interface EntityType {
  readonly name: string;
  /** The types that its parents may have. */
  readonly parents: ReadonlySet<string>;
  readonly attributes: RecordType;
  /** Of what type its tags are; undefined: it has none. */
  readonly tags: CedarType | undefined;
  /** The ids that there are, when they are enumerated. */
  readonly ids: ReadonlySet<string> | undefined;
}

/** For a record that has nothing. */
export const emptyRecord: RecordType = recordOf(new Map());

/** A record's type. */
export function recordOf(attributes: ReadonlyMap<string, AttributeType>): RecordType {
  const list = [...attributes].map(
    ([name, attribute]): ListedAttribute => ({ ...attribute, name, key: `$${name}` }),
  );
  return { kind: "record", attributes, list };
}
