import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
import {
  type Static,
  type TNumber,
  type TProperties,
  type TSchema,
  type TString,
  Type,
} from "typebox";
import {
  answering,
  grantState,
  type Recorded,
  recordDecision,
  requesting,
} from "../../access/index.ts";
import {
  activateGrant,
  answerGrant,
  findGrant,
  type Granting,
  partiesTo,
  requestGrant,
  returnGrant,
  revokeGrant,
} from "../../exceptions/index.ts";
import { type Following, sceneOf } from "../../sessions/index.ts";
import type { Actor, Command, Grant, Handling, NewRecord } from "../../world/index.ts";
import { isWorkloadLive, survivorOf } from "../../world/index.ts";
import type { Caller } from "../authzen/types.ts";
import type { ServerDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import type { GrantKind, GrantRequest, GrantState } from "../grants-contract.ts";
import type { Admit } from "../programs/index.ts";
import { prepareWish, resourceOf } from "./grant-wish.ts";
import { grantMembers } from "./members.ts";
import { readOf } from "./read-of.ts";
import { requireIn } from "./require-in.ts";

/** The scope that lets a workload ask, answer, begin, end and list for people. */
const grantScope = "grant.manage";

/** What the interface of requests works with. */
export interface GrantApiOptions extends Pick<ServerDeps, "newId"> {
  readonly app: ServerDeps["app"];
  /** The workload behind an Authorization header: see authenticateApiKeys. */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller | undefined>;
  /** What the policy decides about the caller; absent: its scope and its end alone are looked at. */
  readonly admit?: Admit;
}

const kinds: readonly GrantKind[] = ["patient", "ward", "task", "role"];
const states: readonly GrantState[] = [
  "pending",
  "approved",
  "active",
  "returned",
  "expired",
  "denied",
  "lapsed",
  "revoked",
];

const told = (description: string): TString => Type.String({ description });
const instant = (description: string): TNumber =>
  Type.Number({ description: `${description}, in milliseconds since 1970.` });

/** A request as programs read it: ids, no names. What is answered is written by this, so that nothing else is. */
const grantAnswer = Type.Object({
  id: Type.String(),
  person: told("Who is to have it."),
  kind: Type.Enum(kinds),
  ward: told("Where it is, and whose people answer it."),
  patient: Type.Optional(Type.String()),
  action: Type.Optional(told("Of a task.")),
  role: Type.Optional(told("Of a role.")),
  reason: Type.String({ description: "A code of grants.yaml." }),
  state: Type.Enum(states),
  lasts: Type.Number({ description: "From when it is begun, in milliseconds." }),
  from: Type.Optional(instant("It is not begun before")),
  renews: Type.Optional(told("The grant that it goes on from.")),
  askedAt: instant("When it was asked for"),
  escalated: Type.Optional(
    Type.Boolean({ description: "More people are asked, because nobody has answered." }),
  ),
  answeredBy: Type.Optional(told("Who approved or denied it.")),
  answeredAt: Type.Optional(instant("When that was")),
  rule: Type.Optional(told("The rule of grants.yaml that approved it.")),
  activatedAt: Type.Optional(instant("When it was begun")),
  until: Type.Optional(instant("When it ends")),
  confirmedUntil: Type.Optional(
    instant("When it would end if it were confirmed: it would become standing access"),
  ),
  confirmed: Type.Optional(Type.Boolean({ description: "Somebody else has confirmed it." })),
  usedAt: Type.Optional(instant("When something first rested on it")),
  endedAt: Type.Optional(instant("When it ended")),
});
/** The same, as a type. */
type GrantAnswer = Static<typeof grantAnswer>;

/** The answer of a list. */
const grantsAnswer = Type.Object({ grants: Type.Array(grantAnswer) });

const text = Type.String({ maxLength: 200 });
const place = (which: string) =>
  Type.Optional(
    Type.String({
      maxLength: 200,
      description: `The ${which} that they are at: needed where they are signed in at several places at once.`,
    }),
  );
const whom = {
  person: Type.String({ maxLength: 200, description: "The internal id." }),
  seat: place("seat"),
  device: place("phone"),
};

/** Who does it, and where they are signed in. */
interface Whom {
  readonly person: string;
  readonly seat?: string | undefined;
  readonly device?: string | undefined;
}
/** As many as one page lists. */
const most = 500;

/**
 * Requests for access for a time, by API key (X1 to X6): `POST /grants` asks, `GET /grants` lists, `POST /grants/:id/answer`
 * approves or denies, `.../start` begins and `.../end` gives back or takes back. Each is done for a person, who has to be
 * signed in somewhere, and decided as if they did it there: a program lends nobody rights.
 */
export function grantApi(options: GrantApiOptions): FastifyPluginAsync {
  const callers = new WeakMap<FastifyRequest, Caller>();
  return async (server) => {
    server.addHook("onRequest", async (request, reply) => {
      const caller = await options.authenticate(request.headers.authorization);
      if (caller === undefined) {
        reply.header("www-authenticate", "Bearer");
        throw new HttpError("caller-unknown", "Send a valid API key as a Bearer token.");
      }
      const refused = await options.admit?.(request, caller.id, grantScope);
      if (refused !== undefined) throw new HttpError("refused", refused);
      callers.set(request, caller);
    });
    const callerOf = (request: FastifyRequest) => callers.get(request) as Caller;
    serveRequests(server, options, callerOf);
    serveChanges(server, options, callerOf);
  };
}

function serveRequests(
  server: FastifyInstance,
  options: GrantApiOptions,
  callerOf: (request: FastifyRequest) => Caller,
): void {
  const about = "Ask for access for a time; a rule may approve it at once";
  const schema = describe(about, { 201: grantAnswer }, { ...whom, ...grantMembers });
  server.post("/", { schema }, async (request, reply) => {
    const { person, seat, device, ...wish } = request.body as GrantRequest & Whom;
    const answer = await ask(options, callerOf(request), { person, seat, device }, wish);
    return reply.code(201).send(answer);
  });
  const querystring = Type.Object({ person: Type.Optional(text), ward: Type.Optional(text) });
  const listing = {
    ...describe("Requests that stand, and those of the last 30 days", { 200: grantsAnswer }),
    querystring,
  };
  server.get("/", { schema: listing }, async (request) => {
    const { person, ward } = request.query as { person?: string; ward?: string };
    const { world } = options.app;
    await options.app.submit(
      byWorkload(callerOf(request), undefined, () => [readOf(world(), { person, ward })]),
    );
    return { grants: list(options, { person, ward }) };
  });
}

function serveChanges(
  server: FastifyInstance,
  options: GrantApiOptions,
  callerOf: (request: FastifyRequest) => Caller,
): void {
  const change = (
    path: string,
    summary: string,
    members: TProperties,
    work: (caller: Caller, grant: string, body: never) => Promise<void>,
  ) =>
    server.post(
      `/:id/${path}`,
      { schema: describe(summary, { 200: grantAnswer }, { ...whom, ...members }) },
      async (request) => {
        const { id } = request.params as { readonly id: string };
        await work(callerOf(request), id, request.body as never);
        return show(options, id);
      },
    );
  change(
    "answer",
    "Approve or deny, for somebody who answers for its ward",
    { answer: Type.Enum(["approve", "deny"]) },
    async (caller, grant, body: Whom & { readonly answer: "approve" | "deny" }) => {
      const { person: approver, answer } = body;
      await asApprover(options, caller, grant, body, (granting) =>
        answerGrant(granting, { grant, approver, answer }),
      );
    },
  );
  change("start", "Begin what was approved: its time runs", {}, (caller, grant, body) =>
    asParty(options, caller, body, (granting, person) => {
      const records = activateGrant(granting, { grant, person });
      requireIn(granting, person);
      return records;
    }),
  );
  change(
    "end",
    "Give back one's own, or take back what one answers for",
    {},
    async (caller, grant, body: Whom) => {
      const { person } = body;
      if (partiesTo(findGrant(options.app.world(), grant)).includes(person)) {
        return asParty(options, caller, body, (granting) =>
          returnGrant(granting, { grant, person }),
        );
      }
      await asApprover(options, caller, grant, body, (granting) =>
        revokeGrant(granting, { grant, approver: person }),
      );
    },
  );
}

async function ask(
  options: GrantApiOptions,
  caller: Caller,
  whom: Whom,
  request: GrantRequest,
): Promise<GrantAnswer> {
  const { app } = options;
  const { person } = whom;
  const asked = request.patient && survivorOf(app.world(), request.patient);
  const about = asked === undefined ? request : { ...request, patient: asked };
  const askedBy = actorFor(options, caller, person);
  const wish = prepareWish(options, about, { person, askedBy });
  let grant = wish.grant;
  await decided(options, caller, whom, requesting, resourceOf(about), (granting) => {
    const made = requestGrant(granting, wish);
    grant = made.grant;
    return made;
  });
  return show(options, grant);
}

/** What somebody does who answers for the request's ward: decided for them, and recorded with it. */
function asApprover(
  options: GrantApiOptions,
  caller: Caller,
  grant: string,
  whom: Whom,
  records: (granting: Granting) => readonly NewRecord[],
): Promise<void> {
  const { ward } = findGrant(options.app.world(), grant);
  return decided(options, caller, whom, answering, { type: "ward", id: ward }, records);
}

async function asParty(
  options: GrantApiOptions,
  caller: Caller,
  { person }: { readonly person: string },
  records: (granting: Granting, person: string) => readonly NewRecord[],
): Promise<void> {
  const actor = actorFor(options, caller, person);
  await options.app.submit(
    byWorkload(caller, actor, (handling) => records(grantingIn(options, handling), person)),
  );
}

/**
 * Decided for the person where they are signed in, on record, with what follows from a permit in the same batch.
 *
 * @throws HttpError `refused`; ExceptionError
 */
async function decided(
  options: GrantApiOptions,
  caller: Caller,
  { device, person, seat }: Whom,
  action: string,
  resource: { readonly type: string; readonly id: string },
  follows: (granting: Granting) => readonly NewRecord[] | Following,
): Promise<void> {
  const { app } = options;
  const actor = actorFor(options, caller, person);
  const context = {
    ...(device === undefined ? {} : { device }),
    ...(seat === undefined ? {} : { seat }),
  };
  const request = { subject: { type: "person", id: person }, action, resource, context };
  const { credential } = caller;
  const wish = { actor, remedies: false, ...(credential === undefined ? {} : { credential }) };
  const inner = recordDecision(app, request, wish);
  const answer = await app.submit<Recorded>({
    ...inner,
    handle: (handling) => {
      requireScope(caller, handling);
      const outcome = inner.handle(handling);
      if (outcome.answer.type === "deny") return outcome;
      const more = follows(grantingIn(options, handling));
      const { records, side = [] } = "records" in more ? more : { records: more };
      return { ...outcome, records: [...outcome.records, ...records], side };
    },
  });
  if (answer.type === "deny") throw new HttpError("refused", answer.reasons.join(" "));
}

function byWorkload(
  caller: Caller,
  actor: Actor | undefined,
  records: (handling: Handling) => readonly NewRecord[],
): Command<void> {
  const { credential, id } = caller;
  return {
    name: "grant.by-workload",
    actor: actor ?? { type: "workload", id },
    needs: credential === undefined ? [] : [credential],
    handle: (handling) => {
      requireScope(caller, handling);
      return { records: records(handling), answer: undefined };
    },
  };
}

/** Its key, its end and its scope are looked at where it is recorded. */
function requireScope({ id, credential }: Caller, { world, at, side }: Handling): void {
  const workload = world.workloads.get(id);
  const proved = credential === undefined || side(credential) === id;
  const may = isWorkloadLive(workload, at) && workload.scopes.includes(grantScope);
  if (proved && may) return;
  throw new HttpError(
    "refused",
    `This workload may not ask for access: it or its key has ended, or it lacks the scope ${grantScope}.`,
  );
}

/** The workload, for the person whom it acts for, where that is one of ours: the log takes no names (U3). */
function actorFor({ app }: GrantApiOptions, { id }: Caller, person: string): Actor {
  const known = app.world().people.has(person);
  return { id, ...(known ? { onBehalfOf: person } : {}), type: "workload" };
}

function grantingIn({ app }: GrantApiOptions, { world, at }: Handling): Granting {
  return { bundle: sceneOf({ bundles: app.bundles }, world, at).bundle, world, at };
}

function show({ app }: GrantApiOptions, id: string): GrantAnswer {
  return json(findGrant(app.world(), id), app.now());
}

function list(
  { app }: GrantApiOptions,
  { person, ward }: { readonly person: string | undefined; readonly ward: string | undefined },
): readonly GrantAnswer[] {
  const world = app.world();
  return [...world.grants.values(), ...world.endedGrants.values()]
    .filter((grant) => person === undefined || grant.person === person)
    .filter((grant) => ward === undefined || grant.ward === ward)
    .toSorted((a, b) => b.askedAt - a.askedAt)
    .slice(0, most)
    .map((grant) => json(grant, app.now()));
}

function json(grant: Grant, at: number): GrantAnswer {
  const { answeredBy, askedBy: _asker, engagement: _engagement, words: _words, ...rest } = grant;
  const { answerBy: _answerBy, escalateAt: _escalateAt, startBy: _startBy, ...told } = rest;
  const answerer = answeredBy?.onBehalfOf ?? answeredBy?.id;
  return {
    ...told,
    state: grantState(grant, at),
    ...(answerer === undefined ? {} : { answeredBy: answerer }),
  };
}

function describe(
  summary: string,
  response: Readonly<Record<number, TSchema>>,
  body?: TProperties,
): Record<string, unknown> {
  const described = {
    summary,
    response,
    tags: ["grants"],
    description: `Needs an API key with the scopes decision.ask and ${grantScope}, as Authorization: Bearer <key>. The person has to be signed in.`,
  };
  return body === undefined
    ? described
    : { ...described, body: Type.Object(body, { additionalProperties: false }) };
}
