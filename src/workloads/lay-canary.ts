import type { Duration } from "../ports/index.ts";
import type { Actor, Command } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";

/** Once a minute is it recorded of the same canary that it is used. */
const toldEvery: Duration = 60_000;

/**
 * Lays a secret that belongs to nobody: of the form of any other, so that whoever finds it tries it. Kept as the hash of it alone
 * (N6); `laid` says in a code where. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `canary-terms`
 */
export function layCanary(request: {
  readonly laid: string;
  readonly secretHash: string;
  readonly actor: Actor;
}): Command<{ readonly canary: string }> {
  const { actor, laid, secretHash } = request;
  return {
    name: "canary.lay",
    actor,
    handle: ({ id }) => {
      if (!/^[a-z0-9][a-z0-9-]{1,39}$/.test(laid)) throw new WorkloadError("canary-terms");
      const canary = id("cny");
      return {
        records: [{ kind: "canary.laid", body: { canary, laid } }],
        side: [{ table: "credentials", key: `workload-secret|${secretHash}`, value: canary }],
        answer: { canary },
      };
    },
  };
}

/** Records that somebody presented a canary: whoever that is has read the place where it was laid. */
export function noteCanary(use: {
  readonly canary: string;
  readonly place?: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, canary, place } = use;
  return {
    name: "canary.note-use",
    actor,
    handle: ({ at, world }) => {
      const known = world.canaries.get(canary);
      const isTold = known?.used !== undefined && at - known.used.at < toldEvery;
      if (known === undefined || known.ended !== undefined || isTold) {
        return { records: [], answer: undefined };
      }
      const body = {
        canary,
        how: "presented" as const,
        ...(place === undefined ? {} : { place }),
      };
      return { records: [{ kind: "canary.used", body }], answer: undefined };
    },
  };
}

/**
 * A canary has told what it was laid for, or is taken away. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `canary-unknown`
 */
export function endCanary(request: {
  readonly canary: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, canary } = request;
  return {
    name: "canary.end",
    actor,
    handle: ({ world }) => {
      const known = world.canaries.get(canary);
      if (known === undefined || known.ended !== undefined) {
        throw new WorkloadError("canary-unknown");
      }
      return { records: [{ kind: "canary.ended", body: { canary } }], answer: undefined };
    },
  };
}
