import type { FastifyRequest } from "fastify";
import type { SideKey } from "../../ports/index.ts";
import { SsfError } from "./errors.ts";
import { namePeople } from "./name-people.ts";
import { isErrorCode } from "./push-set.ts";
import { ownStream, receiverOf } from "./requests.ts";
import { keyOfJti, readSets, type Stream } from "./rows.ts";
import { settle } from "./settle.ts";
import type { Signals } from "./signals.ts";

/** A poll (RFC 8936 section 2.2). */
export interface PollRequest {
  readonly maxEvents?: number;
  readonly returnImmediately?: boolean;
  readonly ack?: readonly string[];
  readonly setErrs?: Readonly<Record<string, { readonly err: string }>>;
}

/** The answer to a poll (section 2.3). */
export interface PollResponse {
  readonly sets: Readonly<Record<string, string>>;
  /** Left out when there is nothing more: known receivers take its presence for yes. */
  readonly moreAvailable?: true;
}

/** SETs in one answer, however many were asked for. */
const mostEvents = 100;

/** The form of {@link PollRequest}. */
export const pollSchema: object = {
  type: "object",
  properties: {
    maxEvents: { type: "integer", minimum: 0 },
    returnImmediately: { type: "boolean" },
    ack: { type: "array", maxItems: 1_000, items: { type: "string", maxLength: 200 } },
    setErrs: {
      type: "object",
      maxProperties: 1_000,
      additionalProperties: {
        type: "object",
        required: ["err"],
        properties: { err: { type: "string", maxLength: 200 } },
      },
    },
  },
};

/** Takes what a receiver says of earlier SETs, and answers with those that wait; when none does, once one comes. */
export async function poll(signals: Signals, request: FastifyRequest): Promise<PollResponse> {
  const { deps } = signals;
  const { id } = request.params as { readonly id: string };
  const receiver = await receiverOf(deps, request, ["ssf.manage", "ssf.read"]);
  const stream = await ownStream(deps, receiver, id);
  if (stream.delivery.method !== "urn:ietf:rfc:8936") {
    throw new SsfError("no-stream", "This stream is pushed, not polled.");
  }
  const asked = request.body as PollRequest;
  await takeAnswers(signals, stream, asked);
  const { maxEvents = mostEvents, returnImmediately = false } = asked;
  const limit = Math.min(maxEvents, mostEvents);
  if (limit > 0 && !returnImmediately) await somethingToSend(signals, request, id);
  // It, its key or its workload may have ended while the poll was held.
  await receiverOf(deps, request, ["ssf.manage", "ssf.read"]);
  const now = await ownStream(deps, receiver, id);
  return now.status === "enabled" ? fetchSets(signals, now, limit) : { sets: {} };
}

/** Sections 2.4.2 to 2.4.4: what was acknowledged or refused is not sent again. */
async function takeAnswers(
  { deps }: Signals,
  stream: Stream,
  { ack = [], setErrs = {} }: PollRequest,
): Promise<void> {
  const refused = Object.entries(setErrs);
  const gone = [...new Set([...ack, ...refused.map(([jti]) => jti)])]
    .map((jti) => keyOfJti(stream.id, jti))
    .filter((key): key is SideKey => key !== undefined);
  const code = refused.at(-1)?.[1].err;
  const why = `The receiver answers ${isErrorCode(code) ? code : "an error"}.`;
  await deps.app.submit(
    settle({ stream: stream.id, gone, refused: { count: refused.length, why }, seen: true }),
  );
}

async function fetchSets({ deps }: Signals, stream: Stream, limit: number): Promise<PollResponse> {
  const waiting = await readSets(deps.app.side, stream.id, limit + 1);
  const sent = await Promise.all(
    waiting.slice(0, limit).map(async ({ claims }) => {
      const named = await namePeople(deps, stream, claims);
      return [claims.jti, await deps.signer.sign(named)] as const;
    }),
  );
  const sets = Object.fromEntries(sent);
  return waiting.length > limit ? { sets, moreAvailable: true } : { sets };
}

/** Resolves when something waits that may be sent, when the receiver is gone, or when it was long enough. */
async function somethingToSend(
  signals: Signals,
  request: FastifyRequest,
  id: string,
): Promise<void> {
  const { side } = signals.deps.app;
  const { longPoll } = signals.deps.pace;
  const ended = { is: false };
  let wake = () => {};
  const end = () => {
    ended.is = true;
    wake();
  };
  const stopListening = signals.onArrival(() => wake());
  const timer = setTimeout(end, longPoll);
  const stopEnding = signals.onEnd(end);
  request.raw.socket.once("close", end);
  try {
    while (!ended.is) {
      // Before looking, so that nothing comes between.
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if ((await readSets(side, id, 1)).length > 0 || ended.is) return;
      await changed;
    }
  } finally {
    clearTimeout(timer);
    stopListening();
    stopEnding();
    request.raw.socket.off("close", end);
  }
}
