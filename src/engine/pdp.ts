import type { EntityStore } from "./entity-store.ts";
import type {
  EngineDecision,
  EngineRequest,
  EvaluationError,
  OnPolicyError,
  Pdp,
  PolicySet,
  RawAnswer,
} from "./types.ts";

/** How a {@link Pdp} decides. */
export interface PdpOptions {
  readonly onPolicyError: OnPolicyError;
}

/**
 * A decision point over a policy set and a store. A request that cannot be evaluated (an action that the
 * schema does not know, a context of another shape) is denied with an error that names no policy.
 */
export function createPdp(set: PolicySet, store: EntityStore, options: PdpOptions): Pdp {
  return {
    decide(request: EngineRequest): EngineDecision {
      const raw = set.evaluate(request, store.entities());
      return Object.freeze({
        ...verdict(set, raw, options.onPolicyError),
        policySetHash: set.hash,
        storeRevision: store.revision(),
      });
    },
  };
}

type Verdict = Pick<EngineDecision, "allow" | "reasons" | "errors" | "obligations">;

function verdict(set: PolicySet, raw: RawAnswer, onPolicyError: OnPolicyError): Verdict {
  if (raw.type === "failed") {
    return { allow: false, reasons: [], errors: [{ message: raw.message }], obligations: [] };
  }
  // cedar-wasm's order is random within one process.
  const errors = raw.errors.toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
  const reasons = raw.reasons.toSorted();
  if (raw.allow && onPolicyError === "forbid-denies" && someForbid(set, errors)) {
    return { allow: false, reasons: [], errors, obligations: [] };
  }
  return { allow: raw.allow, reasons, errors, obligations: raw.allow ? duties(set, reasons) : [] };
}

function someForbid(set: PolicySet, errors: readonly EvaluationError[]): boolean {
  return errors.some(({ policy }) => set.policies.get(policy ?? "")?.effect === "forbid");
}

function duties(set: PolicySet, reasons: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const id of reasons) {
    const obligation = set.policies.get(id)?.annotations.get("obligation");
    if (obligation !== undefined) found.add(obligation);
  }
  return [...found].sort();
}
