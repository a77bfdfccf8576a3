import type { Appliers } from "./apply.ts";
import { setAway, setHeard } from "./sessions.ts";
import type { Draft } from "./world.ts";

/** What tells whether somebody is before a seat: a presence sensor, or a reader of badges that are near. */
export interface Sensor {
  /** RFC 7638 thumbprint of the key that signs its reports (S0). */
  readonly key: string;
  /** When it was last heard, to two minutes; absent: never yet. */
  readonly heardAt?: number;
}

/** The bodies of records about who is before a seat. Who else was near it is nobody's business and in none of them. */
export interface PresenceBodies {
  readonly "sensor.enrolled": { readonly seat: string; readonly key: string };
  readonly "sensor.withdrawn": { readonly seat: string };
  /** It said nothing new; at most one record in two minutes. */
  readonly "sensor.heard": { readonly seat: string };
  /** The seat's sensor does not see its occupant, whose session this is. */
  readonly "seat.deserted": { readonly seat: string; readonly session: string };
  /** It sees them again. */
  readonly "seat.attended": { readonly seat: string; readonly session: string };
  /** Its screen shows its occupant, whose session this is; at most one record in two minutes. */
  readonly "seat.heard": { readonly seat: string; readonly session: string };
}

/** The fold of records about who is before a seat. */
export const presenceAppliers: Appliers<keyof PresenceBodies> = {
  "sensor.enrolled": (draft, { body }) => putSensor(draft, body.seat, { key: body.key }),
  "sensor.withdrawn": (draft, { body }) => putSensor(draft, body.seat, undefined),
  "sensor.heard": (draft, { at, body }) => heard(draft, body.seat, at),
  "seat.deserted": (draft, { at, body }) => {
    heard(draft, body.seat, at);
    setAway(draft, body.session, at);
  },
  "seat.attended": (draft, { at, body }) => {
    heard(draft, body.seat, at);
    setAway(draft, body.session, undefined);
  },
  "seat.heard": (draft, { at, body }) => setHeard(draft, body.session, at),
};

function heard(draft: Draft, id: string, at: number): void {
  const seat = draft.seats.get(id);
  if (seat?.sensor === undefined) return;
  draft.seats.set(id, { ...seat, sensor: { ...seat.sensor, heardAt: at } });
}

/** What a sensor said is forgotten with it. */
function putSensor(draft: Draft, id: string, sensor: Sensor | undefined): void {
  const seat = draft.seats.get(id);
  if (seat === undefined) return;
  const { sensor: _sensor, ...rest } = seat;
  draft.seats.set(id, sensor === undefined ? rest : { ...rest, sensor });
  for (const session of draft.sessionsBySurface.get(id)) setAway(draft, session, undefined);
}
