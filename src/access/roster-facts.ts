import { type Boundaries, note } from "./boundaries.ts";
import type { Duty } from "./duty-of.ts";
import type { PolicyFacts, Situation } from "./facts.ts";
import { entitles, type HeldRole, isOwn } from "./held-roles.ts";
import { hasDraft, isAssigned, type LateDuty, lateAt } from "./late.ts";
import { type StaleFeed, staleFeeds } from "./stale-feeds.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** What the roster does not know (L9, S9), as the policies see it. */
type RosterFacts = Pick<
  PolicyFacts,
  "ownWard" | "service" | "unconfirmed" | "declared" | "relief" | "draft" | "late"
>;

/** Those facts, and what of staying past a shift opens what is asked for. */
export interface Staying {
  readonly facts: RosterFacts;
  readonly late: LateDuty | undefined;
}

interface Known {
  readonly held: readonly HeldRole[];
  readonly wards: readonly string[];
  readonly duties: readonly Duty[];
  readonly whereabouts: Whereabouts | undefined;
}

/** The facts of starting a shift, and of staying after one; and what of the latter opens what is asked for. */
export function rosterFacts(
  situation: Situation,
  { held, wards, duties, whereabouts }: Known,
  boundaries: Boundaries,
): Staying {
  const { bundle, world, request, action } = situation;
  const person = request.subject.id;
  const late = lateAt(bundle, world, person, boundaries);
  const opening = whereabouts && lateFor(situation, late, whereabouts, held);
  const asksForWard = request.resource.type === "ward";
  return {
    late: opening,
    facts: {
      ownWard:
        asksForWard &&
        held.some(
          ({ role, ward }) =>
            entitles(bundle, role, action) && wards.some((id) => isOwn(world, ward, id)),
        ),
      service: asksForWard && wards.every((ward) => world.wards.get(ward)?.type === "service"),
      unconfirmed: asksForWard && wards.some((ward) => isVain(situation, ward, boundaries)),
      declared: duties.length > 0 && duties.every(({ declared }) => declared !== undefined),
      relief: opening?.late === "relief",
      draft: opening?.late === "drafts",
      late: asksForWard && late.some(({ ward }) => wards.includes(ward)),
    },
  };
}

/** Relief opens assigned patients, a draft what it is of; each only with the role of the shift that it goes back to (S9). */
function lateFor(
  { bundle, world, request, action }: Situation,
  late: readonly LateDuty[],
  { patient, wards, cares }: Whereabouts,
  held: readonly HeldRole[],
): LateDuty | undefined {
  const person = request.subject.id;
  return late.find((duty) => {
    const holds = held.some(
      ({ role, engagement }) => role === duty.role && engagement === duty.engagement,
    );
    if (!holds || !entitles(bundle, duty.role, action)) return false;
    return duty.late === "relief"
      ? isAssigned(world, person, { patient, wards, duty, cares })
      : hasDraft(world, person, { patient, action: action.name, duty });
  });
}

/** Whether they started a shift there lately that was refused, or that nobody confirmed in time. */
function isVain(
  { bundle, world, request }: Situation,
  ward: string,
  boundaries: Boundaries,
): boolean {
  return world.declaredByPerson.get(request.subject.id).some((id) => {
    const duty = world.declared.get(id);
    if (duty === undefined || duty.ward !== ward) return false;
    const again = duty.at + bundle.rosters.againAfter;
    note(boundaries, duty.until);
    note(boundaries, again);
    return duty.until <= boundaries.at && boundaries.at < again;
  });
}

/** For what is asked about a ward: whether its own roster is stale, whoever is on it (C4). */
export function staleRosters(
  { bundle, world, request }: Situation,
  wards: readonly string[],
  boundaries: Boundaries,
): readonly StaleFeed[] {
  if (request.resource.type !== "ward") return [];
  const asked = wards.map((ward) => ({ ward }));
  return staleFeeds(bundle, world, wards, asked, boundaries).filter(
    ({ type }) => type === "roster",
  );
}
