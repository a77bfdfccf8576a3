import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { AnswerHeldRequest, ReleaseClientRequest } from "../held-contract.ts";
import { active, type Console, signedIn } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import { answerHeld, listHeld, releaseClient } from "./held.ts";

/** The routes about what HR's file and clients of SCIM were stopped at. */
export function serveHeld(server: FastifyInstance, context: Console): void {
  const list = describe("What HR's file and clients of SCIM were stopped at");
  server.get("/held", { schema: list }, async (request) =>
    listHeld(context, signedIn(context, request)),
  );
  const outcome = Type.Enum(["given", "dismissed"]);
  const answer = describe("Say whether a privileged role is meant", { outcome });
  server.post("/held/roles/:held", { schema: answer }, async (request) => {
    const session = await active(context, request);
    const { held } = request.params as { readonly held: string };
    return answerHeld(context, session, held, request.body as AnswerHeldRequest);
  });
  const ends = Type.Integer({ minimum: 1, maximum: 999_999_999 });
  const release = describe("Say that just so many ends by a client are meant", { ends });
  server.post("/held/clients/:client", { schema: release }, async (request) => {
    const session = await active(context, request);
    const { client } = request.params as { readonly client: string };
    return releaseClient(context, session, client, request.body as ReleaseClientRequest);
  });
}
