import { grantState, openGlass } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { dutiesOf, isLive, type Scene, tellDuty } from "../../sessions/index.ts";
import {
  type Engagement,
  isRunning,
  type Proof,
  type RoleAssignment,
  type Session,
} from "../../world/index.ts";
import type { NameBook } from "../names.ts";
import type { AccessView, EngagementView, PersonReply, RoleView } from "../people-contract.ts";
import { phonesOf } from "../phones.ts";
import { saidOf } from "../said.ts";
import { registrationsOf } from "./registration-view.ts";

/** How far an engagement is at `at`, as people say it. */
export function stateOf({ from, state, to }: Engagement, at: Instant): EngagementView["state"] {
  if (state === "ended") return "ended";
  if (to <= at) return "over";
  return state === "active" && at < from ? "coming" : state;
}

/** An engagement as the page shows it; `may` says whether the policy permits an action on it. */
export function engagementView(
  scene: Scene,
  names: NameBook,
  engagement: Engagement,
  may: (action: string) => boolean,
): EngagementView {
  const { agency, ended, exempt, from, id, manager, proof, sponsor, suspended, to, type } =
    engagement;
  const state = stateOf(engagement, scene.at);
  const isOpen = state !== "ended" && state !== "over";
  return {
    id,
    type,
    state,
    from,
    to: ended === undefined ? to : ended.at,
    ...(sponsor === undefined ? {} : { sponsor: names.person(sponsor) }),
    ...(manager === undefined ? {} : { manager: names.person(manager) }),
    ...(agency === undefined ? {} : { agency: names.call(agency) }),
    ...(proof === undefined ? {} : { proof: proofView(scene, names, proof) }),
    roles: rolesOf(scene, engagement),
    ...(suspended === undefined ? {} : { suspended }),
    ...(exempt === undefined || exempt <= scene.at ? {} : { exempt }),
    ...(ended === undefined
      ? {}
      : {
          ended: {
            at: ended.at,
            reason: ended.reason,
            by: names.call(ended.by),
            receipt: ended.receipt !== undefined,
          },
        }),
    may: {
      proof: isOpen && may("engagement.proof"),
      passport: state === "active" && isShown(proof, scene) && may("passport.issue"),
      extend: isOpen && may("engagement.extend"),
      move: isOpen && may("engagement.move"),
      suspend: ["active", "coming"].includes(state) && may("engagement.suspend"),
      resume: state === "suspended" && may("engagement.suspend"),
      end: state !== "ended" && may("engagement.end"),
      reinstate: isReinstatable(scene, engagement) && may("engagement.reinstate"),
    },
  };
}

/** Whether who somebody is has been shown, and that still counts. */
function isShown(proof: Proof | undefined, { at }: Scene): boolean {
  return proof !== undefined && proof.lost === undefined && at < proof.until;
}

function proofView(
  { bundle }: Scene,
  names: NameBook,
  { by, level, lost, method, passport, unsureSince, until }: Proof,
): NonNullable<EngagementView["proof"]> {
  const issuer = passport && bundle.passports.issuers.get(passport.issuer);
  return {
    method,
    level,
    by: names.call(by),
    until,
    ...(passport === undefined ? {} : { issuer: issuer?.title ?? passport.issuer }),
    ...(lost === undefined ? {} : { lost }),
    ...(unsureSince === undefined ? {} : { unsureSince }),
  };
}

function isReinstatable({ at, world }: Scene, { ended, id, person }: Engagement): boolean {
  if (ended === undefined || ended.until <= at) return false;
  const others = world.engagementsByPerson.get(person);
  return !others.some((other) => world.engagements.get(other)?.reinstates === id);
}

function rolesOf(scene: Scene, { ended, id, person }: Engagement): readonly RoleView[] {
  const { world } = scene;
  const now = world.rolesByPerson
    .get(person)
    .flatMap((role) => world.roles.get(role) ?? [])
    .filter((role) => role.engagement === id);
  const had = (ended?.had ?? []).map((role, index) => ({ ...role, id: `had-${index}` }));
  return [...now, ...had].toSorted((a, b) => b.to - a.to).map((role) => roleView(scene, role));
}

function roleView(
  { bundle }: Scene,
  { from, id, role, to, ward }: Pick<RoleAssignment, "from" | "id" | "role" | "to" | "ward">,
): RoleView {
  const known = bundle.roles.get(role);
  const actions = [...(known?.may ?? [])].map((name) => ({
    name,
    title: bundle.actions.get(name)?.title ?? name,
  }));
  return { id, title: known?.title ?? role, ward, from, to, actions };
}

/** A person with what is open to them now. */
export function personReply(
  scene: Scene,
  names: NameBook,
  person: string,
  engagements: readonly EngagementView[],
): PersonReply {
  const [first] = engagements.flatMap(({ roles, state }) => (state === "active" ? roles : []));
  return {
    who: names.person(person, first?.title),
    engagements,
    access: accessOf(scene, person),
    registrations: registrationsOf(scene, names, person),
  };
}

function accessOf(scene: Scene, person: string): AccessView {
  const { at, world } = scene;
  const live = world.engagementsByPerson
    .get(person)
    .some((id) => isRunning(world.engagements.get(id), at));
  const sessions = world.sessionsByPerson
    .get(person)
    .flatMap((id) => world.sessions.get(id) ?? [])
    .filter((session) => isLive(scene, session));
  const grants = world.grantsByPerson.get(person).flatMap((id) => world.grants.get(id) ?? []);
  return {
    live,
    duties: dutiesOf(scene, person).map((duty) => {
      const told = tellDuty(world, duty, at);
      return { text: told.text, said: saidOf(told), until: duty.to };
    }),
    sessions: sessions.map((session) => sessionView(scene, session)),
    grants: grants.flatMap((grant) => {
      const state = grantState(grant, at);
      if (state !== "pending" && state !== "approved" && state !== "active") return [];
      const { id, kind, until, ward } = grant;
      return [{ id, kind, state, ward, ...(until === undefined ? {} : { until }) }];
    }),
    glasses: world.glassesByPerson
      .get(person)
      .flatMap((id) => world.glasses.get(id) ?? [])
      .filter((glass) => openGlass(world, person, glass.patient, at) !== undefined)
      .map(({ until }) => until),
    badges: world.badgesByPerson.get(person).filter((id) => at < (world.badges.get(id)?.until ?? 0))
      .length,
    passkeys: world.passkeysByPerson.get(person).length,
    phones: phonesOf(world, person).length,
  };
}

/** Where a session is, by name. */
export function whereIs({ world }: Pick<Scene, "world">, { surface }: Session): string {
  return world.seats.get(surface.id)?.name ?? surface.type;
}

function sessionView(scene: Scene, session: Session): AccessView["sessions"][number] {
  const { level, openedAt, state, surface } = session;
  return {
    where: whereIs(scene, session),
    surface: surface.type,
    open: state === "open",
    since: openedAt,
    level,
  };
}
