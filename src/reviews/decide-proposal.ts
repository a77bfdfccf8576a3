import { activatePolicy, type Bundle, type Bundles } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type {
  Actor,
  Command,
  Handling,
  NewRecord,
  Outcome,
  Proposal,
  World,
} from "../world/index.ts";
import { type Judged, requireNoConflict } from "./conflict.ts";
import { ReviewError } from "./errors.ts";

/** An accepted change of who is where lasts so long, and is then proposed again or not. */
const acceptedFor: Duration = 30 * 24 * 60 * 60_000;

/** What is decided on, and by whom. */
export interface ProposalDecision {
  readonly proposal: string;
  readonly actor: Actor;
}

/** A policy that was made from the one in force. */
export interface ChangedPolicy {
  readonly bundle: Bundle;
  /** The hash of the one that it was made from. */
  readonly from: string;
}

/** What whoever accepts was shown (X20). */
export interface ShownCounts {
  readonly exposure: number;
  readonly saved: number;
}

/**
 * Declines a proposal. It is not made again of the same exceptions; so nobody declines, as nobody accepts, what is about themselves or
 * about somebody whom they report to (X19).
 *
 * @throws ReviewError `proposal-unknown`, `own-proposal`, `policy-changed`
 */
export function declineProposal(
  { bundles }: { readonly bundles: Bundles },
  { proposal, actor }: ProposalDecision,
): Command<void> {
  return {
    name: "proposal.decline",
    actor,
    handle: (handling) => {
      const known = requireProposal(handling.world, proposal);
      requireNoConflict(bundles, handling, actor, judged(handling.world, known));
      return { records: [{ kind: "proposal.declined", body: { proposal } }], answer: undefined };
    },
  };
}

/**
 * Accepts a proposal, and makes the change in the same batch (X20). For the roster and for a role: each of the people gets the role
 * that they had, in the ward too, for thirty days, and a shift there beside each of theirs that is rostered in that time. For a
 * pattern: `policy`, the one in force with the changed time, is activated. Nobody accepts what is about themselves or about somebody whom
 * they report to (X2, X19).
 *
 * @throws ReviewError `proposal-unknown`, `own-proposal`, `nothing-rostered`, `policy-changed`; AccessError of activating a policy
 */
export function acceptProposal(
  { bundles, policy }: { readonly bundles: Bundles; readonly policy?: ChangedPolicy },
  { proposal: id, actor }: ProposalDecision,
  { exposure, saved }: ShownCounts,
): Command<{ readonly shifts: number }> {
  return {
    name: "proposal.accept",
    actor,
    handle: (handling) => {
      const proposal = requireProposal(handling.world, id);
      requireNoConflict(bundles, handling, actor, judged(handling.world, proposal));
      const changed =
        policy === undefined ? rostered(handling, proposal) : activated(handling, policy, actor);
      const body = { exposure, proposal: id, saved };
      return {
        ...changed,
        records: [...changed.records, { kind: "proposal.accepted", body }],
      };
    },
  };
}

/** The people whose exceptions a proposal rests on, as far as they are still counted. */
export function peopleOf(world: World, { change, evidence }: Proposal): readonly string[] {
  if (change.type === "roster") return [change.person];
  const people = evidence.flatMap((id) => world.pastExceptions.get(id)?.person ?? []);
  return [...new Set(people)];
}

function requireProposal(world: World, id: string): Proposal {
  const proposal = world.proposals.get(id);
  if (proposal !== undefined && proposal.decidedAt === undefined) return proposal;
  throw new ReviewError("proposal-unknown");
}

function judged(world: World, proposal: Proposal): Judged {
  return {
    parties: { people: peopleOf(world, proposal) },
    own: "own-proposal",
    ofYourManager: "own-proposal",
  };
}

function policyChanged(): ReviewError {
  return new ReviewError("policy-changed");
}

function activated(
  handling: Handling,
  { bundle, from }: ChangedPolicy,
  actor: Actor,
): Outcome<{ readonly shifts: number }> {
  if (handling.world.policy?.hash !== from) throw policyChanged();
  const outcome = activatePolicy(bundle, actor).handle(handling);
  return { ...outcome, answer: { shifts: 0 } };
}

function rostered(
  { world, at, id }: Handling,
  proposal: Proposal,
): Outcome<{ readonly shifts: number }> {
  const { ward } = proposal.change;
  const records: NewRecord[] = [];
  let shifts = 0;
  for (const person of peopleOf(world, proposal)) {
    const coming = comingShifts(world, person, ward, at);
    for (const [engagement, role] of rolesIn(coming)) {
      const body = {
        assignment: id("rol"),
        engagement,
        from: at,
        role,
        to: at + acceptedFor,
        ward,
      };
      records.push({ kind: "role.assigned", body });
    }
    for (const { engagement, from, role, to } of coming) {
      shifts++;
      const body = { engagement, from, role, shift: id("shf"), to, ward };
      records.push({ kind: "shift.rostered", body });
    }
  }
  if (shifts === 0) {
    throw new ReviewError("nothing-rostered");
  }
  return { records, answer: { shifts } };
}

type ComingShift = NonNullable<ReturnType<World["shifts"]["get"]>>;

/** Their shifts elsewhere, beside which they are not on the ward yet. */
function comingShifts(
  world: World,
  person: string,
  ward: string,
  at: Instant,
): readonly ComingShift[] {
  const all = world.shiftsByPerson.get(person).flatMap((id) => world.shifts.get(id) ?? []);
  const there = all.filter((shift) => shift.ward === ward);
  return all.filter(
    ({ engagement, from, to, ward: elsewhere }) =>
      elsewhere !== ward &&
      to > at &&
      from < at + acceptedFor &&
      (world.engagements.get(engagement)?.to ?? 0) > from &&
      !there.some((shift) => shift.from === from && shift.to === to),
  );
}

function rolesIn(shifts: readonly ComingShift[]): readonly (readonly [string, string])[] {
  const found = new Map(
    shifts.map(({ engagement, role }) => [`${engagement}|${role}`, [engagement, role] as const]),
  );
  return [...found.values()];
}
