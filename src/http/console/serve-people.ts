import type { FastifyInstance, FastifyRequest } from "fastify";
import { type TProperties, Type } from "typebox";
import type { Session } from "../../world/index.ts";
import type {
  EndEngagementRequest,
  ExemptEngagementRequest,
  ExtendEngagementRequest,
  FindPeopleRequest,
  MoveEngagementRequest,
  SuspendEngagementRequest,
} from "../people-contract.ts";
import { active, type Console } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import {
  endOne,
  exemptOne,
  extendOne,
  previewOne,
  receiptOf,
  reinstateOne,
  resumeOne,
  suspendOne,
  type Which,
} from "./engagements.ts";
import { moveChoices, moveOne, previewMoveOne } from "./move-engagement.ts";
import { findPeople, showPerson } from "./people.ts";

const text = Type.String();

/** The routes about people: why they are here, what they may do, and the way out. */
export function servePeople(server: FastifyInstance, context: Console): void {
  const find = describe("Find people by staff number or name", {
    text: Type.String({ maxLength: 200 }),
  });
  server.post("/people/find", { schema: find }, async (request) => {
    const session = await active(context, request);
    return findPeople(context, session, request.body as FindPeopleRequest);
  });
  const show = describe("Why somebody is here, and what is open to them");
  server.get("/people/:person", { schema: show }, async (request) => {
    const session = await active(context, request);
    return showPerson(context, session, (request.params as Which).person);
  });
  serveEngagements(server, context);
}

type Handle<B> = (context: Console, session: Session, which: Which, body: B) => Promise<unknown>;

function serveEngagements(server: FastifyInstance, context: Console): void {
  const at = (what: string) => `/people/:person/engagements/:engagement/${what}`;
  const handled =
    <B>(handle: Handle<B>) =>
    async (request: FastifyRequest) => {
      const session = await active(context, request);
      return handle(context, session, request.params as Which, request.body as B);
    };
  const get = (what: string, about: string, handle: Handle<unknown>) =>
    server.get(at(what), { schema: describe(about) }, handled(handle));
  const post = <B>(what: string, about: string, members: TProperties, handle: Handle<B>) =>
    server.post(at(what), { schema: describe(about, members) }, handled(handle));
  get("end", "What would end with an engagement now", previewOne);
  get("receipt", "The signed receipt that access ended", receiptOf);
  const ended = { reason: Type.Enum(["left", "mistaken", "concern", "withdrawn"]) };
  post<EndEngagementRequest>("end", "End an engagement, with all that hangs on it", ended, endOne);
  post<ExtendEngagementRequest>(
    "extend",
    "Move an engagement's last day",
    { last: text },
    extendOne,
  );
  get("move", "To which roles and wards somebody may be moved", moveChoices);
  const moved = { role: text, ward: text, first: Type.Optional(text) };
  post<MoveEngagementRequest>(
    "move/difference",
    "What a move to another role or ward would change",
    moved,
    previewMoveOne,
  );
  post<MoveEngagementRequest>("move", "Move somebody to another role or ward", moved, moveOne);
  post<ExemptEngagementRequest>(
    "exempt",
    "Let an engagement be though nobody signs in by it",
    { last: text },
    exemptOne,
  );
  const suspended = { reason: Type.Enum(["leave", "concern", "registration", "other"]) };
  post<SuspendEngagementRequest>("suspend", "Suspend an engagement", suspended, suspendOne);
  post("resume", "Resume a suspended engagement", {}, resumeOne);
  post("reinstate", "Give back an engagement that was ended", {}, reinstateOne);
}
