import type { FastifyRequest } from "fastify";
import type { Duration } from "../../ports/index.ts";
import type { LogRecord } from "../../world/index.ts";
import type { EventStream } from "../event-stream.ts";
import { type Console, findSession } from "./console-context.ts";
import { recordViews } from "./records.ts";

const heartbeat: Duration = 15_000;
/** A console that is this many records behind starts again: it reads a page and opens the stream anew. */
const mostBehind = 2_000;

/**
 * Sends records as they are appended, until the console's session ends. Opening it was recorded; what runs
 * through it is not, again and again (U4).
 */
export function streamRecords(
  context: Console,
  request: FastifyRequest,
  stream: EventStream,
): void {
  const { app } = context.deps;
  let waiting: LogRecord[] = [];
  let sending = false;
  const pump = async () => {
    if (sending) return;
    sending = true;
    try {
      while (waiting.length > 0 && !stream.closed) {
        const batch = waiting;
        waiting = [];
        const views = await recordViews(context, batch);
        if (findSession(context, request) === undefined) return stream.end();
        for (const view of views) if (!stream.send("record", view)) await stream.drained();
      }
    } catch (fault) {
      stream.end();
      const { id, method } = request;
      context.deps.report({ id, method, route: "stream", status: 500, milliseconds: 0, fault });
    } finally {
      sending = false;
    }
  };
  const stopFollowing = app.follow((records) => {
    if (waiting.length + records.length > mostBehind) return stream.end();
    waiting.push(...records);
    void pump();
  });
  const beat = setInterval(() => {
    if (findSession(context, request) === undefined) stream.end();
    else stream.comment();
  }, heartbeat);
  stream.onClose(() => {
    stopFollowing();
    clearInterval(beat);
  });
}
