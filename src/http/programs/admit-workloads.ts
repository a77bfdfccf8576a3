import type { FastifyRequest } from "fastify";
import {
  type AccessRequest,
  ask,
  type Bundle,
  hospital,
  recordDecision,
} from "../../access/index.ts";
import type { App } from "../../app.ts";
import type { Instant } from "../../ports/index.ts";
import type { Actor, Workload, World } from "../../world/index.ts";
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
 * a permit is, and stands for the same calls until it may be relied on no longer (D6); each is decided anew where anything that it rests
 * on has changed meanwhile. What is no workload, and any while the policy knows none, is left to what the service itself looks at.
 */
export function createAdmission({ app, proxies = [] }: AdmissionDeps): Admit {
  const isProxy = readBlocks(proxies);
  const recorded = new Map<string, Recorded>();
  return async (request, workload, action) => {
    const world = app.world();
    const row = world.workloads.get(workload);
    const bundle = app.bundles.current(world);
    if (row === undefined || bundle?.workloads === undefined) return undefined;
    const grounds = { row, bundle, downtime: world.downtime };
    const address = addressOf(request, isProxy);
    const wanted: AccessRequest = {
      subject: { type: "workload", id: workload },
      action,
      resource: hospital,
      context: address === undefined ? {} : { address },
    };
    const at = app.now();
    const key = JSON.stringify([workload, action, address ?? ""]);
    const before = recorded.get(key);
    if (before !== undefined && at < before.until) {
      if (isSame(before, grounds)) return undefined;
      const answer = ask({ bundles: app.bundles, world, at, remedies: false }, wanted);
      if (answer.type === "permit") {
        recorded.set(key, { ...grounds, until: Math.min(before.until, answer.validUntil) });
        return undefined;
      }
    }
    const actor: Actor = { type: "workload", id: workload };
    const onRecord = await app.submit(
      recordDecision(app, wanted, { actor, remedies: false, ownCall: true }),
    );
    if (onRecord.type === "deny") return onRecord.reasons.join(" ");
    if (recorded.size >= most) recorded.clear();
    recorded.set(key, { ...grounds, until: onRecord.validUntil });
    return undefined;
  };
}

/** All that a permit about the hospital as a whole rests on besides the time, which it says itself. */
interface Grounds {
  readonly row: Workload;
  readonly bundle: Bundle;
  readonly downtime: World["downtime"];
}

interface Recorded extends Grounds {
  readonly until: Instant;
}

function isSame(one: Grounds, other: Grounds): boolean {
  return one.row === other.row && one.bundle === other.bundle && one.downtime === other.downtime;
}
