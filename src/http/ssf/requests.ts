import type { FastifyRequest } from "fastify";
import type { Handling } from "../../world/index.ts";
import { SsfError } from "./errors.ts";
import { type Stream, streamKey } from "./rows.ts";
import type { Receiver, SignalsDeps } from "./types.ts";

/** The scopes of the interoperability profile, section 2.7.2. */
export type SsfScope = "ssf.manage" | "ssf.read";

/** The workload that calls, if it may do one of these. @throws SsfError */
export async function receiverOf(
  { authenticate, app }: Pick<SignalsDeps, "authenticate" | "app">,
  request: FastifyRequest,
  scopes: readonly SsfScope[],
): Promise<Receiver> {
  const receiver = await authenticate(request.headers.authorization);
  if (receiver === undefined) throw notAuthenticated();
  requireScope({ world: app.world(), at: app.now() }, receiver, scopes);
  return receiver;
}

function notAuthenticated(): SsfError {
  return new SsfError("not-authenticated", "Send a valid API key as a Bearer token.");
}

function requireScope(
  { world, at }: Pick<Handling, "world" | "at">,
  { id }: Receiver,
  scopes: readonly SsfScope[],
): void {
  const workload = world.workloads.get(id);
  const lives = workload !== undefined && workload.until > at;
  if (lives && scopes.some((scope) => workload.scopes.includes(scope))) return;
  const wanted = scopes.join(" or ");
  throw new SsfError(
    "not-allowed",
    `This workload may not do that: it or its key has ended, or it lacks the scope ${wanted}.`,
  );
}

/** The same at the place in the log where something is changed: its key and it may have ended meanwhile. @throws SsfError */
export function requireStill(handling: Handling, receiver: Receiver): void {
  const { credential, id } = receiver;
  if (credential !== undefined && handling.side(credential) !== id) throw notAuthenticated();
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
export function ownedStream(row: Stream | undefined, { id }: Receiver): Stream {
  if (row !== undefined && row.workload === id) return row;
  throw new SsfError("no-stream", "There is no stream of yours with this stream_id.");
}
