import type { Actor, Engagement } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import type { Refused, RoleTold } from "./engage.ts";

/** Who says that privileged roles are meant, and how many. */
export interface PrivilegedMeant {
  readonly roles: number;
  readonly actor: Actor;
}

interface Line {
  readonly line: number;
}

/** What a file asks for that reaches over others' access or records. */
export interface PrivilegedRoles {
  /** Whether a role of an engagement is given by the file, is left as it is, or waits for a person. */
  decide(slate: Slate, engagement: Engagement, told: RoleTold & Line): "give" | "leave" | Refused;
  /** The lines that ask for one that nobody has said is meant. */
  waiting(): ReadonlySet<number>;
  /** Somebody has: what is asked for is given from now on, by them. */
  open(actor: Actor): void;
  /** Whose doing it is that a privileged role is given. */
  giver(role: string): Actor | undefined;
}

/**
 * Holds back privileged roles (`access/privileged.ts`): a file alone gives nobody one, and makes nobody's last longer. Each is asked for by
 * its line, and given once a person has said that just so many are meant.
 */
export function createPrivilegedRoles(isPrivileged: (role: string) => boolean): PrivilegedRoles {
  const waiting = new Set<number>();
  let giver: Actor | undefined;
  return {
    decide(slate, engagement, { line, name, to, ward }) {
      if (!isPrivileged(name)) return "give";
      const held = heldUntil(slate, engagement, name, ward);
      // Shorter it may be made.
      if (held !== undefined) return to !== undefined && to < held ? "give" : "leave";
      if (giver !== undefined) return "give";
      waiting.add(line);
      return {
        column: "role",
        reason: `the role ${name} reaches over others' access or records: a file alone does not give it. A person says that just so many are meant`,
      };
    },
    waiting: () => waiting,
    open(actor) {
      waiting.clear();
      giver = actor;
    },
    giver: (role) => (isPrivileged(role) ? giver : undefined),
  };
}

/** Until when the engagement gives that role there; undefined: it does not. */
function heldUntil(
  { at, world }: Slate,
  { id, person }: Engagement,
  name: string,
  ward: string,
): number | undefined {
  const held = world.rolesByPerson.get(person).flatMap((each) => world.roles.get(each) ?? []);
  return held.find(
    (one) => one.engagement === id && one.role === name && one.ward === ward && at < one.to,
  )?.to;
}
