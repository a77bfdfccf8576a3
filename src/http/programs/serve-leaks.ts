import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { Clock, Duration, SideKey } from "../../ports/index.ts";
import { isSecret, noteCanary, reportLeak } from "../../workloads/index.ts";
import type { Actor } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import { readBlocks } from "../network.ts";
import { basicIn, placeOf } from "./read-caller.ts";

/** What is done with secrets that turn up where they do not belong. */
export interface LeakDeps extends Pick<ServerDeps, "app" | "clock" | "keyedHash" | "proxies"> {}

/** So many in one report; more are sent in several. */
const mostInOne = 100;
/** So many reports within a minute are taken from one block of addresses, and from all. */
const mostFromOne = 10;
const mostFromAll = 120;
const within: Duration = 60_000;
/** So long every answer takes at least: whether a secret was ours is not to be told by the time that its end takes. */
const answerAfter: Duration = 250;

const reporter: Actor = { type: "system", id: "leak-report" };
/** Whoever presents a canary is nobody that is known. */
const stranger: Actor = { type: "system", id: "canary" };

const text = { type: "string", maxLength: 4096 } as const;
const item = {
  type: "object",
  required: ["token"],
  properties: { token: text, type: text, url: text, source: text },
};
const body = { anyOf: [item, { type: "array", minItems: 1, maxItems: mostInOne, items: item }] };

interface Report {
  readonly token: string;
}

/**
 * Where scanners and strangers say that they have found a secret: in the form of GitHub's secret scanning partners, a list of
 * `{ token, type, url, source }`. What has our form and checksum is looked for by its hash, and ends when it is ours. Who reports
 * needs no name: whoever has the secret could use it. The answer is the same whether it was ours or not.
 */
export function serveLeaks(server: FastifyInstance, deps: LeakDeps): void {
  const isProxy = readBlocks(deps.proxies ?? []);
  const isRoom = createRoom(deps.clock);
  server.post("/leaks", { schema: { body, hide: true } }, async (request, reply) => {
    const { place = "unknown" } = placeOf(request, isProxy);
    if (!isRoom(place)) {
      void reply.header("retry-after", String(within / 1000));
      throw new HttpError(
        "too-many-reports",
        "Too many reports at once. Send the rest in a minute.",
      );
    }
    const reports = [request.body as Report | readonly Report[]].flat();
    const tokens = [...new Set(reports.map(({ token }) => token.trim()))];
    await Promise.all([end(deps, tokens), sleep(answerAfter)]);
    return reply.code(202).send({ received: reports.length });
  });
}

async function end(deps: LeakDeps, tokens: readonly string[]): Promise<void> {
  const { app } = deps;
  for (const found of await ownersOf(deps, tokens)) {
    await app.submit(reportLeak({ found, actor: reporter }));
  }
}

/** Whose secrets these are: ids of credentials and canaries. What has not even our form is not looked for. */
async function ownersOf(
  { app, keyedHash }: Pick<LeakDeps, "app" | "keyedHash">,
  tokens: readonly string[],
): Promise<readonly string[]> {
  const keys = tokens.filter(isSecret).map(
    (token): SideKey => ({
      table: "credentials",
      key: `workload-secret|${keyedHash("workload-secret", token)}`,
    }),
  );
  if (keys.length === 0) return [];
  const ids = await app.side.get(keys);
  return ids.filter((id) => typeof id === "string");
}

/** Counts reports by where they come from, within a minute. */
function createRoom({ monotonic }: Pick<Clock, "monotonic">): (place: string) => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let all = 0;
  const from = new Map<string, number>();
  return (place) => {
    const now = monotonic();
    if (now - since >= within) {
      since = now;
      all = 0;
      from.clear();
    }
    if (all >= mostFromAll) return false;
    // Those that are refused for themselves use up nothing of the others'.
    const count = (from.get(place) ?? 0) + 1;
    if (count > mostFromOne) return false;
    from.set(place, count);
    all++;
    return true;
  };
}

/**
 * Looks whether a form presents a canary, whoever it says that it is: it is refused like any other wrong secret, and told at once.
 */
export function createCanaryWatch(
  deps: Pick<LeakDeps, "app" | "keyedHash" | "proxies">,
): (request: Parameters<typeof placeOf>[0], form: URLSearchParams) => Promise<void> {
  const isProxy = readBlocks(deps.proxies ?? []);
  return async (request, form) => {
    const shown = [form.get("client_secret"), basicIn(request.headers.authorization)?.secret];
    const secrets = shown.filter((one) => typeof one === "string");
    for (const canary of await ownersOf(deps, secrets)) {
      if (!deps.app.world().canaries.has(canary)) continue;
      const { place } = placeOf(request, isProxy);
      const from = place === undefined ? {} : { place };
      await deps.app.submit(noteCanary({ canary, ...from, actor: stranger }));
    }
  };
}
