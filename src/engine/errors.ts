/** What the engine refuses, by code. */
export type EngineErrorCode =
  /** Entities do not fit the schema. */
  | "invalid-entities"
  /** An entity would be among its own ancestors. */
  | "hierarchy-cycle"
  /** A context does not fit what the schema says of the action. */
  | "invalid-context"
  /** A request that cannot be searched or explained: the schema does not have its action or types. */
  | "invalid-request"
  /** A schema that is none. */
  | "invalid-schema"
  /** A store whose entities are held to another schema than the policies. */
  | "other-schema"
  /** A policy in a form that the engine does not know. */
  | "invalid-policy"
  /** Something of another form than a function takes. */
  | "invalid-argument";

/** Thrown for input that cannot be taken; nothing has changed then. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.code = code;
  }
}
