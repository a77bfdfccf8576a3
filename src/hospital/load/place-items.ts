import type { Device, NewRecord, RegisteredWorkload, Seat, Site } from "../../world/index.ts";
import type { HospitalFeed, HospitalWard } from "../hospital.ts";
import type { Item } from "./items.ts";

/** A site. */
export function siteItem({ id, name, zone }: Site): Item {
  return {
    records: [{ kind: "site.registered", body: { name, site: id, zone } }],
    known: ({ world }) => world.sites.has(id),
  };
}

/** A ward or service. */
export function wardItem({ beds: _beds, id, ...ward }: HospitalWard): Item {
  return {
    records: [{ kind: "ward.registered", body: { ...ward, ward: id } }],
    known: ({ world }) => world.wards.has(id),
  };
}

/** A seat, not yet enrolled, with its presence sensor if it has one. */
export function seatItem({ id, key: _key, sensor, ...seat }: Seat): Item {
  const sensors: readonly NewRecord[] =
    sensor === undefined
      ? []
      : [{ kind: "sensor.enrolled", body: { seat: id, key: sensor.key }, seat: id }];
  return {
    records: [{ kind: "seat.registered", body: { ...seat, seat: id } }, ...sensors],
    known: ({ world }) => world.seats.has(id),
  };
}

/** A phone. */
export function deviceItem({ id, ...device }: Device): Item {
  return {
    records: [{ kind: "device.registered", body: { ...device, device: id } }],
    known: ({ world }) => world.devices.has(id),
  };
}

/** A feed, heard just now. */
export function feedItem({ id, ...feed }: HospitalFeed): Item {
  return {
    records: [{ kind: "feed.registered", body: { ...feed, feed: id } }],
    known: ({ world }) => world.feeds.has(id),
  };
}

/** A workload, without credentials. */
export function workloadItem({ id, ...workload }: RegisteredWorkload): Item {
  return {
    records: [{ kind: "workload.registered", body: { ...workload, workload: id } }],
    known: ({ world }) => world.workloads.has(id),
  };
}
