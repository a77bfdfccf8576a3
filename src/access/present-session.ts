import type { Duration, Instant } from "../ports/index.ts";
import type { Device, Seen, Session, World } from "../world/index.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { isLive } from "./duty-of.ts";
import { isOverWith } from "./emergencies.ts";
import type { Situation } from "./facts.ts";
import { goneFrom } from "./gone-from.ts";
import { recordingSession } from "./recorded-by.ts";
import type { RequestContext } from "./request.ts";
import { witnessSession } from "./witness.ts";

/** The session that a request is made in, and what its surface is. */
export interface Presence {
  /** Open, of this person, and live; undefined: not signed in, or it cannot be told where. */
  readonly session: Session | undefined;
  /** Those that it could be, where the person is in at several places and the request says nothing of any; else none. */
  readonly several: readonly Session[];
  /** Whether the session is where the request says it comes from (S1). */
  readonly here: boolean;
  /** A seat, or a managed and encrypted device that has checked in lately (C8). */
  readonly managed: boolean;
  /** A seat, or a phone on a network of the hospital's, or one that is seen there. */
  readonly onSite: boolean;
  /** The ward of the seat. */
  readonly ward: string | undefined;
}

/** Finds the session: that of a witness at somebody's seat; the one named; else the one at the named seat or device; else the person's only open one. */
export function presenceOf(situation: Situation, boundaries: Boundaries): Presence {
  const { bundle, world, request } = situation;
  const { context } = request;
  const isIn = (session: Session) => isOpen(bundle, world, session, boundaries);
  const { session, several = [] } = sessionFor(situation, isIn, boundaries);
  if (session === undefined) {
    return { session, several, here: true, managed: false, onSite: false, ward: undefined };
  }
  const here = isHere(world, session, context);
  if (session.surface.type === "seat") {
    const seat = world.seats.get(session.surface.id);
    const known = seat !== undefined;
    return { session, several, here, managed: known, onSite: known, ward: seat?.ward };
  }
  const device = deviceOf(world, session, context);
  return {
    session,
    several,
    here,
    managed: device !== undefined && isManaged(bundle, device, boundaries),
    onSite: session.surface.type === "phone" && isOnSite(bundle, session, device, boundaries),
    ward: undefined,
  };
}

/** A witness's and a performer's is that of the seat they stand at, for just this; any other is the person's own. */
function sessionFor(
  situation: Situation,
  isIn: (session: Session) => boolean,
  boundaries: Boundaries,
): Found {
  const { context, subject } = situation.request;
  if (context.witnessing !== undefined) {
    return { session: witnessSession(situation, context.witnessing, isIn, boundaries) };
  }
  if (context.recording !== undefined) {
    return { session: recordingSession(situation, context.recording, isIn, boundaries) };
  }
  return findSession(situation.world, subject.id, context, isIn);
}

/** What was last said of a device, while that is not too old to be believed. */
export function isManaged(
  { checkIn }: Pick<Bundle, "checkIn">,
  { managed, encrypted, checkedInAt }: Device,
  boundaries: Boundaries,
): boolean {
  if (!managed || !encrypted || checkedInAt === undefined) return false;
  note(boundaries, checkedInAt + checkIn);
  return boundaries.at < checkedInAt + checkIn;
}

/** Its connection comes from a site's network, or whoever manages it saw it there; the one does not speak against the other. */
function isOnSite(
  bundle: Bundle,
  { site }: Session,
  device: Device | undefined,
  boundaries: Boundaries,
): boolean {
  if (site !== undefined) return true;
  return device !== undefined && placeSeen(bundle, device, boundaries) !== undefined;
}

/**
 * Where a device was seen, while that is not too old to be believed; undefined: in no place of ours, or nobody has said. Only of a
 * managed one: of any other nobody can know that it is the one that was seen.
 */
export function placeSeen(
  bundle: Pick<Bundle, "checkIn" | "placeLasts">,
  device: Device,
  boundaries: Boundaries,
): Seen | undefined {
  const { seen } = device;
  if (seen?.site === undefined || bundle.placeLasts === 0) return undefined;
  if (!isManaged(bundle, device, boundaries)) return undefined;
  const until = seen.seenAt + bundle.placeLasts;
  note(boundaries, until);
  return boundaries.at < until ? seen : undefined;
}

/** What the request names must be where the session is: a seat's screen is no phone, and a phone is just that one (S1). */
function isHere(world: World, session: Session, context: RequestContext): boolean {
  const { surface } = session;
  const { device, seat } = context;
  if (seat !== undefined && (surface.type !== "seat" || surface.id !== seat)) return false;
  if (device === undefined) return true;
  return surface.type !== "seat" && deviceOf(world, session, context)?.id === device;
}

/**
 * The device that a session is on. A console browser's machine is known only when the request names it: one of its person's, or one
 * that is shared; somebody else's lends it nothing (C8).
 */
function deviceOf(
  world: World,
  { person, surface }: Session,
  context: RequestContext,
): Device | undefined {
  const id = surface.type === "phone" ? surface.id : context.device;
  const device = id === undefined ? undefined : world.devices.get(id);
  return device === undefined || isTheirs(device, person) ? device : undefined;
}

function isTheirs({ person: owner }: Device, person: string): boolean {
  return owner === undefined || owner === person;
}

interface Found {
  readonly session: Session | undefined;
  readonly several?: readonly Session[];
}

function findSession(
  world: World,
  person: string,
  context: RequestContext,
  isIn: (session: Session) => boolean,
): Found {
  if (context.session !== undefined) {
    const named = world.sessions.get(context.session);
    return { session: named?.person === person && isIn(named) ? named : undefined };
  }
  const open: Session[] = [];
  const surface = context.seat ?? context.device;
  for (const id of world.sessionsByPerson.get(person)) {
    const session = world.sessions.get(id);
    if (session === undefined || !isIn(session)) continue;
    if (session.surface.id === surface) return { session };
    open.push(session);
  }
  if (open.length < 2) return { session: open[0] };
  return surface === undefined ? { session: undefined, several: open } : { session: undefined };
}

function isOpen(bundle: Bundle, world: World, session: Session, boundaries: Boundaries): boolean {
  if (session.state !== "open") return false;
  const until = endsBy(session);
  note(boundaries, until);
  if (until <= boundaries.at) return false;
  if (isOverWith(world, session, boundaries)) return false;
  const gone = goneFrom(bundle, world, session);
  if (gone !== undefined) note(boundaries, gone);
  if (gone !== undefined && gone <= boundaries.at) return false;
  if (!isOnItsDevice(world, session)) return false;
  return isLive(world.engagements.get(session.engagement), boundaries);
}

/** A console that nobody uses is signed out after this long (domain, Sessions and seats). */
const consoleIdle: Duration = 30 * 60_000;

/** When a session is over by its own times: a console's also when nobody uses it. */
export function endsBy({ seenAt, surface, until }: Session): Instant {
  return surface.type === "console" ? Math.min(until, seenAt + consoleIdle) : until;
}

/** A phone's session is over with the phone; and nobody is in on a phone that is somebody else's. */
function isOnItsDevice(world: World, { person, surface }: Session): boolean {
  if (surface.type !== "phone") return true;
  const device = world.devices.get(surface.id);
  return device !== undefined && isTheirs(device, person);
}
