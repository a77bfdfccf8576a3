import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Session } from "../../world/index.ts";
import { type Console, signedIn } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import {
  listObserved,
  listRehearsals,
  type PlotScheme,
  plotRehearsal,
  showDrawing,
  showRehearsal,
} from "./rehearsals.ts";

/** A picture has its own styles, and loads and runs nothing. */
const pictureOnly = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** The routes about what was rehearsed, and what was observed beside what was predicted. */
export function serveRehearsals(server: FastifyInstance, context: Console): void {
  const get = <A>(path: string, about: string, show: (session: Session) => Promise<A>) =>
    server.get(path, { schema: describe(about) }, async (request: FastifyRequest) =>
      show(signedIn(context, request)),
    );
  get("/rehearsals", "The tasks of the last rehearsal", (session) =>
    listRehearsals(context, session),
  );
  get("/observed", "What was observed by ward and hour, beside what was predicted", (session) =>
    listObserved(context, session),
  );
  const task = describe("One task of the last rehearsal, step by step");
  server.get("/rehearsals/:task", { schema: task }, async (request) => {
    const { task: id } = request.params as { readonly task: string };
    return showRehearsal(context, signedIn(context, request), id);
  });
  const params = Type.Object({ scheme: Type.Enum(["light", "dark"]) });
  const schema = { ...describe("Friction against residual access by pattern, as SVG"), params };
  server.get("/rehearsals/plot/:scheme", { schema }, async (request, reply) => {
    const { scheme } = request.params as { readonly scheme: PlotScheme };
    return picture(reply, await plotRehearsal(context, signedIn(context, request), scheme));
  });
  const ofDrawing = Type.Object({ drawing: Type.String(), scheme: Type.Enum(["light", "dark"]) });
  const drawn = describe("Exposure over the day, or the settings of a pattern, as SVG");
  server.get(
    "/rehearsals/drawings/:drawing/:scheme",
    { schema: { ...drawn, params: ofDrawing } },
    async (request, reply) => {
      const which = request.params as { readonly drawing: string; readonly scheme: PlotScheme };
      return picture(reply, await showDrawing(context, signedIn(context, request), which));
    },
  );
}

function picture(reply: FastifyReply, svg: string): FastifyReply {
  return reply
    .type("image/svg+xml; charset=utf-8")
    .header("content-security-policy", pictureOnly)
    .send(svg);
}
