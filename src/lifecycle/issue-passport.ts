import type { Duration, Instant, Position } from "../ports/index.ts";
import type { Actor, Command, Engagement, Proof, World } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";

/** A passport of ours is good for this long at most: then whoever still works here gets another. */
const longestPassport: Duration = 90 * 24 * 3_600_000;

/** What a passport of ours says of somebody, beside their name. */
export interface PassportTerms {
  readonly person: string;
  readonly role: string;
  readonly proof: Proof;
  readonly until: Instant;
}

/**
 * What a staff passport by an engagement would say now: it is active, who it is has been shown, and it gives a role.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `not-active`, `proof-missing`, `proof-expired`
 */
export function passportTerms(
  world: World,
  { actor, engagement: id }: { readonly actor: Actor; readonly engagement: string },
  at: Instant,
): PassportTerms {
  const engagement = openEngagement(world, id);
  requireOther(engagement, actor);
  const { person, proof, state, to } = engagement;
  const role = mainRole(world, engagement, at);
  if (state !== "active" || to <= at || role === undefined) {
    throw new LifecycleError("not-active.passport");
  }
  if (proof === undefined) throw new LifecycleError("proof-missing");
  if (proof.lost !== undefined) throw new LifecycleError("proof-missing.lost");
  if (proof.until <= at) throw new LifecycleError("proof-expired");
  const until = Math.min(to, role.to, proof.until, at + longestPassport);
  return { person, role: role.role, proof, until };
}

/** Of several roles the one that lasts longest; a passport says one. */
function mainRole(world: World, { id, person }: Engagement, at: Instant) {
  return world.rolesByPerson
    .get(person)
    .flatMap((each) => world.roles.get(each) ?? [])
    .filter(({ engagement, to }) => engagement === id && at < to)
    .toSorted((a, b) => b.to - a.to || (a.role < b.role ? -1 : 1))[0];
}

/** A passport that was issued: what it says, and where the record of it stands, by which its status is found. */
export interface IssuedPassport {
  readonly terms: PassportTerms;
  readonly position: Position;
}

/**
 * Issues a staff passport for whoever holds a key. It is good while the engagement is live, and no longer: that is derived from the
 * engagement, each time somebody asks. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError as {@link passportTerms}
 */
export function issuePassport(request: {
  readonly engagement: string;
  /** RFC 7638 thumbprint of the holder's key. */
  readonly holder: string;
  readonly actor: Actor;
}): Command<IssuedPassport> {
  const { actor, engagement, holder } = request;
  return {
    name: "passport.issue",
    actor,
    handle: ({ at, position, world }) => {
      const terms = passportTerms(world, request, at);
      const body = { engagement, holder, until: terms.until };
      return { records: [{ kind: "passport.issued", body }], answer: { terms, position } };
    },
  };
}
