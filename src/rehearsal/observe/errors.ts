/** Why a log cannot be observed. */
export class ObservationError extends Error {
  readonly code: "not-whole";

  constructor(code: "not-whole", message: string) {
    super(message);
    this.name = "ObservationError";
    this.code = code;
  }
}
