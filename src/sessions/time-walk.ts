import type { Duration } from "../ports/index.ts";
import type { Actor, Command } from "../world/index.ts";
import { SessionError } from "./errors.ts";

/**
 * States what a person needs at least from one seat to another and back (S4); without a time, what is usual holds again. Said
 * twice, the second time changes nothing.
 *
 * @throws SessionError `seat-unknown`
 */
export function timeWalk(request: {
  readonly seats: readonly [string, string];
  readonly least?: Duration;
  readonly actor: Actor;
}): Command<{ readonly changed: boolean }> {
  const { least, actor } = request;
  const [one, other] = request.seats;
  return {
    name: "seat.time-walk",
    actor,
    handle: ({ world }) => {
      for (const id of request.seats) {
        if (world.seats.has(id)) continue;
        throw new SessionError("seat-unknown.named", { id });
      }
      const known = world.seats.get(one)?.walks?.find(({ seat }) => seat === other)?.least;
      if (known === least) return { records: [], answer: { changed: false } };
      const body = { seats: [one, other], ...(least === undefined ? {} : { least }) } as const;
      return { records: [{ kind: "seat.walk-timed", body }], answer: { changed: true } };
    },
  };
}
