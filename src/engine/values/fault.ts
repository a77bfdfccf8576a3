/**
 * Why an expression has no value. Thrown by evaluation only, and caught around each policy; it is no `Error`,
 * since taking a stack for each would cost more than the decision.
 */
export class Fault {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}
