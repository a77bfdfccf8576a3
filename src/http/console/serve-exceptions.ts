import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { grantMembers } from "../grants/members.ts";
import type { AnswerGrantRequest, ConsoleGrantRequest } from "../grants-contract.ts";
import type { CloseIncidentRequest } from "../incidents-contract.ts";
import type { CloseReviewsRequest, DecideProposalRequest } from "../reviews-contract.ts";
import type { AnswerShiftsRequest } from "../roster-contract.ts";
import { active, type Console, signedIn } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import {
  answerAtConsole,
  askAtConsole,
  endAtConsole,
  listenAtConsole,
  listGrants,
  startAtConsole,
} from "./grants.ts";
import { closeOne, listIncidents } from "./incidents.ts";
import { decideOne, listProposals } from "./proposals.ts";
import { closeThem, listReviews } from "./reviews.ts";
import { answerRosters, listRosters } from "./rosters.ts";
import { confirmOne, endOne, listStanding } from "./standing.ts";

/** The routes about what goes beside the rules: reviews and what they teach, access for a time, and shifts that no roster has. */
export function serveExceptions(server: FastifyInstance, context: Console): void {
  serveReviews(server, context);
  serveIncidents(server, context);
  serveStanding(server, context);
  serveGrants(server, context);
  serveRosters(server, context);
}

const text = Type.String();

function serveReviews(server: FastifyInstance, context: Console): void {
  server.get("/reviews", { schema: describe("What waits for a review") }, async (request) =>
    listReviews(context, signedIn(context, request)),
  );
  const outcome = Type.Enum(["justified", "policy-gap", "unjustified"]);
  const reviews = Type.Array(text, { minItems: 1, maxItems: 500, uniqueItems: true });
  const schema = describe("Close a review, or alike ones, with what they came to", {
    outcome,
    reviews,
  });
  server.post("/reviews/close", { schema }, async (request) => {
    const session = await active(context, request);
    return closeThem(context, session, request.body as CloseReviewsRequest);
  });
  const proposed = describe("Changes that repeated exceptions ask for");
  server.get("/proposals", { schema: proposed }, async (request) =>
    listProposals(context, signedIn(context, request)),
  );
  const decision = Type.Enum(["accept", "decline"]);
  const decide = describe("Accept or decline a proposed change", { decision });
  server.post("/proposals/:id/decide", { schema: decide }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return decideOne(context, session, id, request.body as DecideProposalRequest);
  });
}

function serveIncidents(server: FastifyInstance, context: Console): void {
  server.get("/incidents", { schema: describe("The incidents that are open") }, async (request) =>
    listIncidents(context, signedIn(context, request)),
  );
  const outcome = Type.Enum(["mistaken", "dealt-with", "notified"]);
  const schema = describe("Close an incident with what it came to", { outcome });
  server.post("/incidents/:id/close", { schema }, async (request) => {
    const session = await active(context, request);
    const { id } = request.params as { readonly id: string };
    return closeOne(context, session, id, request.body as CloseIncidentRequest);
  });
}

function serveStanding(server: FastifyInstance, context: Console): void {
  const listing = describe("Access for a time that would become standing access");
  server.get("/standing", { schema: listing }, async (request) =>
    listStanding(context, signedIn(context, request)),
  );
  const work = { confirm: confirmOne, end: endOne };
  const summaries = {
    confirm: "Confirm it for as long as it was to last",
    end: "End it at once",
  };
  for (const what of ["confirm", "end"] as const) {
    const schema = describe(summaries[what]);
    server.post(`/standing/:id/${what}`, { schema }, async (request) => {
      const session = await active(context, request);
      return work[what](context, session, (request.params as { readonly id: string }).id);
    });
  }
}

function serveGrants(server: FastifyInstance, context: Console): void {
  const idIn = (request: FastifyRequest) => (request.params as { readonly id: string }).id;
  server.get("/grants", { schema: describe("Requests for access for a time") }, async (request) =>
    listGrants(context, signedIn(context, request)),
  );
  const hints = describe("That requests may have changed, as events `changed`");
  server.get("/changes", { schema: hints }, (request, reply) => {
    const session = signedIn(context, request);
    listenAtConsole(context, request, reply, session);
    return reply;
  });
  const members = { ...grantMembers, staff: Type.Optional(text) };
  server.post("/grants", { schema: describe("Ask for access", members) }, async (request) =>
    askAtConsole(context, await active(context, request), request.body as ConsoleGrantRequest),
  );
  const answer = describe("Answer a request", { answer: Type.Enum(["approve", "deny"]) });
  server.post("/grants/:id/answer", { schema: answer }, async (request) => {
    const session = await active(context, request);
    const body = request.body as Omit<AnswerGrantRequest, "grant">;
    return answerAtConsole(context, session, { ...body, grant: idIn(request) });
  });
  server.post(
    "/grants/:id/start",
    { schema: describe("Begin what was approved") },
    async (request) => startAtConsole(context, await active(context, request), idIn(request)),
  );
  server.post("/grants/:id/end", { schema: describe("End what was granted") }, async (request) =>
    endAtConsole(context, await active(context, request), idIn(request)),
  );
}

function serveRosters(server: FastifyInstance, context: Console): void {
  const about = describe("Who is at work without being on the roster");
  server.get("/rosters", { schema: about }, async (request) =>
    listRosters(context, signedIn(context, request)),
  );
  const ids = Type.Array(text, { maxItems: 100 });
  const schema = describe("Confirm or refuse shifts and swaps", { confirm: ids, refuse: ids });
  server.post("/rosters", { schema }, async (request) =>
    answerRosters(context, await active(context, request), request.body as AnswerShiftsRequest),
  );
}
