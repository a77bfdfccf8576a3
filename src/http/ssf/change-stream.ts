import type { Actor, Command, Handling, NewRecord, StreamStatus } from "../../world/index.ts";
import {
  type Chosen,
  type ConfigurationRequest,
  chosenIn,
  requireOurs,
  showStream,
  verificationInterval,
} from "./configuration.ts";
import { SsfError } from "./errors.ts";
import { aboutStream } from "./make-sets.ts";
import { mayHearAddresses, ownedStream, ownerOf, requireStill } from "./requests.ts";
import { asJson, jtiOf, type Stream, setKey, streamKey, troubleKey } from "./rows.ts";
import type { Receiver } from "./types.ts";

/** A receiver that forgets its streams must not fill the table. */
export const mostStreams: number = 20;

function actorOf({ id }: Receiver): Actor {
  return { type: "workload", id };
}

function needsOf({ credential }: Receiver, stream: string): NonNullable<Command<void>["needs"]> {
  return [streamKey(stream), ...(credential === undefined ? [] : [credential])];
}

/** Opens a stream, which gets what happens from here on (SSF 1.0 section 8.1.1.1). */
export function createStream(receiver: Receiver, id: string, chosen: Chosen): Command<Stream> {
  return {
    name: "stream.create",
    actor: actorOf(receiver),
    needs: needsOf(receiver, id),
    handle: (handling) => {
      requireStill(handling, receiver);
      const { at, position } = handling;
      const stream: Stream = {
        id,
        ...ownerOf(receiver),
        ...chosen,
        status: "enabled",
        from: position,
        seenAt: at,
      };
      requireAddressed(handling, stream);
      const body = { stream: id, ...ownerOf(receiver) };
      return {
        records: [{ kind: "stream.created", body }],
        side: [{ ...streamKey(id), value: asJson(stream) }],
        answer: stream,
      };
    },
  };
}

/** What a receiver may ask about its stream; `replace` forgets what is not sent (section 8.1.1.4). */
export interface StreamChange {
  readonly request: ConfigurationRequest;
  readonly replace: boolean;
  readonly issuer: string;
}

/** Changes what a receiver chose of its stream. */
export function configureStream(
  receiver: Receiver,
  id: string,
  { request, replace, issuer }: StreamChange,
): Command<Stream> {
  return changing(receiver, id, "stream.configure", (before) => {
    requireOurs(request, showStream(issuer, before));
    const { requested: _requested, description: _description, format: _format, ...rest } = before;
    const sent = chosenIn(request, before);
    const delivery = request.delivery === undefined && !replace ? before.delivery : sent.delivery;
    return { ...(replace ? rest : before), ...sent, delivery };
  });
}

/** Sets whether a stream delivers (section 8.1.2.2). What waited for a stream that is disabled is let go of elsewhere. */
export function setStatus(
  receiver: Receiver,
  id: string,
  status: StreamStatus,
  reason: string | undefined,
): Command<Stream> {
  return changing(receiver, id, "stream.set-status", ({ reason: _reason, ...stream }) => ({
    ...stream,
    status,
    ...(reason === undefined ? {} : { reason }),
  }));
}

function changing(
  receiver: Receiver,
  id: string,
  name: string,
  change: (before: Stream) => Stream,
): Command<Stream> {
  return {
    name,
    actor: actorOf(receiver),
    needs: needsOf(receiver, id),
    handle: (handling) => {
      requireStill(handling, receiver);
      const before = ownedStream(
        handling.side(streamKey(id)) as unknown as Stream | undefined,
        receiver,
      );
      const changed = change(before);
      if (changed.format !== before.format) requireAddressed(handling, changed);
      // A stream that was disabled held nothing: it begins anew.
      const restarts = before.status === "disabled" && changed.status !== "disabled";
      const from = restarts ? handling.position : before.from;
      const after = { ...changed, from, seenAt: handling.at };
      const status = before.status === after.status ? {} : { status: after.status };
      const records: NewRecord[] = [{ kind: "stream.changed", body: { ...status, stream: id } }];
      return {
        records,
        side: [
          { ...streamKey(id), value: asJson(after) },
          // Whoever changed something has a reason to think that it works now.
          { ...troubleKey(id), value: undefined },
        ],
        answer: after,
      };
    },
  };
}

/** @throws SsfError where people are to be named by their addresses to somebody who may not have them */
function requireAddressed({ at, world }: Handling, stream: Stream): void {
  if (stream.format !== "email" || mayHearAddresses(world, at, stream)) return;
  throw new SsfError(
    "not-allowed",
    "People are named by their e-mail addresses only to receivers that are registered for ssf.email.",
  );
}

/** Closes a stream (section 8.1.1.5). */
export function deleteStream(receiver: Receiver, id: string): Command<void> {
  return {
    name: "stream.delete",
    actor: actorOf(receiver),
    needs: needsOf(receiver, id),
    handle: (handling) => {
      requireStill(handling, receiver);
      ownedStream(handling.side(streamKey(id)) as unknown as Stream | undefined, receiver);
      return {
        records: [{ kind: "stream.deleted", body: { stream: id } }],
        side: [
          { ...streamKey(id), value: undefined },
          { ...troubleKey(id), value: undefined },
        ],
        answer: undefined,
      };
    },
  };
}

/** Puts a verification event into a stream (section 8.1.4). It changes nothing, and is no record. */
export function verifyStream(
  receiver: Receiver,
  id: string,
  { issuer, state }: { readonly issuer: string; readonly state: string | undefined },
): Command<void> {
  return {
    name: "stream.verify",
    actor: actorOf(receiver),
    needs: needsOf(receiver, id),
    handle: (handling) => {
      requireStill(handling, receiver);
      const { at, side, position } = handling;
      const stream = ownedStream(side(streamKey(id)) as unknown as Stream | undefined, receiver);
      if (at - (stream.verifiedAt ?? 0) < verificationInterval * 1_000) {
        throw new SsfError("too-soon", `Ask again ${verificationInterval} s after the last time.`);
      }
      const key = setKey(id, position, `-${handling.id("v")}`);
      const claims = state === undefined ? {} : { state };
      const event = { type: "verification", claims } as const;
      const set = aboutStream({ issuer, at }, stream, jtiOf(key), event);
      const row = { ...streamKey(id), value: asJson({ ...stream, seenAt: at, verifiedAt: at }) };
      return {
        records: [],
        // A stream that is disabled holds nothing (section 8.1.2.1).
        side: stream.status === "disabled" ? [row] : [row, { ...key, value: asJson(set) }],
        answer: undefined,
      };
    },
  };
}
