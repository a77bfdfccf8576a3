import { type Answer, findPattern } from "../../access/index.ts";
import { locumRoles } from "../../lifecycle/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Scene, waitsForCode, zoneOf } from "../../sessions/index.ts";
import type { Engagement, Invitation, Session, Shift, World } from "../../world/index.ts";
import type { LocumsReply, LocumView, LocumWard, ShiftTimes } from "../locums-contract.ts";
import { type NameBook, withNames } from "../names.ts";
import { type Console, mayLook, requireLook, sceneNow } from "./console-context.ts";
import { stateOf } from "./person-view.ts";
import { registrationsOf } from "./registration-view.ts";

/** So many of the ward's own shift times are offered. */
const mostPatterns = 4;

/** One locum's booking: the engagement, and its shift. */
export interface Booking {
  readonly engagement: Engagement;
  readonly shift: Shift;
}

const wardOf = (id: string) => ({ type: "ward", id }) as const;

function wardsOf(world: World): readonly string[] {
  return [...world.wards.values()].filter(({ type }) => type === "ward").map(({ id }) => id);
}

/** Whether the person sees the locums of some ward: the first permit, else the last denial. */
export function mayReceive(context: Console, session: Session): Answer | undefined {
  let answer: Answer | undefined;
  for (const id of wardsOf(context.deps.app.world())) {
    answer = mayLook(context, session, "locum.list", wardOf(id));
    if (answer.type === "permit") break;
  }
  return answer;
}

/**
 * The wards whose locums the person may see, and who is booked there.
 *
 * @throws HttpError `refused`
 */
export async function listLocums(context: Console, session: Session): Promise<LocumsReply> {
  const { app } = context.deps;
  const seen = wardsOf(app.world()).filter(
    (id) => mayLook(context, session, "locum.list", wardOf(id)).type === "permit",
  );
  for (const id of seen) await requireLook(context, session, "locum.list", wardOf(id));
  return withNames(app.side, app.world, (names) => {
    const scene = sceneNow(context);
    return {
      wards: seen.toSorted().map((id) => wardView(context, session, id)),
      locums: seen
        .flatMap((id) => bookingsOn(scene, id))
        .toSorted((a, b) => a.shift.from - b.shift.from)
        .map((booking) => locumView(scene, names, booking)),
      registers: registersOf(scene),
    };
  });
}

function registersOf({ world }: Scene): readonly string[] {
  const asked = [...world.registers.values()].map(({ id }) => id);
  const named = [...world.registrations.values()].map(({ register }) => register);
  return [...new Set([...asked, ...named])].toSorted();
}

function wardView(context: Console, session: Session, id: string): LocumWard {
  const { at, bundle, world } = sceneNow(context);
  const may = (action: string) => mayLook(context, session, action, wardOf(id)).type === "permit";
  return {
    id,
    name: world.wards.get(id)?.name ?? id,
    may: { book: may("locum.book"), proof: may("locum.proof"), issue: may("locum.issue") },
    roles: locumRoles(bundle).map((name) => ({
      name,
      title: bundle.roles.get(name)?.title ?? name,
    })),
    patterns: patternsOf(world, id),
    today: dayIn(zoneOf(world, id), at),
  };
}

/** The times that the ward's shifts have on its wall clock, the most usual first. */
function patternsOf(world: World, ward: string): readonly ShiftTimes[] {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zoneOf(world, ward),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const counts = new Map<string, number>();
  for (const id of world.shiftsByWard.get(ward)) {
    const shift = world.shifts.get(id);
    if (shift === undefined) continue;
    const times = `${format.format(shift.from)}/${format.format(shift.to)}`;
    counts.set(times, (counts.get(times) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, often], [b, other]) => other - often || (a < b ? -1 : 1))
    .slice(0, mostPatterns)
    .map(([times]) => {
      const [from = "", to = ""] = times.split("/");
      return { from, to };
    });
}

/** The day that it is in a zone, as 2026-03-31. */
function dayIn(zone: string, at: Instant): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(at);
}

/** The locums of a ward whose shift, with its margin, is not over. */
function bookingsOn({ at, bundle, world }: Scene, ward: string): readonly Booking[] {
  const margin = findPattern(bundle, world, ward)?.handoverMarginAfter ?? 0;
  return world.shiftsByWard.get(ward).flatMap((id) => {
    const shift = world.shifts.get(id);
    const engagement = shift && world.engagements.get(shift.engagement);
    if (shift === undefined || engagement?.type !== "locum") return [];
    const isOver = engagement.state === "ended" || shift.to + margin <= at;
    return isOver ? [] : [{ engagement, shift }];
  });
}

/** The booking of an engagement: its shift that is not over, the next one first; undefined where there is none. */
export function bookingOf(scene: Scene, engagement: string): Booking | undefined {
  const known = scene.world.engagements.get(engagement);
  if (known === undefined) return undefined;
  const wards = scene.world.shiftsByPerson
    .get(known.person)
    .flatMap((id) => scene.world.shifts.get(id) ?? [])
    .filter((shift) => shift.engagement === engagement)
    .map(({ ward }) => ward);
  return [...new Set(wards)]
    .flatMap((ward) => bookingsOn(scene, ward))
    .filter((booking) => booking.engagement.id === engagement)
    .toSorted((a, b) => a.shift.from - b.shift.from)[0];
}

/** A booking as the page shows it. */
export function locumView(
  scene: Scene,
  names: NameBook,
  { engagement, shift }: Booking,
): LocumView {
  const { at, bundle, world } = scene;
  const { agency, id, invitation, person, proof, to } = engagement;
  const margin = findPattern(bundle, world, shift.ward)?.handoverMarginAfter ?? 0;
  const badges = world.badgesByPerson
    .get(person)
    .filter((badge) => at < (world.badges.get(badge)?.until ?? 0));
  const passkeys = world.passkeysByPerson
    .get(person)
    .filter((passkey) => world.passkeys.get(passkey)?.engagement === id);
  return {
    engagement: id,
    who: names.person(person, bundle.roles.get(shift.role)?.title ?? shift.role),
    ...(agency === undefined ? {} : { agency: names.call(agency) }),
    ward: shift.ward,
    from: shift.from,
    to: shift.to,
    until: Math.min(to, shift.to + margin),
    state: stateOf(engagement, at),
    ...(proof === undefined ? {} : { proof: { ...proof, by: names.call(proof.by) } }),
    registrations: registrationsOf(scene, names, person),
    badges: badges.length,
    passkeys: passkeys.length,
    ...phoneOf(invitation, at),
  };
}

function phoneOf(invitation: Invitation | undefined, at: Instant): Pick<LocumView, "phone"> {
  if (invitation === undefined || invitation.withdrawn !== undefined) return {};
  const { accepted, bound, until } = invitation;
  const before = at < until ? "sent" : "expired";
  const after = waitsForCode(invitation) ? "accepted" : "failed";
  const state = bound !== undefined ? "bound" : accepted === undefined ? before : after;
  return { phone: { state, until } };
}
