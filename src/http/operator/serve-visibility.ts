import type { FastifyInstance } from "fastify";
import type { App } from "../../app.ts";
import {
  type Account,
  accountsAtOnce,
  keepAccounts,
  keptAccounts,
  visibilityOf,
} from "../../workloads/index.ts";
import type { Actor } from "../../world/index.ts";
import type { VisibilityView } from "../workloads-contract.ts";

/** An export of a directory of some ten thousand accounts. */
const longestList = 32 * 1024 * 1024;

const account = {
  type: "object",
  required: ["source", "name"],
  additionalProperties: false,
  properties: {
    source: { type: "string", pattern: "^[a-z][a-z0-9-]{0,19}$" },
    name: { type: "string", minLength: 1, maxLength: 200, pattern: "^[^\\u0000]*$" },
    usedAt: { type: "integer" },
  },
};
const body = {
  type: "object",
  required: ["accounts"],
  properties: { accounts: { type: "array", maxItems: 100_000, items: account } },
};

/**
 * Which of the accounts that other systems list are workloads that are known, and which of all that were ever discovered: by a list,
 * by a feed that is heard, or by somebody who asked for a token under a name that nobody has.
 */
export function serveVisibility(
  server: FastifyInstance,
  {
    actor,
    app,
  }: { readonly actor: Actor; readonly app: Pick<App, "now" | "side" | "submit" | "world"> },
): void {
  server.post(
    "/visibility",
    { bodyLimit: longestList, schema: { body, hide: true } },
    async (request): Promise<VisibilityView> => {
      const { accounts } = request.body as { readonly accounts: readonly Account[] };
      for (let from = 0; from < accounts.length; from += accountsAtOnce) {
        await app.submit(keepAccounts(accounts.slice(from, from + accountsAtOnce), actor));
      }
      return visibilityOf(app.world(), accounts, app.now());
    },
  );
  server.get("/visibility", { schema: { hide: true } }, async (): Promise<VisibilityView> => {
    const world = app.world();
    const feeds = [...world.feeds.values()].map(({ heardAt, id }) => ({
      source: "feed",
      name: id,
      usedAt: heardAt,
    }));
    return visibilityOf(world, [...feeds, ...(await keptAccounts(app.side))], app.now());
  });
}
