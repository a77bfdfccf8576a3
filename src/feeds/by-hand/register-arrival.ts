import type { Instant, SideWrite } from "../../ports/index.ts";
import type { NewRecord, World } from "../../world/index.ts";
import type { MadeIdentity } from "./make-identity.ts";

/** Whoever has arrived, or is about to, before their chart has. */
export interface Arrival {
  readonly ward: string;
  readonly bed?: string;
  readonly why: "unknown" | "expected";
  /** F, M or U, where it can be seen. */
  readonly sex?: string;
  readonly identity: MadeIdentity;
}

/** What registering somebody leads to: the patient, a place of theirs that ends by itself, and the made name beside the log. */
export interface Registered {
  readonly patient: string;
  readonly records: readonly NewRecord[];
  readonly side: readonly SideWrite[];
}

/**
 * The records of registering somebody by hand (C9), which follow in one batch from the permit for it. The number is written as
 * it is read: found again with it, and merged by it once it is known who they are.
 */
export function registerArrival(
  { at, id }: { readonly at: Instant; readonly id: (prefix: string) => string },
  { ward, bed, why, sex, identity }: Arrival,
  lasts: number,
): Registered {
  const [patient, encounter] = [id("pat"), id("enc")];
  const place = bed === undefined ? {} : { bed };
  const key = `mrn|${identity.number}`;
  const row = { type: "patient", ...identity, identifiers: [key], ...(sex && { sex }), made: true };
  return {
    patient,
    records: [
      { kind: "patient.registered", body: { patient } },
      {
        kind: "patient.arrived",
        body: { ...place, encounter, patient, until: at + lasts, ward, why },
      },
    ],
    side: [
      { table: "names", key: patient, value: row },
      { table: "identifiers", key, value: patient },
    ],
  };
}

/** The records that say whose time is over, for the ticker. That it is, is worked out each time. */
export function arrivalsOver(world: World, at: Instant): readonly NewRecord[] {
  const records: NewRecord[] = [];
  for (const { byHandUntil, id, state } of world.encounters.values()) {
    if (byHandUntil === undefined || byHandUntil > at || state.status !== "admitted") continue;
    records.push({ kind: "arrival.ended", body: { encounter: id } });
  }
  return records;
}
