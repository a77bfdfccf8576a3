import type { EngineDecision, Pdp } from "./types.ts";

/**
 * Answers everything with the same decision: for measuring what is around an engine, never for deciding.
 * What it says is determined by a policy called `constant`.
 */
export function constantEngine(decision: "permit" | "deny"): Pick<Pdp, "decide"> {
  const answer: EngineDecision = Object.freeze({
    allow: decision === "permit",
    reasons: ["constant"],
    errors: [],
    obligations: [],
    policySetHash: `constant-${decision}`,
    storeRevision: 0,
  });
  return { decide: () => answer };
}
