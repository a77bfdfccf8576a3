import {
  registerApplication,
  retireApplication,
  type Scene,
  type Standing,
  standingOf,
} from "../../sessions/index.ts";
import type { Application, Connection, Session, Workload, World } from "../../world/index.ts";
import type {
  ConsoleApplication,
  ConsoleApplicationsReply,
  ConsoleConnection,
  RegisterApplicationReply,
} from "../console-contract.ts";
import { type NameBook, withNames } from "../names.ts";
import { checkApplication } from "../oidc/check-application.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, mayLook, requireLook, requirePermit, sceneNow } from "./console-context.ts";

/** So many of an application's connections are listed by name; the others are counted. */
const mostListed = 20;

/**
 * What is connected, and how far Wardkey's word reaches in each (domain, What a permit covers): applications that
 * people sign in to, with the sessions that they hold tokens of now, and workloads that call with a key of their own.
 *
 * @throws HttpError `refused`
 */
export async function listApplications(
  context: Console,
  session: Session,
): Promise<ConsoleApplicationsReply> {
  await requireLook(context, session, "application.read");
  const { app } = context.deps;
  const may = (action: string) => mayLook(context, session, action).type === "permit";
  return withNames(app.side, app.world, (names, world) => {
    const scene = sceneNow(context);
    const all = [
      ...[...world.applications.values()].map((one) => applicationView(one, { scene, names })),
      ...[...world.workloads.values()]
        .filter(({ state }) => state !== "decommissioned")
        .map(workloadView),
    ];
    return {
      applications: all.toSorted((a, b) => a.name.localeCompare(b.name, "en")),
      mayRegister: may("application.register"),
      mayEnd: may("application.retire"),
    };
  });
}

interface Seen {
  readonly scene: Scene;
  readonly names: NameBook;
}

function applicationView(application: Application, seen: Seen): ConsoleApplication {
  const { gives = [], id, kind, launchUri, name, redirectUris, scopes, serves } = application;
  const { world } = seen.scene;
  const connections = world.connectionsByApplication
    .get(id)
    .map((one) => world.connections.get(one))
    .filter((one) => one !== undefined)
    .map((connection) => ({ connection, standing: standingOf(seen.scene, connection.id) }))
    .filter(({ standing }) => standing !== "ended");
  const count = (wanted: Standing) =>
    connections.filter(({ standing }) => standing === wanted).length;
  return {
    id,
    name,
    kind,
    type: "application",
    addresses: [...new Set([...redirectUris, ...serves])],
    scopes,
    gives,
    atSeats: launchUri !== undefined,
    live: count("live"),
    suspended: count("suspended"),
    connections: connections
      .toSorted((a, b) => b.connection.at - a.connection.at)
      .slice(0, mostListed)
      .map(({ connection, standing }) => connectionView(connection, standing, seen)),
  };
}

function connectionView(
  { at, id, person, surface }: Connection,
  standing: Standing,
  { names, scene }: Seen,
): ConsoleConnection {
  const seat = surface.type === "seat" ? scene.world.seats.get(surface.id) : undefined;
  return {
    id,
    who: names.person(person),
    ...(seat === undefined ? {} : { seat: seat.name }),
    at,
    live: standing === "live",
  };
}

/** A workload's kind follows from what it may: whoever may ask decides here, whoever only listens is only told. */
function workloadView({ gives = [], id, name, scopes, until }: Workload): ConsoleApplication {
  return {
    id,
    name,
    kind: scopes.includes("decision.ask") ? "decides-here" : "only-told",
    type: "workload",
    addresses: [],
    scopes,
    gives,
    atSeats: false,
    live: 0,
    suspended: 0,
    connections: [],
    until,
  };
}

/**
 * Connects an application, described as for `wardkey application register`; one that is known already is not replaced
 * from here.
 *
 * @throws HttpError `bad-request`, `refused`; SessionError `application-known`
 */
export async function registerAtConsole(
  context: Console,
  session: Session,
  form: unknown,
): Promise<RegisterApplicationReply> {
  const application = checkApplication(form);
  await requirePermit(context, session, "application.register");
  const { app } = context.deps;
  const actor = { type: "person", id: session.person } as const;
  return app.submit(registerApplication(application, actor, { isNew: true }));
}

/**
 * Ends an application: nobody signs in to it any more, and what it holds is over at once.
 *
 * @throws HttpError `refused`, `not-found`; SessionError `application-unknown`
 */
export async function endApplication(
  context: Console,
  session: Session,
  application: string,
): Promise<ConsoleApplicationsReply> {
  const { app } = context.deps;
  requireKnown(app.world(), application);
  await requirePermit(context, session, "application.retire");
  const actor = { type: "person", id: session.person } as const;
  const { untold } = await app.submit(retireApplication(application, actor));
  return { ...(await listApplications(context, session)), untold };
}

function requireKnown(world: World, application: string): void {
  if (world.applications.has(application)) return;
  throw refusedBy("not-found", "application.unknown");
}
