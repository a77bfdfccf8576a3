import type { FastifyRequest } from "fastify";
import {
  type AccessRequest,
  type Again,
  type Answer,
  type Denial,
  decide,
  hospital,
  type Past,
  type Recorded,
  recordDecision,
} from "../../access/index.ts";
import type { SideKey } from "../../ports/index.ts";
import {
  consoleSessionOf,
  continueConsole,
  type Following,
  isDueToContinue,
  type Scene,
  sceneOf,
} from "../../sessions/index.ts";
import type { Command, Handling, NewRecord, Session } from "../../world/index.ts";
import type { ChangeStreams } from "../change-streams.ts";
import type { ServerDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import type { OpenStreams } from "../event-stream.ts";
import { refuseForeign, requireOwnPage } from "../origins.ts";
import type { Ceremonies } from "../passkeys/ceremonies.ts";
import type { Offers, Presentations } from "../passports/index.ts";
import type { RefusalCount } from "../refusal-count.ts";
import { refusedBy, saidFrom, spoken } from "../spoken.ts";
import { cookieHash, readCookie } from "./cookie.ts";
import type { Looks } from "./looks.ts";
import type { OfLog } from "./of-log.ts";

/** What the console's interface works with. */
export interface Console {
  readonly deps: ServerDeps;
  readonly streams: OpenStreams;
  readonly changes: ChangeStreams;
  readonly https: () => boolean;
  readonly looks: Looks;
  readonly past: OfLog<Past>;
  /** What each exception came to when it was decided again (X20). */
  readonly again: OfLog<Again>;
  readonly refusals: RefusalCount;
  readonly ceremonies: Ceremonies;
  readonly presentations: Presentations;
  readonly offers: Offers;
}

/** The scene as it is committed now. */
export function sceneNow({ deps }: Console): Scene {
  return sceneOf({ bundles: deps.app.bundles }, deps.app.world(), deps.app.now());
}

/**
 * Whose console this is. What changes something must come from a page of ours (CSRF); the cookie alone is
 * not enough.
 *
 * @throws HttpError `foreign-origin`, `signed-out`
 */
export function signedIn(context: Console, request: FastifyRequest): Session {
  const origins = context.deps.origins();
  if (request.method === "GET") refuseForeign(request, origins);
  else requireOwnPage(request, origins);
  const session = findSession(context, request);
  if (session === undefined) throw signedOut();
  return session;
}

/** As {@link signedIn}, and noted as something that the person did, by which the idle end is counted. */
export async function active(context: Console, request: FastifyRequest): Promise<Session> {
  const session = signedIn(context, request);
  await noteActive(context, session);
  return session;
}

async function noteActive({ deps }: Console, session: Session): Promise<void> {
  const { app } = deps;
  if (!isDueToContinue(session, app.now())) return;
  await app.submit(continueConsole({ bundles: app.bundles }, session.id));
}

/**
 * Allows a look at a page that refreshes itself: the look is decided and recorded, the refreshing decided
 * each time and not recorded again (U4).
 *
 * @throws HttpError `refused` with the policy's reasons, and whom to ask
 */
export async function requireLook(
  context: Console,
  session: Session,
  action: string,
  resource: AccessRequest["resource"] = hospital,
): Promise<void> {
  if (context.looks.isNew(session.id, `${action} ${resource.id}`)) {
    await noteActive(context, session);
    return requirePermit(context, session, action, { resource });
  }
  const answer = mayLook(context, session, action, resource);
  if (answer.type === "deny") throw refusedAs(answer);
}

/** Whether a look would be permitted now: unrecorded, it opens nothing. */
export function mayLook(
  context: Console,
  session: Session,
  action: string,
  resource: AccessRequest["resource"] = hospital,
): Answer {
  const { bundle, world, at } = sceneNow(context);
  return decide({ bundle, world, request: requestOf(session, action, resource), at });
}

/** Why not, and whom to ask or what to do. */
export function refusedAs({ reasons, said, advice, remedies }: Denial): HttpError {
  const again = spoken("console.again");
  // Only a passkey can be given where one is; a PIN is given with the badge, as one signs in.
  const here = remedies.flatMap(({ and: _, cost: _cost, ...remedy }) =>
    remedy.type === "step-up" && remedy.level > 2 ? [remedy] : [],
  );
  const told = saidFrom("reasons", said);
  if (here.length > 0) {
    return new HttpError("refused", reasons.join(" "), { remedies: here, said: told });
  }
  const isLoose = remedies.length > 0;
  const ways = isLoose ? [again.message] : advice.map(({ text }) => text);
  const waysSaid = isLoose
    ? again.said
    : saidFrom(
        "advice",
        advice.map((one) => one.said),
      );
  return new HttpError("refused", [...reasons, ...ways].join(" "), {
    said: [...told, ...waysSaid],
  });
}

function requestOf(
  { id, person }: Session,
  action: string,
  resource: AccessRequest["resource"],
): AccessRequest {
  const subject = { type: "person", id: person };
  return { subject, action, resource, context: { session: id, purpose: "HOPERAT" } };
}

/** The live session that a request's cookie opens. */
export function findSession(context: Console, request: FastifyRequest): Session | undefined {
  const value = readCookie(request.headers.cookie, context.https());
  return value === undefined ? undefined : consoleSessionOf(sceneNow(context), cookieHash(value));
}

/** The cookie opens nothing (any more). */
export function signedOut(): HttpError {
  return refusedBy("signed-out", "console.signed-out");
}

/** What follows from a permit: records, and what is to be kept beside the log with them. */
type Also = readonly NewRecord[] | ((handling: Handling) => readonly NewRecord[] | Following);

/**
 * Decides and records what somebody at the console asks for; with a permit come the records that follow
 * from it, in the same batch.
 *
 * @throws HttpError `refused` with the policy's reasons, and whom to ask
 */
export async function requirePermit(
  { deps }: Console,
  session: Session,
  action: string,
  options: {
    readonly resource?: AccessRequest["resource"];
    /** What follows from a permit, in its batch. */
    readonly also?: Also;
    /** Side rows that this reads. */
    readonly needs?: readonly SideKey[];
  } = {},
): Promise<void> {
  const { app } = deps;
  const actor = { type: "person", id: session.person } as const;
  const request = requestOf(session, action, options.resource ?? hospital);
  const decisions = { bundles: app.bundles, repeats: app.repeats };
  const inner = recordDecision(decisions, request, { actor, remedies: true });
  const answer = await app.submit(withRecords(inner, options));
  if (answer.type === "deny") throw refusedAs(answer);
}

/** On a permit the records follow in the same batch: reading the trail is recorded where it is permitted (U4). */
function withRecords(
  inner: Command<Recorded>,
  { also = [], needs = [] }: { readonly also?: Also; readonly needs?: readonly SideKey[] },
): Command<Recorded> {
  return {
    ...inner,
    needs: [...(inner.needs ?? []), ...needs],
    handle: (handling) => {
      const outcome = inner.handle(handling);
      if (outcome.answer.type === "deny") return outcome;
      const more = typeof also === "function" ? also(handling) : also;
      const { records, side = [] } = "records" in more ? more : { records: more };
      return {
        ...outcome,
        records: [...outcome.records, ...records],
        side: [...(outcome.side ?? []), ...side],
      };
    },
  };
}
