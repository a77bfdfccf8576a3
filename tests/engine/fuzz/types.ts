/** What a generated set consists of. Everything is plain data, so that it can be shrunk and printed. */

/** A Cedar value. Longs are bigints here, whatever their size. */
export type Value = boolean | bigint | string | Uid | SetValue | RecordValue | ExtensionValue;

/** Names an entity. */
export interface Uid {
  readonly kind: "entity";
  readonly type: string;
  readonly id: string;
}

/** A set as it is written: order and repeated items are kept, since they must not matter. */
export interface SetValue {
  readonly kind: "set";
  readonly items: readonly Value[];
}

/** A record as it is written. */
export interface RecordValue {
  readonly kind: "record";
  readonly entries: readonly (readonly [string, Value])[];
}

/** A value of an extension type, by the literal that makes it. */
export interface ExtensionValue {
  readonly kind: "extension";
  readonly fn: ExtensionName;
  readonly text: string;
}

/** The functions that make extension values. */
export type ExtensionName = "decimal" | "ip" | "datetime" | "duration";

/** A type of Cedar's schemas. */
export type Type =
  | { readonly kind: "bool" | "long" | "string" }
  | { readonly kind: ExtensionName }
  | { readonly kind: "entity"; readonly name: string }
  | { readonly kind: "set"; readonly element: Type }
  | { readonly kind: "record"; readonly attributes: readonly Attribute[] };

/** What a record, an entity or a context has under one name. */
export interface Attribute {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
}

/** An entity type of the schema; its name has its namespace. */
export interface EntityType {
  readonly name: string;
  readonly parents: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly tags?: Type;
  /** The ids that there are, when they are enumerated. */
  readonly ids?: readonly string[];
}

/** An action of the schema. A group applies to nothing. */
export interface Action {
  readonly uid: Uid;
  readonly groups: readonly Uid[];
  readonly principals: readonly string[];
  readonly resources: readonly string[];
  readonly context: readonly Attribute[];
}

/** A type with a name of its own, which the schema writes wherever the type occurs. */
export interface CommonType {
  readonly name: string;
  readonly type: Type;
}

/** A schema. */
export interface Schema {
  readonly common: readonly CommonType[];
  readonly entities: readonly EntityType[];
  readonly actions: readonly Action[];
}

/** The operators that expressions are made of. */
export type Op =
  | "literal"
  | "var"
  | "!"
  | "neg"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&&"
  | "||"
  | "+"
  | "-"
  | "*"
  | "in"
  | "contains"
  | "containsAll"
  | "containsAny"
  | "isEmpty"
  | "getTag"
  | "hasTag"
  | "get"
  | "has"
  | "like"
  | "is"
  | "if"
  | "set"
  | "record"
  | "call"
  | "method";

/** An expression. */
export interface Expr {
  readonly op: Op;
  readonly args: readonly Expr[];
  /** The attribute of `get`, the type of `is`, the function of `call` and `method`, the variable of `var`. */
  readonly name?: string;
  /** The path of `has`, the names of `record`. */
  readonly keys?: readonly string[];
  /** What `like` compares with; null is a wildcard. */
  readonly pattern?: readonly (string | null)[];
  /** What a literal is. */
  readonly value?: boolean | bigint | string | Uid;
}

/** What a policy's head asks of the principal or the resource. */
export type ScopeConstraint =
  | { readonly op: "all" }
  | { readonly op: "==" | "in"; readonly entity: Uid | "slot" }
  | { readonly op: "is"; readonly type: string; readonly within?: Uid | "slot" };

/** What a policy's head asks of the action. */
export type ActionConstraint =
  | { readonly op: "all" }
  | { readonly op: "=="; readonly action: Uid }
  | { readonly op: "in"; readonly actions: readonly Uid[]; readonly bare?: boolean };

/** A policy, or with slots a template. */
export interface Policy {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  readonly annotations: readonly (readonly [string, string | undefined])[];
  readonly principal: ScopeConstraint;
  readonly action: ActionConstraint;
  readonly resource: ScopeConstraint;
  readonly conditions: readonly { readonly kind: "when" | "unless"; readonly body: Expr }[];
}

/** Fills a template's slots. */
export interface Link {
  readonly template: string;
  readonly id: string;
  readonly principal?: Uid;
  readonly resource?: Uid;
}

/** An entity with its data. */
export interface Entity {
  readonly uid: Uid;
  readonly attrs: readonly (readonly [string, Value])[];
  readonly parents: readonly Uid[];
  readonly tags: readonly (readonly [string, Value])[];
}

/** A request; those of phase 1 come after the change of the entities. */
export interface Request {
  readonly phase: 0 | 1;
  readonly principal: Uid;
  readonly action: Uid;
  readonly resource: Uid;
  readonly context: readonly (readonly [string, Value])[];
}

/**
 * How a set is made. `typed`: policies and data fit the schema. `loose`: the data fits, the policies need not.
 * `wild`: nothing fits anything, so that only the form without a schema can decide it.
 */
export type Kind = "typed" | "loose" | "wild";

/** A generated set: what 20 requests are decided by. */
export interface FuzzSet {
  readonly seed: string;
  readonly index: number;
  readonly kind: Kind;
  readonly schema: Schema;
  readonly policies: readonly Policy[];
  readonly templates: readonly Policy[];
  readonly links: readonly Link[];
  /** The entities before and after the change. */
  readonly entities: readonly [readonly Entity[], readonly Entity[]];
  readonly requests: readonly Request[];
}
