import type { ChildProcess } from "node:child_process";
import autocannon from "autocannon";
import type { ServerReady, ServerSetup } from "./decision-server.ts";
import { startServer } from "./start-server.ts";

/** A server under load. */
export interface RunningServer extends ServerReady {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the server of a measurement in a process of its own. */
export async function startDecisionServer(setup: ServerSetup): Promise<RunningServer> {
  const started = await startServer<ServerReady>(import.meta.dirname, "decision-server.ts", setup);
  const { ready, ...server } = started;
  return { ...ready, ...server };
}

/** What one run of the load generator measured. */
export interface LoadResult {
  /** Answered requests in a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
}

/** Whether nobody was answered, so that no figure of it means anything. */
export function measuredNothing({ rate }: LoadResult): boolean {
  return !(rate > 0);
}

let denials = 0;

/** Asks for recorded decisions on `connections` connections, 5 % of them denials, for `seconds`. */
export async function loadDecisions(
  server: ServerReady,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<LoadResult> {
  const { apiKey, patients, person, port, session } = server;
  const body = (patient: string) =>
    JSON.stringify({
      subject: { type: "person", id: person },
      action: { name: "chart.open" },
      resource: { type: "patient", id: patient },
      context: { session, remedies: false },
    });
  const permits = patients.map(body);
  const requests = Array.from({ length: 20 }, (_, index) =>
    index === 0
      ? {
          setupRequest: (request: autocannon.Request) => ({
            ...request,
            // Each denial is another question, so that each is recorded (D8).
            body: body(`pat_denied${`${denials++}`.padStart(16, "0")}`),
          }),
        }
      : { body: permits[index % permits.length] as string },
  );
  const result = await autocannon({
    url: `http://127.0.0.1:${port}/access/v1/evaluation`,
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    connections,
    duration: seconds,
    requests,
  });
  return {
    rate: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result.non2xx,
  };
}

/** Asks for one recorded decision, and whether it was permitted. */
export async function askOnce(server: ServerReady): Promise<boolean> {
  const { apiKey, patients, person, port, session } = server;
  const answer = await fetch(`http://127.0.0.1:${port}/access/v1/evaluation`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({
      subject: { type: "person", id: person },
      action: { name: "chart.open" },
      resource: { type: "patient", id: patients[0] },
      context: { session, remedies: false },
    }),
  });
  return ((await answer.json()) as { readonly decision?: boolean }).decision === true;
}

/** The run with the middle rate of `runs`. */
export async function medianOf(runs: number, run: () => Promise<LoadResult>): Promise<LoadResult> {
  const results: LoadResult[] = [];
  for (let count = 0; count < runs; count++) results.push(await run());
  results.sort((a, b) => a.rate - b.rate);
  return results[Math.floor(runs / 2)] as LoadResult;
}
