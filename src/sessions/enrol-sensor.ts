import type { SideKey, SideWrite } from "../ports/index.ts";
import type { Actor, Command, NewRecord } from "../world/index.ts";
import { parkWalkedAway } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf, seatOf } from "./scene.ts";

/** Where the seat behind a sensor's key is kept. */
export function sensorKey(thumbprint: string): SideKey {
  return { table: "credentials", key: `sensor-key|${thumbprint}` };
}

/**
 * Enrols the sensor of a seat: reports signed by this key tell whether its occupant is there (S0, S6). A
 * sensor that the seat had before is no longer heard; a key that was another seat's sensor's moves here.
 * Whether the actor may is the caller's to decide.
 *
 * @throws SessionError `seat-unknown`, `no-policy`
 */
export function enrolSensor(
  deps: SessionDeps,
  request: {
    readonly seat: string;
    /** RFC 7638 thumbprint. */
    readonly key: string;
    readonly actor: Actor;
  },
): Command<{ readonly seat: string }> {
  const { actor, key, seat: id } = request;
  return {
    name: "sensor.enrol",
    actor,
    needs: [sensorKey(key)],
    handle: ({ at, side, world }) => {
      const seat = seatOf(world, id);
      const answer = { seat: id };
      const before = side(sensorKey(key));
      if (before === id && seat.sensor?.key === key) return { records: [], answer };
      const scene = sceneOf(deps, world, at);
      const records: NewRecord[] = [];
      if (typeof before === "string" && before !== id) {
        records.push(...parkWalkedAway(scene, before), withdrawn(before));
      }
      const enrolled = { kind: "sensor.enrolled", body: { seat: id, key }, seat: id } as const;
      records.push(...parkWalkedAway(scene, id), enrolled);
      const writes: SideWrite[] = [{ ...sensorKey(key), value: id }];
      if (seat.sensor !== undefined && seat.sensor.key !== key) {
        writes.push({ ...sensorKey(seat.sensor.key), value: undefined });
      }
      return { records, side: writes, answer };
    },
  };
}

/**
 * Takes a seat's sensor away: idle alone locks it from then on.
 *
 * @throws SessionError `seat-unknown`, `no-policy`
 */
export function withdrawSensor(
  deps: SessionDeps,
  request: { readonly seat: string; readonly actor: Actor },
): Command<void> {
  return {
    name: "sensor.withdraw",
    actor: request.actor,
    handle: ({ at, world }) => {
      const { id, sensor } = seatOf(world, request.seat);
      if (sensor === undefined) return { records: [], answer: undefined };
      return {
        records: [...parkWalkedAway(sceneOf(deps, world, at), id), withdrawn(id)],
        side: [{ ...sensorKey(sensor.key), value: undefined }],
        answer: undefined,
      };
    },
  };
}

function withdrawn(seat: string): NewRecord {
  return { kind: "sensor.withdrawn", body: { seat }, seat };
}
