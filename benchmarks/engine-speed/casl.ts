import { createMongoAbility, type MongoAbility, type RawRuleOf, subject } from "@casl/ability";
import type { Entity, EntityUid } from "../../src/engine/index.ts";
import { type Prepare, ready, type Size } from "./contender.ts";
import type { Asking, Domain, PlainRequest } from "./domain.ts";
import { actionGroups, type Condition, scopedPolicies } from "./policies.ts";
import { sliceFrom } from "./slice.ts";

type RawRule = RawRuleOf<MongoAbility>;

interface CaslRequest {
  readonly ability: MongoAbility;
  readonly action: string;
  readonly subject: object;
}

const read = [...(actionGroups["read"] ?? [])];
const write = [...(actionGroups["write"] ?? [])];
const care = [...(actionGroups["care"] ?? [])];

/**
 * One ability for each principal, built beforehand from the rules that its type and roles leave. CASL knows no
 * context, so it is part of the subject, and no comparison of two fields, so "the seat is on the record's ward" is
 * one rule for each of the principal's wards. All of it is in CASL's own conditions.
 */
export const prepareCasl: Prepare = async (domain, size) => {
  const slice = sliceFrom(domain);
  const abilities = new Map<string, MongoAbility>();
  const requestOf = (request: PlainRequest): CaslRequest => {
    const [principal, , resource] = slice(request) as [Entity, Entity, Entity];
    const key = `${principal.uid.type}::${principal.uid.id}`;
    const ability = abilities.get(key) ?? createMongoAbility(rulesFor(principal, size));
    abilities.set(key, ability);
    const seen = { ...viewOf(resource), context: contextOf(request.context) };
    return { ability, action: request.action.id, subject: subject(resource.uid.type, seen) };
  };
  return ready(domain as Domain, requestOf, {
    decide: (request) => request.ability.can(request.action, request.subject),
  });
};

interface Who {
  readonly id: string;
  readonly type: string;
  readonly roles: ReadonlySet<string>;
  readonly wards: string[];
  readonly suspended: boolean;
  readonly record: string | undefined;
}

/** The later rule wins: permits first, then forbids. */
function rulesFor(principal: Entity, size: Size): RawRule[] {
  const { suspended = false, record } = principal.attrs as {
    suspended?: boolean;
    record?: { __entity: EntityUid };
  };
  const idsOf = (type: string) =>
    principal.parents.filter((parent) => parent.type === type).map(({ id }) => id);
  const who: Who = {
    ...principal.uid,
    roles: new Set(idsOf("Role")),
    wards: idsOf("Ward"),
    suspended,
    record: record?.__entity.id,
  };
  const clinical = who.type === "Person" ? [...permitsFor(who), ...forbidsFor(who)] : [];
  const rules = [...clinical, ...(size === 8 ? [] : scopedRulesFor(who))];
  return rules.sort((a, b) => Number(a.inverted ?? false) - Number(b.inverted ?? false));
}

function permitsFor({ id, roles, wards }: Who): RawRule[] {
  const rules: RawRule[] = [];
  const can = (action: string | string[], type: string, conditions: RawRule["conditions"] = {}) =>
    rules.push({ action, subject: type, conditions });
  if (roles.has("nursing")) {
    can(read, "Patient", { ward: { $in: wards }, "context.onShift": true });
    for (const ward of wards) {
      const conditions = {
        status: "open",
        ward,
        "context.onShift": true,
        "context.seatWard": ward,
      };
      can(["writeNote", "administer"], "Encounter", conditions);
    }
  }
  if (roles.has("clinical")) {
    const strong = { "context.assurance": { $gte: 2 } };
    can([...read, ...write], "Patient", { careTeam: id, "context.onShift": true, ...strong });
    can(read, "Patient", {
      "context.breakGlass": { $exists: true },
      "context.breakGlass.reason": { $ne: "" },
      "context.breakGlass.minutes": { $lte: 240 },
      "context.assurance": { $gte: 3 },
    });
  }
  if (roles.has("prescriber")) {
    const open = { status: "open", "context.assurance": { $gte: 3 } };
    can("prescribe", "Encounter", { ...open, responsible: id });
    can("prescribe", "Encounter", { ...open, careTeam: id });
  }
  return rules;
}

function forbidsFor({ id, roles, suspended, record }: Who): RawRule[] {
  const rules: RawRule[] = [];
  const cannot = (action: string[], type: string, conditions?: RawRule["conditions"]) =>
    rules.push({
      action,
      subject: type,
      inverted: true,
      ...(conditions === undefined ? {} : { conditions }),
    });
  cannot(care, "Patient", {
    sensitivity: { $gte: 3 },
    careTeam: { $nin: [id] },
    "context.breakGlass": { $exists: false },
  });
  if (record !== undefined) cannot(care, "Patient", { id: record });
  if (suspended) cannot(write, "all");
  cannot(write, "all", { "context.assurance": { $lt: 2 } });
  if (!roles.has("coding")) cannot(write, "all", { "context.purpose": { $ne: "TREAT" } });
  return rules;
}

function scopedRulesFor({ type, roles, wards }: Who): RawRule[] {
  return scopedPolicies()
    .filter(({ principalType }) => principalType === type)
    .filter(({ role }) => role === undefined || roles.has(role))
    .map(({ action, condition, effect, resourceType }) => ({
      action: [...(actionGroups[action] ?? [action])],
      subject: resourceType,
      conditions: conditionsOf(condition, wards),
      inverted: effect === "forbid",
    }));
}

function conditionsOf(condition: Condition, wards: string[]): NonNullable<RawRule["conditions"]> {
  switch (condition.kind) {
    case "calm":
      return { sensitivity: { $lt: condition.sensitivity }, "context.onShift": true };
    case "on-ward":
      return { "context.assurance": { $gte: condition.assurance }, ward: { $in: wards } };
    case "purpose":
      return { "context.purpose": condition.purpose, "context.onShift": true };
    case "for-ward":
      return { ward: condition.ward };
  }
}

/** References become ids: every reference of the domain is to one type. */
function viewOf({ uid, attrs }: Entity): Record<string, unknown> {
  const idOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(idOf);
    if (typeof value !== "object" || value === null || !("__entity" in value)) return value;
    return (value.__entity as EntityUid).id;
  };
  const fields = Object.entries(attrs).map(([name, value]) => [name, idOf(value)] as const);
  return { ...Object.fromEntries(fields), id: uid.id };
}

function contextOf({ seatWard, ...rest }: Asking): Record<string, unknown> {
  return seatWard === undefined ? rest : { ...rest, seatWard: seatWard.__entity.id };
}
