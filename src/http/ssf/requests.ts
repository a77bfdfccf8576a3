import type { FastifyRequest } from "fastify";
import type { Instant } from "../../ports/index.ts";
import { type Handling, isWorkloadLive, type World } from "../../world/index.ts";
import { SsfError } from "./errors.ts";
import { type Stream, streamKey } from "./rows.ts";
import type { Receiver, SignalsDeps } from "./types.ts";

/** The scopes of the interoperability profile, section 2.7.2. */
export type SsfScope = "ssf.manage" | "ssf.read";

/** Of ours: people may be named by their e-mail addresses, which leave the hospital with it. */
const addressScope = "ssf.email";

/** The receiver that calls, if it may do one of these. @throws SsfError */
export async function receiverOf(
  { admit, app, authenticate }: Pick<SignalsDeps, "admit" | "app" | "authenticate">,
  request: FastifyRequest,
  scopes: readonly SsfScope[],
): Promise<Receiver> {
  const { authorization } = request.headers;
  const receiver = await authenticate(authorization, request);
  if (receiver === undefined) throw notAuthenticated(authorization !== undefined);
  const { id, token } = receiver;
  requireScope({ world: app.world(), at: app.now() }, receiver, scopes);
  const isApplication = token !== undefined && app.world().applications.has(id);
  const action = scopes.includes("ssf.read") ? "signal.hear" : "signal.manage";
  const refused = isApplication ? undefined : await admit?.(request, id, action);
  if (refused !== undefined) throw new SsfError("not-allowed", refused);
  return receiver;
}

/** RFC 6750 section 3.1: whoever sent nothing is told no error. */
function notAuthenticated(hasSent: boolean): SsfError {
  const code = hasSent ? "invalid-token" : "not-authenticated";
  return new SsfError(code, "Send a valid access token or API key as a Bearer token.");
}

interface Registered {
  readonly scopes: readonly string[];
}

/** Of whom a receiver is said to be one: their ids are chosen by different people, and may be the same. */
type Named = Pick<Stream, "workload" | "application">;

/** What a receiver is registered for; undefined once it is none any more. */
function registered(
  world: World,
  at: Instant,
  { application, workload }: Named,
): Registered | undefined {
  const known = world.workloads.get(workload);
  const asked = application ? world.applications.get(workload) : undefined;
  if (asked !== undefined) return asked;
  return isWorkloadLive(known, at) ? known : undefined;
}

function requireScope(
  { world, at }: Pick<Handling, "world" | "at">,
  receiver: Receiver,
  scopes: readonly SsfScope[],
): void {
  const may = registered(world, at, ownerOf(receiver))?.scopes ?? [];
  const { token } = receiver;
  const isFor = (scope: string) => token === undefined || token.scopes.includes(scope);
  if (scopes.some((scope) => may.includes(scope) && isFor(scope))) return;
  const wanted = scopes.join(" or ");
  throw new SsfError(
    "not-allowed",
    `This receiver may not do that: it, its key or its token has ended, or lacks the scope ${wanted}.`,
  );
}

/** Whose a stream is that this receiver asks for. */
export function ownerOf({ id, token }: Receiver): Named {
  return token === undefined ? { workload: id } : { workload: id, application: true };
}

/**
 * Whether a stream's receiver is one still. What it hears is about people: it ends with what it was registered for, like
 * what it may ask, and not only once somebody gives the stream up.
 */
export function mayHear(world: World, at: Instant, stream: Named): boolean {
  const may = registered(world, at, stream)?.scopes ?? [];
  return may.includes("ssf.manage") || may.includes("ssf.read");
}

/** Whether people may be named to a receiver by their e-mail addresses. */
export function mayHearAddresses(world: World, at: Instant, stream: Named): boolean {
  return registered(world, at, stream)?.scopes.includes(addressScope) ?? false;
}

/** The same at the place in the log where something is changed: what proves it, and it, may have ended meanwhile. @throws SsfError */
export function requireStill(handling: Handling, receiver: Receiver): void {
  const { credential, id, token } = receiver;
  if (credential !== undefined) {
    const row = handling.side(credential);
    const proves = token === undefined ? row === id : token.isLive(row, handling.at);
    if (!proves) throw notAuthenticated(true);
  }
  requireScope(handling, receiver, ["ssf.manage"]);
}

/** A stream of this receiver's; somebody else's is as good as none. @throws SsfError */
export async function ownStream(
  { app }: Pick<SignalsDeps, "app">,
  receiver: Receiver,
  id: string,
): Promise<Stream> {
  const [row] = await app.side.get([streamKey(id)]);
  return ownedStream(row as unknown as Stream | undefined, receiver);
}

/** @throws SsfError */
export function ownedStream(row: Stream | undefined, receiver: Receiver): Stream {
  if (row !== undefined && isOwn(row, receiver)) return row;
  throw new SsfError("no-stream", "There is no stream of yours with this stream_id.");
}

/** Whether a stream is this receiver's. */
export function isOwn({ application, workload }: Stream, receiver: Receiver): boolean {
  const owner = ownerOf(receiver);
  return workload === owner.workload && application === owner.application;
}
