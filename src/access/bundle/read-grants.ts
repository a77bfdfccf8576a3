import type { Node } from "yaml";
import type { GrantKind } from "../../world/index.ts";
import { answering, requesting } from "../grant-actions.ts";
import type {
  Action,
  BundleProblem,
  GrantKindRules,
  GrantRule,
  Grants,
  Reach,
  Role,
  StandingRules,
} from "./bundle.ts";
import { readReasons } from "./read-reasons.ts";
import {
  durationOf,
  type Entry,
  entriesOf,
  itemsOf,
  numberOf,
  readYaml,
  recordOf,
  textOf,
  type YamlFile,
} from "./yaml.ts";

const times = ["answer-within", "escalate-after", "start-within", "ahead"] as const;
const keys = [...times, "approvers", "escalation", "reasons", "kinds", "rules"] as const;
const standingKeys = ["renewed", "unused-after", "confirm-within"] as const;
const reaches: readonly string[] = ["ward", "service", "site"] satisfies readonly Reach[];
const kindNames = ["patient", "ward", "task", "role"] as const satisfies readonly GrantKind[];
const conditions: readonly string[] = [
  "on-call-for-the-specialty",
  "asked-by-who-may-answer",
  "visiting-with-an-appointment",
] satisfies readonly GrantRule["when"][];

/** What the file's words are held against. */
interface Known {
  readonly roles: ReadonlyMap<string, Role>;
  readonly actions: ReadonlyMap<string, Pick<Action, "clinical" | "resourceTypes">>;
}

const none: Grants = {
  answerWithin: 0,
  escalateAfter: 0,
  startWithin: 0,
  ahead: 0,
  approvers: new Map(),
  escalation: new Map(),
  reasons: new Map(),
  kinds: new Map(),
  rules: [],
};

/** Reads grants.yaml. Without the file there are no kinds, and nothing is granted. */
export function readGrants(
  file: string,
  text: string | undefined,
  known: Known,
): { readonly grants: Grants; readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { grants: none, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { grants: none, problems: yaml.problems };
  const whole: Entry = { key: "the file", keyNode: root, value: root };
  const stated = recordOf(yaml, whole, keys, ["standing"]);
  if (stated === undefined) return { grants: none, problems: yaml.problems };
  const kinds = readKinds(yaml, stated.kinds, known);
  const time = (key: (typeof times)[number]) => durationOf(yaml, stated[key]);
  const grants: Grants = {
    answerWithin: time("answer-within"),
    escalateAfter: time("escalate-after"),
    startWithin: time("start-within"),
    ahead: time("ahead"),
    approvers: readApprovers(yaml, stated.approvers, known),
    escalation: readApprovers(yaml, stated.escalation, known),
    reasons: readReasons(yaml, stated.reasons),
    kinds,
    rules: readRules(yaml, stated.rules, known, kinds),
    ...readStanding(yaml, stated.standing),
  };
  return { grants, problems: yaml.problems };
}

function readStanding(
  yaml: YamlFile,
  entry: Entry | undefined,
): { readonly standing?: StandingRules } {
  const stated = entry === undefined ? undefined : recordOf(yaml, entry, standingKeys);
  if (stated === undefined) return {};
  const renewed = numberOf(yaml, stated.renewed, 1, 100);
  const unusedAfter = durationOf(yaml, stated["unused-after"]);
  const confirmWithin = durationOf(yaml, stated["confirm-within"]);
  if (confirmWithin === 0) {
    yaml.refuse(stated["confirm-within"].value, "confirm-within must be longer than nothing");
  }
  return { standing: { renewed, unusedAfter, confirmWithin } };
}

function readApprovers(yaml: YamlFile, entry: Entry, known: Known): ReadonlyMap<string, Reach> {
  const approvers = new Map<string, Reach>();
  for (const each of entriesOf(yaml, entry.value ?? entry.keyNode, entry.key)) {
    requireRole(yaml, each.keyNode, each.key, known, answering);
    const reach = oneOf(yaml, each, reaches);
    if (reach !== undefined) approvers.set(each.key, reach as Reach);
  }
  return approvers;
}

function readKinds(
  yaml: YamlFile,
  entry: Entry,
  known: Known,
): ReadonlyMap<GrantKind, GrantKindRules> {
  const kinds = new Map<GrantKind, GrantKindRules>();
  for (const each of entriesOf(yaml, entry.value ?? entry.keyNode, entry.key)) {
    const kind = kindNames.find((name) => name === each.key);
    if (kind === undefined) {
      yaml.refuse(each.keyNode, `"${each.key}" is no kind of grant; known are ${kindNames}`);
      continue;
    }
    const lists = kind === "task" || kind === "role";
    const stated = recordOf(yaml, each, ["for", "usual", ...(lists ? (["of"] as const) : [])]);
    if (stated === undefined) continue;
    const usual = durationOf(yaml, stated.usual);
    if (usual === 0) yaml.refuse(stated.usual.value, "usual must be longer than nothing");
    const of = stated.of === undefined ? new Set<string>() : readOf(yaml, stated.of, kind, known);
    kinds.set(kind, { for: readFor(yaml, stated.for, known), usual, of });
  }
  return kinds;
}

/** The actions that a task may be, or the roles that may be had for a time. */
function readOf(yaml: YamlFile, entry: Entry, kind: GrantKind, known: Known): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text, node } of itemsOf(yaml, entry)) {
    found.add(text);
    if (kind === "role") {
      if (!known.roles.has(text)) yaml.refuse(node, `"${text}" is no role of roles.yaml`);
      continue;
    }
    const action = known.actions.get(text);
    if (action?.clinical !== true || !action.resourceTypes.has("patient")) {
      yaml.refuse(node, `"${text}" is no action that concerns a patient`);
    }
  }
  return found;
}

function readFor(yaml: YamlFile, entry: Entry, known: Known): ReadonlySet<string> {
  const roles = itemsOf(yaml, entry);
  for (const { text, node } of roles) requireRole(yaml, node, text, known, requesting);
  return new Set(roles.map(({ text }) => text));
}

function requireRole(
  yaml: YamlFile,
  node: Node,
  name: string,
  { roles }: Known,
  action: string,
): void {
  const role = roles.get(name);
  if (role === undefined) yaml.refuse(node, `"${name}" is no role of roles.yaml`);
  else if (!role.may.has(action)) {
    yaml.refuse(node, `the role "${name}" does not include ${action}: add it in roles.yaml`);
  }
}

function readRules(
  yaml: YamlFile,
  entry: Entry,
  known: Known,
  kinds: ReadonlyMap<GrantKind, GrantKindRules>,
): readonly GrantRule[] {
  const rules: GrantRule[] = [];
  for (const each of entriesOf(yaml, entry.value ?? entry.keyNode, entry.key)) {
    const stated = recordOf(yaml, each, ["title", "kind", "for", "when", "under"]);
    if (stated === undefined) continue;
    const kind = oneOf(yaml, stated.kind, [...kinds.keys()]);
    const when = oneOf(yaml, stated.when, conditions);
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(each.key)) {
      yaml.refuse(each.keyNode, "a rule's name is a word of small letters, digits and hyphens");
    }
    if (kind === undefined || when === undefined) continue;
    rules.push({
      id: each.key,
      title: textOf(yaml, stated.title),
      kind: kind as GrantKind,
      for: readFor(yaml, stated.for, known),
      when: when as GrantRule["when"],
      under: durationOf(yaml, stated.under),
    });
  }
  return rules;
}

function oneOf(yaml: YamlFile, entry: Entry, words: readonly string[]): string | undefined {
  const text = textOf(yaml, entry);
  if (words.includes(text)) return text;
  if (text !== "") {
    yaml.refuse(entry.value, `${entry.key} must be one of ${words.join(", ")}, not "${text}"`);
  }
  return undefined;
}
