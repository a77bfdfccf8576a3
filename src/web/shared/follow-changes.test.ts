import { expect, test } from "vitest";
import { type ChangesDeps, followChanges } from "./follow-changes.ts";
import { ScreenError } from "./screen-error.ts";

const encoder = new TextEncoder();

/** A server whose streams the test writes and ends, and a clock that the page's waits move. */
function world(...refusals: ScreenError[]) {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const leaving = new AbortController();
  const said: string[] = [];
  const waits: number[] = [];
  let now = 0;
  const deps: ChangesDeps = {
    open: async (signal) => {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          streams.push(controller);
          signal.addEventListener("abort", () => controller.error(signal.reason));
        },
      });
      return new Response(body);
    },
    onChange: () => void said.push("look"),
    onLive: (live) => void said.push(live ? "live" : "lost"),
    wait: (milliseconds, signal) => {
      // Waiting for silence is the stream's own and passes only when the test says so.
      if (milliseconds > 30_000) {
        return new Promise((resolve) => {
          silences.push(() => {
            now += milliseconds;
            resolve();
          });
          signal.addEventListener("abort", () => resolve());
        });
      }
      waits.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
    local: () => now,
    chance: () => 0,
  };
  const silences: (() => void)[] = [];
  const running = followChanges(deps, leaving.signal);
  return {
    streams,
    said,
    waits,
    running,
    silences,
    leave: () => leaving.abort(),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const hint = encoder.encode("event: changed\ndata: {}\n\n");

test("[X1] each hint is a look, and so is the end of a stream: nothing is lost between two", async () => {
  const { streams, said, waits, leave, pass, running } = world();
  await settled();
  streams[0]?.enqueue(hint);
  await settled();
  expect(said).toEqual(["live", "look"]);
  streams[0]?.enqueue(encoder.encode(":\n\n"));
  streams[0]?.enqueue(hint);
  await settled();
  expect(said.slice(2)).toEqual(["live", "look"]);
  // The server ends a stream after a minute: the next one follows without a wait.
  pass(60_000);
  streams[0]?.close();
  await settled();
  expect([said.slice(4), waits, streams.length]).toEqual([["lost", "look"], [], 2]);
  leave();
  await running;
});

test("a stream that fails is tried again later and later", async () => {
  const thrice = [1, 2, 3].map(() => new ScreenError("refused"));
  const { said, waits, leave, streams, running } = world(...thrice);
  await settled();
  expect([waits, streams.length]).toEqual([[500, 1_000, 2_000], 1]);
  expect(said.filter((word) => word === "lost")).toHaveLength(3);
  leave();
  await running;
});

test("one that is silent for longer than two of the server's omissions is given up", async () => {
  const { said, silences, streams, leave, running } = world();
  await settled();
  streams[0]?.enqueue(hint);
  await settled();
  silences.at(-1)?.();
  await settled();
  expect([said.at(-2), said.at(-1)]).toEqual(["lost", "look"]);
  await settled();
  expect(streams).toHaveLength(2);
  leave();
  await running;
});

test.each(["signed-out", "occupant-changed"] as const)(
  "[S5] after %s nobody listens any more, and the page looks once",
  async (code) => {
    const { said, waits, running } = world(new ScreenError(code));
    await running;
    expect([said, waits]).toEqual([["lost", "look"], []]);
  },
);
