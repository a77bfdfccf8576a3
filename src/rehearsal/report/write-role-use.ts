import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";
import type { EntitlementUse, RoleUse } from "../mine/observe-use.ts";
import { alignColumns } from "./columns.ts";

/** So many wards are named of what is used in many. */
const mostWards = 3;

/** Writes for a terminal what each role may, how often it was used, by when last, and where. Roles that nobody had are one line. */
export function writeRoleUse(roles: readonly RoleUse[]): string {
  const had = roles.filter(({ people }) => people > 0);
  const not = roles.filter(({ people }) => people === 0).map(({ role }) => role);
  const parts = had.map((role) => [
    `${role.role}: ${role.people} ${role.people === 1 ? "person" : "people"}`,
    ...alignColumns(role.entitlements.map(rowOf)).map((line) => `  ${line}`),
    "",
  ]);
  const nobody = not.length === 0 ? [] : [`nobody had: ${not.join(", ")}`, ""];
  return [...parts.flat(), ...nobody].join("\n");
}

function rowOf(use: EntitlementUse): readonly string[] {
  const { actions, name, times } = use;
  const used = actions.filter((each) => each.use !== undefined);
  const part = actions.length === 1 ? "" : `${used.length} of ${actions.length} actions`;
  if (times === 0) return [name, "not used", part, "", ""];
  const last = Math.max(...used.map((each) => each.use?.last ?? 0));
  return [name, `${times} times`, part, `last ${sayDay(last)}`, sayWards(use)];
}

function sayDay(instant: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString().slice(0, 10);
}

function sayWards({ wards }: EntitlementUse): string {
  const named = wards.flatMap(({ ward }) => ward ?? []);
  const more = named.length - mostWards;
  const shown = named.slice(0, mostWards).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
