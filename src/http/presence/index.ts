import type { FastifyPluginAsync } from "fastify";
import { Type } from "typebox";
import type { ServerDeps } from "../deps.ts";
import { createProofs } from "../dpop.ts";
import { offerNonces } from "../nonces.ts";
import { hearSensor, type Listening, type PresenceMessage } from "./hear-sensor.ts";

/** More badges than ever are near one seat. */
const mostBadges = 32;
/** Longer than any badge's number. */
const longestNumber = 200;

/** The interface of presence sensors and of readers of badges that are near (S6). */
export function presence(deps: ServerDeps): FastifyPluginAsync {
  const { clock, nonces, origins } = deps;
  const listening: Listening = {
    deps,
    proofs: createProofs({ clock, nonces, origins }),
    latest: new Map(),
  };
  const number = Type.String({ maxLength: longestNumber });
  const body = Type.Object({
    present: Type.Boolean({ description: "Whether somebody is before the seat" }),
    badges: Type.Optional(
      Type.Array(number, {
        maxItems: mostBadges,
        description:
          "The numbers of the badges that are near, none left out: stated, only the occupant's own counts as present",
      }),
    ),
  });
  const response = { 200: Type.Object({ againWithin: Type.Integer() }) };
  const summary = "Whether somebody is before the seat: at every change, and again in time";
  return async (server) => {
    offerNonces(server, nonces);
    server.post("/report", { schema: { summary, tags: ["presence"], body, response } }, (request) =>
      hearSensor(listening, request, request.body as PresenceMessage),
    );
  };
}
