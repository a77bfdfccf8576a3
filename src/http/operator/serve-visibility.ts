import type { FastifyInstance } from "fastify";
import type { App } from "../../app.ts";
import { type Account, visibilityOf } from "../../workloads/index.ts";
import type { VisibilityView } from "../workloads-contract.ts";

/** An export of a directory of some ten thousand accounts. */
const longestList = 32 * 1024 * 1024;

const text = { type: "string", minLength: 1 } as const;
const account = {
  type: "object",
  required: ["source", "name"],
  additionalProperties: false,
  properties: { source: text, name: text, usedAt: { type: "integer" } },
};
const body = {
  type: "object",
  required: ["accounts"],
  properties: { accounts: { type: "array", maxItems: 100_000, items: account } },
};

/** Which of the accounts that other systems list are workloads that are known. Nothing of them is kept. */
export function serveVisibility(
  server: FastifyInstance,
  { app }: { readonly app: Pick<App, "world" | "now"> },
): void {
  server.post(
    "/visibility",
    { bodyLimit: longestList, schema: { body, hide: true } },
    async (request): Promise<VisibilityView> => {
      const { accounts } = request.body as { readonly accounts: readonly Account[] };
      return visibilityOf(app.world(), accounts, app.now());
    },
  );
}
