/**
 * Imported before a server's own program, it notes every route that the server's HTTP interfaces have, one on a line, in the file
 * that NOTE_ROUTES names: `node --import note-routes.ts`. Fastify announces each server that is made, before it has any route.
 */
import { channel } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

const file = process.env["NOTE_ROUTES"] ?? "";

channel("fastify.initialization").subscribe((message) => {
  const { fastify } = message as { readonly fastify: FastifyInstance };
  fastify.addHook("onRoute", ({ method, url }) => {
    for (const each of [method].flat()) appendFileSync(file, `${each} ${url}\n`);
  });
});
