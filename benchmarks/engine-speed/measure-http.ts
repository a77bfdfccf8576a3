import autocannon from "autocannon";
import { startServer } from "../support/start-server.ts";
import type { Domain, PlainRequest } from "./domain.ts";
import type { HttpReady, HttpSetup, HttpUsed } from "./http-server.ts";

/** What the load generator measured. */
export interface HttpResult {
  /** Decisions in a second. */
  readonly decisions: number;
  /** Requests in a second. */
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** The server's processor time for a request, in microseconds: what is left when the load generator is the slower. */
  readonly used: number;
}

/** The four measurements. */
export interface HttpResults {
  readonly single: Readonly<Record<HttpSetup["evaluator"], HttpResult>>;
  readonly batch: Readonly<Record<HttpSetup["evaluator"], HttpResult>>;
}

/** Decisions in one batch. */
export const batchOf = 50;

const connections = 16;
/** Rounds in which both servers only get warm. */
const warmUps = 2;
const headers = { "content-type": "application/json", authorization: "Bearer benchmark" };

/**
 * Loads the servers in turn, so that whatever else the machine does meets both, with single evaluations and with
 * batches, after comparing answers with `decide`'s.
 */
export async function measureHttp(
  domain: Domain,
  {
    rounds,
    seconds,
    seed,
  }: { readonly rounds: number; readonly seconds: number; readonly seed: number },
  decide: (request: PlainRequest) => boolean,
): Promise<HttpResults> {
  const batches = batchRequests(domain);
  const bodies = {
    single: domain.requests.slice(0, 500).map(singleBody),
    batch: batches.map(batchBody),
  };
  const start = (setup: HttpSetup) =>
    startServer<HttpReady>(import.meta.dirname, "http-server.ts", setup);
  const servers = {
    constant: await start({ evaluator: "constant", seed }),
    engine: await start({ evaluator: "engine", seed }),
  };
  try {
    await compare(servers.engine.ready.port, batches, decide);
    const measure = async (kind: "single" | "batch") => {
      const results = { constant: [] as HttpResult[], engine: [] as HttpResult[] };
      for (let round = -warmUps; round < rounds; round++) {
        for (const evaluator of ["constant", "engine"] as const) {
          const { port } = servers[evaluator].ready;
          const result = await loadWith({ port, kind, bodies: bodies[kind], seconds });
          if (round >= 0) results[evaluator].push(result);
        }
      }
      return { constant: middle(results.constant), engine: middle(results.engine) };
    };
    return { single: await measure("single"), batch: await measure("batch") };
  } finally {
    await servers.constant.stop();
    await servers.engine.stop();
  }
}

/** The one with the middle rate. */
function middle(results: readonly HttpResult[]): HttpResult {
  const sorted = results.toSorted((a, b) => a.requests - b.requests);
  return sorted[Math.floor(sorted.length / 2)] as HttpResult;
}

function singleBody({ action, context, principal, resource }: PlainRequest): string {
  const { type, id } = principal;
  return JSON.stringify({ subject: { type, id }, action: { name: action.id }, resource, context });
}

/** One person asks about 50 patients at once: what a list on a screen asks. */
function batchRequests({ requests }: Domain): readonly (readonly PlainRequest[])[] {
  const charts = requests.filter(({ resource }) => resource.type === "Patient");
  return Array.from({ length: 40 }, (_, index) => {
    const asking = charts[index * 7] as PlainRequest;
    const from = (index * batchOf) % (charts.length - batchOf);
    return charts.slice(from, from + batchOf).map(({ resource }) => ({ ...asking, resource }));
  });
}

function batchBody(requests: readonly PlainRequest[]): string {
  const [{ action, context, principal } = requests[0] as PlainRequest] = requests;
  const evaluations = requests.map(({ resource }) => ({ resource }));
  const { type, id } = principal;
  return JSON.stringify({
    subject: { type, id },
    action: { name: action.id },
    context,
    evaluations,
  });
}

async function compare(
  port: number,
  batches: readonly (readonly PlainRequest[])[],
  decide: (request: PlainRequest) => boolean,
): Promise<void> {
  for (const batch of batches) {
    const url = `http://127.0.0.1:${port}/access/v1/evaluations`;
    const response = await fetch(url, { method: "POST", headers, body: batchBody(batch) });
    const answer = (await response.json()) as { evaluations: readonly { decision: boolean }[] };
    const same = batch.every(
      (request, index) => answer.evaluations[index]?.decision === decide(request),
    );
    if (!same) throw new Error("the server decides otherwise than the floor");
  }
}

interface Load {
  readonly port: number;
  readonly kind: "single" | "batch";
  readonly bodies: readonly string[];
  readonly seconds: number;
}

async function loadWith({ bodies, kind, port, seconds }: Load): Promise<HttpResult> {
  const address = `http://127.0.0.1:${port}`;
  const path = kind === "single" ? "/access/v1/evaluation" : "/access/v1/evaluations";
  const used = async () =>
    ((await (await fetch(`${address}/used`)).json()) as HttpUsed).microseconds;
  const before = await used();
  const result = await autocannon({
    url: `${address}${path}`,
    method: "POST",
    headers,
    connections,
    duration: seconds,
    requests: bodies.map((body) => ({ body })),
  });
  const after = await used();
  if (result.errors + result.non2xx > 0) throw new Error("the server answered with errors");
  const requests = result.requests.average;
  return {
    decisions: Math.round(requests * (kind === "single" ? 1 : batchOf)),
    requests: Math.round(requests),
    p50: result.latency.p50,
    p99: result.latency.p99,
    used: Math.round((after - before) / result.requests.total),
  };
}
