import { type Answer, endsBy, hospital } from "../../access/index.ts";
import { dutiesOf, endSession, isIn, isLive, type Scene } from "../../sessions/index.ts";
import type { Session, World } from "../../world/index.ts";
import { type NameBook, withNames } from "../names.ts";
import type { EndSessionRequest, SessionsReply, SessionView } from "../sessions-contract.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, mayLook, requireLook, requirePermit, sceneNow } from "./console-context.ts";
import { wardsWithSeats } from "./wards.ts";

/** As many as a page can show; of more, what is looked for is said. */
const most = 200;

const wardOf = (id: string) => ({ type: "ward", id }) as const;

/** What a session's ending is asked of: the ward of its seat; what is at no seat belongs to the whole hospital. */
function belongsTo(
  world: World,
  { surface }: Session,
): typeof hospital | ReturnType<typeof wardOf> {
  const ward = surface.type === "seat" ? world.seats.get(surface.id)?.ward : undefined;
  return ward === undefined ? hospital : wardOf(ward);
}

/** Whether the person may list those of the hospital, or of some ward: the first permit, else the last denial. */
export function mayList(context: Console, session: Session): Answer {
  const all = mayLook(context, session, "session.list");
  if (all.type === "permit") return all;
  for (const ward of wardsWithSeats(context.deps.app.world())) {
    const answer = mayLook(context, session, "session.list", wardOf(ward));
    if (answer.type === "permit") return answer;
  }
  return all;
}

/**
 * The sessions that live now: of the whole hospital, or those at the seats of the wards that the person looks after, and their own.
 *
 * @throws HttpError `refused`
 */
export async function listSessions(
  context: Console,
  session: Session,
  contains: string,
): Promise<SessionsReply> {
  const listed = await requireListing(context, session);
  return sessionsNow(context, session, listed, contains);
}

/** Of which wards sessions are listed; undefined: all of them are. */
type Listed = ReadonlySet<string> | undefined;

/** Each look is recorded, at the hospital or at each ward that is looked at (U4). */
async function requireListing(context: Console, session: Session): Promise<Listed> {
  const may = (ward: string) => mayLook(context, session, "session.list", wardOf(ward)).type;
  const isAll = mayLook(context, session, "session.list").type === "permit";
  const wards = isAll
    ? []
    : wardsWithSeats(context.deps.app.world()).filter((ward) => may(ward) === "permit");
  if (wards.length === 0) {
    await requireLook(context, session, "session.list");
    return undefined;
  }
  for (const ward of wards) await requireLook(context, session, "session.list", wardOf(ward));
  return new Set(wards);
}

function sessionsNow(
  context: Console,
  session: Session,
  listed: Listed,
  contains: string,
): Promise<SessionsReply> {
  const { app } = context.deps;
  const wanted = contains.trim().toLocaleLowerCase();
  const rights = rightsOf(context, session);
  return withNames(app.side, app.world, (names) => {
    const scene = sceneNow(context);
    const isListed = (each: Session) => {
      const { id, type } = belongsTo(scene.world, each);
      return listed === undefined || (type === "ward" && listed.has(id));
    };
    const fitting = [...scene.world.sessions.values()]
      .filter((each) => each.person === session.person || isListed(each))
      .filter((each) => isLive(scene, each))
      .toSorted((a, b) => b.openedAt - a.openedAt)
      .map((each) => sessionView({ scene, names, rights, reader: session }, each))
      .filter((view) => wanted === "" || textOf(view).includes(wanted));
    return { sessions: fitting.slice(0, most), total: fitting.length };
  });
}

function textOf({ patient, place = "", surface, ward = "", who }: SessionView): string {
  const names = [who.name, who.role, surface, place, ward, patient?.name ?? ""];
  return names.join(" ").toLocaleLowerCase();
}

/** What the reader may, asked once for each ward and not for each session. */
interface Rights {
  readonly readsLog: boolean;
  readonly ends: (where: ReturnType<typeof belongsTo>) => boolean;
}

function rightsOf(context: Console, session: Session): Rights {
  const known = new Map<string, boolean>();
  return {
    readsLog: mayLook(context, session, "log.read").type === "permit",
    ends: (where) => {
      const may =
        known.get(where.id) ?? mayLook(context, session, "session.end", where).type === "permit";
      known.set(where.id, may);
      return may;
    },
  };
}

interface Viewing {
  readonly scene: Scene;
  readonly names: NameBook;
  readonly rights: Rights;
  readonly reader: Session;
}

/** As whom somebody is here: by what they are on duty for now, as their screen says; else by a role that they hold. */
function roleIn(scene: Scene, person: string): string | undefined {
  const { at, world } = scene;
  const held = world.rolesByPerson
    .get(person)
    .flatMap((each) => world.roles.get(each) ?? [])
    .find(({ from, to }) => from <= at && at < to);
  return dutiesOf(scene, person)[0]?.role ?? held?.role;
}

function sessionView({ scene, names, rights, reader }: Viewing, session: Session): SessionView {
  const { world } = scene;
  const { id, level, openedAt, patient, person, surface } = session;
  const where = belongsTo(world, session);
  const own = person === reader.person;
  const place =
    surface.type === "seat"
      ? world.seats.get(surface.id)?.name
      : surface.type === "phone"
        ? world.devices.get(surface.id)?.platform
        : undefined;
  const role = roleIn(scene, person);
  return {
    id,
    who: names.person(person, scene.bundle.roles.get(role ?? "")?.title ?? role),
    surface: surface.type,
    ...(place === undefined ? {} : { place }),
    ...(where.type === "ward" ? { ward: where.id } : {}),
    level,
    since: openedAt,
    ends: endsBy(session),
    parked: !isIn(scene, session),
    chart: patient !== undefined,
    // The log says which charts were opened, to whoever reads it; nobody else is told here.
    ...(patient !== undefined && rights.readsLog ? { patient: names.patient(patient) } : {}),
    here: id === reader.id,
    own,
    mayEnd: own || rights.ends(where),
  };
}

/**
 * Ends a session, open or parked: one's own without more ado, somebody else's by the policy (`session.end`), of the ward of its seat
 * or of the hospital.
 *
 * @throws HttpError `refused`, `not-found`; SessionError `occupant-changed`
 */
export async function endOne(
  context: Console,
  session: Session,
  id: string,
  { person }: EndSessionRequest,
): Promise<{ readonly type: "ended" }> {
  const { app } = context.deps;
  const known = app.world().sessions.get(id);
  if (known === undefined) throw refusedBy("not-found", "session.unknown");
  const where = belongsTo(app.world(), known);
  const actor = { type: "person", id: session.person } as const;
  const ending = endSession({ bundles: app.bundles }, { session: id, person, actor });
  if (known.person === session.person) {
    await app.submit(ending);
    return { type: "ended" };
  }
  // In the batch of the permit: what is ended is where the policy was asked about.
  await requirePermit(context, session, "session.end", {
    resource: where,
    also: (handling) => {
      const now = handling.world.sessions.get(id);
      const isMoved = now !== undefined && belongsTo(handling.world, now).id !== where.id;
      if (isMoved) throw refusedBy("not-found", "session.moved");
      return ending.handle(handling).records;
    },
  });
  return { type: "ended" };
}
