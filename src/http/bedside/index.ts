import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { type TObject, type TProperties, Type } from "typebox";
import { patternOf } from "../../access/index.ts";
import { occupantOf, park, SessionError } from "../../sessions/index.ts";
import type {
  BreakGlassRequest,
  DraftsRequest,
  EnrolRequest,
  LockRequest,
  OpenChartRequest,
  PinRequest,
  SearchRequest,
  SectionRequest,
  TapRequest,
} from "../bedside-contract.ts";
import type { PasskeyRequest } from "../contract.ts";
import type { ServerDeps } from "../deps.ts";
import { createProofs, proofWindow } from "../dpop.ts";
import type {
  DeclareRequest,
  EmergencyRequest,
  RespondRequest,
  SendAwayRequest,
  SignForRequest,
  TaskRequest,
} from "../emergency-contract.ts";
import { isTooLarge } from "../errors.ts";
import type { OpenStreams } from "../event-stream.ts";
import { openEventStream } from "../event-stream.ts";
import { grantMembers } from "../grants/members.ts";
import type { GrantChoice, GrantRequest } from "../grants-contract.ts";
import { offerNonces } from "../nonces.ts";
import { createCeremonies } from "../passkeys/ceremonies.ts";
import { assertionBody } from "../passkeys/schema.ts";
import type { EndPhoneRequest } from "../pocket-contract.ts";
import { createRefusalCount } from "../refusal-count.ts";
import type { StartByPasskey } from "../roster-contract.ts";
import { act } from "./act.ts";
import type { Bedside } from "./bedside-context.ts";
import { breakTheGlass, giveTheGlassBack, renewTheGlass } from "./break-glass.ts";
import { closeCaseHere, openCaseHere } from "./case.ts";
import { sectionIds } from "./chart-sections.ts";
import { orConfirm } from "./confirm.ts";
import { askForCover, returnCover, startCover } from "./cover.ts";
import { readDrafts, saveDrafts } from "./drafts.ts";
import {
  chooseTask,
  declare,
  endEmergency,
  renew,
  sayResponding,
  sendColleagueAway,
} from "./emergency.ts";
import { endPhone, listPhones } from "./end-phone.ts";
import { enrol } from "./enrol.ts";
import { rememberClosings } from "./farewell.ts";
import { givePin } from "./give-pin.ts";
import { keepSection } from "./keep-section.ts";
import { closeChart, leaveForGood, lock } from "./lock.ts";
import { openChart } from "./open-chart.ts";
import { seatSignIn, seatSignInOptions } from "./passkey-sign-in.ts";
import { raise } from "./raise.ts";
import { passkeyOptions, raiseByPasskey } from "./raise-by-passkey.ts";
import { recordAct, signForActs } from "./record-act.ts";
import { registerAtSeat } from "./register-arrival.ts";
import { searchByName, searchPatient } from "./search-patient.ts";
import { createSeatMemories } from "./seat-memory.ts";
import { serveRosters } from "./serve-rosters.ts";
import { sign, signOptions } from "./sign.ts";
import { streamSeat } from "./stream-seat.ts";
import { tapBadge } from "./tap-badge.ts";
import { sceneNow, type Visit, visitOf } from "./visit.ts";
import { cancelWitness, requestWitness, witnessByPin } from "./witness.ts";

/** The interface of the bedside screens: see http/contract.ts for what is said. */
export function bedside(deps: ServerDeps & { readonly streams: OpenStreams }): FastifyPluginAsync {
  const { clock, nonces, origins, app, streams } = deps;
  const context: Bedside = {
    deps,
    streams,
    proofs: createProofs({ clock, nonces, origins }),
    memories: createSeatMemories(clock.monotonic()),
    refusals: createRefusalCount(clock),
    ceremonies: createCeremonies(clock),
    decisions: { bundles: app.bundles, repeats: app.repeats },
  };
  return async (server) => {
    offerNonces(server, nonces);
    const forget = rememberClosings(context);
    server.addHook("onClose", async () => forget());
    serveEnrolment(server, context);
    serveSignIn(server, context);
    serveChart(server, context);
    serveWork(server, context);
    serveRosters(poster(server, context));
    servePhones(server, context);
    serveEmergencies(server, context);
    serveStream(server, context);
  };
}

const text = Type.String();
/** Patients with something unsaved, and texts on one of them, that one request may name. */
const mostDrafts = 20;
const draftTexts = Type.Array(Type.Object({ action: text, text, key: text }), {
  maxItems: mostDrafts,
});
const draftMembers = { patient: text, texts: draftTexts, form: Type.Optional(text) };
const sectionMembers = { patient: text, section: Type.Enum([...sectionIds]) };

function serveEnrolment(server: FastifyInstance, context: Bedside): void {
  const first = { summary: "The nonce that proofs name, as DPoP-Nonce", tags: ["bedside"] };
  server.get("/nonce", { schema: first }, (_request, reply) => reply.code(204).send());
  const jwk = Type.Object({ kty: text, crv: text, x: text, y: text });
  const schema = describe("Which seat this browser is, or how it becomes one", { jwk });
  server.post("/enrol", { schema }, (request) =>
    enrol(context, request, request.body as EnrolRequest),
  );
}

function serveSignIn(server: FastifyInstance, context: Bedside): void {
  const post = poster(server, context);
  post(
    "/tap",
    "A badge was read",
    { badge: text, typed: Type.Optional(Type.Boolean()) },
    (visit, body: TapRequest) => tapBadge(visit, body),
    // No badge has a number that no request has room for: one answer for all (S4).
    (visit) => tapBadge(visit, { badge: "" }),
  );
  post(
    "/pin",
    "The PIN that a tap asked for",
    { tap: text, pin: text },
    (visit, body: PinRequest) => givePin(visit, body),
  );
  post(
    "/step-up",
    "The occupant's PIN, asked for by a task",
    { pin: text },
    (visit, body: PinRequest) => raise(visit, body),
  );
  post("/passkey/sign-in/options", "Begin to come in by a passkey", {}, seatSignInOptions);
  post(
    "/passkey/sign-in",
    "A passkey that comes in, without a badge",
    { response: assertionBody, ward: Type.Optional(text), role: Type.Optional(text) },
    (visit, body: StartByPasskey) => seatSignIn(visit, body),
  );
  post("/passkey/options", "Begin a step-up by passkey", {}, passkeyOptions);
  post(
    "/passkey/step-up",
    "The occupant's passkey, asked for by a task",
    { response: assertionBody },
    (visit, body: PasskeyRequest) => raiseByPasskey(visit, body),
  );
  const reasons = ["lock", "idle", "tap-out", "not-me", "cancel"];
  const drafts = Type.Optional(Type.Array(Type.Object(draftMembers), { maxItems: mostDrafts }));
  const section = Type.Optional(Type.Object(sectionMembers));
  const members = { reason: Type.Enum(reasons), drafts, section };
  post("/lock", "Lock the seat", members, (visit, body: LockRequest) => lock(visit, body));
  post("/sign-out", "End the occupant's session", {}, leaveForGood);
}

function serveChart(server: FastifyInstance, context: Bedside): void {
  const post = poster(server, context);
  post(
    "/chart/open",
    "Open a patient's chart",
    { patient: text },
    (visit, body: OpenChartRequest) => openChart(visit, body.patient),
  );
  post(
    "/chart/section",
    "Keep which part of the open chart is looked at",
    sectionMembers,
    (visit, body: SectionRequest) => keepSection(visit, body),
  );
  post("/chart/close", "Go back to the patients", {}, closeChart);
  post("/case/open", "Open a case here", { patient: text }, (visit, body: OpenChartRequest) =>
    openCaseHere(visit, body.patient),
  );
  post("/case/close", "Close the case that is open here", {}, closeCaseHere);
}

function serveWork(server: FastifyInstance, context: Bedside): void {
  const post = poster(server, context);
  const breaking = { patient: text, reason: Type.Optional(text) };
  post(
    "/glass/break",
    "Break the glass for a patient",
    breaking,
    (visit, body: BreakGlassRequest) => breakTheGlass(visit, body),
  );
  post("/glass/renew", "More time for what the glass was broken for", {}, renewTheGlass);
  post(
    "/glass/return",
    "What the glass was broken for is not needed any more",
    {},
    giveTheGlassBack,
  );
  serveCover(post);
  post("/drafts/save", "Keep what is half-written", draftMembers, (visit, body: DraftsRequest) =>
    saveDrafts(visit, body),
  );
  post(
    "/drafts/read",
    "What was half-written on the open chart",
    { patient: text },
    (visit, body: OpenChartRequest) => readDrafts(visit, body),
  );
  post("/search", "Look a patient up by number", { number: text }, (visit, body: SearchRequest) =>
    searchPatient(visit, body.number),
  );
  const arrival = {
    why: Type.Enum(["unknown", "expected"]),
    sex: Type.Optional(Type.Enum(["F", "M"])),
    bed: Type.Optional(text),
  };
  post("/arrivals/register", "Register somebody whose chart is not here", arrival, registerAtSeat);
  const named = { family: text, birthDate: text };
  post("/search/name", "Look a patient up by name and day of birth", named, searchByName);
  post(
    "/emergency/send-away",
    "A colleague who only said that they respond is not needed",
    { emergency: text, person: text },
    (visit, body: SendAwayRequest) => sendColleagueAway(visit, body),
  );
  const confirmed = Type.Optional(Type.Boolean());
  const key = Type.Optional(text);
  const members = { patient: text, action: text, text, key, confirmed };
  post("/act", "Do one of the chart's actions", members, orConfirm(act));
  post("/witness/ask", "Ask for a witness", members, orConfirm(requestWitness));
  post("/sign/options", "Begin to sign what was written", members, orConfirm(signOptions));
  post(
    "/sign",
    "The passkey that signs it",
    { ...members, response: assertionBody },
    orConfirm(sign),
  );
  post("/witness/cancel", "Ask for no witness any more", {}, cancelWitness);
  post(
    "/witness/pin",
    "The PIN of a colleague who witnesses",
    { tap: text, pin: text },
    (visit, body: Required<PinRequest>) => witnessByPin(visit, body),
  );
}

/** Access for a time that somebody else approves (X1). */
function serveCover(post: Post): void {
  post("/grants/request", "Ask for access", { ...grantMembers }, (visit, body: GrantRequest) =>
    askForCover(visit, body),
  );
  const grant = { grant: text };
  post("/grants/start", "Begin what was approved", grant, (visit, body: GrantChoice) =>
    startCover(visit, body),
  );
  post("/grants/return", "It is not needed any more", grant, (visit, body: GrantChoice) =>
    returnCover(visit, body),
  );
}

function servePhones(server: FastifyInstance, context: Bedside): void {
  const post = poster(server, context);
  post("/phones", "The occupant's phones", {}, listPhones);
  const ending = { device: text, why: Type.Enum(["lost", "handed-back"]) };
  post("/phones/end", "End a phone of the occupant's", ending, (visit, body: EndPhoneRequest) =>
    endPhone(visit, body),
  );
}

/** Declared emergencies (X16 to X18): see http/emergency-contract.ts. */
function serveEmergencies(server: FastifyInstance, context: Bedside): void {
  const post = poster(server, context);
  const whom = Type.Enum(["bed", "chart", "ward"]);
  post(
    "/emergency/declare",
    "Declare an emergency, signed in or not",
    { type: text, whom },
    (visit, body: DeclareRequest) => declare(visit, body),
  );
  post(
    "/emergency/respond",
    "I am responding",
    { emergency: text, tap: Type.Optional(text) },
    (visit, body: RespondRequest) => sayResponding(visit, body),
  );
  const task = Type.Enum(["performs", "records"]);
  post(
    "/emergency/task",
    "I perform, or I record what others perform",
    { emergency: text, task },
    (visit, body: TaskRequest) => chooseTask(visit, body),
  );
  const about = { emergency: text };
  post("/emergency/renew", "More time for an emergency", about, (visit, body: EmergencyRequest) =>
    renew(visit, body),
  );
  post("/emergency/stand-down", "It is over", about, (visit, body: EmergencyRequest) =>
    endEmergency(visit, body),
  );
  const confirmed = Type.Optional(Type.Boolean());
  const key = Type.Optional(text);
  const recorded = { patient: text, action: text, text, key, performer: text, confirmed };
  post("/emergency/act", "Record what a colleague performs", recorded, orConfirm(recordAct));
  post(
    "/emergency/sign",
    "Sign for what one performed for a patient",
    { patient: text },
    (visit, body: SignForRequest) => signForActs(visit, body),
  );
}

function serveStream(server: FastifyInstance, context: Bedside): void {
  const schema = describe("What the seat shows, as events `state`, whenever it changes");
  server.get("/stream", { schema }, async (request, reply) => {
    const visit = await visitOf(context, request, reply);
    await lockIfUnwatched(visit);
    heard(visit);
    const stream = openEventStream(reply);
    context.streams.add(stream);
    streamSeat(context, visit.seat, stream).catch((fault: unknown) => {
      stream.end();
      const { id, method } = request;
      context.deps.report({ id, method, route: "stream", status: 500, milliseconds: 0, fault });
    });
    return reply;
  });
}

/**
 * A screen that was silent for longer than its idle lock cannot have locked itself (its browser was closed,
 * the machine slept): whoever was in is parked before anything is shown (S6).
 */
async function lockIfUnwatched({ bedside, memory, seat }: Visit): Promise<void> {
  const { app, clock } = bedside.deps;
  const scene = sceneNow(bedside);
  const session = occupantOf(scene, seat);
  const ward = scene.world.seats.get(seat)?.ward;
  if (session === undefined || ward === undefined) return;
  const { idleLock } = patternOf(scene.bundle, scene.world, ward);
  if (clock.monotonic() - memory.heardAt <= idleLock + proofWindow) return;
  try {
    const reason = "idle";
    await app.submit(park({ bundles: app.bundles }, { seat, session: session.id, reason }));
  } catch (error) {
    // Somebody has come in or left meanwhile: then there is nothing to lock.
    if (!(error instanceof SessionError)) throw error;
  }
}

function heard({ bedside, memory }: Visit): void {
  memory.heardAt = bedside.deps.clock.monotonic();
}

type Handle<Body> = (visit: Visit, body: Body) => Promise<unknown>;
/** `ifHuge` answers a body that is too large to be read; absent: it is refused. */
type Post = <Body>(
  path: string,
  about: string,
  body: TProperties,
  handle: Handle<Body>,
  ifHuge?: Handle<undefined>,
) => void;

/** Posts of enrolled seats, each with its proof. */
function poster(server: FastifyInstance, context: Bedside): Post {
  const serve = async <Body>(
    request: FastifyRequest,
    reply: FastifyReply,
    handle: Handle<Body>,
  ) => {
    const visit = await visitOf(context, request, reply);
    await lockIfUnwatched(visit);
    heard(visit);
    return handle(visit, request.body as never);
  };
  return (path, about, body, handle, ifHuge) => {
    const schema = describe(about, body);
    const errorHandler = async (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      if (ifHuge === undefined || !isTooLarge(error)) throw error;
      return serve(request, reply.code(200), ifHuge);
    };
    server.post(path, { schema, errorHandler }, (request, reply) => serve(request, reply, handle));
  };
}

function describe(summary: string, body?: TProperties): { body?: TObject; [key: string]: unknown } {
  const described = { summary, tags: ["bedside"] };
  return body === undefined ? described : { ...described, body: Type.Object(body) };
}
