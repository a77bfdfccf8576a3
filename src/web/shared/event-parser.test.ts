import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventParser, type StreamEvent } from "./event-parser.ts";

function parse(pieces: readonly string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const feed = createEventParser((event) => events.push(event));
  for (const piece of pieces) feed(piece);
  return events;
}

const stream =
  '\uFEFF: hello\nevent: state\ndata: {"type":"unknown"}\n\ndata: a\ndata:b\nid: 7\n\n:\n\nevent: lonely\n\ndata\n\n';

const expected: StreamEvent[] = [
  { event: "state", data: '{"type":"unknown"}' },
  { event: "message", data: "a\nb" },
  { event: "message", data: "" },
];

test("events, comments, names without data and lines of several endings", () => {
  expect(parse([stream])).toEqual(expected);
  expect(parse([stream.replaceAll("\n", "\r\n")])).toEqual(expected);
  expect(parse([`${stream.replaceAll("\n", "\r")}:`])).toEqual(expected);
});

test("the same events, wherever the text is cut", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(stream, stream.replaceAll("\n", "\r\n")),
      fc.array(fc.nat(stream.length * 2), { maxLength: 20 }),
      (text, cuts) => {
        const at = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b)];
        const pieces = at.map((from, index) => text.slice(from, at[index + 1] ?? text.length));
        expect(parse(pieces)).toEqual(expected);
      },
    ),
  );
});

test("an event that has not ended is not given", () => {
  expect(parse(["data: half\n"])).toEqual([]);
});
