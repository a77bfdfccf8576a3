import type { FastifyRequest } from "fastify";
import { type AccessRequest, ask, hospital, recordDecision } from "../../access/index.ts";
import type { App } from "../../app.ts";
import type { Instant } from "../../ports/index.ts";
import type { Actor } from "../../world/index.ts";
import { addressOf, readBlocks } from "../network.ts";

/** What workloads are let in to our own services with. */
export interface AdmissionDeps {
  readonly app: Pick<App, "submit" | "world" | "bundles" | "repeats" | "now">;
  /** The proxies whose word about a caller's address counts. */
  readonly proxies?: readonly string[];
}

/** Why a workload may not do something at one of our services, in words; undefined: it may. */
export type Admit = (
  request: Pick<FastifyRequest, "socket" | "headers">,
  workload: string,
  action: string,
) => Promise<string | undefined>;

/** Permits that are remembered as recorded, at most. */
const most = 10_000;

/**
 * Has the policy decide about each call of a workload at a service of ours, from where it comes. A denial is recorded like any other;
 * a permit is, and stands for the same calls until it may be relied on no longer (D6): each is decided all the same. What is no
 * workload, and any while the policy knows none, is left to what the service itself looks at.
 */
export function createAdmission({ app, proxies = [] }: AdmissionDeps): Admit {
  const isProxy = readBlocks(proxies);
  const recorded = new Map<string, Instant>();
  return async (request, workload, action) => {
    const world = app.world();
    if (!world.workloads.has(workload)) return undefined;
    if (app.bundles.current(world)?.workloads === undefined) return undefined;
    const address = addressOf(request, isProxy);
    const wanted: AccessRequest = {
      subject: { type: "workload", id: workload },
      action,
      resource: hospital,
      context: address === undefined ? {} : { address },
    };
    const at = app.now();
    const answer = ask({ bundles: app.bundles, world, at, remedies: false }, wanted);
    const key = JSON.stringify([workload, action, address ?? ""]);
    if (answer.type === "permit" && at < (recorded.get(key) ?? Number.NEGATIVE_INFINITY)) {
      return undefined;
    }
    const actor: Actor = { type: "workload", id: workload };
    const onRecord = await app.submit(
      recordDecision(app, wanted, { actor, remedies: false, ownCall: true }),
    );
    if (onRecord.type === "deny") return onRecord.reasons.join(" ");
    if (recorded.size >= most) recorded.clear();
    recorded.set(key, onRecord.validUntil);
    return undefined;
  };
}
