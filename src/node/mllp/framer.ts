/** Start of a block, end of a block, and what ends that (HL7 MLLP release 1, sections 2 and 3: SB, EB, CR). */
const start = 0x0b;
const end = 0x1c;
const carriageReturn = 0x0d;
const blanks: ReadonlySet<number> = new Set([carriageReturn, 0x0a, 0x20]);

/** What came out of a stream of bytes. */
export type Frame =
  | { readonly type: "message"; readonly bytes: Uint8Array }
  /** It is longer than what is taken; its beginning was kept, the rest is skipped. */
  | { readonly type: "oversize"; readonly head: Uint8Array };

/** Cuts a stream of bytes into messages, however the network cut it before. */
export interface Framer {
  /** The messages that `chunk` completes, in order. */
  push(chunk: Uint8Array): readonly Frame[];
  /** Whether a message has begun and not ended. */
  isInside(): boolean;
  /** Bytes between messages since the last one that belong to none. */
  garbage(): number;
}

/**
 * A message begins at SB and ends at EB: the CR after it is not waited for, since some senders leave it out
 * and wait for the answer. A second SB begins anew: its sender gave the first up.
 *
 * @param limit the longest message, in bytes; of longer ones the first `headBytes` are kept
 */
export function createFramer(limit: number, headBytes = 16_384): Framer {
  let parts: Uint8Array[] | undefined;
  let size = 0;
  let tooLong = false;
  let garbage = 0;

  const begin = () => {
    parts = [];
    size = 0;
    tooLong = false;
    garbage = 0;
  };
  const add = (part: Uint8Array) => {
    if (part.length === 0 || parts === undefined || tooLong) return;
    parts.push(part);
    size += part.length;
    if (size <= limit) return;
    parts = [joined(parts).slice(0, Math.min(headBytes, limit))];
    tooLong = true;
  };
  const finish = (): Frame => {
    const bytes = joined(parts ?? []);
    parts = undefined;
    return tooLong ? { type: "oversize", head: bytes } : { type: "message", bytes };
  };
  const skip = (from: number, to: number, chunk: Uint8Array) => {
    for (const byte of chunk.subarray(from, to)) if (!blanks.has(byte)) garbage++;
  };

  return {
    push(chunk) {
      const frames: Frame[] = [];
      let at = 0;
      while (at < chunk.length) {
        if (parts === undefined) {
          const from = indexOf(chunk, start, at);
          skip(at, from, chunk);
          at = from + 1;
          if (from < chunk.length) begin();
          continue;
        }
        const ends = indexOf(chunk, end, at);
        const again = indexOf(chunk.subarray(0, ends), start, at);
        add(chunk.subarray(at, again));
        at = again + 1;
        if (again < ends) begin();
        else if (ends < chunk.length) frames.push(finish());
      }
      return frames;
    },
    isInside: () => parts !== undefined,
    garbage: () => garbage,
  };
}

/** A message in its frame, as it goes over the wire. */
export function frameOf(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(message.length + 3);
  framed[0] = start;
  framed.set(message, 1);
  framed[message.length + 1] = end;
  framed[message.length + 2] = carriageReturn;
  return framed;
}

/** Where `byte` is from `from` on; the length where it is not. */
function indexOf(bytes: Uint8Array, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? bytes.length : at;
}

/** A copy of its own: the chunks' memory is the socket's. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
