/**
 * The AuthZEN endpoints as Wardkey serves them, in a process of their own, over this engine or over a constant
 * answer: the bare server that the first is compared with. Nothing is recorded. Prints its port when it is ready.
 *
 * node http-server.ts '{"evaluator":"engine","seed":1}'
 */
import Fastify from "fastify";
import type { CedarRecord, Pdp } from "../../src/engine/index.ts";
import { type AuthzenOptions, authzen } from "../../src/http/index.ts";
import { generateDomain } from "./domain.ts";
import { openPdp } from "./engine.ts";

/** What the server answers with. */
export interface HttpSetup {
  readonly evaluator: "constant" | "engine";
  readonly seed: number;
}

/** What the load generator needs to know. */
export interface HttpReady {
  readonly port: number;
}

/** Processor time that the server has used, in microseconds: GET /used. */
export interface HttpUsed {
  readonly microseconds: number;
}

/** As many as the load that the constant is compared with. */
const constant = { decision: true };

function evaluateWith(pdp: Pdp): AuthzenOptions["evaluate"] {
  return async ({ action, context, resource, subject }) => {
    const answer = pdp.decide({
      principal: { type: subject.type, id: subject.id },
      action: { type: "Action", id: action.name },
      resource: { type: resource.type, id: resource.id },
      context: context as CedarRecord,
    });
    return { decision: answer.allow };
  };
}

async function main({ evaluator, seed }: HttpSetup): Promise<void> {
  const server = Fastify({ logger: false });
  const evaluate =
    evaluator === "constant"
      ? async () => constant
      : evaluateWith((await openPdp(generateDomain(seed), 8)).pdp);
  await server.register(
    authzen({
      baseUrl: () => "http://127.0.0.1",
      authenticate: async (authorization) =>
        authorization === undefined ? undefined : { id: "benchmark" },
      evaluate,
    }),
  );
  server.get("/used", async (): Promise<HttpUsed> => {
    const { system, user } = process.cpuUsage();
    return { microseconds: system + user };
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  console.log(JSON.stringify({ port } satisfies HttpReady));
}

await main(JSON.parse(process.argv[2] ?? "{}") as HttpSetup);
