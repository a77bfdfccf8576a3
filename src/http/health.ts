import type { FastifyInstance } from "fastify";
import type { ServerDeps } from "./deps.ts";

/** How long the log may take to answer, and the world to catch up, before this node is called not ready. */
const patience = 2_000;
const between = 20;

/**
 * Serves `/healthz` (the process answers) and `/readyz` (it can do its work: the log answers, the world is up to date). A node whose
 * database is away and that goes on with emergency access is `degraded`, and answers 200: taken out of service it could not (X14).
 */
export function serveHealth(
  server: FastifyInstance,
  deps: Pick<ServerDeps, "app" | "log" | "compared" | "downtime">,
): void {
  const asked = { method: ["GET", "HEAD"], schema: { hide: true } };
  server.route({ ...asked, url: "/healthz", handler: async () => ({ status: "ok" }) });
  server.route({
    ...asked,
    url: "/readyz",
    handler: async (_request, reply) => {
      const downtime = deps.downtime?.();
      if (downtime?.isRecording) return { status: "degraded", why: emergenciesOnly, ...downtime };
      const why = await whyNotReady(deps);
      const compared = deps.compared?.();
      if (why === undefined) {
        return { status: "ready", ...(compared === undefined ? {} : { compared }) };
      }
      return reply.code(503).send({ status: "not-ready", why });
    },
  });
}

const emergenciesOnly =
  "The database does not answer. Seats give emergency access by what was seen last, into this node's journal; everything else is refused.";

async function whyNotReady({
  app,
  log,
}: Pick<ServerDeps, "app" | "log">): Promise<string | undefined> {
  const status = app.status();
  if (status.type !== "ready") return status.why;
  const head = await within(patience, log.head());
  if (head === undefined) return "The log does not answer.";
  for (let waited = 0; app.world().next < head.next; waited += between) {
    if (waited >= patience) return "This node has not caught up with the log yet.";
    await new Promise((resolve) => setTimeout(resolve, between));
  }
  return undefined;
}

/** The value, or undefined when it fails or takes too long. */
async function within<T>(milliseconds: number, value: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([value.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
