import type { Appliers } from "./apply.ts";
import type { OpenCase } from "./cases.ts";
import type { Sensor } from "./presence.ts";
import type { Draft } from "./world.ts";

/** A hospital site with the time zone its rosters and clocks run in (an IANA name). */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  /** CIDR blocks of its own networks; absent where nobody has listed any. */
  readonly networks?: readonly string[];
}

/** A ward, or a clinical service that has no beds. */
export interface Ward {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  /** `ward` has beds and seats; `service` (cardiology on call, telehealth) has none of its own. */
  readonly type: "ward" | "service";
  /** The set of parameters it runs under: inpatient, emergency, ... */
  readonly pattern: string;
  /** The clinical service that a ward belongs to: cardiology. */
  readonly service?: string;
}

/** A shared workstation or a shared device's screen. */
export interface Seat {
  readonly id: string;
  readonly ward: string;
  readonly name: string;
  /** The bed at which it stands, if at one (S8). */
  readonly bed?: string;
  /** RFC 7638 thumbprint of the key that signs its requests (S0); absent until it is enrolled. */
  readonly key?: string;
  /** Tells whether somebody is before it (S6); absent where there is none. */
  readonly sensor?: Sensor;
  /** The case that was opened at it and not closed since (S7); whether it still is open, sessions/case-at-seat.ts says. */
  readonly openCase?: OpenCase;
  /** What a person needs at least to get to another seat, in milliseconds, where the hospital has said so (S4). */
  readonly walks?: readonly { readonly seat: string; readonly least: number }[];
}

/** Something that tells us facts: an ADT interface, a roster, an HR file. */
export interface Feed {
  readonly id: string;
  readonly type: "adt" | "roster" | "staff" | "fhir";
  /** The wards it speaks of; absent for all. */
  readonly wards?: readonly string[];
  /** When it was last heard. */
  readonly heardAt: number;
}

/** The bodies of records about places and feeds. */
export interface PlaceBodies {
  readonly "site.registered": {
    readonly site: string;
    readonly name: string;
    readonly zone: string;
  };
  readonly "ward.registered": {
    readonly ward: string;
    readonly site: string;
    readonly name: string;
    readonly type: "ward" | "service";
    readonly pattern: string;
    readonly service?: string;
  };
  readonly "seat.registered": {
    readonly seat: string;
    readonly ward: string;
    readonly name: string;
    readonly bed?: string;
  };
  readonly "seat.enrolled": { readonly seat: string; readonly key: string };
  readonly "seat.withdrawn": { readonly seat: string };
  /** What a person needs at least from one of these seats to the other, in milliseconds; absent: what is usual (S4). */
  readonly "seat.walk-timed": {
    readonly seats: readonly [string, string];
    readonly least?: number;
  };
  readonly "feed.registered": {
    readonly feed: string;
    readonly type: "adt" | "roster" | "staff" | "fhir";
    readonly wards?: readonly string[];
  };
  /** The feed spoke, be it only a heartbeat; at most one record in ten seconds. */
  readonly "feed.heard": { readonly feed: string };
  /** A message could not be used; it and the reason wait in the table `parked`. */
  readonly "message.parked": {
    readonly message: string;
    readonly feed: string;
    readonly reason: string;
  };
  /** Somebody has dealt with a parked message. */
  readonly "message.cleared": {
    readonly message: string;
    readonly outcome: "retried" | "dismissed";
  };
}

/** The fold of records about places. */
export const placeAppliers: Appliers<keyof PlaceBodies> = {
  "site.registered": (draft, { body }) => {
    const { site, name, zone } = body;
    draft.sites.set(site, { ...draft.sites.get(site), id: site, name, zone });
  },
  "ward.registered": (draft, { body }) => {
    const { ward, ...rest } = body;
    draft.wards.set(ward, { id: ward, ...rest });
  },
  "seat.registered": (draft, { body }) => {
    const { seat, ...rest } = body;
    const { key, openCase, sensor, walks } = draft.seats.get(seat) ?? {};
    draft.seats.set(seat, {
      id: seat,
      ...rest,
      ...(key === undefined ? {} : { key }),
      ...(openCase === undefined ? {} : { openCase }),
      ...(sensor === undefined ? {} : { sensor }),
      ...(walks === undefined ? {} : { walks }),
    });
    draft.seatsByWard.add(body.ward, seat);
  },
  "seat.enrolled": (draft, { body }) => {
    const seat = draft.seats.get(body.seat);
    if (seat === undefined) return;
    // A case is shown by the screen that it was opened at, and by no other that takes its place (S0).
    const { openCase: _openCase, ...rest } = seat;
    draft.seats.set(seat.id, { ...rest, key: body.key });
  },
  "seat.withdrawn": (draft, { body }) => withdrawSeat(draft, body.seat),
  "seat.walk-timed": (draft, { body: { seats, least } }) => {
    const [one, other] = seats;
    timeWalk(draft, one, other, least);
    timeWalk(draft, other, one, least);
  },
  "feed.registered": (draft, { at, body }) => {
    const { feed, ...rest } = body;
    draft.feeds.set(feed, { id: feed, ...rest, heardAt: draft.feeds.get(feed)?.heardAt ?? at });
  },
  "feed.heard": (draft, { at, body }) => feedHeard(draft, body.feed, at),
  "message.parked": (draft, { at, body }) => {
    draft.parked.set(body.message, { id: body.message, feed: body.feed, reason: body.reason, at });
    feedHeard(draft, body.feed, at);
  },
  "message.cleared": (draft, { body }) => {
    draft.parked.delete(body.message);
  },
};

/** A message that waits for somebody; its text is in the table `parked`. */
export interface ParkedMessage {
  readonly id: string;
  readonly feed: string;
  readonly reason: string;
  readonly at: number;
}

/** Notes that a feed spoke at `at` (C4). */
export function feedHeard(draft: Draft, feed: string, at: number): void {
  const known = draft.feeds.get(feed);
  if (known !== undefined && known.heardAt < at) draft.feeds.set(feed, { ...known, heardAt: at });
}

function timeWalk(draft: Draft, id: string, other: string, least: number | undefined): void {
  const seat = draft.seats.get(id);
  if (seat === undefined) return;
  const { walks = [], ...rest } = seat;
  const kept = walks.filter((walk) => walk.seat !== other);
  const all = least === undefined ? kept : [...kept, { seat: other, least }];
  draft.seats.set(id, all.length === 0 ? rest : { ...rest, walks: all });
}

function withdrawSeat(draft: Draft, id: string): void {
  const seat = draft.seats.get(id);
  if (seat === undefined) return;
  const { key: _key, openCase: _openCase, ...rest } = seat;
  draft.seats.set(id, rest);
}
