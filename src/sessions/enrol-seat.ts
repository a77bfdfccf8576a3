import type { SideKey, SideWrite } from "../ports/index.ts";
import type { Actor, Command, Handling, NewRecord, Seat } from "../world/index.ts";
import { SessionError } from "./errors.ts";

/** Where the seat behind a key is kept. */
export function seatKey(thumbprint: string): SideKey {
  return { table: "credentials", key: `seat-key|${thumbprint}` };
}

/** A browser's key becomes a seat's. */
export interface EnrolRequest {
  /** RFC 7638 thumbprint of the key. */
  readonly key: string;
  /** The seat; of several the first that nobody sits at and that has no key yet, else the first that nobody sits at. */
  readonly seats: readonly string[];
  readonly actor: Actor;
}

/**
 * Enrols a seat: from now on requests signed by this key are the seat's (S0). A key it had before is no
 * longer good; a key that was another seat's moves here. Whoever is in at either is parked. Whether the actor may is the
 * caller's to decide.
 *
 * @throws SessionError `seat-unknown`, `no-free-seat`
 */
export function enrolSeat(request: EnrolRequest): Command<{ readonly seat: string }> {
  const { key, actor } = request;
  return {
    name: "seat.enrol",
    actor,
    needs: [seatKey(key)],
    handle: (handling) => {
      const seat = pick(handling, request.seats);
      const before = handling.side(seatKey(key));
      if (before === seat.id && seat.key === key) {
        return { records: [], answer: { seat: seat.id } };
      }
      const records: NewRecord[] = [];
      if (typeof before === "string" && before !== seat.id) {
        records.push(...clear(handling, before), withdrawn(before));
      }
      records.push(...clear(handling, seat.id), {
        kind: "seat.enrolled",
        body: { seat: seat.id, key },
      });
      const side: SideWrite[] = [{ ...seatKey(key), value: seat.id }];
      if (seat.key !== undefined && seat.key !== key) {
        side.push({ ...seatKey(seat.key), value: undefined });
      }
      return { records, side, answer: { seat: seat.id } };
    },
  };
}

/**
 * Takes a seat's key away: its screen can only show enrolment until it is enrolled again.
 *
 * @throws SessionError `seat-unknown`
 */
export function withdrawSeat(request: {
  readonly seat: string;
  readonly actor: Actor;
}): Command<void> {
  return {
    name: "seat.withdraw",
    actor: request.actor,
    handle: (handling) => {
      const seat = known(handling, request.seat);
      if (seat.key === undefined) return { records: [], answer: undefined };
      return {
        records: [...clear(handling, seat.id), withdrawn(seat.id)],
        side: [{ ...seatKey(seat.key), value: undefined }],
        answer: undefined,
      };
    },
  };
}

/** Whoever is in is parked: the next screen under this seat's name must not find them in. */
function clear({ world }: Handling, seat: string): readonly NewRecord[] {
  return openAt(world, seat).map((session) => ({
    kind: "session.parked",
    body: { session, reason: "lock" },
    seat,
  }));
}

function withdrawn(seat: string): NewRecord {
  return { kind: "seat.withdrawn", body: { seat } };
}

function pick(handling: Handling, ids: readonly string[]): Seat {
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return known(handling, only);
  const seats = ids
    .map((id) => handling.world.seats.get(id))
    .filter((seat) => seat !== undefined)
    .filter(({ id }) => openAt(handling.world, id).length === 0);
  const seat = seats.find(({ key }) => key === undefined) ?? seats[0];
  if (seat === undefined) {
    throw new SessionError("no-free-seat");
  }
  return seat;
}

function openAt(world: Handling["world"], seat: string): readonly string[] {
  return world.sessionsBySurface.get(seat).filter((id) => world.sessions.get(id)?.state === "open");
}

function known({ world }: Handling, id: string): Seat {
  const seat = world.seats.get(id);
  if (seat !== undefined) return seat;
  throw new SessionError("seat-unknown.register");
}
