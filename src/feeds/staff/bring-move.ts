import { LifecycleError, type MoveDeps, moveRecords } from "../../lifecycle/index.ts";
import type { Duration } from "../../ports/index.ts";
import type { Engagement } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import { endedByReview, type Refused, type RoleTold } from "./engage.ts";

/** Assertions move the end of what is held by a little, which is no move. */
const noticeable: Duration = 31 * 24 * 60 * 60 * 1000;

/**
 * HR says that somebody moves to this role and ward: it is theirs from then on, and what they had is kept for the overlap (L4). Who
 * has moved there already is left alone: importing twice changes nothing.
 */
export function bringMove(
  slate: Slate,
  engagement: Engagement,
  told: RoleTold,
  deps: Partial<MoveDeps>,
): Refused | "done" {
  const { from, name, to, ward } = told;
  if (!slate.world.wards.has(ward)) {
    return { column: "ward", reason: `ward ${ward} is not known here` };
  }
  if (to !== undefined) {
    return {
      column: "role_to",
      reason: "who moves has the role for as long as the engagement lasts",
    };
  }
  const { bundles } = deps;
  if (bundles?.current(slate.world) === undefined) {
    return { column: "moves", reason: "no policy is active, so that no overlap is known" };
  }
  const refused = endedByReview(slate, engagement, told);
  if (refused !== undefined) return refused;
  if (holds(slate, engagement, name, ward)) return "done";
  const move = { role: name, ward, ...(from === undefined ? {} : { from }) };
  try {
    slate.record(...moveRecords({ bundles }, slate, engagement, move));
  } catch (error) {
    if (!(error instanceof LifecycleError)) throw error;
    if (error.code === "not-a-move") return "done";
    return { column: "role_from", reason: "the role has to begin before the engagement is over" };
  }
  return "done";
}

/** Whether the engagement gives that role there for about as long as it lasts, or as a role may. */
function holds(slate: Slate, { id, person, to }: Engagement, name: string, ward: string): boolean {
  const longest = Math.min(to, slate.at + 366 * 24 * 60 * 60 * 1000);
  return slate.world.rolesByPerson.get(person).some((each) => {
    const role = slate.world.roles.get(each);
    const isIt = role?.engagement === id && role.role === name && role.ward === ward;
    return isIt && role.to > longest - noticeable;
  });
}
