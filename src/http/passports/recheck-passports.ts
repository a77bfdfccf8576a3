import type { Passports, TrustedIssuer } from "../../access/index.ts";
import { type App, system } from "../../app.ts";
import {
  isNews,
  type PassportFinding,
  type PassportStanding,
  recheckProof,
} from "../../lifecycle/index.ts";
import type { Engagement, PassportSource, ProofLost, World } from "../../world/index.ts";
import type { Status, StatusLists } from "./check-status.ts";

/** What passports are asked about again with. */
export interface RecheckDeps {
  readonly app: Pick<App, "submit" | "world" | "bundles" | "endings">;
  readonly statusLists: StatusLists;
}

/** An engagement that rests on a passport. */
interface Resting {
  readonly engagement: Engagement;
  readonly passport: PassportSource;
}

const standings: Readonly<Record<Status, PassportStanding>> = {
  valid: "good",
  revoked: "revoked",
  suspended: "suspended",
  unknown: "unsure",
};

/**
 * Looks again at every passport that an engagement rests on (L7): whether the policy still believes its issuer as far as that, and
 * what the issuer's list says. A list is asked for once, however many rest on it, and not before what is known of it is over.
 */
export async function recheckPassports({ app, statusLists }: RecheckDeps): Promise<void> {
  const world = app.world();
  const passports = app.bundles.current(world)?.passports;
  // Nothing is permitted then anyway.
  if (passports === undefined) return;
  for (const resting of byList(world)) {
    const findings = await lookAt(world, passports, statusLists, resting);
    for (const finding of findings) {
      if (!isNews(app.world().engagements.get(finding.engagement), finding)) continue;
      await app.submit(recheckProof(app, finding, system));
    }
  }
}

/** Those that rest on passports of one list together. */
function byList(world: World): readonly (readonly Resting[])[] {
  const lists = new Map<string, Resting[]>();
  for (const engagement of world.engagements.values()) {
    const { proof, state } = engagement;
    const passport = proof?.lost === undefined ? proof?.passport : undefined;
    if (passport === undefined || state === "ended") continue;
    const key = `${passport.issuer} ${passport.list}`;
    const known = lists.get(key) ?? [];
    known.push({ engagement, passport });
    lists.set(key, known);
  }
  return [...lists.values()];
}

async function lookAt(
  world: World,
  passports: Passports,
  { statuses }: StatusLists,
  resting: readonly Resting[],
): Promise<readonly PassportFinding[]> {
  const [
    {
      passport: { issuer: address = "", list: uri = "" },
    } = { passport: {} },
  ] = resting as readonly { readonly passport: Partial<PassportSource> }[];
  const issuer = passports.issuers.get(address);
  const indexes = resting.map(({ passport }) => passport.index);
  const said =
    issuer === undefined ? undefined : await statuses(passports, issuer, { uri, indexes });
  return resting.map(({ engagement, passport }, index) => ({
    engagement: engagement.id,
    passport,
    standing:
      lostByPolicy(world, engagement, issuer) ?? standings[said?.[index] ?? "unknown"] ?? "unsure",
  }));
}

/** What the policy believes no more. */
function lostByPolicy(
  world: World,
  { from, id, person, proof, to }: Engagement,
  issuer: TrustedIssuer | undefined,
): ProofLost | undefined {
  if (issuer === undefined) return "untrusted-issuer";
  if ((proof?.level ?? 0) < issuer.proofing) return "proofing-too-low";
  if (to - from > issuer.longest) return "too-long";
  const given = world.rolesByPerson
    .get(person)
    .flatMap((each) => world.roles.get(each) ?? [])
    .filter(({ engagement }) => engagement === id);
  return given.every(({ role }) => issuer.roles.has(role)) ? undefined : "role-not-theirs";
}
