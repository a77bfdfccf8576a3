/** Entities that the store refuses: they do not fit the schema, or their parents form a circle. */
export class EngineError extends Error {
  readonly code: "invalid-entities" | "hierarchy-cycle";

  constructor(code: EngineError["code"], message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}
