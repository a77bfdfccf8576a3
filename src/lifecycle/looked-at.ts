import type { Instant } from "../ports/index.ts";
import type { Registration, World } from "../world/index.ts";

/**
 * When the register itself last said something of a registration as it stands, as far as that is on record; undefined: it was never asked
 * about this number. A round about everybody was about whoever worked here by then.
 */
export function lookedAt(
  world: World,
  { person, register, statedAt, toldAt = statedAt - 1 }: Registration,
): Instant | undefined {
  const { wholeAt = statedAt - 1 } = world.registers.get(register) ?? {};
  const isAbout = wholeAt >= statedAt && wholeAt >= hereSince(world, person);
  const last = Math.max(toldAt, isAbout ? wholeAt : toldAt);
  return last < statedAt ? undefined : last;
}

/** Since when somebody has worked here without a break, by the engagement that has run longest; Infinity: they do not yet. */
export function hereSince(world: World, person: string): Instant {
  const since = world.engagementsByPerson.get(person).flatMap((id) => {
    const known = world.engagements.get(id);
    return known === undefined || known.state === "ended" ? [] : (known.since ?? []);
  });
  return Math.min(...since);
}
