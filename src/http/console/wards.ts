import type { Answer } from "../../access/index.ts";
import {
  dutiesOf,
  isFor,
  lendBadge,
  lockedBadges,
  loseBadges,
  occupantOf,
  park,
  parkedAt,
  type Scene,
  sessionsByBadge,
  unlockBadges,
} from "../../sessions/index.ts";
import type { Seat, Session, World } from "../../world/index.ts";
import type {
  BadgeLostReply,
  BadgeLostRequest,
  BadgeUnlockReply,
  BadgeUnlockRequest,
  LendBadgeReply,
  LendBadgeRequest,
  LockSeatRequest,
  WardReply,
  WardsReply,
  WatchedPerson,
  WatchedSeat,
} from "../console-contract.ts";
import type { PersonView } from "../contract.ts";
import { type NameBook, withNames } from "../names.ts";
import { refusedBy, spokenOf } from "../spoken.ts";
import { badgeNumber, isAboutChoice } from "./badges.ts";
import { type Console, mayLook, requireLook, requirePermit, sceneNow } from "./console-context.ts";

const wardOf = (id: string) => ({ type: "ward", id }) as const;

/** Whether the person may watch some ward: the first permit, else the last denial. */
export function mayWatch(context: Console, session: Session): Answer | undefined {
  let answer: Answer | undefined;
  for (const id of wardsWithSeats(context.deps.app.world())) {
    answer = mayLook(context, session, "ward.watch", wardOf(id));
    if (answer.type === "permit") break;
  }
  return answer;
}

/** The wards whose seats the person may watch. */
export function listWards(context: Console, session: Session): WardsReply {
  const world = context.deps.app.world();
  const wards = wardsWithSeats(world)
    .filter((id) => mayLook(context, session, "ward.watch", wardOf(id)).type === "permit")
    .map((id) => ({ id, name: world.wards.get(id)?.name ?? id }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { wards };
}

/** The ids of the wards that have seats. */
export function wardsWithSeats(world: World): readonly string[] {
  return [...world.wards.values()]
    .map(({ id }) => id)
    .filter((id) => world.seatsByWard.get(id).length > 0);
}

/**
 * A ward's seats, who is in at them, and who is on duty there.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function watchWard(
  context: Console,
  session: Session,
  ward: string,
): Promise<WardReply> {
  requireWard(context, ward);
  await requireLook(context, session, "ward.watch", wardOf(ward));
  return withNames(context.deps.app.side, context.deps.app.world, (names) => {
    const scene = sceneNow(context);
    const seats = seatsOf(scene.world, ward);
    return {
      ward,
      mayLend: mayLook(context, session, "badge.lend", wardOf(ward)).type === "permit",
      seats: seats.map((seat) => watchedSeat(scene, seat, names)),
      people: peopleOf(scene, ward, seats).map((person) =>
        watchedPerson(scene, ward, person, names),
      ),
    };
  });
}

function seatsOf(world: World, ward: string): readonly Seat[] {
  return world.seatsByWard
    .get(ward)
    .map((id) => world.seats.get(id))
    .filter((seat) => seat !== undefined);
}

function watchedSeat(scene: Scene, seat: Seat, names: NameBook): WatchedSeat {
  const { bed, id, key, name, sensor } = seat;
  const occupant = occupantOf(scene, id);
  return {
    id,
    name,
    ...(bed === undefined ? {} : { bed }),
    enrolled: key !== undefined,
    sensor: sensor !== undefined,
    ...(occupant === undefined
      ? {}
      : {
          occupant: {
            session: occupant.id,
            who: viewOf(scene, occupant.person, names),
            level: occupant.level,
            since: occupant.seenAt,
          },
        }),
    parked: parkedAt(scene, id).map(({ person }) => viewOf(scene, person, names)),
  };
}

/** On duty in the ward or for its service, rostered, on call or by their own word, then whoever else has a session at its seats. */
function peopleOf(scene: Scene, ward: string, seats: readonly Seat[]): readonly string[] {
  const { world } = scene;
  const places = [...new Set([ward, world.wards.get(ward)?.service ?? ward])];
  const periods = places.flatMap((place) => [
    ...world.shiftsByWard.get(place).map((id) => world.shifts.get(id)),
    ...world.onCallsByService.get(place).map((id) => world.onCalls.get(id)),
  ]);
  // Who has started a shift without the roster, or agreed to do a colleague's, is on none of these.
  const known = [
    ...periods.map((period) => period?.person ?? ""),
    ...[...world.declared.values()].map(({ person }) => person),
    ...[...world.swaps.values()].flatMap(({ colleague, person }) => [colleague, person]),
  ];
  const rostered = [...new Set(known)].filter(
    (person) => dutyHere(scene, ward, person) !== undefined,
  );
  const atSeats = seats.flatMap(({ id }) => [occupantOf(scene, id), ...parkedAt(scene, id)]);
  return [...new Set([...rostered, ...atSeats.flatMap((session) => session?.person ?? [])])];
}

/** What somebody is on duty by in the ward: its own shift before being on call for its service. */
function dutyHere(
  scene: Scene,
  ward: string,
  person: string,
): ReturnType<typeof dutiesOf>[number] | undefined {
  const here = dutiesOf(scene, person).filter((duty) => isFor(scene.world, duty, ward));
  return here.find((duty) => duty.ward === ward) ?? here[0];
}

function watchedPerson(scene: Scene, ward: string, person: string, names: NameBook): WatchedPerson {
  const { world } = scene;
  const duty = dutyHere(scene, ward, person);
  const badges = world.badgesByPerson.get(person);
  const ending = badges
    .flatMap((badge) => sessionsByBadge(world, badge))
    .map(({ surface }) => world.seats.get(surface.id)?.name ?? surface.type);
  return {
    who: viewOf(scene, person, names),
    ...(duty === undefined ? {} : { until: duty.to }),
    ...(duty?.type === "on-call" ? { onCall: true } : {}),
    badges: badges.length,
    ...lockedAt(world, person),
    ending,
  };
}

/** At the bedside before the console: whoever is locked there cannot work. */
function lockedAt(world: World, person: string): Pick<WatchedPerson, "locked"> {
  const doors = lockedBadges(world, person).flatMap((badge) => badge.doors);
  const [worst] = (["bedside", "console"] as const).filter((door) => doors.includes(door));
  return worst === undefined ? {} : { locked: worst };
}

function viewOf(scene: Scene, person: string, names: NameBook): PersonView {
  const [duty] = dutiesOf(scene, person);
  const title = scene.bundle.roles.get(duty?.role ?? "")?.title;
  return names.person(person, title);
}

/**
 * Locks a seat from the console: its occupant's session is parked, as by their own lock.
 *
 * @throws HttpError `refused`, `not-found`; SessionError `occupant-changed`
 */
export async function lockSeat(
  context: Console,
  session: Session,
  seat: string,
  request: LockSeatRequest,
): Promise<{ readonly type: "locked" }> {
  const { app } = context.deps;
  if (!app.world().seats.has(seat)) throw refusedBy("not-found", "seat.unknown");
  await requirePermit(context, session, "seat.lock", { resource: { type: "seat", id: seat } });
  const by = { type: "person", id: session.person } as const;
  const wish = { seat, session: request.session, reason: "forced", by } as const;
  await app.submit(park({ bundles: app.bundles }, wish));
  return { type: "locked" };
}

/**
 * Somebody of the ward has lost their badge: all of theirs end, with every session that was entered by one.
 *
 * @throws HttpError `refused`, `not-found`; SessionError `badge-unknown`
 */
export async function endLostBadges(
  context: Console,
  session: Session,
  ward: string,
  { person }: BadgeLostRequest,
): Promise<BadgeLostReply> {
  const { app } = context.deps;
  requireWard(context, ward);
  await requirePermit(context, session, "badge.end", { resource: wardOf(ward) });
  requirePersonOf(sceneNow(context), ward, person);
  return app.submit(loseBadges({ person, actor: { type: "person", id: session.person } }));
}

/**
 * Unlocks the badges of somebody of the ward that wrong PINs have locked (A3): whoever does it has them before their eyes.
 *
 * @throws HttpError `refused`, `not-found`; SessionError `own-badge`
 */
export async function unlockBadgesOf(
  context: Console,
  session: Session,
  ward: string,
  { person }: BadgeUnlockRequest,
): Promise<BadgeUnlockReply> {
  const { app } = context.deps;
  requireWard(context, ward);
  await requirePermit(context, session, "badge.unlock", { resource: wardOf(ward) });
  requirePersonOf(sceneNow(context), ward, person);
  return app.submit(unlockBadges({ person, actor: { type: "person", id: session.person } }));
}

/**
 * Lends a badge of the ward's pool to somebody on duty there who has forgotten theirs (A3).
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; SessionError `own-badge`, `off-duty`
 */
export async function lendBadgeAt(
  context: Console,
  session: Session,
  ward: string,
  { person, badge }: LendBadgeRequest,
): Promise<LendBadgeReply> {
  const { app, keyedHash } = context.deps;
  const read = badgeNumber(badge);
  if (read === "") throw refusedBy("bad-request", "badge.lend");
  requireWard(context, ward);
  await requirePermit(context, session, "badge.lend", { resource: wardOf(ward) });
  requirePersonOf(sceneNow(context), ward, person);
  const actor = { type: "person", id: session.person } as const;
  const loan = { ward, person, number: keyedHash("badge", read), actor };
  try {
    const { until } = await app.submit(lendBadge({ bundles: app.bundles }, loan));
    return { type: "lent", until };
  } catch (error) {
    if (isAboutChoice(error)) return { type: "another", ...spokenOf(error) };
    throw error;
  }
}

/** @throws HttpError `not-found` */
function requirePersonOf(scene: Scene, ward: string, person: string): void {
  if (peopleOf(scene, ward, seatsOf(scene.world, ward)).includes(person)) return;
  throw refusedBy("not-found", "person.not-of-ward");
}

function requireWard({ deps }: Console, ward: string): void {
  if (deps.app.world().wards.has(ward)) return;
  throw refusedBy("not-found", "ward.unknown");
}
