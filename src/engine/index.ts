export { type CompileOptions, compilePolicies } from "./compile-policies.ts";
export { constantEngine } from "./constant-engine.ts";
export { createEntityStore, type EntityDelta, type EntityStore } from "./entity-store.ts";
export { EngineError } from "./errors.ts";
export { createPdp, type PdpOptions } from "./pdp.ts";
export type {
  CedarRecord,
  CedarValue,
  Compiled,
  EngineDecision,
  EngineRequest,
  Entity,
  EntityUid,
  EvaluationError,
  OnPolicyError,
  Pdp,
  Policy,
  PolicySet,
  PolicySource,
  Schema,
  SchemaAction,
  SourceProblem,
  TemplateLink,
} from "./types.ts";
