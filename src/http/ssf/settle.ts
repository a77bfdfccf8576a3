import type { Json, SideKey } from "../../ports/index.ts";
import type { Actor, Command, NewRecord, StreamStatus } from "../../world/index.ts";
import { asJson, type Stream, streamKey, type Trouble, troubleKey } from "./rows.ts";

const system: Actor = { type: "system", id: "wardkey" };

/** What became of SETs of one stream, to be written down. */
export interface Settlement {
  readonly stream: string;
  /** The SETs that need not be sent again. */
  readonly gone: readonly SideKey[];
  /** How many of them their receiver could not use, and what it said of the last. */
  readonly refused?: { readonly count: number; readonly why: string };
  /** Whether the receiver takes what it is sent; absent: nothing new is known of that. */
  readonly taking?: true | { readonly why: string };
  /** The receiver was heard from. */
  readonly seen?: true;
}

const hour = 3_600_000;

/** Lets go of SETs that were taken or refused, and notes how delivery goes. */
export function settle({ stream, gone, refused, taking, seen }: Settlement): Command<void> {
  return {
    name: "signals.settle",
    actor: system,
    needs: [streamKey(stream), troubleKey(stream)],
    handle: ({ side, at }) => {
      const row = side(streamKey(stream)) as unknown as Stream | undefined;
      const rows: { table: SideKey["table"]; key: string; value: Json | undefined }[] = gone.map(
        (key) => ({ ...key, value: undefined }),
      );
      if (row === undefined) return { records: [], side: rows, answer: undefined };
      if (seen && at - row.seenAt > hour) {
        rows.push({ ...streamKey(stream), value: asJson({ ...row, seenAt: at }) });
      }
      const known = side(troubleKey(stream)) as unknown as Trouble | undefined;
      const trouble = afterwards(known, at, refused, taking);
      if (trouble !== known) {
        const value = trouble === undefined ? undefined : asJson(trouble);
        rows.push({ ...troubleKey(stream), value });
      }
      return { records: [], side: rows, answer: undefined };
    },
  };
}

function afterwards(
  known: Trouble | undefined,
  at: number,
  refused: Settlement["refused"],
  taking: Settlement["taking"],
): Trouble | undefined {
  let trouble: Trouble = known ?? { refused: 0 };
  if (refused !== undefined && refused.count > 0) {
    trouble = { ...trouble, refused: trouble.refused + refused.count, lastRefusal: refused.why };
  }
  if (taking === true && trouble.since !== undefined) {
    const { since: _since, why: _why, ...rest } = trouble;
    trouble = rest;
  } else if (typeof taking === "object" && trouble.why !== taking.why) {
    trouble = { ...trouble, since: trouble.since ?? at, why: taking.why };
  }
  const isNothing = trouble.refused === 0 && trouble.since === undefined;
  if (isNothing) return undefined;
  return known !== undefined && sameTrouble(known, trouble) ? known : trouble;
}

function sameTrouble(a: Trouble, b: Trouble): boolean {
  return a.since === b.since && a.why === b.why && a.refused === b.refused;
}

/**
 * Stops a stream that its receiver does not stop itself; answers false where it is not what it was, and so not ours to stop.
 */
export function stopStream(
  stream: Stream,
  status: Exclude<StreamStatus, "enabled">,
  reason: string,
): Command<boolean> {
  const key = streamKey(stream.id);
  return {
    name: "stream.stop",
    actor: system,
    needs: [key],
    handle: ({ side }) => {
      const row = side(key) as unknown as Stream | undefined;
      if (row === undefined || row.status !== stream.status) return { records: [], answer: false };
      const records: NewRecord[] = [
        { kind: "stream.changed", body: { status, stream: stream.id } },
      ];
      const side_ = [{ ...key, value: asJson({ ...row, status, reason }) }];
      return { records, side: side_, answer: true };
    },
  };
}
