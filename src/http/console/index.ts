import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { createAgain, createPast } from "../../access/index.ts";
import { zoneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { MarkChartRequest, MergeChartsRequest } from "../charts-contract.ts";
import type {
  BadgeLostRequest,
  BadgeUnlockRequest,
  ClearParkedRequest,
  ConsoleMe,
  ConsoleSignInRequest,
  DeskEnrolRequest,
  EndConsolePhoneRequest,
  FindStaffRequest,
  GiveBadgeRequest,
  LendBadgeRequest,
  LockSeatRequest,
  RemovePasskeyRequest,
  VouchOptionsRequest,
} from "../console-contract.ts";
import type { PasskeyRequest } from "../contract.ts";
import type { ServerDeps } from "../deps.ts";
import { isTooLarge } from "../errors.ts";
import { createCeremonies } from "../passkeys/ceremonies.ts";
import { assertionBody, registrationBody } from "../passkeys/schema.ts";
import { createRefusalCount } from "../refusal-count.ts";
import type { EndSessionRequest } from "../sessions-contract.ts";
import { endApplication, listApplications, registerAtConsole } from "./applications.ts";
import { endBadgesOf, findStaff, giveBadge } from "./badges.ts";
import { lateAccess } from "./campaigns.ts";
import { listCharts, markOne, mergeTwo, unmergeOne } from "./charts.ts";
import { active, type Console, signedIn } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import { beginEnrolment, finishEnrolment, removeAtDesk } from "./desk.ts";
import { enrolAtConsole } from "./enrol-at-console.ts";
import { clearParked, listFeeds, listParked } from "./feeds.ts";
import { createLooks } from "./looks.ts";
import { listNotices } from "./notices.ts";
import { createOfLog } from "./of-log.ts";
import { pagesOf } from "./pages-of.ts";
import { signInByPasskey, signInOptions, stepUpHere, stepUpOptions } from "./passkey-sign-in.ts";
import { endPhone, listPhones } from "./phones.ts";
import { lateReviews } from "./reviews.ts";
import { enrolSensorAtConsole, withdrawSensorAtConsole } from "./sensors.ts";
import { serveCampaigns } from "./serve-campaigns.ts";
import { serveExceptions } from "./serve-exceptions.ts";
import { serveHeld } from "./serve-held.ts";
import { serveLocums } from "./serve-locums.ts";
import { serveLog } from "./serve-log.ts";
import { servePassports } from "./serve-passports.ts";
import { servePeople } from "./serve-people.ts";
import { serveRehearsals } from "./serve-rehearsals.ts";
import { serveWorkloadPages } from "./serve-workloads.ts";
import { endOne, listSessions } from "./sessions.ts";
import { personView, signIn, signOutHere } from "./sign-in.ts";
import { vouchOptions } from "./stand-beside.ts";
import {
  endLostBadges,
  lendBadgeAt,
  listWards,
  lockSeat,
  unlockBadgesOf,
  watchWard,
} from "./wards.ts";

/** The interface of the console: see http/contract.ts for what is said. */
export function consolePages(
  deps: ServerDeps & Pick<Console, "streams" | "changes" | "presentations" | "offers">,
): FastifyPluginAsync {
  const https = () => deps.origins().every((origin) => origin.startsWith("https:"));
  const looks = createLooks(deps.clock);
  const refusals = createRefusalCount(deps.clock);
  const ceremonies = createCeremonies(deps.clock);
  const { changes, offers, presentations, streams } = deps;
  const { bundles, world } = deps.app;
  const past = createOfLog(deps.log, createPast());
  // A policy that is loaded no more cannot decide again: the one in force does.
  const again = createOfLog(
    deps.log,
    createAgain((then) => bundles.current(then) ?? bundles.current(world())),
  );
  const read = { past, again };
  const held = { streams, changes, presentations, offers, looks, ...read, refusals, ceremonies };
  const context: Console = { deps, https, ...held };
  return async (server) => {
    serveSignIn(server, context);
    serveLog(server, context);
    serveFeeds(server, context);
    serveExceptions(server, context);
    serveCampaigns(server, context);
    serveSeats(server, context);
    serveWards(server, context);
    serveSessions(server, context);
    servePasskeys(server, context);
    serveDesk(server, context);
    serveCharts(server, context);
    serveBadges(server, context);
    servePhones(server, context);
    servePeople(server, context);
    serveHeld(server, context);
    serveLocums(server, context);
    servePassports(server, context);
    serveApplications(server, context);
    serveWorkloadPages(server, context);
    serveRehearsals(server, context);
  };
}

const text = Type.String();

function serveSignIn(server: FastifyInstance, context: Console): void {
  const signInWith: WithCredentials = (request, reply, given) =>
    signIn(context, request, reply, given);
  const credentials = describe("Sign in by badge number and PIN", { badge: text, pin: text });
  server.post(
    "/sign-in",
    { schema: credentials, errorHandler: ifHuge(signInWith) },
    (request, reply) => signInWith(request, reply, request.body as ConsoleSignInRequest),
  );
  server.post("/sign-out", { schema: describe("Sign out") }, (request, reply) =>
    signOutHere(context, request, reply),
  );
  server.get("/me", { schema: describe("Who is signed in") }, async (request) =>
    whoIsIn(context, await active(context, request)),
  );
}

type WithCredentials = (
  request: FastifyRequest,
  reply: FastifyReply,
  given: ConsoleSignInRequest,
) => Promise<unknown>;

/** No badge has a number that no request has room for: it gets the one answer for all (S4). */
function ifHuge(handle: WithCredentials) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    if (!isTooLarge(error)) throw error;
    return handle(request, reply.code(200), { badge: "", pin: "" });
  };
}

async function whoIsIn(context: Console, session: Session): Promise<ConsoleMe> {
  const { app } = context.deps;
  const world = app.world();
  const [role] = world.rolesByPerson.get(session.person).map((id) => world.roles.get(id));
  const [first] = world.wards.values();
  const zone = zoneOf(world, world.wards.has(role?.ward ?? "") ? role?.ward : first?.id);
  const late = lateReviews(context, session);
  const access = lateAccess(context, session);
  return {
    who: await personView(context, session.person),
    ...pagesOf(context, session),
    ...(late === 0 ? {} : { lateReviews: late }),
    ...(access === 0 ? {} : { lateAccess: access }),
    zone,
  };
}

function serveFeeds(server: FastifyInstance, context: Console): void {
  const get = <A>(path: string, about: string, list: (session: Session) => Promise<A>) =>
    server.get(path, { schema: describe(about) }, async (request: FastifyRequest) =>
      list(signedIn(context, request)),
    );
  get("/feeds", "The feeds, and how long each has been silent", (session) =>
    listFeeds(context, session),
  );
  get("/notices", "Notifications by mail and webhook that did not arrive", (session) =>
    listNotices(context, session),
  );
  get("/parked", "The messages that could not be used", (session) => listParked(context, session));
  const schema = describe("Deal with a parked message", {
    outcome: Type.Enum(["dismissed", "retried"]),
  });
  server.post("/parked/:id", { schema }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return clearParked(context, session, id, request.body as ClearParkedRequest);
  });
}

function serveSeats(server: FastifyInstance, context: Console): void {
  const schema = describe("Make a browser a seat, by the code that it shows", { code: text });
  server.post("/seats/:seat/enrol", { schema }, async (request) => {
    const session = await active(context, request);
    const { seat } = request.params as { readonly seat: string };
    return enrolAtConsole(context, session, seat, (request.body as { code: string }).code);
  });
  const sensor = describe("Make a device a seat's presence sensor, by its code", { code: text });
  server.post("/seats/:seat/sensor/enrol", { schema: sensor }, async (request) => {
    const session = await active(context, request);
    const { seat } = request.params as { readonly seat: string };
    return enrolSensorAtConsole(context, session, seat, (request.body as { code: string }).code);
  });
  const withdrawal = describe("Take a seat's presence sensor away");
  server.post("/seats/:seat/sensor/withdraw", { schema: withdrawal }, async (request) => {
    const session = await active(context, request);
    const { seat } = request.params as { readonly seat: string };
    return withdrawSensorAtConsole(context, session, seat);
  });
}

function serveWards(server: FastifyInstance, context: Console): void {
  const wardIn = (request: FastifyRequest) => (request.params as { readonly ward: string }).ward;
  server.get(
    "/wards",
    { schema: describe("The wards whose screens one may watch") },
    async (request) => listWards(context, signedIn(context, request)),
  );
  const watched = describe("A ward's screens, and who is on duty there");
  server.get("/wards/:ward", { schema: watched }, async (request) =>
    watchWard(context, signedIn(context, request), wardIn(request)),
  );
  const lost = describe("End the badges of somebody who has lost theirs", { person: text });
  server.post("/wards/:ward/badge-lost", { schema: lost }, async (request) => {
    const session = await active(context, request);
    return endLostBadges(context, session, wardIn(request), request.body as BadgeLostRequest);
  });
  const unlock = describe("Unlock the badges of somebody after wrong PINs", { person: text });
  server.post("/wards/:ward/badge-unlock", { schema: unlock }, async (request) => {
    const session = await active(context, request);
    return unlockBadgesOf(context, session, wardIn(request), request.body as BadgeUnlockRequest);
  });
  const lend = describe("Lend a badge of the ward's pool", { person: text, badge: text });
  server.post("/wards/:ward/badge-lend", { schema: lend }, async (request) => {
    const session = await active(context, request);
    return lendBadgeAt(context, session, wardIn(request), request.body as LendBadgeRequest);
  });
  const lock = describe("Lock a screen", { session: text });
  server.post("/seats/:seat/lock", { schema: lock }, async (request) => {
    const session = await active(context, request);
    const { seat } = request.params as { readonly seat: string };
    return lockSeat(context, session, seat, request.body as LockSeatRequest);
  });
}

function serveSessions(server: FastifyInstance, context: Console): void {
  const querystring = Type.Object({ contains: Type.Optional(text) });
  const list = { ...describe("The sessions that live now"), querystring };
  server.get("/sessions", { schema: list }, async (request) => {
    const { contains = "" } = request.query as { contains?: string };
    return listSessions(context, signedIn(context, request), contains);
  });
  const end = describe("End a session, open or parked", { person: text });
  server.post("/sessions/:id/end", { schema: end }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return endOne(context, session, id, request.body as EndSessionRequest);
  });
}

function servePasskeys(server: FastifyInstance, context: Console): void {
  const options = (about: string) => ({ schema: describe(about) });
  const answer = (about: string) => ({ schema: describe(about, { response: assertionBody }) });
  server.post("/passkey/options", options("Begin to sign in by a passkey"), (request) =>
    signInOptions(context, request),
  );
  server.post("/passkey/sign-in", answer("Sign in by a passkey"), (request, reply) =>
    signInByPasskey(context, request, reply),
  );
  server.post("/step-up/options", options("Begin a step-up by passkey"), async (request) =>
    stepUpOptions(context, request, await active(context, request)),
  );
  server.post("/step-up", answer("Step up by a passkey"), async (request) => {
    const session = await active(context, request);
    return stepUpHere(context, session, (request.body as PasskeyRequest).response);
  });
}

function servePhones(server: FastifyInstance, context: Console): void {
  server.get("/phones", { schema: describe("One's phones, or everybody's") }, async (request) =>
    listPhones(context, signedIn(context, request)),
  );
  const why = Type.Enum(["lost", "handed-back"]);
  const schema = describe("End a phone that is lost or handed back", { why });
  server.post("/phones/:id/end", { schema }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return endPhone(context, session, id, request.body as EndConsolePhoneRequest);
  });
}

function serveApplications(server: FastifyInstance, context: Console): void {
  server.get("/applications", { schema: describe("What is connected") }, async (request) =>
    listApplications(context, signedIn(context, request)),
  );
  const register = describe("Connect an application");
  server.post("/applications", { schema: register }, async (request) =>
    registerAtConsole(context, await active(context, request), request.body),
  );
  const end = describe("End an application, with every token that it holds");
  server.post("/applications/:id/end", { schema: end }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return endApplication(context, session, id);
  });
}

const whatWasChecked = Type.Optional(
  Type.Enum(["photo-id", "known-with-witness", "staff-passport"]),
);

const whoVouches = Type.Optional(
  Type.Union([
    Type.Object({ badge: text, pin: text }),
    Type.Object({ person: text, response: assertionBody }),
  ]),
);

function serveDesk(server: FastifyInstance, context: Console): void {
  const begin = describe("Somebody stands at the enrolment desk", { badge: text, pin: text });
  const beginWith: WithCredentials = async (request, _reply, given) =>
    beginEnrolment(context, request, await active(context, request), given);
  server.post("/desk/begin", { schema: begin, errorHandler: ifHuge(beginWith) }, (request, reply) =>
    beginWith(request, reply, request.body as ConsoleSignInRequest),
  );
  const vouch = describe("A colleague vouches for somebody by their passkey", { person: text });
  server.post("/vouch/options", { schema: vouch }, async (request) => {
    const session = await active(context, request);
    return vouchOptions(context, request, session, request.body as VouchOptionsRequest);
  });
  const enrol = describe("Enrol the passkey that was made", {
    response: registrationBody,
    checked: whatWasChecked,
    second: whoVouches,
  });
  server.post("/desk/enrol", { schema: enrol }, async (request) => {
    const session = await active(context, request);
    return finishEnrolment(context, session, request.body as DeskEnrolRequest);
  });
  const reason = Type.Enum(["lost", "replaced", "handed-back"]);
  const remove = describe("Remove a passkey", { reason });
  server.post("/passkeys/:id/remove", { schema: remove }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return removeAtDesk(context, session, id, request.body as RemovePasskeyRequest);
  });
}

function serveCharts(server: FastifyInstance, context: Console): void {
  const list = describe(
    "Charts that need care, that became one, and of whoever came before theirs",
  );
  server.get("/charts", { schema: list }, async (request) =>
    listCharts(context, signedIn(context, request)),
  );
  const marks = {
    number: text,
    mark: Type.Enum(["sealed", "vip", "colleague"]),
    on: Type.Boolean(),
  };
  const mark = describe("Mark a chart as one that needs care, or lift that", marks);
  server.post("/charts/mark", { schema: mark }, async (request) => {
    const session = await active(context, request);
    return markOne(context, session, request.body as MarkChartRequest);
  });
  const merge = describe("Make two charts one", { number: text, into: text });
  server.post("/charts/merge", { schema: merge }, async (request) => {
    const session = await active(context, request);
    return mergeTwo(context, session, request.body as MergeChartsRequest);
  });
  const unmerge = describe("Take back that two charts became one");
  server.post("/charts/:id/unmerge", { schema: unmerge }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return unmergeOne(context, session, id);
  });
}

function serveBadges(server: FastifyInstance, context: Console): void {
  const find = describe("Whose badge it is to be", { number: text });
  server.post("/badges/find", { schema: find }, async (request) => {
    const session = await active(context, request);
    return findStaff(context, session, request.body as FindStaffRequest);
  });
  const members = {
    person: text,
    badge: text,
    pin: text,
    checked: whatWasChecked,
    second: whoVouches,
  };
  const give = describe("Give a badge, a PIN, or both", members);
  server.post("/badges/give", { schema: give }, async (request) => {
    const session = await active(context, request);
    return giveBadge(context, session, request.body as GiveBadgeRequest);
  });
  const end = describe("All badges of somebody are lost, on duty or not", { person: text });
  server.post("/badges/end", { schema: end }, async (request) => {
    const session = await active(context, request);
    return endBadgesOf(context, session, request.body as BadgeLostRequest);
  });
}
