import { sensorSilence } from "../access/index.ts";
import type { Duration } from "../ports/index.ts";
import type { Command, Handling, NewRecord, Seat, Session } from "../world/index.ts";
import { badgeKey, findBadge } from "./badge.ts";
import { sensorUnknown } from "./errors.ts";
import { occupantOf, parkWalkedAway } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf, seatOf } from "./scene.ts";

/** A sensor that says nothing new is recorded as heard at most this often. */
const heardEvery: Duration = 2 * 60_000;

/** What a seat's sensor says. */
export interface PresenceReport {
  readonly seat: string;
  /** Thumbprint of the key by which the report was signed. */
  readonly key: string;
  /** Whether somebody is before the seat. */
  readonly present: boolean;
  /** The keyed hashes of the numbers of the badges that are near; stated, only the occupant's counts. */
  readonly badges?: readonly string[];
}

/**
 * Takes in what a seat's sensor sees (S6): that its occupant is away, or back. Presence only ever keeps
 * somebody in who has not walked away yet; it lets nobody in, and nobody back in. Badges that are not the
 * occupant's leave no trace.
 *
 * @throws SessionError `seat-unknown`, `sensor-unknown`, `no-policy`
 */
export function reportPresence(deps: SessionDeps, report: PresenceReport): Command<void> {
  const { badges, key, seat: id } = report;
  return {
    name: "presence.report",
    actor: { type: "system", id: "wardkey" },
    seat: id,
    needs: (badges ?? []).map(badgeKey),
    handle: (handling) => {
      const seat = seatOf(handling.world, id);
      if (seat.sensor?.key !== key) throw sensorUnknown();
      const scene = sceneOf(deps, handling.world, handling.at);
      const occupant = occupantOf(scene, id);
      const news = occupant === undefined ? [] : newsOf(handling, seat, occupant, report);
      const gone = parkWalkedAway(scene, id);
      return {
        records: [...gone, ...(news.length > 0 ? news : heard(handling, seat))],
        answer: undefined,
      };
    },
  };
}

/** That the occupant is away, or back, where that was not known. */
function newsOf(
  handling: Handling,
  seat: Seat,
  occupant: Session,
  report: PresenceReport,
): readonly NewRecord[] {
  const body = { seat: seat.id, session: occupant.id };
  const isKnown = silence(handling, seat) <= sensorSilence;
  const isAway = occupant.awaySince !== undefined;
  if (sees(handling, occupant, report)) return isAway ? [{ kind: "seat.attended", body }] : [];
  // What was said before a long silence counts no more: the time begins again.
  return isAway && isKnown ? [] : [{ kind: "seat.deserted", body }];
}

function sees(
  handling: Handling,
  { person }: Session,
  { badges, present }: PresenceReport,
): boolean {
  if (!present || badges === undefined) return present;
  return badges.some((hash) => {
    const found = findBadge(handling, hash);
    return found.type === "live" && found.badge.person === person;
  });
}

function heard(handling: Handling, seat: Seat): readonly NewRecord[] {
  if (silence(handling, seat) < heardEvery) return [];
  return [{ kind: "sensor.heard", body: { seat: seat.id } }];
}

/** How long nothing was heard of the seat's sensor; for ever when it never was. */
function silence({ at }: Handling, { sensor }: Seat): Duration {
  return sensor?.heardAt === undefined ? Number.POSITIVE_INFINITY : at - sensor.heardAt;
}
