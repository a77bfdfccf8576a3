import { idsOf, type Mark, survivorOf, type World } from "../world/index.ts";
import { type Boundaries, noBoundaries } from "./boundaries.ts";
import { isLive } from "./duty-of.ts";

/** What makes a chart one that opens for assigned care only (C10), of whichever of its patient's numbers it was said. */
export interface Sensitive {
  /** It is the person's own. */
  readonly own: boolean;
  /** Its patient works here now, and is somebody else. */
  readonly colleague: boolean;
  readonly vip: boolean;
  readonly sealed: boolean;
}

const nothing: Sensitive = { own: false, colleague: false, vip: false, sealed: false };

/** How sensitive a patient's chart is for a person. */
export function sensitiveOf(
  world: World,
  patient: string,
  person: string,
  boundaries: Boundaries,
): Sensitive {
  const rows = idsOf(world, survivorOf(world, patient)).flatMap(
    (id) => world.sensitivities.get(id) ?? [],
  );
  if (rows.length === 0) return nothing;
  const is = (mark: Mark) =>
    rows.some(({ marks }) => marks.some((each) => each.mark === mark && each.on));
  const people = rows.flatMap((row) => row.person ?? []);
  return {
    own: people.includes(person),
    colleague:
      is("colleague") ||
      people.some((other) => other !== person && worksHere(world, other, boundaries)),
    vip: is("vip"),
    sealed: is("sealed"),
  };
}

/** Why a chart needs care, whoever looks (C10): where its patient is, is said to nobody whom it does not concern. */
export function careNeeded(world: World, patient: string): readonly Mark[] {
  const sensitive = sensitiveOf(world, patient, "", noBoundaries(world.at));
  return (["sealed", "vip", "colleague"] as const).filter((mark) => sensitive[mark]);
}

function worksHere(world: World, person: string, boundaries: Boundaries): boolean {
  let works = false;
  for (const id of world.engagementsByPerson.get(person)) {
    if (isLive(world.engagements.get(id), boundaries)) works = true;
  }
  return works;
}
