import type { Entity, EntityUid } from "../../src/engine/index.ts";
import { type Prepare, ready } from "./contender.ts";
import type { Asking, Domain, PlainRequest, Reference } from "./domain.ts";
import { actionGroups, type Condition, scopedPolicies } from "./policies.ts";

interface Principal {
  readonly type: string;
  readonly roles: ReadonlySet<string>;
  readonly wards: ReadonlySet<string>;
  readonly suspended: boolean;
  readonly record: string | undefined;
  readonly id: string;
}

interface RecordOf {
  readonly type: string;
  readonly id: string;
  readonly ward: string;
  readonly careTeam: ReadonlySet<string>;
  readonly sensitivity: number;
  readonly status: string | undefined;
  readonly responsible: string | undefined;
}

interface Context {
  readonly onShift: boolean;
  readonly assurance: number;
  readonly purpose: string;
  readonly seatWard: string | undefined;
  readonly breakGlass: { readonly reason: string; readonly minutes: number } | undefined;
}

interface HandRequest {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: RecordOf;
  readonly context: Context;
}

/**
 * The floor: what somebody would write for exactly these eight policies, over objects of its own shape, with a
 * boolean as its answer. With 1,000 it looks the scoped ones up by action and types.
 */
export const prepareHandWritten: Prepare = async (domain, size) => {
  const one = objectsOf(domain);
  const scoped = scopedRules();
  return ready(domain, one, {
    decide: size === 8 ? decideClinical : (request) => decideAll(scoped, request),
  });
};

/** The eight policies by hand, for a plain request: what others are compared with. */
export function decideByHand(domain: Domain): (request: PlainRequest) => boolean {
  const one = objectsOf(domain);
  return (request) => decideClinical(one(request));
}

function decideClinical({ principal, action, resource, context }: HandRequest): boolean {
  if (principal.type !== "Person") return false;
  if (resource.type === "Patient") return decideChart(principal, action, resource, context);
  if (resource.type === "Encounter") return decideEncounter(principal, action, resource, context);
  return false;
}

function decideChart(
  principal: Principal,
  action: string,
  resource: RecordOf,
  context: Context,
): boolean {
  const reads = action === "viewChart" || action === "viewResults";
  const writes = action === "writeNote" || action === "prescribe" || action === "administer";
  if (!reads && !writes) return false;
  if (forbidsChart(principal, writes, resource, context)) return false;
  if (
    reads &&
    context.onShift &&
    principal.roles.has("nursing") &&
    principal.wards.has(resource.ward)
  ) {
    return true;
  }
  if (!principal.roles.has("clinical")) return false;
  if (context.onShift && context.assurance >= 2 && resource.careTeam.has(principal.id)) return true;
  const { breakGlass } = context;
  return (
    reads &&
    breakGlass !== undefined &&
    breakGlass.reason !== "" &&
    breakGlass.minutes <= 240 &&
    context.assurance >= 3
  );
}

function forbidsChart(
  principal: Principal,
  writes: boolean,
  resource: RecordOf,
  context: Context,
): boolean {
  if (
    resource.sensitivity >= 3 &&
    context.breakGlass === undefined &&
    !resource.careTeam.has(principal.id)
  ) {
    return true;
  }
  if (principal.record === resource.id) return true;
  return writes && forbidsWriting(principal, context);
}

function forbidsWriting(principal: Principal, context: Context): boolean {
  return (
    principal.suspended ||
    context.assurance < 2 ||
    (context.purpose !== "TREAT" && !principal.roles.has("coding"))
  );
}

function decideEncounter(
  principal: Principal,
  action: string,
  resource: RecordOf,
  context: Context,
): boolean {
  if (resource.status !== "open") return false;
  if (action === "prescribe") {
    return (
      context.assurance >= 3 &&
      principal.roles.has("prescriber") &&
      (resource.responsible === principal.id || resource.careTeam.has(principal.id)) &&
      !forbidsWriting(principal, context)
    );
  }
  return (
    (action === "writeNote" || action === "administer") &&
    context.onShift &&
    context.seatWard === resource.ward &&
    principal.roles.has("nursing") &&
    principal.wards.has(resource.ward) &&
    !forbidsWriting(principal, context)
  );
}

interface Rule {
  readonly permits: boolean;
  readonly holds: (request: HandRequest) => boolean;
}

/** By principal type, action and resource type. */
type Rules = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, readonly Rule[]>>>;

function decideAll(scoped: Rules, request: HandRequest): boolean {
  const { principal, action, resource } = request;
  const rules = scoped.get(principal.type)?.get(action)?.get(resource.type);
  if (rules === undefined) return decideClinical(request);
  let permits = false;
  for (const rule of rules) {
    if (rule.permits && permits) continue;
    if (!rule.holds(request)) continue;
    if (!rule.permits) return false;
    permits = true;
  }
  // Of the clinical policies one forbid covers resources of every type.
  if (actionGroups["write"]?.includes(action) && principal.type === "Person") {
    if (forbidsWriting(principal, request.context)) return false;
  }
  return permits || decideClinical(request);
}

function scopedRules(): Rules {
  const rules = new Map<string, Map<string, Map<string, Rule[]>>>();
  for (const policy of scopedPolicies()) {
    const { role } = policy;
    const condition = holds(policy.condition);
    const rule: Rule = {
      permits: policy.effect === "permit",
      holds:
        role === undefined
          ? condition
          : (request) => request.principal.roles.has(role) && condition(request),
    };
    for (const action of actionGroups[policy.action] ?? [policy.action]) {
      const ofType = within(rules, policy.principalType, () => new Map());
      const ofAction = within(ofType, action, () => new Map());
      within(ofAction, policy.resourceType, (): Rule[] => []).push(rule);
    }
  }
  return rules;
}

function within<V>(map: Map<string, V>, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function holds(condition: Condition): Rule["holds"] {
  switch (condition.kind) {
    case "calm":
      return ({ resource, context }) =>
        resource.sensitivity < condition.sensitivity && context.onShift;
    case "on-ward":
      return ({ context, principal, resource }) =>
        context.assurance >= condition.assurance && principal.wards.has(resource.ward);
    case "purpose":
      return ({ context }) => context.purpose === condition.purpose && context.onShift;
    case "for-ward":
      return ({ resource }) => resource.ward === condition.ward;
  }
}

function objectsOf({ entities }: Domain): (request: PlainRequest) => HandRequest {
  const byKey = new Map(entities.map((entity) => [keyOf(entity.uid), entity]));
  const principals = new Map<string, Principal>();
  const records = new Map<string, RecordOf>();
  const once = <T>(known: Map<string, T>, uid: EntityUid, make: (entity: Entity) => T): T => {
    const key = keyOf(uid);
    const found = known.get(key) ?? make(byKey.get(key) as Entity);
    known.set(key, found);
    return found;
  };
  return ({ principal, action, resource, context }) => ({
    principal: once(principals, principal, (entity) => principalOf(entity, byKey)),
    action: action.id,
    resource: once(records, resource, recordOf),
    context: contextOf(context),
  });
}

const keyOf = ({ type, id }: EntityUid): string => `${type}::${id}`;

function principalOf(entity: Entity, byKey: ReadonlyMap<string, Entity>): Principal {
  const { suspended = false, record } = entity.attrs as { suspended?: boolean; record?: Reference };
  const above = new Map<string, EntityUid>();
  const climb = ({ parents }: Entity) => {
    for (const parent of parents) {
      above.set(keyOf(parent), parent);
      climb(byKey.get(keyOf(parent)) as Entity);
    }
  };
  climb(entity);
  const idsOf = (type: string) =>
    new Set([...above.values()].filter((uid) => uid.type === type).map(({ id }) => id));
  const { type, id } = entity.uid;
  const own = record?.__entity.id;
  return { type, id, roles: idsOf("Role"), wards: idsOf("Ward"), suspended, record: own };
}

function recordOf({ uid, attrs }: Entity): RecordOf {
  const { ward, careTeam, sensitivity, status, responsible } = attrs as {
    readonly ward: Reference;
    readonly careTeam: readonly Reference[];
    readonly sensitivity: number;
    readonly status?: string;
    readonly responsible?: Reference;
  };
  return {
    ...uid,
    ward: ward.__entity.id,
    careTeam: new Set(careTeam.map(({ __entity }) => __entity.id)),
    sensitivity,
    status,
    responsible: responsible?.__entity.id,
  };
}

function contextOf({ onShift, assurance, purpose, seatWard, breakGlass }: Asking): Context {
  return { onShift, assurance, purpose, seatWard: seatWard?.__entity.id, breakGlass };
}
