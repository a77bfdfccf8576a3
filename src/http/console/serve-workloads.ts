import type { FastifyInstance, FastifyRequest } from "fastify";
import { type TProperties, Type } from "typebox";
import type { QuarantineTarget } from "../../workloads/index.ts";
import type { Session } from "../../world/index.ts";
import type { AcceptFindingRequest, RemedyFindingRequest } from "../workloads-contract.ts";
import { active, type Console, signedIn } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import {
  acceptAtConsole,
  actOnWorkload,
  listWorkloads,
  remedyAtConsole,
  retireAtConsole,
  showWorkload,
  stopWorkloads,
  type WorkloadAct,
} from "./workloads.ts";

const text = Type.String({ minLength: 1, maxLength: 200 });

const targets = Type.Union([
  Type.Object({ type: Type.Literal("workload"), workload: text }),
  Type.Object({ type: Type.Literal("key"), credential: text }),
  Type.Object({ type: Type.Literal("instance"), workload: text, instance: text }),
  Type.Object({ type: Type.Literal("vendor"), vendor: text }),
]);

const idIn = (request: FastifyRequest) => (request.params as { readonly id: string }).id;

/** The routes about workloads: what runs, what is wrong with it, and what stops it. */
export function serveWorkloadPages(server: FastifyInstance, context: Console): void {
  server.get(
    "/workloads",
    { schema: describe("What runs, who answers for it, and what is wrong with it") },
    async (request) => listWorkloads(context, signedIn(context, request)),
  );
  server.get(
    "/workloads/:id",
    { schema: describe("One workload, with what happened with it") },
    async (request) => showWorkload(context, signedIn(context, request), idIn(request)),
  );
  const post = <B>(
    path: string,
    about: string,
    members: TProperties,
    run: (session: Session, body: B, id: string) => Promise<unknown>,
  ) =>
    server.post(path, { schema: describe(about, members) }, async (request) =>
      run(await active(context, request), request.body as B, idIn(request)),
    );
  post<{ readonly target: QuarantineTarget; readonly done: boolean }>(
    "/workloads/stop",
    "What a quarantine stops; with `done` it stops it",
    { target: targets, done: Type.Boolean() },
    (session, body) => stopWorkloads(context, session, body),
  );
  const acts = Type.Enum(["resume", "release", "end-credential", "finish"]);
  post<WorkloadAct>(
    "/workloads/:id/act",
    "Let in again, end a credential, or finish a rotation",
    { act: acts, credential: Type.Optional(text) },
    (session, body, id) => actOnWorkload(context, session, id, body),
  );
  post("/workloads/:id/retire", "Decommission a workload, with the proof", {}, (session, _, id) =>
    retireAtConsole(context, session, id),
  );
  post<AcceptFindingRequest>(
    "/findings/accept",
    "Live with a finding for a time",
    {
      finding: text,
      because: Type.String({ maxLength: 40 }),
      days: Type.Integer({ minimum: 1, maximum: 90 }),
    },
    (session, body) => acceptAtConsole(context, session, body),
  );
  const steps = ["end-credential", "suspend", "retire", "narrow", "quarantine", "end-canary"];
  post<RemedyFindingRequest>(
    "/findings/remedy",
    "Take the step that a finding was shown with",
    { finding: text, shown: Type.Enum(steps) },
    (session, body) => remedyAtConsole(context, session, body),
  );
}
