import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { openEventStream } from "../event-stream.ts";
import { active, type Console, signedIn } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import { readTrail, recordsPage } from "./records.ts";
import { streamRecords } from "./stream-records.ts";

const text = Type.String();

/** The routes about the log: its records a page at a time, and as they are appended. */
export function serveLog(server: FastifyInstance, context: Console): void {
  const querystring = Type.Object({ before: Type.Optional(text), kind: Type.Optional(text) });
  const schema = { ...describe("The records of the log, newest first"), querystring };
  server.get("/records", { schema }, async (request) => {
    const session = await active(context, request);
    return recordsPage(context, session, request.query as { before?: string; kind?: string });
  });
  const events = describe("Records as they are appended, as events `record`");
  server.get("/stream", { schema: events }, async (request, reply) => {
    const session = signedIn(context, request);
    await readTrail(context, session, "records as they are appended");
    const stream = openEventStream(reply);
    context.streams.add(stream);
    // Something comes at once, so that the page knows that it is connected.
    stream.comment();
    streamRecords(context, request, stream);
    return reply;
  });
}
