import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type {
  ConfirmOrdinaryRequest,
  DecideAccessRequest,
  DelegateAccessRequest,
  EvidenceRequest,
  OpenCampaignRequest,
} from "../campaigns-contract.ts";
import { listCampaigns } from "./campaigns.ts";
import { active, type Console, signedIn } from "./console-context.ts";
import { confirmAll, decideOne, delegateOne, openOne } from "./decide-campaigns.ts";
import { describe } from "./describe-route.ts";
import { makeEvidence } from "./make-evidence.ts";

const text = Type.String({ minLength: 1, maxLength: 200 });
/** No page counts more than a day. */
const spent = Type.Integer({ minimum: 0, maximum: 86_400_000 });
const idIn = (request: FastifyRequest) => (request.params as { readonly id: string }).id;

/** The routes about reviews of the access that people have (L8). */
export function serveCampaigns(server: FastifyInstance, context: Console): void {
  const listing = describe("Access reviews, and what of them is one's own to decide");
  server.get("/campaigns", { schema: listing }, async (request) =>
    listCampaigns(context, signedIn(context, request)),
  );
  const type = Type.Enum(["all", "ward", "role", "risk", "event"]);
  const scope = Type.Object({ type, of: Type.Optional(text) });
  const opening = describe("Open a review of the access that people have", { scope });
  server.post("/campaigns", { schema: opening }, async (request) =>
    openOne(context, await active(context, request), request.body as OpenCampaignRequest),
  );
  const confirming = describe("Confirm all that is ordinary in a ward", { ward: text, spent });
  server.post("/campaigns/:id/confirm", { schema: confirming }, async (request) => {
    const session = await active(context, request);
    return confirmAll(context, session, idIn(request), request.body as ConfirmOrdinaryRequest);
  });
  const outcome = Type.Enum(["confirmed", "ended"]);
  const one = { assignment: text, outcome, part: text, spent };
  const deciding = describe("Confirm one role that somebody has, or end it", one);
  server.post("/campaigns/:id/decide", { schema: deciding }, async (request) => {
    const session = await active(context, request);
    return decideOne(context, session, idIn(request), request.body as DecideAccessRequest);
  });
  const language = Type.Optional(Type.Enum(["de", "en"]));
  const attesting = describe("The evidence of a review, signed", { language });
  server.post("/campaigns/:id/evidence", { schema: attesting }, async (request) => {
    const session = await active(context, request);
    return makeEvidence(context, session, idIn(request), request.body as EvidenceRequest);
  });
  const delegating = describe("Let somebody else decide in a ward, too", { ward: text, to: text });
  server.post("/campaigns/:id/delegate", { schema: delegating }, async (request) => {
    const session = await active(context, request);
    return delegateOne(context, session, idIn(request), request.body as DelegateAccessRequest);
  });
}
