import type { Bundles, TrustedIssuer } from "../access/index.ts";
import type { Instant, SideKey } from "../ports/index.ts";
import type {
  Actor,
  AssuranceOfIdentity,
  Command,
  Engagement,
  PassportSource,
  World,
} from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";
import { longestProof } from "./proof-engagement.ts";

const hour = 3_600_000;

/** What a staff passport said that was verified, and who had it presented. */
export interface PassportShown {
  readonly engagement: string;
  readonly passport: PassportSource & {
    /** Who it is, by the issuer's name for them. */
    readonly subject: string;
    readonly role: string;
    readonly level: AssuranceOfIdentity;
    readonly until: Instant;
  };
  readonly actor: Actor;
}

/**
 * Records a verified staff passport as evidence of who somebody is (L7), within what the policy believes from its issuer: for
 * these roles, for so long, at such a level. One passport is one person's. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `proof-expired`, `passport-untrusted`,
 * `passport-other-role`, `passport-too-long`, `passport-anothers`
 */
export function proofByPassport(
  { bundles }: { readonly bundles: Bundles },
  { actor, engagement: id, passport }: PassportShown,
): Command<void> {
  const { index, issuer, level, list, subject } = passport;
  const holder: SideKey = { table: "identifiers", key: `passport|${issuer}|${subject}` };
  return {
    name: "engagement.proof-by-passport",
    actor,
    needs: [holder],
    handle: ({ at, side, world }) => {
      const engagement = openEngagement(world, id);
      requireOther(engagement, actor);
      if (passport.until <= at) throw new LifecycleError("proof-expired.evidence");
      // Asked again here: the policy may have changed since it was presented.
      const trusted = bundles.current(world)?.passports.issuers.get(issuer);
      if (trusted === undefined || level < trusted.proofing) {
        throw new LifecycleError("passport-untrusted");
      }
      requireScope(world, engagement, trusted, passport.role);
      const known = side(holder);
      if (known !== undefined && known !== engagement.person) {
        throw new LifecycleError("passport-anothers");
      }
      const until = Math.min(passport.until, at + longestProof);
      const source: PassportSource = { index, issuer, list };
      const method = "staff-passport" as const;
      const body = { engagement: id, level, method, passport: source, until };
      return {
        records: [{ kind: "engagement.proofed", body }],
        side: known === undefined ? [{ ...holder, value: engagement.person }] : [],
        answer: undefined,
      };
    },
  };
}

/** The passport's role is one that the engagement gives, and it gives nothing for which the issuer is not believed. */
function requireScope(
  world: World,
  { from, id, person, to }: Engagement,
  { longest, roles }: TrustedIssuer,
  role: string,
): void {
  const given = world.rolesByPerson
    .get(person)
    .flatMap((each) => world.roles.get(each) ?? [])
    .filter(({ engagement }) => engagement === id)
    .map((each) => each.role);
  if (!given.includes(role) || given.some((each) => !roles.has(each))) {
    throw new LifecycleError("passport-other-role", { role });
  }
  if (to - from <= longest) return;
  throw new LifecycleError("passport-too-long", { hours: String(Math.floor(longest / hour)) });
}
