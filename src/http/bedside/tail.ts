import type { Permit } from "../../access/index.ts";
import { patternOf } from "../../access/index.ts";
import { type Scene, zoneOf } from "../../sessions/index.ts";
import type { ChartView } from "../contract.ts";
import { spoken } from "../spoken.ts";

/**
 * When a permit rests on unfinished work alone (C3): since when the patient is gone, and until when the work
 * may be finished. Undefined when anything else permits it too.
 */
export function tailOf(scene: Scene, patient: string, permit: Permit): ChartView["ends"] {
  const { world, at, bundle } = scene;
  const isFinishing = (id: string) => bundle.policies.get(id)?.says === "finishing";
  if (!permit.policies.every(isFinishing)) return undefined;
  const ends = world.encountersByPatient
    .get(patient)
    .flatMap((id) => world.encounters.get(id)?.state.stays ?? [])
    .filter((stay) => stay.to !== undefined && world.wards.has(stay.ward))
    .map(({ ward, to = 0 }) => ({ ward, since: to, at: to + patternOf(bundle, world, ward).tail }))
    .filter((tail) => at < tail.at)
    .toSorted((a, b) => b.at - a.at)[0];
  if (ends === undefined) return undefined;
  const when = { zone: zoneOf(world, ends.ward), at };
  const { message: text, said } = spoken("ends.tail", { until: { instant: ends.at } }, when);
  return { since: ends.since, at: ends.at, text, said };
}
