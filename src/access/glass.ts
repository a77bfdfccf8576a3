import type { Duration, Instant } from "../ports/index.ts";
import { type BrokenGlass, survivorOf, type World } from "../world/index.ts";
import { type Boundaries, noBoundaries, note } from "./boundaries.ts";
import type { Bundle, Pattern } from "./bundle/bundle.ts";
import { isLive } from "./duty-of.ts";
import { isOverWith } from "./emergencies.ts";

/** The action of breaking the glass for a patient (X10). */
export const breaking = "glass.break";

/**
 * The glass that the person has broken for this patient, while it lasts (X10): whatever was merged since (C2), and only while
 * the engagement that they broke it under is live (L1).
 */
export function glassOf(
  world: World,
  person: string,
  patient: string,
  boundaries: Boundaries,
): BrokenGlass | undefined {
  const survivor = survivorOf(world, patient);
  for (const id of world.glassesByPerson.get(person)) {
    const glass = world.glasses.get(id);
    if (glass === undefined || survivorOf(world, glass.patient) !== survivor) continue;
    note(boundaries, glass.until);
    // What was broken in an emergency ends with it (X4).
    if (isOverWith(world, glass, boundaries)) continue;
    const live = isLive(world.engagements.get(glass.engagement), boundaries);
    if (live && boundaries.at < glass.until) return glass;
  }
  return undefined;
}

/** The same, of which nobody asks how long the answer holds. */
export function openGlass(
  world: World,
  person: string,
  patient: string,
  at: Instant,
): BrokenGlass | undefined {
  return glassOf(world, person, patient, noBoundaries(at));
}

/** How long glass lasts under a pattern; without one, as under the strictest. */
export function glassLasts(bundle: Bundle, pattern: Pattern | undefined): Duration {
  const strictest = Math.min(...[...bundle.patterns.values()].map(({ breakGlass }) => breakGlass));
  return Math.min(pattern?.breakGlass ?? strictest, bundle.breakGlass.longest);
}
