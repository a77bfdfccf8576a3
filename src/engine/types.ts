/** Names an entity: `Person::"p1"` is `{ type: "Person", id: "p1" }`. */
export interface EntityUid {
  readonly type: string;
  readonly id: string;
}

/** A Cedar value in Cedar's JSON form; entities as `{ __entity: uid }`, extension values as `{ __extn: { fn, arg } }`. */
export type CedarValue =
  | boolean
  | number
  | string
  | readonly CedarValue[]
  | { readonly [key: string]: CedarValue };

/** A Cedar record. */
export type CedarRecord = { readonly [key: string]: CedarValue };

/** An entity in Cedar's JSON form. */
export interface Entity {
  readonly uid: EntityUid;
  readonly attrs: CedarRecord;
  readonly parents: readonly EntityUid[];
  readonly tags?: CedarRecord;
}

/** What is asked: may `principal` do `action` to `resource`, given `context`? */
export interface EngineRequest {
  readonly principal: EntityUid;
  readonly action: EntityUid;
  readonly resource: EntityUid;
  readonly context: CedarRecord;
}

/** A policy that could not be evaluated, or (without `policy`) a request that could not. */
export interface EvaluationError {
  readonly policy?: string;
  readonly message: string;
}

/** The engine's answer; frozen. */
export interface EngineDecision {
  readonly allow: boolean;
  /** The ids of the policies that determined it, sorted: permits when allowed, else forbids; none when nothing applied. */
  readonly reasons: readonly string[];
  /** What could not be evaluated, sorted by policy id. */
  readonly errors: readonly EvaluationError[];
  /** The `@obligation` annotations of the permits that determined it, sorted, each once. */
  readonly obligations: readonly string[];
  readonly policySetHash: string;
  readonly storeRevision: number;
}

/**
 * What becomes of a policy that errors. `skip` is Cedar's own semantics, which fails open for a forbid.
 * `forbid-denies`: a forbid that errors denies, a permit that errors does not count.
 */
export type OnPolicyError = "forbid-denies" | "skip";

/** Decides. */
export interface Pdp {
  decide(request: EngineRequest): EngineDecision;
}

/** One policy of a set. */
export interface Policy {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  /** By name; an annotation without a value is the empty string. */
  readonly annotations: ReadonlyMap<string, string>;
}

/** An action as the schema declares it. */
export interface SchemaAction {
  readonly id: string;
  /** The entity type of the action itself: `Action`, in its namespace. */
  readonly type: string;
  /** The groups it belongs to, directly or through others. */
  readonly groups: ReadonlySet<string>;
  readonly principalTypes: ReadonlySet<string>;
  readonly resourceTypes: ReadonlySet<string>;
  readonly annotations: ReadonlyMap<string, string>;
}

/** What a schema declares. */
export interface Schema {
  /** By id; groups are actions that apply to nothing. */
  readonly actions: ReadonlyMap<string, SchemaAction>;
  readonly entityTypes: ReadonlySet<string>;
  /** The action entities that the schema implies; always part of what is evaluated. */
  readonly actionEntities: readonly Entity[];
}

/** What the evaluator says, before {@link OnPolicyError} is applied. */
export type RawAnswer =
  | {
      readonly type: "evaluated";
      readonly allow: boolean;
      readonly reasons: readonly string[];
      readonly errors: readonly { readonly policy: string; readonly message: string }[];
    }
  | { readonly type: "failed"; readonly message: string };

/** A parsed and validated policy set. */
export interface PolicySet {
  /** SHA-256, in hexadecimal, of the schema, policies, templates and links. */
  readonly hash: string;
  readonly schema: Schema;
  readonly policies: ReadonlyMap<string, Policy>;
  /** Whether `entities` fit the schema: undefined, or what is wrong. */
  readonly check: (entities: readonly Entity[]) => string | undefined;
  readonly evaluate: (request: EngineRequest, entities: readonly Entity[]) => RawAnswer;
}

/** Links a template: fills its slots. */
export interface TemplateLink {
  readonly template: string;
  readonly id: string;
  /** By slot: `?principal`, `?resource`. */
  readonly values: Readonly<Record<string, EntityUid>>;
}

/** The texts of a policy set. */
export interface PolicySource {
  /** A schema in Cedar's own syntax. */
  readonly schema: string;
  /** Policy texts by id. The `@id` annotation is not the id. */
  readonly policies: Readonly<Record<string, string>>;
  readonly templates?: Readonly<Record<string, string>>;
  readonly links?: readonly TemplateLink[];
}

/** What is wrong with a text, and where; lines and columns count from 1. */
export interface SourceProblem {
  readonly source: "schema" | "policy" | "template" | "link";
  /** The id of the policy, template or link. */
  readonly id?: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The set, or why there is none. Warnings are policies that can never apply and the like. */
export type Compiled =
  | {
      readonly type: "loaded";
      readonly set: PolicySet;
      readonly warnings: readonly SourceProblem[];
    }
  | { readonly type: "refused"; readonly problems: readonly SourceProblem[] };
