import { recordTypes, roles, wards } from "./names.ts";

/** The schema of both policy sets: hospital records, who may touch them, and tasks that only scoped policies name. */
export function schemaText(): string {
  const records = recordTypes.map((type) => `entity ${type} in [Ward] ${recordShape("")};`);
  const all = ["Patient", "Encounter", ...recordTypes].join(", ");
  const anyone = ["Person", ...otherPrincipals].join(", ");
  const applies = (principals: string, resources: string) =>
    `appliesTo { principal: [${principals}], resource: [${resources}], context: Asking }`;
  return [
    `type Asking = {
  onShift: Bool, assurance: Long, purpose: String, seatWard?: Ward,
  breakGlass?: { reason: String, minutes: Long }
};`,
    "entity Role in [Role];",
    "entity Department;",
    "entity Ward in [Department];",
    "entity Person in [Role, Ward] { suspended: Bool, record?: Patient };",
    ...otherPrincipals.map((type) => `entity ${type} in [Role, Ward];`),
    `entity Patient in [Ward] ${recordShape("")};`,
    `entity Encounter in [Ward] ${recordShape("status: String, responsible: Person, patient: Patient, ")};`,
    ...records,
    "action care;",
    "action read in [care];",
    "action write in [care];",
    `action viewChart, viewResults in [read] ${applies(anyone, all)};`,
    `action writeNote, prescribe, administer in [write] ${applies(anyone, all)};`,
    ...tasks.map((task) => `action "${task}" ${applies("Person", "Patient, Encounter")};`),
  ].join("\n");
}

function recordShape(more: string): string {
  return `{ ${more}ward: Ward, careTeam: Set<Person>, sensitivity: Long }`;
}

/** Principals that are no people: scoped policies name them. */
export const otherPrincipals = ["Device", "Trainee", "Vendor"] as const;

/** Actions that only scoped policies name. */
export const tasks: readonly string[] = Array.from(
  { length: 30 },
  (_, index) => `task-${`${index}`.padStart(2, "0")}`,
);

/** The actions of each group; an action is its own group. */
export const actionGroups: Readonly<Record<string, readonly string[]>> = {
  care: ["viewChart", "viewResults", "writeNote", "prescribe", "administer"],
  read: ["viewChart", "viewResults"],
  write: ["writeNote", "prescribe", "administer"],
};

/** The eight clinical policies. */
export const clinicalPolicies: Readonly<Record<string, string>> = {
  "ward-reads": `
    permit (principal is Person in Role::"nursing", action in Action::"read", resource is Patient)
    when { principal in resource.ward && context.onShift };`,
  "care-team": `
    permit (principal is Person in Role::"clinical", action in [Action::"read", Action::"write"], resource is Patient)
    when { resource.careTeam.contains(principal) && context.onShift && context.assurance >= 2 };`,
  prescribes: `
    permit (principal is Person in Role::"prescriber", action == Action::"prescribe", resource is Encounter)
    when {
      resource.status == "open" && context.assurance >= 3 &&
      (resource.responsible == principal || resource.careTeam.contains(principal))
    };`,
  "ward-writes": `
    permit (principal is Person in Role::"nursing", action in Action::"write", resource is Encounter)
    when {
      resource.status == "open" && principal in resource.ward && context.onShift &&
      context has seatWard && context.seatWard == resource.ward
    }
    unless { action == Action::"prescribe" };`,
  "break-glass": `
    @obligation("review")
    permit (principal is Person in Role::"clinical", action in Action::"read", resource is Patient)
    when {
      context has breakGlass && context.breakGlass.reason != "" &&
      context.breakGlass.minutes <= 240 && context.assurance >= 3
    };`,
  sensitive: `
    forbid (principal is Person, action in Action::"care", resource is Patient)
    when { resource.sensitivity >= 3 && !resource.careTeam.contains(principal) }
    unless { context has breakGlass };`,
  "own-record": `
    forbid (principal is Person, action in Action::"care", resource is Patient)
    when { principal has record && principal.record == resource };`,
  "weak-writes": `
    forbid (principal is Person, action in Action::"write", resource)
    when {
      principal.suspended || context.assurance < 2 ||
      (context.purpose != "TREAT" && !(principal in Role::"coding"))
    };`,
};

/** What a scoped policy asks besides its scope. */
export type Condition =
  | { readonly kind: "calm"; readonly sensitivity: number }
  | { readonly kind: "on-ward"; readonly assurance: number }
  | { readonly kind: "purpose"; readonly purpose: string }
  | { readonly kind: "for-ward"; readonly ward: string };

/** One of the further policies of the large set, as data: each contender says it in its own words. */
export interface ScopedPolicy {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  readonly principalType: string;
  /** A role that the principal must be in; undefined: any. */
  readonly role: string | undefined;
  /** An action, or a group of them. */
  readonly action: string;
  readonly resourceType: string;
  readonly condition: Condition;
}

/** 992 policies; with the clinical ones, 1,000. A third each is told apart by action, by resource type, by principal type. */
export function scopedPolicies(): readonly ScopedPolicy[] {
  return Array.from({ length: 992 }, (_, index) => {
    const turn = Math.floor(index / 3);
    return {
      id: `scoped-${`${index}`.padStart(3, "0")}`,
      effect: index % 8 === 7 ? "forbid" : "permit",
      ...scopeOf(index % 3, turn),
      condition: conditionOf(turn),
    };
  });
}

function scopeOf(kind: number, turn: number) {
  const role = roles[turn % roles.length]?.id;
  if (kind === 0) {
    const action = tasks[turn % tasks.length] as string;
    const resourceType = turn % 2 === 0 ? "Patient" : "Encounter";
    return { principalType: "Person", role, action, resourceType };
  }
  const action = Object.keys(actionGroups)[Math.floor(turn / 6) % 3] as string;
  if (kind === 1) {
    const resourceType = recordTypes[turn % recordTypes.length] as string;
    return { principalType: "Person", role, action, resourceType };
  }
  const principalType = otherPrincipals[turn % otherPrincipals.length] as string;
  return { principalType, role: undefined, action, resourceType: "Patient" };
}

function conditionOf(turn: number): Condition {
  const number = Math.floor(turn / 5);
  switch (turn % 5) {
    case 0:
      return { kind: "calm", sensitivity: 1 + (number % 3) };
    case 1:
      return { kind: "on-ward", assurance: 1 + (number % 3) };
    case 2:
      return { kind: "purpose", purpose: number % 2 === 0 ? "TREAT" : "CODING" };
    default:
      return { kind: "for-ward", ward: wards[number % wards.length] as string };
  }
}

/** A scoped policy in Cedar. */
export function scopedText({ effect, principalType, role, ...scope }: ScopedPolicy): string {
  const principal = role === undefined ? principalType : `${principalType} in Role::"${role}"`;
  const relation = scope.action in actionGroups ? "in" : "==";
  const action = `action ${relation} Action::"${scope.action}"`;
  const condition = conditionText(scope.condition);
  return `${effect} (principal is ${principal}, ${action}, resource is ${scope.resourceType})\nwhen { ${condition} };`;
}

function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "calm":
      return `resource.sensitivity < ${condition.sensitivity} && context.onShift`;
    case "on-ward":
      return `context.assurance >= ${condition.assurance} && principal in resource.ward`;
    case "purpose":
      return `context.purpose == "${condition.purpose}" && context.onShift`;
    case "for-ward":
      return `resource.ward == Ward::"${condition.ward}"`;
  }
}

/** The texts of a set by policy id. */
export function policyTexts(size: 8 | 1000): Readonly<Record<string, string>> {
  if (size === 8) return clinicalPolicies;
  const scoped = scopedPolicies().map((policy) => [policy.id, scopedText(policy)] as const);
  return { ...clinicalPolicies, ...Object.fromEntries(scoped) };
}
