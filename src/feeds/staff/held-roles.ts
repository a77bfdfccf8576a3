import type { Duration, Instant, Json, SideKey } from "../../ports/index.ts";
import type { Actor, Command } from "../../world/index.ts";
import { type FeedDeps, submitReading } from "../shared/deps.ts";
import { isRole, type KnownRoles, noRole } from "../shared/role-code.ts";
import { handleItem, type Verdict } from "../shared/take-in.ts";
import { personOf, personRows } from "./person-rows.ts";
import { createPrivilegedRoles } from "./privileged-roles.ts";
import type { StaffRow } from "./read-staff.ts";
import { type RowExtras, takeRow } from "./take-row.ts";

const day: Duration = 24 * 3_600_000;
/** What nobody has answered by then is asked for again by a later file, or not meant. */
const kept: Duration = 14 * day;
/** More is no list for a person: the file is looked at, and taken in with their number. */
const most = 200;

/** A line of a staff file that waits for a person, since its role reaches over others' access or records (L7). */
export interface HeldRole {
  readonly id: string;
  /** When the file asked for it last. */
  readonly at: Instant;
  /** As the file said it, but for the badge's number. */
  readonly row: Omit<StaffRow, "badge"> & Required<Pick<StaffRow, "role">>;
  readonly badge?: string;
  readonly seed: string;
  readonly needs: readonly SideKey[];
}

/** Where lines of staff files wait: names and addresses are beside the log (U3). */
export const heldRolesKey: SideKey = { table: "names", key: "staff-held-roles" };

/** What waits at `at`. */
export function heldRoles(value: Json | undefined, at: Instant): readonly HeldRole[] {
  const all = Array.isArray(value) ? (value as unknown as readonly HeldRole[]) : [];
  return all.filter((held) => at - held.at < kept);
}

/** Of whom and of which engagement a line speaks: what a later file says of that stands in its place. */
export function aboutWhom({ engagement, number }: Pick<StaffRow, "engagement" | "number">): string {
  return JSON.stringify([number, engagement]);
}

/** Keeps the lines of a file that wait, in place of what waited of those of whom the file speaks. */
export function holdRoles(
  {
    about,
    waiting,
  }: {
    readonly waiting: readonly Omit<HeldRole, "id" | "at">[];
    /** {@link aboutWhom} of each line of the file. */
    readonly about: ReadonlySet<string>;
  },
  actor: Actor,
): Command<void> {
  return {
    name: "staff.hold",
    actor,
    needs: [heldRolesKey],
    handle: ({ at, id, side }) => {
      const before = heldRoles(side(heldRolesKey), at);
      const fresh = waiting.map((held) => ({ ...held, at, id: id("hld") }));
      const left = before.filter(({ row }) => !about.has(aboutWhom(row)));
      const all = [...left, ...fresh].slice(-most);
      if (before.length === 0 && all.length === 0) return { records: [], answer: undefined };
      return { records: [], side: [rowOf(all)], answer: undefined };
    },
  };
}

const rowOf = (all: readonly HeldRole[]) => ({
  ...heldRolesKey,
  value: all.length === 0 ? undefined : (all as unknown as Json),
});

/** What answering a line that waits works with. */
export interface HeldDeps extends Pick<FeedDeps, "submit" | "side">, Pick<RowExtras, "deps"> {
  /** The feed whose lines they are. */
  readonly feed: string;
  readonly roles?: KnownRoles;
  readonly isPrivileged: (role: string) => boolean;
}

/** What became of an answer; `gone`: it does not wait any more; `own`: it is about the one who answers. */
export type HeldAnswer = "gone" | "own" | "dismissed" | Verdict;

/**
 * Takes in a line that waits, its role given by the one who says that it is meant, or takes it off the list. Nobody answers about themselves.
 * What is refused goes on waiting. Whether the actor may is the caller's to decide.
 */
export function answerHeldRole(
  { deps, feed, isPrivileged, roles, ...way }: HeldDeps,
  { held: id, isMeant }: { readonly held: string; readonly isMeant: boolean },
  actor: Actor,
): Promise<HeldAnswer> {
  return submitReading<HeldAnswer>(way, {
    name: "staff.answer",
    actor: { type: "feed", id: feed },
    related: personRows,
    keys: [heldRolesKey],
    handle(slate) {
      const all = heldRoles(slate.read(heldRolesKey.table, heldRolesKey.key), slate.at);
      const held = all.find((one) => one.id === id);
      if (held === undefined) return "gone";
      const { badge, needs, row, seed } = held;
      if (personOf(slate, `staff|${row.number}`) === actor.id) return "own";
      const privileged = createPrivilegedRoles(isPrivileged);
      privileged.open(actor);
      const verdict = isMeant
        ? handleItem(slate, {
            line: row.line,
            keys: needs,
            handle: (trial) =>
              isRole(roles, row.role.name)
                ? takeRow(trial, row, { seed, badge, deps, privileged })
                : { column: "role", reason: noRole(roles, row.role.name) },
          })
        : "dismissed";
      if (typeof verdict === "object") return verdict;
      const { key, table, value } = rowOf(all.filter((one) => one !== held));
      slate.write(table, key, value);
      return verdict;
    },
  });
}
