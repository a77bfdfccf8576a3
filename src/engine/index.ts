export type { AttributeType, CedarType, EntityType, RecordType } from "./cedar-type.ts";
export { type CompileOptions, compilePolicies } from "./compile-policies.ts";
export { type Cedar, createCedar } from "./drop-in.ts";
export { createEntityStore, type EntityDelta, type EntityStore } from "./entity-store.ts";
export { EngineError, type EngineErrorCode } from "./errors.ts";
export { withLosslessJson } from "./parse/lossless-json.ts";
export { createPdp, type PdpOptions } from "./pdp.ts";
export type { ShadowCheck, ShadowOptions } from "./shadow.ts";
export type {
  ActionSearch,
  CedarRecord,
  CedarValue,
  Compiled,
  DecodedContext,
  EngineDecision,
  EngineRequest,
  Entity,
  EntityUid,
  EvaluationError,
  ExplainedCondition,
  ExplainedPolicy,
  Explanation,
  Found,
  OnPolicyError,
  Page,
  Pdp,
  Policy,
  PolicySet,
  PolicySource,
  ResourceSearch,
  Schema,
  SchemaAction,
  SourceProblem,
  SubjectSearch,
  TemplateLink,
} from "./types.ts";
