import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import {
  acceptFinding,
  clearVendor,
  endCanary,
  flagVendor,
  layCanary,
  listFindings,
  makeSecret,
  narrowWorkload,
  remedyFinding,
} from "../../workloads/index.ts";
import type { VendorFlag } from "../../world/index.ts";
import { findingView, workloadView } from "../programs/index.ts";
import type { CanaryView, FindingsView, FindingView, LaidCanary } from "../workloads-contract.ts";
import { actorFor, type WorkloadDeps } from "./serve-workloads.ts";

const text = { type: "string", minLength: 1 } as const;
const steps = ["end-credential", "suspend", "retire", "narrow", "quarantine", "end-canary"];

function schemaOf(properties: Readonly<Record<string, object>>): object {
  const required = Object.keys(properties);
  const body = { type: "object", required, additionalProperties: false, properties };
  return { schema: { body, hide: true } };
}

/** What detectors find, and what is done about it, for the command line. */
export function serveFindings(server: FastifyInstance, deps: WorkloadDeps): void {
  const { actor, app } = deps;
  const schema = { hide: true };
  server.get("/findings", { schema }, async (): Promise<FindingsView> => {
    const world = app.world();
    const vendors = [...world.vendors.values()].map(({ at, because, id }) => ({
      vendor: id,
      because,
      at,
    }));
    return {
      findings: listFindings(world, app.now()).map((one) => findingView(world, one)),
      vendors,
      canaries: canaries(deps),
    };
  });
  const accepted = { finding: text, because: text, until: { type: "integer" }, by: text };
  server.post("/findings/accept", schemaOf(accepted), async (request) => {
    const { by, ...terms } = request.body as {
      readonly finding: string;
      readonly because: string;
      readonly until: number;
      readonly by: string;
    };
    await app.submit(acceptFinding({ ...terms, actor: actorFor(deps, by) }));
    return { finding: terms.finding };
  });
  const remedied = { finding: text, shown: { enum: steps } };
  server.post("/findings/remedy", schemaOf(remedied), async (request) => {
    const body = request.body as {
      readonly finding: string;
      readonly shown: NonNullable<FindingView["remedy"]>["type"];
    };
    const { remedy } = await app.submit(remedyFinding({ ...body, actor }));
    return { finding: body.finding, done: remedy.type };
  });
  const narrowing = { scopes: { type: "array", items: text } };
  server.post("/workloads/:id/narrow", schemaOf(narrowing), async (request) => {
    const { id } = request.params as { readonly id: string };
    const { scopes } = request.body as { readonly scopes: readonly string[] };
    await app.submit(narrowWorkload({ workload: id, scopes, actor }));
    const world = app.world();
    const known = world.workloads.get(id);
    return known === undefined ? {} : workloadView(world, known, app.now());
  });
  serveVendors(server, deps);
  serveCanaries(server, deps);
}

function serveVendors(server: FastifyInstance, { actor, app }: WorkloadDeps): void {
  const why = { enum: ["breach", "vulnerable", "unsupported", "contract-ended"] };
  server.post("/vendors/flag", schemaOf({ vendor: text, because: why }), async (request) => {
    const body = request.body as { readonly vendor: string; readonly because: VendorFlag };
    await app.submit(flagVendor({ ...body, actor }));
    return { vendor: body.vendor, flagged: true };
  });
  server.post("/vendors/clear", schemaOf({ vendor: text }), async (request) => {
    const { vendor } = request.body as { readonly vendor: string };
    await app.submit(clearVendor({ vendor, actor }));
    return { vendor, flagged: false };
  });
}

function serveCanaries(server: FastifyInstance, deps: WorkloadDeps): void {
  const { actor, app, keyedHash } = deps;
  server.post("/canaries", schemaOf({ laid: text }), async (request): Promise<LaidCanary> => {
    const { laid } = request.body as { readonly laid: string };
    const secret = makeSecret(randomBytes(128));
    const secretHash = keyedHash("workload-secret", secret);
    const { canary } = await app.submit(layCanary({ laid, secretHash, actor }));
    return { canary, secret };
  });
  server.post("/canaries/end", schemaOf({ canary: text }), async (request) => {
    const { canary } = request.body as { readonly canary: string };
    await app.submit(endCanary({ canary, actor }));
    return { canary, ended: true };
  });
}

function canaries({ app }: WorkloadDeps): readonly CanaryView[] {
  return [...app.world().canaries.values()].map(({ ended, from, id, laid, used }) => ({
    canary: id,
    laid,
    from,
    ...(used === undefined ? {} : { usedAt: used.at }),
    ...(ended === undefined ? {} : { ended }),
  }));
}
