import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { createOpenStreams, type EventStream, openEventStream } from "./event-stream.ts";

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(use: (stream: EventStream) => void): Promise<string> {
  const server = Fastify({ forceCloseConnections: true });
  servers.push(server);
  server.get("/", (_request, reply) => {
    use(openEventStream(reply));
    return reply;
  });
  return server.listen({ host: "127.0.0.1", port: 0 });
}

test("events are written as the standard says", async () => {
  const url = await serve((stream) => {
    stream.send("state", { text: "two\nlines" });
    stream.comment();
    stream.end();
  });
  const response = await fetch(url);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(await response.text()).toBe('event: state\ndata: {"text":"two\\nlines"}\n\n:\n\n');
});

test("a browser that does not keep up is waited for, not buffered for ever", async () => {
  const seen = Promise.withResolvers<EventStream>();
  const url = await serve((stream) => seen.resolve(stream));
  const controller = new AbortController();
  const answered = fetch(url, { signal: controller.signal });
  const stream = await seen.promise;
  const big = "x".repeat(100_000);
  let sent = 0;
  while (sent < 1_000 && stream.send("state", big)) sent++;
  // The system's own buffers take some, ours takes no more.
  const rest = await Promise.race([
    stream.drained().then(() => "drained"),
    new Promise((resolve) => setTimeout(() => resolve("waiting"), 50)),
  ]);
  expect(sent).toBeLessThan(1_000);
  expect(["waiting", "drained"]).toContain(rest);
  await answered;
  controller.abort();
  await stream.drained();
});

test("a browser that goes away closes the stream, and sending to it does nothing", async () => {
  const closed = Promise.withResolvers<void>();
  let known: EventStream | undefined;
  const url = await serve((stream) => {
    known = stream;
    stream.send("state", 1);
    stream.onClose(() => closed.resolve());
  });
  const controller = new AbortController();
  await fetch(url, { signal: controller.signal });
  controller.abort();
  await closed.promise;
  expect(known?.closed).toBe(true);
  expect(known?.send("state", 2)).toBe(false);
});

test("all open streams can be ended at once", async () => {
  const streams = createOpenStreams();
  const url = await serve((stream) => {
    streams.add(stream);
    stream.comment();
  });
  const responses = await Promise.all([fetch(url), fetch(url)]);
  streams.endAll();
  expect(await Promise.all(responses.map((response) => response.text()))).toEqual([
    ":\n\n",
    ":\n\n",
  ]);
});
