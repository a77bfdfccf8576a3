import type { FastifyInstance } from "fastify";
import type { App } from "../../app.ts";
import {
  approveWorkload,
  extendWorkload,
  findWorkloads,
  handOverWorkload,
  previewQuarantine,
  proveRefused,
  type QuarantineTarget,
  quarantine,
  releaseCredential,
  requestWorkload,
  resumeWorkload,
  retireWorkload,
  reviewWorkload,
  suspendWorkload,
} from "../../workloads/index.ts";
import type { Actor, WorkloadTerms } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import { workloadView } from "../programs/index.ts";
import type { QuarantineView, RetiredView, WorkloadView } from "../workloads-contract.ts";
import { serveDatabaseRoles } from "./serve-database-roles.ts";
import { serveVisibility } from "./serve-visibility.ts";

/** What workloads are looked after with. */
export interface WorkloadDeps {
  readonly app: Pick<App, "submit" | "side" | "world" | "now">;
  /** Whoever has the data directory. */
  readonly actor: Actor;
  readonly keyedHash: ServerDeps["keyedHash"];
}

const text = { type: "string", minLength: 1 } as const;
const texts = { type: "array", items: text } as const;
/** Who does it: the terminal does it for a person where one is named. */
const by = { by: text } as const;

const termsSchema = {
  type: "object",
  required: [
    "name",
    "purpose",
    "owner",
    "deputy",
    "environment",
    "vendor",
    "scopes",
    "until",
    "by",
  ],
  additionalProperties: false,
  properties: {
    ...by,
    id: text,
    name: text,
    purpose: text,
    owner: text,
    deputy: text,
    environment: { enum: ["production", "test", "development"] },
    vendor: text,
    scopes: texts,
    gives: texts,
    wards: texts,
    networks: texts,
    purposes: texts,
    accounts: texts,
    failover: texts,
    neededBy: texts,
    hours: {
      type: "object",
      required: ["from", "to", "zone"],
      additionalProperties: false,
      properties: { from: text, to: text, zone: text },
    },
    until: { type: "integer" },
    weight: { enum: ["critical", "standby"] },
    singleInstance: { const: true },
  },
};

const targets = {
  oneOf: [
    target("workload", { workload: text }),
    target("key", { credential: text }),
    target("instance", { workload: text, instance: text }),
    target("vendor", { vendor: text }),
  ],
};

function target(type: string, members: Readonly<Record<string, typeof text>>): object {
  return {
    type: "object",
    required: ["type", ...Object.keys(members)],
    additionalProperties: false,
    properties: { type: { const: type }, ...members },
  };
}

/** Workloads for the command line: asked for, approved, handed over, stopped, ended. */
export function serveWorkloads(server: FastifyInstance, deps: WorkloadDeps): void {
  const { app } = deps;
  const schema = { hide: true };
  server.get("/workloads", { schema }, async (request) => {
    const [world, at] = [app.world(), app.now()];
    const { search = "" } = request.query as { readonly search?: string };
    const words = `${search}`.split(/\s+/).filter((word) => word !== "");
    return { workloads: findWorkloads(world, words).map((one) => workloadView(world, one, at)) };
  });
  server.get("/workloads/:id", { schema }, async (request) => shown(deps, idOf(request)));
  server.post("/workloads", { schema: { body: termsSchema, hide: true } }, (request) => {
    const { by: person, ...terms } = request.body as WorkloadTerms & { readonly by: string };
    return app.submit(requestWorkload({ ...terms, actor: actorFor(deps, person) }));
  });
  serveVisibility(server, deps);
  serveDatabaseRoles(server, deps);
  serveActs(server, deps);
  serveQuarantine(server, deps);
}

function serveActs(server: FastifyInstance, deps: WorkloadDeps): void {
  const { app, actor } = deps;
  act<{ readonly by: string }>(server, "approve", by, async (workload, { by: person }) => {
    await app.submit(approveWorkload({ workload, actor: actorFor(deps, person) }));
    return shown(deps, workload);
  });
  act<{ readonly by: string }>(server, "review", by, async (workload, { by: person }) => {
    await app.submit(reviewWorkload({ workload, actor: actorFor(deps, person) }));
    return shown(deps, workload);
  });
  const people = { owner: text, deputy: text };
  act<{ readonly owner: string; readonly deputy: string }>(
    server,
    "handover",
    people,
    async (workload, body) => {
      await app.submit(handOverWorkload({ workload, ...body, actor }));
      return shown(deps, workload);
    },
  );
  const until = { until: { type: "integer" } };
  act<{ readonly until: number }>(server, "extend", until, async (workload, body) => {
    await app.submit(extendWorkload({ workload, ...body, actor }));
    return shown(deps, workload);
  });
  const reason = { reason: { enum: ["leak", "concern", "other"] } };
  type Reason = { readonly reason: "leak" | "concern" | "other" };
  act<Reason>(server, "suspend", reason, async (workload, body) => {
    await app.submit(suspendWorkload({ workload, ...body, actor }));
    return shown(deps, workload);
  });
  act(server, "resume", {}, async (workload) => {
    await app.submit(resumeWorkload({ workload, actor }));
    return shown(deps, workload);
  });
  act(server, "retire", {}, async (workload): Promise<RetiredView> => {
    await app.submit(retireWorkload({ workload, actor }));
    const world = app.world();
    const refused = proveRefused(world, workload, app.now()).map(({ why, ...rest }) => ({
      ...rest,
      ...(why === undefined ? {} : { why }),
    }));
    return { workload, position: world.next - 1, refused };
  });
}

function act<B>(
  server: FastifyInstance,
  name: string,
  properties: Readonly<Record<string, object>>,
  run: (workload: string, body: B) => Promise<WorkloadView | RetiredView>,
): void {
  const required = Object.keys(properties);
  const body = { type: "object", required, additionalProperties: false, properties };
  server.post(`/workloads/:id/${name}`, { schema: { body, hide: true } }, (request) =>
    run(idOf(request), request.body as B),
  );
}

function serveQuarantine(server: FastifyInstance, { actor, app }: WorkloadDeps): void {
  const body = {
    type: "object",
    required: ["target", "done"],
    properties: { target: targets, done: { type: "boolean" } },
  };
  server.post(
    "/quarantine",
    { schema: { body, hide: true } },
    async (request): Promise<QuarantineView> => {
      const { done, target: what } = request.body as {
        readonly target: QuarantineTarget;
        readonly done: boolean;
      };
      if (done) return app.submit(quarantine(what, actor));
      return previewQuarantine(app.world(), what, app.now());
    },
  );
  const release = { type: "object", required: ["credential"], properties: { credential: text } };
  server.post("/quarantine/release", { schema: { body: release, hide: true } }, async (request) => {
    const { credential } = request.body as { readonly credential: string };
    await app.submit(releaseCredential(credential, actor));
    return { credential };
  });
}

function shown({ app }: WorkloadDeps, id: string): WorkloadView {
  const world = app.world();
  const workload = world.workloads.get(id);
  if (workload === undefined) throw new HttpError("not-found", "There is no such workload.");
  return workloadView(world, workload, app.now());
}

function idOf({ params }: { readonly params: unknown }): string {
  return (params as { readonly id: string }).id;
}

/** Whoever has the data directory does it for a person of the house: whose yes it is stands in the log beside whose hands. */
export function actorFor({ actor, app }: WorkloadDeps, person: string): Actor {
  if (app.world().people.has(person)) return { ...actor, onBehalfOf: person };
  throw new HttpError(
    "bad-request",
    "Say for whom with --by: the id of somebody who is known here.",
  );
}
