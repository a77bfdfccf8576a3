import { brake } from "../../lifecycle/index.ts";
import type { Duration, Json } from "../../ports/index.ts";
import type { Actor, Command, World } from "../../world/index.ts";
import { refusedBy } from "../spoken.ts";
import { type BrakeRow, brakeKey } from "./rows.ts";

/** What is released is released for this long. */
const lasts: Duration = 24 * 3_600_000;

/** What a client was allowed to end. */
export interface Released {
  readonly client: string;
  /** Those of the day before included. */
  readonly ends: number;
  readonly live: number;
}

/**
 * Somebody has looked, and just so many ends by a client that was stopped are meant (L11): as many as it was stopped at, or all for which
 * it has asked since. It may end so many within the day, and is stopped anew at the next. Whether the actor may is the caller's to decide.
 *
 * @throws an error with the code `not-stopped` or `not-so-many`
 */
export function releaseBrake(request: {
  readonly client: string;
  readonly ends: number;
  readonly actor: Actor;
}): Command<Released> {
  const { actor, client, ends } = request;
  const key = brakeKey(client);
  return {
    name: "scim.release",
    actor,
    needs: [key],
    handle({ at, side, world }) {
      const { stopped } = (side(key) ?? {}) as BrakeRow;
      if (stopped === undefined || at - stopped.at >= lasts) {
        throw refusedBy("not-stopped", "brake.not-stopped", { client });
      }
      const { ends: before, live, percent } = brake(world, { actor: client, asked: 0, at });
      const all = before + stillAsked(world, stopped.asked ?? []).length;
      if (stopped.ends !== ends && all !== ends) {
        const figures = { client, ends: String(ends), stopped: String(stopped.ends) };
        if (all <= stopped.ends) throw refusedBy("not-so-many", "brake.not-so-many", figures);
        throw refusedBy("not-so-many", "brake.more-by-now", { ...figures, all: String(all) });
      }
      const value = { stopped, released: { ends, until: at + lasts } } satisfies BrakeRow;
      return {
        records: [{ kind: "brake.released", body: { ends, live, percent } }],
        side: [{ ...key, value: value as unknown as Json }],
        answer: { client, ends, live },
      };
    },
  };
}

/** Of those that a client was stopped at, the ones that have not ended meanwhile. */
export function stillAsked(world: World, asked: readonly string[]): readonly string[] {
  return asked.filter((id) => (world.engagements.get(id)?.state ?? "ended") !== "ended");
}
