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
import { notNamed } from "../values/decode.ts";
import { lowerConditions } from "./lower.ts";
import { growsWrittenOut } from "./written-out.ts";

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
  if (growsWrittenOut(json)) {
    throw new EngineError(
      "invalid-policy",
      "`is … in` and `has` with a path stand within each other so often that the policy doubles with each.",
    );
  }
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

/** What is wrong with a link's values, if anything is: they fill the template's slots, each with an entity, and no others. */
export function wrongSlots(json: PolicyJson, values: SlotValues): string | undefined {
  const slots = slotsOf(json);
  const given = Object.keys(values ?? {});
  const unfilled = slots.filter((slot) => !given.includes(slot));
  if (unfilled.length > 0) return `these slots are not filled: ${unfilled.join(", ")}`;
  const unknown = given.filter((slot) => !slots.includes(slot));
  if (unknown.length > 0) return `the template has no such slots: ${unknown.join(", ")}`;
  for (const slot of slots) {
    const { type, id } = uidOf(values[slot] as EntityUidJson);
    if (typeof type !== "string" || typeof id !== "string")
      return `${slot} is filled with no entity`;
    const not = notNamed(type);
    if (not !== undefined) return `${slot}: ${not}`;
  }
  return undefined;
}

/** Slots stand in the scope only. */
function slotsOf({ principal, resource }: PolicyJson): readonly string[] {
  return [principal, resource].flatMap((constraint) => {
    if ("slot" in constraint) return [constraint.slot];
    const within = "in" in constraint ? constraint.in : undefined;
    return within !== undefined && "slot" in within ? [within.slot] : [];
  });
}
