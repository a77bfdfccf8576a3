import { expect, test } from "vitest";
import type { EnrolReply } from "../../../http/bedside-contract.ts";
import { ScreenError } from "../../shared/screen-error.ts";
import type { StateStream } from "./state-stream.ts";
import { stayConnected } from "./stay-connected.ts";

interface Fake extends StateStream {
  readonly end: () => void;
  closed: boolean;
}

/** A world with its own time: every wait passes at once, and its length is noted. */
function world(answers: readonly ("ok" | "gone" | "no-seat")[], enrolment?: EnrolReply) {
  let now = 0;
  let opened = 0;
  const stop = new AbortController();
  const streams: Fake[] = [];
  const told: string[] = [];
  const waits: number[] = [];

  const stream = (): Fake => {
    const ended = Promise.withResolvers<void>();
    const fake: Fake = {
      spoken: Promise.resolve(),
      ended: ended.promise,
      heardAt: () => now,
      end: () => ended.resolve(),
      closed: false,
      close: () => {
        fake.closed = true;
        ended.resolve();
      },
    };
    streams.push(fake);
    return fake;
  };

  const done = stayConnected(
    {
      open: async () => {
        const answer = answers[opened];
        opened += 1;
        if (answer === "ok") return stream();
        if (answer === undefined) stop.abort();
        throw new ScreenError(answer === "no-seat" ? "seat-unknown" : "unreachable");
      },
      enrol: async () => enrolment ?? { type: "enrolled", seat: "4B-1" },
      tell: (news) => told.push(news.type),
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        await Promise.resolve();
        now += milliseconds;
      },
      after: () => new Promise(() => undefined),
      local: () => now,
      chance: () => 0,
    },
    stop.signal,
  );
  return { done, streams, told, waits, time: () => now };
}

test("[S0] a stream is renewed before 60 s, and the old one goes when the new one has spoken", async () => {
  const { done, streams, told, time } = world(["ok", "ok"]);
  await done;
  expect(streams).toHaveLength(2);
  expect(streams[0]?.closed).toBe(true);
  expect(told).toEqual(["live", "live"]);
  expect(time()).toBeGreaterThanOrEqual(100_000);
  expect(time()).toBeLessThan(120_000);
});

test("a renewal that fails is tried again while the old stream goes on", async () => {
  const { done, told } = world(["ok", "gone", "ok"]);
  await done;
  expect(told).toEqual(["live", "live"]);
});

test("a server that is away is tried again with growing pauses", async () => {
  const { done, told, waits } = world(["gone", "gone", "gone", "gone"]);
  await done;
  expect(told).toEqual(["interrupted", "interrupted", "interrupted", "interrupted"]);
  expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
});

test("[S0] an unknown browser asks to be enrolled, and goes on at once when it is", async () => {
  const { done, told } = world(["no-seat", "ok"]);
  await done;
  expect(told).toEqual(["live"]);
});

test("[S0] an unknown browser that is refused can only show enrolment, and asks again", async () => {
  const refused: EnrolReply = { type: "refused", message: "Ask an administrator." };
  const { done, told, waits } = world(["no-seat", "no-seat"], refused);
  await done;
  expect(told).toEqual(["unknown", "unknown"]);
  expect(waits).toEqual([10_000, 20_000]);
});

test("[S0] a seat that is taken away closes its stream at the next proof", async () => {
  const { done, streams, told } = world(["ok", "no-seat"], { type: "refused", message: "" });
  await done;
  expect(streams[0]?.closed).toBe(true);
  expect(told).toEqual(["live", "unknown"]);
});
