import { type Enforcer, newEnforcer, newModelFromString } from "casbin";
import type { Entity, EntityUid } from "../../src/engine/index.ts";
import { type Prepare, ready, type Size } from "./contender.ts";
import type { Domain, PlainRequest } from "./domain.ts";
import { actionGroups, type Condition, scopedPolicies } from "./policies.ts";

/** The scope first and the cheapest part of it first; what a policy asks besides is its rule. */
const model = `
[request_definition]
r = sub, act, obj, ctx
[policy_definition]
p = kind, role, act, type, rule, eft
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.sub.type == p.kind && (p.type == '*' || r.obj.type == p.type) && g2(r.act, p.act) && \
(p.role == '*' || g(r.sub.id, p.role)) && eval(p.rule)
`;

type Policy = [kind: string, role: string, act: string, type: string, rule: string, eft: string];

const writes = "r.act != 'prescribe'";
const inTeam = "holds(r.obj.careTeam, r.sub.id)";
const clinical: readonly Policy[] = [
  ["Person", "nursing", "read", "Patient", "r.ctx.onShift && g(r.sub.id, r.obj.ward)", "allow"],
  ...["read", "write"].map((act): Policy => {
    const rule = `r.ctx.onShift && r.ctx.assurance >= 2 && ${inTeam}`;
    return ["Person", "clinical", act, "Patient", rule, "allow"];
  }),
  [
    ...["Person", "prescriber", "prescribe", "Encounter"],
    `r.obj.status == 'open' && r.ctx.assurance >= 3 && (r.obj.responsible == r.sub.id || ${inTeam})`,
    "allow",
  ] as Policy,
  [
    ...["Person", "nursing", "write", "Encounter"],
    `${writes} && r.obj.status == 'open' && r.ctx.onShift && r.ctx.seatWard == r.obj.ward && g(r.sub.id, r.obj.ward)`,
    "allow",
  ] as Policy,
  [
    ...["Person", "clinical", "read", "Patient"],
    "r.ctx.breaks && r.ctx.reason != '' && r.ctx.minutes <= 240 && r.ctx.assurance >= 3",
    "allow",
  ] as Policy,
  [
    ...["Person", "*", "care", "Patient"],
    `r.obj.sensitivity >= 3 && !r.ctx.breaks && !${inTeam}`,
    "deny",
  ] as Policy,
  ["Person", "*", "care", "Patient", "r.sub.record == r.obj.id", "deny"],
  [
    ...["Person", "*", "write", "*"],
    "r.sub.suspended || r.ctx.assurance < 2 || (r.ctx.purpose != 'TREAT' && !g(r.sub.id, 'coding'))",
    "deny",
  ] as Policy,
];

interface CasbinRequest {
  readonly sub: object;
  readonly act: string;
  readonly obj: object;
  readonly ctx: object;
}

/**
 * Roles, wards and action groups are casbin's own role definitions, the rest is ABAC rules through its `eval`. That
 * a set holds a person is a function of ours (`holds`); that a break-glass is declared is a field of the context.
 */
export const prepareCasbin: Prepare = async (domain, size) => {
  const enforcer = await enforcerFor(domain, size);
  const byKey = new Map(domain.entities.map(({ attrs, uid }) => [keyOf(uid), { attrs, uid }]));
  const views = new Map([...byKey].map(([key, entity]) => [key, viewOf(entity)]));
  const one = ({ principal, action, resource, context }: PlainRequest): CasbinRequest => ({
    sub: views.get(keyOf(principal)) as object,
    act: action.id,
    obj: views.get(keyOf(resource)) as object,
    ctx: {
      onShift: context.onShift,
      assurance: context.assurance,
      purpose: context.purpose,
      seatWard: context.seatWard?.__entity.id ?? "",
      breaks: context.breakGlass !== undefined,
      reason: context.breakGlass?.reason ?? "",
      minutes: context.breakGlass?.minutes ?? 0,
    },
  });
  return ready(domain, one, {
    decide: ({ sub, act, obj, ctx }) => enforcer.enforceSync(sub, act, obj, ctx),
  });
};

async function enforcerFor({ entities }: Domain, size: Size): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(model));
  await enforcer.addFunction("holds", (set: ReadonlySet<string>, id: string) => set.has(id));
  await enforcer.addPolicies([...clinical, ...(size === 8 ? [] : scopedPolicies().map(scoped))]);
  // Wards and roles have different ids, so one relation serves both.
  const links = entities
    .filter(({ uid }) => !["Patient", "Encounter"].includes(uid.type))
    .flatMap(({ uid, parents }) => parents.map((parent) => [uid.id, parent.id]));
  await enforcer.addGroupingPolicies(links);
  const groups = Object.entries(actionGroups).flatMap(([group, actions]) =>
    actions.map((action) => [action, group]),
  );
  await enforcer.addNamedGroupingPolicies("g2", groups);
  return enforcer;
}

function scoped(policy: ReturnType<typeof scopedPolicies>[number]): Policy {
  const { principalType, role = "*", action, resourceType, condition, effect } = policy;
  const eft = effect === "permit" ? "allow" : "deny";
  return [principalType, role, action, resourceType, ruleOf(condition), eft];
}

function ruleOf(condition: Condition): string {
  switch (condition.kind) {
    case "calm":
      return `r.obj.sensitivity < ${condition.sensitivity} && r.ctx.onShift`;
    case "on-ward":
      return `r.ctx.assurance >= ${condition.assurance} && g(r.sub.id, r.obj.ward)`;
    case "purpose":
      return `r.ctx.purpose == '${condition.purpose}' && r.ctx.onShift`;
    case "for-ward":
      return `r.obj.ward == '${condition.ward}'`;
  }
}

/** What rules look at: references as ids, sets as sets. */
function viewOf({ uid, attrs }: Pick<Entity, "uid" | "attrs">): object {
  const idOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return new Set(value.map(idOf));
    if (typeof value !== "object" || value === null || !("__entity" in value)) return value;
    return (value.__entity as EntityUid).id;
  };
  const fields = Object.entries(attrs).map(([name, value]) => [name, idOf(value)] as const);
  return { ...uid, suspended: false, record: "", ...Object.fromEntries(fields) };
}

const keyOf = ({ type, id }: EntityUid): string => `${type}::${id}`;
