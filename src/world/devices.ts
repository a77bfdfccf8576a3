import type { Appliers } from "./apply.ts";
import type { Draft } from "./world.ts";

/** A phone, tablet or laptop that is not a seat. One that was lost or withdrawn has left the world. */
export interface Device {
  readonly id: string;
  /** Whose it is; absent for one that is shared. */
  readonly person?: string;
  /** What it runs, as it said itself: nothing rests on it. */
  readonly platform?: string;
  /** RFC 7638 thumbprint of the key that signs its requests; absent for one that never calls here. */
  readonly key?: string;
  /** What the management of devices last said of it: never what it says of itself (C8). */
  readonly managed: boolean;
  readonly encrypted: boolean;
  /** When it last checked in with that management; absent: never, so that it counts as unmanaged. */
  readonly checkedInAt?: number;
  /** Where that management, or another that the hospital believes, last saw it (C8): never what it says of itself. */
  readonly seen?: Seen;
}

/** Where a device was seen: in a site's fence, or by a beacon in a ward of it; in none of ours where no site is named. */
export interface Seen {
  readonly seenAt: number;
  readonly site?: string;
  readonly ward?: string;
}

/** The bodies of records about devices. */
export interface DeviceBodies {
  readonly "device.registered": {
    readonly device: string;
    readonly person?: string;
    readonly platform?: string;
    readonly key?: string;
    readonly managed: boolean;
    readonly encrypted: boolean;
  };
  /** The management of devices says how it is, as of its last check-in. */
  readonly "device.reported": {
    readonly device: string;
    readonly managed: boolean;
    readonly encrypted: boolean;
    readonly checkedInAt: number;
    /** What it was before, where that is another: those who follow the log need not know the world of then. */
    readonly wasManaged?: boolean;
  };
  /** A workload that is believed about it says where the device was seen, and when. */
  readonly "device.seen": { readonly device: string } & Seen;
  /** Its person, or somebody responsible for safety, says that it is gone: for good. */
  readonly "device.lost": { readonly device: string };
  /** Handed back, replaced, or its key is another's now. */
  readonly "device.withdrawn": { readonly device: string; readonly reason: string };
  /** The addresses of a site's own networks, as CIDR blocks: all of them, each time. */
  readonly "site.networked": { readonly site: string; readonly networks: readonly string[] };
}

/** The fold of records about devices. */
export const deviceAppliers: Appliers<keyof DeviceBodies> = {
  "device.registered": (draft, { at, body }) => {
    const { device, person, platform, key, managed, encrypted } = body;
    remove(draft, device);
    draft.devices.set(device, {
      id: device,
      ...(person === undefined ? {} : { person }),
      ...(platform === undefined ? {} : { platform }),
      ...(key === undefined ? {} : { key }),
      managed,
      encrypted,
      ...(managed ? { checkedInAt: at } : {}),
    });
    if (person !== undefined) draft.devicesByPerson.add(person, device);
  },
  "device.reported": (draft, { body }) => {
    const known = draft.devices.get(body.device);
    if (known === undefined) return;
    const { device, wasManaged: _before, ...posture } = body;
    draft.devices.set(device, { ...known, ...posture });
  },
  "device.seen": (draft, { body }) => {
    const { device, ...seen } = body;
    const known = draft.devices.get(device);
    if (known !== undefined) draft.devices.set(device, { ...known, seen });
  },
  "device.lost": (draft, { body }) => remove(draft, body.device),
  "device.withdrawn": (draft, { body }) => remove(draft, body.device),
  "site.networked": (draft, { body }) => {
    const site = draft.sites.get(body.site);
    if (site !== undefined) draft.sites.set(site.id, { ...site, networks: body.networks });
  },
};

function remove(draft: Draft, id: string): void {
  const device = draft.devices.get(id);
  if (device === undefined) return;
  draft.devices.delete(id);
  if (device.person !== undefined) draft.devicesByPerson.remove(device.person, id);
}
