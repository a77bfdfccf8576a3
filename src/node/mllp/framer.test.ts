import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFramer, type Frame, frameOf } from "./framer.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (frames: readonly Frame[]) =>
  frames.map((frame) =>
    new TextDecoder().decode(frame.type === "message" ? frame.bytes : frame.head),
  );

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe("cutting a stream into messages", () => {
  test("however the network cuts it, the same messages come out", () => {
    // Content has neither SB nor EB in it.
    const content = fc
      .uint8Array({ max: 255, maxLength: 40 })
      .map((raw) => raw.filter((b) => b !== 0x0b && b !== 0x1c));
    const noise = fc.constantFrom("", "\r\n", "GET / HTTP/1.1\r\n", " ").map(bytes);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noise, content), { maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 17 })),
        (messages, cuts) => {
          const stream = concat(
            ...messages.flatMap(([between, message]) => [between, frameOf(message)]),
          );
          const framer = createFramer(1000);
          const frames: Frame[] = [];
          for (let at = 0; at < stream.length; ) {
            const length = cuts.next().value;
            frames.push(...framer.push(stream.subarray(at, at + length)));
            at += length;
          }
          expect(frames).toEqual(
            messages.map(([, message]) => ({ type: "message", bytes: message })),
          );
          expect(framer.isInside()).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a message ends at EB: the CR may be missing", () => {
    const framer = createFramer(100);
    expect(texts(framer.push(bytes("\x0bone\x1c")))).toEqual(["one"]);
    expect(texts(framer.push(bytes("\r\x0btwo\x1c\x0bthree\x1c\r")))).toEqual(["two", "three"]);
    expect(framer.garbage()).toBe(0);
  });

  test("a second beginning gives out what stands before it as what it is", () => {
    const frames = createFramer(100).push(bytes("\x0bhalf\x0b\r\x0bwhole\x1c\r"));
    expect(frames.map(({ type }) => type)).toEqual(["unframed", "message"]);
    expect(texts(frames)).toEqual(["half", "whole"]);
  });

  test("a message outside of any frame is given out as that; other noise is only counted", () => {
    const framer = createFramer(100, 20);
    const frames = [
      ...framer.push(bytes("GET /\r\n\x0bone\x1c\rMS")),
      ...framer.push(bytes("H|two\x1c\r\x0bthree\x1c\r")),
    ];
    expect(frames.map(({ type }) => type)).toEqual(["message", "unframed", "message"]);
    expect(texts(frames)).toEqual(["one", "MSH|two\x1c\r", "three"]);
    expect(framer.rest()).toEqual([]);
    framer.push(bytes(`MSH|${"x".repeat(50)}`));
    framer.push(bytes("y".repeat(50)));
    expect(texts(framer.rest())).toEqual([`MSH|${"x".repeat(15)}`]);
  });

  test("what belongs to no message is counted, until one begins", () => {
    const framer = createFramer(100);
    framer.push(bytes("hello\r\n"));
    expect(framer.garbage()).toBe(5);
    framer.push(bytes("\x0bone\x1c\rxy"));
    expect(framer.garbage()).toBe(2);
  });

  test("of a message that is too long the beginning is kept, and the next one is whole", () => {
    const framer = createFramer(10, 4);
    const frames = [
      ...framer.push(bytes("\x0b12345678")),
      ...framer.push(bytes("90abcdef")),
      ...framer.push(bytes("ghi\x1c\r\x0bnext\x1c\r")),
    ];
    expect(frames.map(({ type }) => type)).toEqual(["oversize", "message"]);
    expect(texts(frames)).toEqual(["1234", "next"]);
    expect(createFramer(10).push(bytes("\x0b1234567890\x1c"))).toMatchObject([{ type: "message" }]);
  });

  test("what it gives out is no view of the socket's memory", () => {
    const chunk = bytes("\x0bone\x1c");
    const [frame] = createFramer(100).push(chunk);
    chunk.fill(0);
    expect(texts([frame as Frame])).toEqual(["one"]);
  });
});
