import type { CheckParseAnswer, DetailedError } from "@cedar-policy/cedar-wasm/nodejs";
import { Fault } from "../values/fault.ts";

/** What Cedar itself refuses: its own errors, with their places. */
export class CedarRefusal extends Fault {
  readonly errors: readonly DetailedError[];

  constructor(errors: readonly DetailedError[]) {
    super(errors.map(({ message }) => message).join("; "));
    // cedar-wasm's order is random within one process.
    this.errors = errors.toSorted((a, b) => (a.message < b.message ? -1 : 1));
  }
}

/**
 * Reads; if that is refused and `check` refuses it too, the errors are Cedar's. It is asked only then, for it reads
 * everything again. @throws CedarRefusal, or what `read` throws where Cedar sees nothing wrong
 */
export function refusedAsByCedar<T>(read: () => T, check: () => CheckParseAnswer): T {
  try {
    return read();
  } catch (error) {
    const answer = checked(check);
    throw answer?.type === "failure" ? new CedarRefusal(answer.errors) : error;
  }
}

/** Undefined where it throws, as it does for a form that it cannot read. */
function checked(check: () => CheckParseAnswer): CheckParseAnswer | undefined {
  try {
    return check();
  } catch {
    return undefined;
  }
}
