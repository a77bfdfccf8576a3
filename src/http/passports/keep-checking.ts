import type { FastifyInstance } from "fastify";
import type { Duration } from "../../ports/index.ts";
import type { ServerDeps } from "../deps.ts";
import { type RecheckDeps, recheckPassports } from "./recheck-passports.ts";

/** Lists are asked for when what is known of them is over, and not more often than this. */
const every: Duration = 60_000;

/** Looks again at the passports that engagements rest on, one look at a time, for as long as the server is there. */
export function keepChecking(
  server: FastifyInstance,
  deps: RecheckDeps & Pick<ServerDeps, "report">,
): void {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await recheckPassports(deps);
    } catch (fault) {
      const where = { method: "-", route: "passports", status: 500, milliseconds: 0 };
      deps.report({ id: "upkeep", ...where, fault });
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), every);
  timer.unref();
  server.addHook("onClose", async () => clearInterval(timer));
}
