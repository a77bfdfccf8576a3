import type { FastifyInstance } from "fastify";
import { addCredential, endCredential, finishRotation } from "../../workloads/index.ts";
import { type CredentialForm, readCredential, workloadView } from "../programs/index.ts";
import type { AddedCredential } from "../workloads-contract.ts";
import type { WorkloadDeps } from "./serve-workloads.ts";

const text = { type: "string", minLength: 1 } as const;
const common = { days: { type: "integer", minimum: 1, maximum: 366 }, instance: text };

function form(kind: string, needed: Readonly<Record<string, object>>, more: object = {}): object {
  return {
    type: "object",
    required: ["kind", "days", ...Object.keys(needed)],
    additionalProperties: false,
    properties: { kind: { const: kind }, ...common, ...needed, ...more },
  };
}

const forms = {
  oneOf: [
    form("key", { jwk: { type: "object" } }),
    form("key-set", { jwksUri: text }),
    form("certificate", { pem: text }),
    form("secret", { because: text }),
    form(
      "federated",
      { issuer: text, audience: text, subject: text },
      { jwksUri: text, jwks: { type: "object" }, reusable: { const: true } },
    ),
  ],
};

const body = {
  type: "object",
  required: ["credential"],
  properties: {
    credential: forms,
    replaces: text,
    overlapHours: { type: "integer", minimum: 0, maximum: 168 },
  },
};

/** Credentials of workloads for the command line: added, rotated, ended. */
export function serveCredentials(
  server: FastifyInstance,
  { actor, app, keyedHash }: WorkloadDeps,
): void {
  server.post(
    "/workloads/:id/credentials",
    { schema: { body, hide: true } },
    async (request): Promise<AddedCredential> => {
      const { id: workload } = request.params as { readonly id: string };
      const { credential, overlapHours, replaces } = request.body as {
        readonly credential: CredentialForm;
        readonly replaces?: string;
        readonly overlapHours?: number;
      };
      const read = await readCredential({ keyedHash }, credential, app.now());
      const replacing =
        replaces === undefined
          ? {}
          : { replacing: { credential: replaces, overlap: (overlapHours ?? 24) * 3_600_000 } };
      const added = await app.submit(
        addCredential({ workload, credential: read.credential, ...replacing, actor }),
      );
      return { ...added, ...(read.secret === undefined ? {} : { secret: read.secret }) };
    },
  );
  const finish = { type: "object", properties: { anyway: { type: "boolean" } } };
  server.post(
    "/credentials/:id/finish",
    { schema: { body: finish, hide: true } },
    async (request) => {
      const { id: credential } = request.params as { readonly id: string };
      const { anyway = false } = request.body as { readonly anyway?: boolean };
      const { callers } = await app.submit(finishRotation({ credential, anyway, actor }));
      return { credential, cutOff: callers.map(({ place }) => place) };
    },
  );
  const ends = { reason: { enum: ["compromised", "leaked", "withdrawn"] } };
  server.post(
    "/credentials/:id/end",
    { schema: { body: { type: "object", required: ["reason"], properties: ends }, hide: true } },
    async (request) => {
      const { id: credential } = request.params as { readonly id: string };
      const { reason } = request.body as {
        readonly reason: "compromised" | "leaked" | "withdrawn";
      };
      await app.submit(endCredential({ credential, reason, actor }));
      const world = app.world();
      const { workload = "" } = world.workloadCredentials.get(credential) ?? {};
      const known = world.workloads.get(workload);
      return known === undefined ? { credential } : workloadView(world, known, app.now());
    },
  );
}
