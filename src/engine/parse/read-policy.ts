import type {
  ActionConstraint,
  EntityUidJson,
  PolicyJson,
  PrincipalConstraint,
  ResourceConstraint,
} from "@cedar-policy/cedar-wasm/nodejs";
import { EngineError } from "../errors.ts";
import { type PolicyForm, type ScopeTest, scopeCondition } from "../expressions/policy-form.ts";
import type { Pool } from "../expressions/pool.ts";
import type { EntityUid } from "../types.ts";
import { lowerConditions } from "./lower.ts";

/** The entities in a link's slots: `?principal`, `?resource`. */
export type SlotValues = Readonly<Record<string, EntityUid>>;

/** Reads a policy, or a template and what fills its slots, from Cedar's JSON form. @throws EngineError */
export function readPolicy(
  id: string,
  json: PolicyJson,
  pool: Pool,
  slots: SlotValues = {},
): PolicyForm {
  const scope = {
    principal: readTest(json.principal, slots),
    action: readTest(json.action, slots),
    resource: readTest(json.resource, slots),
  };
  const conditions = lowerConditions(json, pool);
  const tests = (["principal", "action", "resource"] as const).flatMap((name) =>
    scopeCondition(name, scope[name], pool),
  );
  return {
    id,
    effect: json.effect,
    // An annotation without a value comes as null, whatever the types say.
    annotations: new Map(
      Object.entries(json.annotations ?? {}).map(([name, value]) => [name, value ?? ""]),
    ),
    scope,
    whole: pool({ op: "and", operands: [...tests, ...operandsOf(conditions)] }),
    conditions,
  };
}

function operandsOf(conditions: PolicyForm["conditions"]): readonly PolicyForm["conditions"][] {
  return conditions.op === "and" ? conditions.operands : [conditions];
}

function readTest(
  constraint: PrincipalConstraint | ActionConstraint | ResourceConstraint,
  slots: SlotValues,
): ScopeTest {
  switch (constraint.op) {
    case "All":
      return { op: "any" };
    case "==":
      return { op: "equal", uid: entityOf(constraint, slots) };
    case "in":
      if ("entities" in constraint) return { op: "in", uids: constraint.entities.map(uidOf) };
      return { op: "in", uids: [entityOf(constraint, slots)] };
    case "is": {
      const { entity_type: type, in: within } = constraint;
      if (within === undefined) return { op: "is", type };
      return { op: "is", type, within: entityOf(within, slots) };
    }
  }
}

function entityOf(
  constraint: { readonly entity: EntityUidJson } | { readonly slot: string },
  slots: SlotValues,
): EntityUid {
  if ("entity" in constraint) return uidOf(constraint.entity);
  const filled = slots[constraint.slot];
  if (filled !== undefined) return uidOf(filled);
  throw new EngineError("invalid-policy", `The slot ${constraint.slot} is not filled.`);
}

function uidOf(json: EntityUidJson): EntityUid {
  const { type, id } = "__entity" in json ? json.__entity : json;
  return { type, id };
}
