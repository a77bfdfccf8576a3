import { PassThrough } from "node:stream";
import type { FastifyReply } from "fastify";

/** A stream of server-sent events to one browser (HTML standard, section 9.2). */
export interface EventStream {
  /** Sends an event; false when the browser does not keep up: wait for {@link drained}. */
  send(event: string, data: unknown): boolean;
  /** A comment, by which both ends know that the other is there. */
  comment(): void;
  /** Resolves once the browser has taken what was sent, or is gone. */
  drained(): Promise<void>;
  end(): void;
  readonly closed: boolean;
  /** Called once, however it ends. */
  onClose(listener: () => void): void;
}

/** A browser that takes nothing for this many bytes is not fed any further until it does. */
const buffered = 64 * 1024;

/** Answers a request with a stream of events. */
export function openEventStream(reply: FastifyReply): EventStream {
  const body = new PassThrough({ highWaterMark: buffered });
  let closed = false;
  body.once("close", () => {
    closed = true;
  });
  // A browser that goes away makes no fault of ours.
  body.on("error", () => body.destroy());
  const write = (text: string) => !closed && !body.writableEnded && body.write(text);
  reply
    .header("content-type", "text/event-stream; charset=utf-8")
    .header("cache-control", "no-store")
    // Proxies are asked not to hold events back.
    .header("x-accel-buffering", "no")
    .send(body);
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    comment: () => void write(":\n\n"),
    drained: () =>
      closed || !body.writableNeedDrain
        ? Promise.resolve()
        : new Promise((resolve) => {
            body.once("drain", resolve);
            body.once("close", resolve);
          }),
    end: () => void body.end(),
    get closed() {
      return closed || body.writableEnded;
    },
    onClose: (listener) => void body.once("close", listener),
  };
}

/** The streams that are open, so that a server that stops can end them. */
export interface OpenStreams {
  add(stream: EventStream): void;
  endAll(): void;
}

/** An empty set of open streams. */
export function createOpenStreams(): OpenStreams {
  const open = new Set<EventStream>();
  return {
    add(stream) {
      open.add(stream);
      stream.onClose(() => open.delete(stream));
    },
    endAll() {
      for (const stream of open) stream.end();
    },
  };
}
