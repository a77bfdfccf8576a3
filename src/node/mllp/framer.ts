/** Start of a block, end of a block, and what ends that (HL7 MLLP release 1, sections 2 and 3: SB, EB, CR). */
const start = 0x0b;
const end = 0x1c;
const carriageReturn = 0x0d;
const blanks: ReadonlySet<number> = new Set([carriageReturn, 0x0a, 0x20]);

/** What came out of a stream of bytes. */
export type Frame =
  | { readonly type: "message"; readonly bytes: Uint8Array }
  /** It is longer than what is taken; its beginning was kept, the rest is skipped. */
  | { readonly type: "oversize"; readonly head: Uint8Array }
  /** It has no whole frame: another begins before its end, or it stands outside of any. Its sender waits for no answer. */
  | { readonly type: "unframed"; readonly head: Uint8Array };

/** Cuts a stream of bytes into messages, however the network cut it before. */
export interface Framer {
  /** The messages that `chunk` completes, in order. */
  push(chunk: Uint8Array): readonly Frame[];
  /** Whether a message has begun and not ended. */
  isInside(): boolean;
  /** Bytes between messages since the last one that belong to none. */
  garbage(): number;
  /** What looks like a message among them, once no more bytes come. */
  rest(): readonly Frame[];
}

/**
 * A message begins at SB and ends at EB: the CR after it is not waited for, since some senders leave it out
 * and wait for the answer. A second SB begins anew: what stands before it, and a message outside of any frame, is
 * given out as that, since somebody meant it.
 *
 * @param limit the longest message, in bytes; of longer ones the first `headBytes` are kept
 */
export function createFramer(limit: number, headBytes = 16_384): Framer {
  let parts: Uint8Array[] | undefined;
  let size = 0;
  let tooLong = false;
  const noise = createNoise(headBytes);

  const begin = () => {
    parts = [];
    size = 0;
    tooLong = false;
    noise.clear();
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
  const givenUp = (): readonly Frame[] => {
    const head = joined(parts ?? []).slice(0, headBytes);
    return head.every((byte) => blanks.has(byte)) ? [] : [{ type: "unframed", head }];
  };

  return {
    push(chunk) {
      const frames: Frame[] = [];
      let at = 0;
      while (at < chunk.length) {
        if (parts === undefined) {
          const from = indexOf(chunk, start, at);
          noise.add(chunk.subarray(at, from));
          at = from + 1;
          if (from < chunk.length) {
            frames.push(...noise.messages());
            begin();
          }
          continue;
        }
        const ends = indexOf(chunk, end, at);
        const again = indexOf(chunk.subarray(0, ends), start, at);
        add(chunk.subarray(at, again));
        at = again + 1;
        if (again < ends) {
          frames.push(...givenUp());
          begin();
        } else if (ends < chunk.length) frames.push(finish());
      }
      return frames;
    },
    isInside: () => parts !== undefined,
    garbage: noise.count,
    rest: () => (parts === undefined ? noise.messages() : []),
  };
}

/** What stands between messages; of it the first `most` bytes are kept. */
function createNoise(most: number) {
  let parts: Uint8Array[] = [];
  let size = 0;
  let count = 0;
  return {
    clear() {
      parts = [];
      size = 0;
      count = 0;
    },
    add(bytes: Uint8Array) {
      for (const byte of bytes) if (!blanks.has(byte)) count++;
      const kept = bytes.slice(0, most - size);
      if (kept.length > 0) parts.push(kept);
      size += kept.length;
    },
    count: () => count,
    /** From a header on; before one there is nothing to keep. */
    messages(): readonly Frame[] {
      const bytes = joined(parts);
      const at = headerIn(bytes);
      return at === -1 ? [] : [{ type: "unframed", head: bytes.slice(at) }];
    },
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

/** Where a header of HL7 begins; -1 where none does. */
function headerIn(bytes: Uint8Array): number {
  const [m, s, h] = [0x4d, 0x53, 0x48];
  return bytes.findIndex((byte, at) => byte === m && bytes[at + 1] === s && bytes[at + 2] === h);
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
