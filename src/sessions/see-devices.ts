import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, Command, NewRecord, Seen, World } from "../world/index.ts";

/** Where a workload saw a device: in a site, by a beacon in a ward, or, naming neither, in no place of the hospital's. */
export interface Sighting {
  readonly device: string;
  readonly site?: string;
  readonly ward?: string;
  readonly seenAt: Instant;
}

/** What became of the sightings, by their devices. */
export interface SightingAnswer {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Not registered here, or lost, or handed back. */
  readonly unknown: readonly string[];
  /** An older one than the last that was taken in. */
  readonly overtaken: readonly string[];
  /** At a site or ward that is not known here: taken in as in no place of the hospital's. */
  readonly nowhere: readonly string[];
}

/** The same place is recorded again when it was seen this much later: how old it is counts. */
const worthSaying: Duration = 60_000;

/**
 * Takes in where devices were seen (C8). Said twice, the second time changes nothing; what is older than what is known does not count;
 * what lies ahead of us counts as of now. A place that is not known here is none. Whether the actor may is the caller's to decide.
 */
export function seeDevices(sightings: readonly Sighting[], actor: Actor): Command<SightingAnswer> {
  return {
    name: "device.see",
    actor,
    handle: ({ world, at }) => {
      const records: NewRecord[] = [];
      const said = {
        changed: [] as string[],
        unchanged: [] as string[],
        unknown: [] as string[],
        overtaken: [] as string[],
        nowhere: [] as string[],
      };
      const latest = new Map<string, Seen>();
      for (const sighting of sightings) {
        const { device } = sighting;
        const known = world.devices.get(device);
        const last = latest.get(device) ?? known?.seen;
        const place = placeOf(world, sighting);
        const seen = { ...place, seenAt: Math.min(sighting.seenAt, at) };
        const verdict = known === undefined ? "unknown" : judge(last, seen);
        said[verdict].push(device);
        if (known !== undefined && place === undefined) said.nowhere.push(device);
        if (verdict !== "changed") continue;
        records.push({ kind: "device.seen", body: { device, ...seen } });
        latest.set(device, seen);
      }
      return { records, answer: said };
    },
  };
}

/** The place as the world knows it; undefined for one that it does not know. A ward is in its site, and a service is no place. */
function placeOf(world: World, { site, ward }: Sighting): Pick<Seen, "site" | "ward"> | undefined {
  if (ward !== undefined) {
    const known = world.wards.get(ward);
    if (known?.type !== "ward" || (site !== undefined && site !== known.site)) return undefined;
    return { site: known.site, ward };
  }
  if (site === undefined) return {};
  return world.sites.has(site) ? { site } : undefined;
}

function judge(last: Seen | undefined, now: Seen): "changed" | "unchanged" | "overtaken" {
  if (last === undefined) return "changed";
  if (now.seenAt < last.seenAt) return "overtaken";
  const same = last.site === now.site && last.ward === now.ward;
  return same && now.seenAt - last.seenAt < worthSaying ? "unchanged" : "changed";
}
