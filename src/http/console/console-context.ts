import type { FastifyRequest } from "fastify";
import { type Recorded, recordDecision, type AccessRequest, hospital } from "../../access/index.ts";
import {
  consoleSessionOf,
  continueConsole,
  isDueToContinue,
  type Scene,
  sceneOf,
} from "../../sessions/index.ts";
import type { Command, NewRecord, Session } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import type { OpenStreams } from "../event-stream.ts";
import { refuseForeign, requireOwnPage } from "../origins.ts";
import { cookieHash, readCookie } from "./cookie.ts";

/** What the console's interface works with. */
export interface Console {
  readonly deps: ServerDeps;
  readonly streams: OpenStreams;
  readonly https: () => boolean;
}

/** The scene as it is committed now. */
export function sceneNow({ deps }: Console): Scene {
  return sceneOf({ bundles: deps.app.bundles }, deps.app.world(), deps.app.now());
}

/**
 * Whose console this is. What changes something must come from a page of ours (CSRF); the cookie alone is
 * not enough. Noted as activity, by which the idle end is counted, at most once a minute.
 *
 * @throws HttpError `foreign-origin`, `signed-out`
 */
export async function signedIn(context: Console, request: FastifyRequest): Promise<Session> {
  const { deps } = context;
  const { app, origins } = deps;
  if (request.method === "GET") refuseForeign(request, origins());
  else requireOwnPage(request, origins());
  const session = findSession(context, request);
  if (session === undefined) throw signedOut();
  if (isDueToContinue(session, app.now())) {
    await app.submit(continueConsole({ bundles: app.bundles }, session.id));
  }
  return session;
}

/** The live session that a request's cookie opens. */
export function findSession(context: Console, request: FastifyRequest): Session | undefined {
  const value = readCookie(request.headers.cookie, context.https());
  return value === undefined ? undefined : consoleSessionOf(sceneNow(context), cookieHash(value));
}

/** The cookie opens nothing (any more). */
export function signedOut(): HttpError {
  return new HttpError("signed-out", "You are not signed in at this console. Please sign in.");
}

/**
 * Decides and records what somebody at the console asks for; with a permit come the records that follow
 * from it, in the same batch.
 *
 * @throws HttpError `refused` with the policy's reasons
 */
export async function requirePermit(
  { deps }: Console,
  session: Session,
  action: string,
  options: {
    readonly resource?: AccessRequest["resource"];
    readonly also?: readonly NewRecord[];
  } = {},
): Promise<void> {
  const { app } = deps;
  const actor = { type: "person", id: session.person } as const;
  const request = {
    subject: actor,
    action,
    resource: options.resource ?? hospital,
    context: { session: session.id, purpose: "HOPERAT" },
  };
  const decisions = { bundles: app.bundles, repeats: app.repeats };
  const inner = recordDecision(decisions, request, { actor, remedies: false });
  const answer = await app.submit(withRecords(inner, options.also ?? []));
  if (answer.type === "deny") throw new HttpError("refused", answer.reasons.join(" "));
}

/** On a permit the records follow in the same batch: reading the trail is recorded where it is permitted (U4). */
function withRecords(inner: Command<Recorded>, also: readonly NewRecord[]): Command<Recorded> {
  return {
    ...inner,
    handle: (handling) => {
      const outcome = inner.handle(handling);
      if (outcome.answer.type === "deny") return outcome;
      return { ...outcome, records: [...outcome.records, ...also] };
    },
  };
}
