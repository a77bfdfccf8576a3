import { brake } from "../../lifecycle/index.ts";
import type { Duration, Json } from "../../ports/index.ts";
import type { Actor, Command } from "../../world/index.ts";
import { HttpError } from "../errors.ts";
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
 * Somebody has looked, and just so many ends by a client that was stopped are meant (L11). It may end so many within the day, and is
 * stopped anew at the next. Whether the actor may is the caller's to decide.
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
        throw new HttpError("not-stopped", `The brake has not stopped ${client} within a day.`);
      }
      if (stopped.ends !== ends) {
        throw new HttpError(
          "not-so-many",
          `${client} was stopped at ${stopped.ends} ends, not ${ends}. Look at what it asks for, and say that number if they are meant.`,
        );
      }
      const { live, percent } = brake(world, { actor: client, asked: 0, at });
      const value = { stopped, released: { ends, until: at + lasts } } satisfies BrakeRow;
      return {
        records: [{ kind: "brake.released", body: { ends, live, percent } }],
        side: [{ ...key, value: value as unknown as Json }],
        answer: { client, ends, live },
      };
    },
  };
}
