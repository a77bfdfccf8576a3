import type { FastifyInstance } from "fastify";
import { active, type Console, signedIn } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import type { Which } from "./engagements.ts";
import {
  acceptPassport,
  askPassport,
  offerPassport,
  passportAnswer,
  type WhichPassport,
} from "./passports.ts";

const at = "/people/:person/engagements/:engagement/passport";

/** The routes by which a desk asks for a staff passport, looks at it and accepts it. */
export function servePassports(server: FastifyInstance, context: Console): void {
  const asking = describe("Ask for a staff passport, by a link that a wallet answers", {});
  server.post(at, { schema: asking }, async (request) => {
    const session = await active(context, request);
    return askPassport(context, session, request.params as Which);
  });
  const answer = describe("What became of a request for a staff passport");
  // Asked every other second while a wallet is looked for: that is no sign of anybody.
  server.get(`${at}/:passport`, { schema: answer }, async (request) =>
    passportAnswer(context, signedIn(context, request), request.params as WhichPassport),
  );
  const accepting = describe("Accept a staff passport that was presented, as evidence", {});
  server.post(`${at}/:passport/accept`, { schema: accepting }, async (request) => {
    const session = await active(context, request);
    return acceptPassport(context, session, request.params as WhichPassport);
  });
  const offering = describe("Offer a staff passport of this house to somebody's wallet", {});
  server.post(`${at}-offer`, { schema: offering }, async (request) => {
    const session = await active(context, request);
    return offerPassport(context, session, request.params as Which);
  });
}
