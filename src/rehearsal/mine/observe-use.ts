import type { Bundle } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import type { LogRecord, World } from "../../world/index.ts";
import { valuesIn } from "../mutate/values-in.ts";
import { placeOf } from "../replay/place-of.ts";
import { isDecision } from "../replay/verdict.ts";
import { rolesFile } from "./without-entitlements.ts";

/** How often something was permitted, and when last. */
export interface Use {
  readonly times: number;
  readonly last: Instant;
}

/** One entry of what a role may, as roles.yaml writes it: an action or a group of actions. */
export interface EntitlementUse {
  readonly name: string;
  /** Its actions, sorted by name; undefined: not used. */
  readonly actions: readonly { readonly action: string; readonly use: Use | undefined }[];
  readonly times: number;
  /** Where, most often first. Undefined: in no ward. */
  readonly wards: readonly { readonly ward: string | undefined; readonly times: number }[];
}

/** What a role may, beside what people who have it did. */
export interface RoleUse {
  readonly role: string;
  readonly title: string;
  /** How many had it at some time of the period. */
  readonly people: number;
  readonly entitlements: readonly EntitlementUse[];
}

/** Counts what each role was used for. */
export interface UseObserver {
  /** A record, in the world before it. */
  add(record: LogRecord, world: World): void;
  /** What came of it, in the order of roles.yaml. */
  seen(): readonly RoleUse[];
}

/** What was counted of one action of one role. */
interface Counted {
  use: Use;
  readonly wards: Map<string | undefined, number>;
}

/**
 * Counts from `world` on. What is permitted counts for every role that the person had then and that includes it: by which of
 * several they did it, nobody can know, and nothing that was used may look unused.
 */
export function createUseObserver(bundle: Bundle, world: World): UseObserver {
  const counts = new Map<string, Counted>();
  const people = new Map([...bundle.roles.keys()].map((role) => [role, new Set<string>()]));
  for (const { person, role } of world.roles.values()) people.get(role)?.add(person);
  return {
    add(record, before) {
      if (record.kind === "role.assigned") {
        const { engagement, role } = record.body;
        const person = before.engagements.get(engagement)?.person;
        if (person !== undefined) people.get(role)?.add(person);
      }
      if (!isDecision(record) || record.kind !== "decision.permitted") return;
      const { action, subject } = record.body;
      if (subject.type !== "person") return;
      const roles = heldBy(before, subject.id, record.at).filter((role) =>
        bundle.roles.get(role)?.may.has(action),
      );
      if (roles.length === 0) return;
      const { ward } = placeOf(before, record);
      for (const role of roles) count(counts, keyOf(role, action), record.at, ward);
    },
    seen: () =>
      [...bundle.roles.values()].map(({ name: role, title }) => ({
        role,
        title,
        people: people.get(role)?.size ?? 0,
        entitlements: entriesOf(bundle, role).map((name) => useOf(bundle, counts, role, name)),
      })),
  };
}

const keyOf = (role: string, action: string): string => `${role}|${action}`;

function heldBy(world: World, person: string, at: Instant): readonly string[] {
  const held = world.rolesByPerson.get(person).flatMap((id) => world.roles.get(id) ?? []);
  return [...new Set(held.filter(({ from, to }) => from <= at && at < to).map(({ role }) => role))];
}

function count(
  counts: Map<string, Counted>,
  key: string,
  at: Instant,
  ward: string | undefined,
): void {
  const known = counts.get(key);
  if (known === undefined) {
    counts.set(key, { use: { times: 1, last: at }, wards: new Map([[ward, 1]]) });
    return;
  }
  known.use = { times: known.use.times + 1, last: at };
  known.wards.set(ward, (known.wards.get(ward) ?? 0) + 1);
}

/** What roles.yaml writes of a role, as it is written there. */
function entriesOf({ files }: Bundle, role: string): readonly string[] {
  return valuesIn(files[rolesFile] ?? "")
    .filter(({ keys }) => keys.length === 2 && keys[0] === role && keys[1] === "may")
    .map(({ text }) => text);
}

function useOf(
  { actions }: Bundle,
  counts: ReadonlyMap<string, Counted>,
  role: string,
  name: string,
): EntitlementUse {
  const known = [...actions.values()]
    .filter((action) => action.name === name || action.groups.has(name))
    .map((action) => ({ action: action.name, counted: counts.get(keyOf(role, action.name)) }))
    .toSorted((a, b) => (a.action < b.action ? -1 : 1));
  const wards = new Map<string | undefined, number>();
  for (const { counted } of known) {
    for (const [ward, times] of counted?.wards ?? []) {
      wards.set(ward, (wards.get(ward) ?? 0) + times);
    }
  }
  return {
    name,
    actions: known.map(({ action, counted }) => ({ action, use: counted?.use })),
    times: known.reduce((sum, { counted }) => sum + (counted?.use.times ?? 0), 0),
    wards: [...wards]
      .map(([ward, times]) => ({ ward, times }))
      .toSorted((a, b) => b.times - a.times || ((a.ward ?? "") < (b.ward ?? "") ? -1 : 1)),
  };
}
