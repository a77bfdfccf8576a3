import type { EntityType, RecordType } from "./cedar-type.ts";
import type { Oracle } from "./parse/oracle.ts";
import type { Program } from "./plan/program.ts";

/** Names an entity: `Person::"p1"` is `{ type: "Person", id: "p1" }`. */
export interface EntityUid {
  readonly type: string;
  readonly id: string;
}

/** A Cedar value in Cedar's JSON form, integers beyond 2^53 as bigint; entities as `{ __entity: uid }`, extension values as `{ __extn: { fn, arg } }`. */
export type CedarValue =
  | boolean
  | number
  | bigint
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
  /** Held to the schema at each decision, or already decoded for this action. */
  readonly context: CedarRecord | DecodedContext;
}

/** A context that was read and held to the schema once: {@link Pdp.decodeContext}. */
export interface DecodedContext {
  readonly action: EntityUid;
  readonly json: CedarRecord;
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

/** A search: everything of a request but what is searched. */
export type SubjectSearch = Omit<EngineRequest, "principal"> & { readonly type: string };
export type ResourceSearch = Omit<EngineRequest, "resource"> & { readonly type: string };
export type ActionSearch = Omit<EngineRequest, "action"> & { readonly context: CedarRecord };

/** Which part of a search's results is wanted; they come in one fixed order. */
export interface Page {
  /** Where to go on: `next` of the page before. */
  readonly after?: string;
  /** How many at most; 100 when absent. */
  readonly limit?: number;
}

/** A part of a search's results. */
export interface Found {
  readonly results: readonly EntityUid[];
  /** Where to go on; undefined when there is no more. */
  readonly next: string | undefined;
}

/** Decides. Nothing here throws for what is asked but where it says so, and then an EngineError. */
export interface Pdp {
  readonly decide: (request: EngineRequest) => EngineDecision;
  /** @throws EngineError for what is no list */
  readonly decideMany: (requests: readonly EngineRequest[]) => readonly EngineDecision[];
  /** The entities of a type in the store that may. @throws EngineError for an unknown action, or a context that does not fit it */
  readonly searchSubjects: (search: SubjectSearch, page?: Page) => Found;
  /** What of a type in the store it may be done to. @throws EngineError as {@link Pdp.searchSubjects} */
  readonly searchResources: (search: ResourceSearch, page?: Page) => Found;
  /** The actions that may be done, each with this context if it fits it. @throws EngineError for what names no entities */
  readonly searchActions: (search: ActionSearch, page?: Page) => Found;
  /** Why the answer is what it is: every policy that could have said something, condition by condition. */
  readonly explain: (request: EngineRequest) => Explanation;
  /** Reads a context once, for many requests. @throws EngineError for one that does not fit the action */
  readonly decodeContext: (action: EntityUid, json: CedarRecord) => DecodedContext;
}

/** What {@link Pdp.explain} says. */
export interface Explanation {
  readonly decision: EngineDecision;
  /** The policies whose scope is for such requests, those that determined the answer first. */
  readonly policies: readonly ExplainedPolicy[];
}

/** What became of a policy. */
export interface ExplainedPolicy {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  /** Whether the answer rests on it. */
  readonly determining: boolean;
  readonly outcome: "holds" | "does not hold" | "error";
  /** What was looked at, in order, up to what settled it. */
  readonly conditions: readonly ExplainedCondition[];
}

/** A condition in words, and the values that it saw. */
export interface ExplainedCondition {
  /** "level is at least 2" */
  readonly text: string;
  readonly outcome: "holds" | "does not hold" | "error";
  /** What the words stand for: "level" is 1. */
  readonly saw: readonly { readonly name: string; readonly value: string }[];
  /** Why there is no value, for an error. */
  readonly error?: string;
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
  /** The ids of the groups it belongs to, directly or through others. */
  readonly groups: ReadonlySet<string>;
  /** The same with their types: `Action::"care"`. */
  readonly groupTexts: ReadonlySet<string>;
  readonly principalTypes: ReadonlySet<string>;
  readonly resourceTypes: ReadonlySet<string>;
  readonly context: RecordType;
  readonly annotations: ReadonlyMap<string, string>;
}

/** What a schema declares. */
export interface Schema {
  /** In Cedar's own syntax: two with the same text are the same. */
  readonly text: string;
  /** By `Action::"id"`; groups are actions that apply to nothing. */
  readonly actions: ReadonlyMap<string, SchemaAction>;
  readonly entityTypes: ReadonlyMap<string, EntityType>;
  /** The action entities that the schema implies; always part of what is evaluated. */
  readonly actionEntities: readonly Entity[];
}

/** A parsed and validated policy set. */
export interface PolicySet {
  /** SHA-256, in hexadecimal, of the schema, policies, templates and links. */
  readonly hash: string;
  readonly schema: Schema;
  readonly policies: ReadonlyMap<string, Policy>;
  /** The code. For the engine alone. */
  readonly program: Program;
  /** Cedar's own answer to the same; undefined for a set that it has not the stack for. */
  readonly oracle: Oracle | undefined;
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
