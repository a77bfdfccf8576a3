import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
import { type TProperties, Type } from "typebox";
import type { OpenChartRequest, SearchRequest } from "../bedside-contract.ts";
import type { ChangeStreams } from "../change-streams.ts";
import type { PasskeyRequest } from "../contract.ts";
import type { ServerDeps } from "../deps.ts";
import { createProofs } from "../dpop.ts";
import { grantMembers } from "../grants/members.ts";
import type { AnswerGrantRequest, GrantChoice, GrantRequest } from "../grants-contract.ts";
import { readBlocks } from "../network.ts";
import { offerNonces } from "../nonces.ts";
import { createCeremonies } from "../passkeys/ceremonies.ts";
import { assertionBody } from "../passkeys/schema.ts";
import type {
  EndPhoneRequest,
  NoteRequest,
  PhoneReply,
  RegisterPhoneRequest,
} from "../pocket-contract.ts";
import type { AnswerShiftsRequest, StartShiftRequest } from "../roster-contract.ts";
import { breakOnPhone, giveBackOnPhone, renewOnPhone } from "./break-glass.ts";
import {
  declareOnPhone,
  renewEmergencyOnPhone,
  respondOnPhone,
  standDownOnPhone,
} from "./emergency.ts";
import { endPhone } from "./end-phone.ts";
import { answerOnPhone, askOnPhone, returnOnPhone, startOnPhone } from "./grants.ts";
import { listenOnPhone } from "./listen.ts";
import { closeChart, openChart, searchByName, searchPatient } from "./open-chart.ts";
import { type Caller, callerOf, type PhoneVisit, registeredPhone } from "./phone-visit.ts";
import type { Pocket } from "./pocket-context.ts";
import { answerShiftsOnPhone, startShiftOnPhone } from "./rosters.ts";
import { showPhone } from "./show-phone.ts";
import { passkeyOptions, register, signIn, signOutHere } from "./sign-in.ts";
import { writeNote } from "./write-note.ts";

/** The interface of registered phones: see http/pocket-contract.ts for what is said. */
export function pocket(deps: ServerDeps & { readonly changes: ChangeStreams }): FastifyPluginAsync {
  const { app, clock, nonces, origins, proxies = [] } = deps;
  const context: Pocket = {
    deps,
    changes: deps.changes,
    proofs: createProofs({ clock, nonces, origins }),
    ceremonies: createCeremonies(clock),
    decisions: { bundles: app.bundles, repeats: app.repeats },
    isProxy: readBlocks(proxies),
    permits: new Map(),
    notices: new Map(),
  };
  app.follow((records) => {
    for (const { kind, body } of records) if (kind === "session.closed") forget(context, body);
  });
  return async (server) => {
    offerNonces(server, nonces);
    serveSignIn(server, context);
    serveWork(server, context);
    serveExceptions(server, context);
    serveChanges(server, context);
  };
}

/** What was remembered of a session goes with it. */
function forget({ permits, notices }: Pocket, { session }: { readonly session: string }): void {
  permits.delete(session);
  notices.delete(session);
}

const text = Type.String({ maxLength: 200 });

function serveSignIn(server: FastifyInstance, context: Pocket): void {
  const anybody = poster(server, async (request) => callerOf(context, request));
  anybody("/state", "What this phone shows", {}, showCaller);
  anybody("/register/options", "Begin to register this phone", {}, (caller) =>
    passkeyOptions(caller, "phone-register"),
  );
  const registration = { response: assertionBody, platform: text };
  anybody(
    "/register",
    "Register this phone by a passkey",
    registration,
    (caller, body: RegisterPhoneRequest) => register(caller, body),
  );
  const phone = posterOfPhones(server, context);
  phone("/sign-in/options", "Begin to sign in on this phone", {}, (visit) =>
    passkeyOptions(visit, "phone-sign-in"),
  );
  const answer = { response: assertionBody };
  phone("/sign-in", "Sign in by a passkey", answer, (visit, body: PasskeyRequest) =>
    signIn(visit, body),
  );
  phone("/sign-out", "End the session on this phone", {}, signOutHere);
}

async function showCaller(caller: Caller): Promise<PhoneReply> {
  if (caller.phone.type === "phone") return { state: await showPhone(registeredPhone(caller)) };
  return { state: { type: "unknown", ended: caller.phone.type === "ended" } };
}

function serveWork(server: FastifyInstance, context: Pocket): void {
  const phone = posterOfPhones(server, context);
  const patient = { patient: text };
  phone("/chart/open", "Open a patient's chart", patient, (visit, body: OpenChartRequest) =>
    openChart(visit, body.patient),
  );
  phone("/chart/close", "Go back to the patients", {}, closeChart);
  const note = { ...patient, text: Type.String(), key: text };
  phone("/note", "Write a note to the chart that is open", note, (visit, body: NoteRequest) =>
    writeNote(visit, body),
  );
  const number = { number: text };
  phone("/search", "Look a patient up by number", number, (visit, body: SearchRequest) =>
    searchPatient(visit, body.number),
  );
  const named = { family: text, birthDate: text };
  phone("/search/name", "Look a patient up by name and day of birth", named, searchByName);
  const start = { ward: text, role: text };
  phone("/shift/start", "Start a shift", start, (visit, body: StartShiftRequest) =>
    startShiftOnPhone(visit, body),
  );
  const ids = Type.Array(text, { maxItems: 100 });
  phone(
    "/shifts/answer",
    "Confirm or refuse shifts and swaps",
    { confirm: ids, refuse: ids },
    (visit, body: AnswerShiftsRequest) => answerShiftsOnPhone(visit, body),
  );
  const grant = { grant: text };
  phone("/grants/request", "Ask for access", grantMembers, (visit, body: GrantRequest) =>
    askOnPhone(visit, body),
  );
  const answer = { ...grant, answer: Type.Enum(["approve", "deny"]) };
  phone("/grants/answer", "Answer a request", answer, (visit, body: AnswerGrantRequest) =>
    answerOnPhone(visit, body),
  );
  phone("/grants/start", "Begin what was approved", grant, (visit, body: GrantChoice) =>
    startOnPhone(visit, body),
  );
  phone("/grants/return", "It is not needed any more", grant, (visit, body: GrantChoice) =>
    returnOnPhone(visit, body),
  );
  const ending = { device: text, why: Type.Enum(["lost", "handed-back"]) };
  phone("/phones/end", "End a phone of one's own", ending, (visit, body: EndPhoneRequest) =>
    endPhone(visit, body),
  );
}

function serveExceptions(server: FastifyInstance, context: Pocket): void {
  const phone = posterOfPhones(server, context);
  const breaking = { patient: text, reason: Type.Optional(text) };
  phone("/glass/break", "Break the glass for a patient", breaking, breakOnPhone);
  phone("/glass/renew", "More time for what the glass was broken for", {}, renewOnPhone);
  phone(
    "/glass/return",
    "What the glass was broken for is not needed any more",
    {},
    giveBackOnPhone,
  );
  const declaring = { type: text, whom: Type.Enum(["chart", "ward"]), ward: text };
  phone("/emergency/declare", "Declare an emergency", declaring, declareOnPhone);
  const emergency = { emergency: text };
  phone("/emergency/respond", "Respond to an emergency", emergency, respondOnPhone);
  phone("/emergency/renew", "More time for an emergency", emergency, renewEmergencyOnPhone);
  phone("/emergency/stand-down", "The emergency is over", emergency, standDownOnPhone);
}

function serveChanges(server: FastifyInstance, context: Pocket): void {
  const summary = "That something may have changed for whoever is in, as events `changed`";
  server.get("/changes", { schema: { summary, tags: ["pocket"] } }, async (request, reply) => {
    const visit = registeredPhone(await callerOf(context, request));
    await listenOnPhone(visit, reply);
    return reply;
  });
}

type Post<V> = <Body>(
  path: string,
  about: string,
  body: TProperties,
  handle: (visit: V, body: Body) => Promise<unknown>,
) => void;

function posterOfPhones(server: FastifyInstance, context: Pocket): Post<PhoneVisit> {
  return poster(server, async (request) => registeredPhone(await callerOf(context, request)));
}

function poster<V>(
  server: FastifyInstance,
  visitOf: (request: FastifyRequest) => Promise<V>,
): Post<V> {
  return (path, summary, body, handle) => {
    const schema = { summary, tags: ["pocket"], body: Type.Object(body) };
    server.post(path, { schema }, async (request) =>
      handle(await visitOf(request), request.body as never),
    );
  };
}
