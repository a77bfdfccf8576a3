import type { Instant } from "../ports/index.ts";
import { type Emergency, type Seat, survivorOf, type World } from "../world/index.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { emergenciesIn, responderOf, rosteredFor } from "./emergencies.ts";
import { patientAtBed } from "./patient-at-bed.ts";

/** The emergencies of a seat's ward: its bed's first, then the others for one patient, then those for the ward; the latest of each first. */
export function emergenciesAt(world: World, seat: Seat, at: Instant): readonly Emergency[] {
  const here = emergenciesIn(world, seat.ward, at);
  if (here.length < 2) return here;
  const lying = patientAtBed(world, seat);
  const rank = ({ patient }: Emergency): number => {
    if (patient === undefined) return 2;
    return survivorOf(world, patient) === lying ? 0 : 1;
  };
  return here.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether an emergency is for the patient in the bed at which a seat stands. */
export function isAtBed(world: World, seat: Seat, { patient }: Emergency): boolean {
  return patient !== undefined && survivorOf(world, patient) === patientAtBed(world, seat);
}

/** An emergency that calls somebody, and by which engagement. */
export interface Called {
  readonly emergency: Emergency;
  readonly engagement: string;
  /** They respond to it already. */
  readonly responds: boolean;
}

/** That they respond to an emergency, or the roster calls them to it (X17). */
export function calledTo(
  bundle: Bundle,
  world: World,
  emergency: Emergency,
  person: string,
  at: Instant,
): Called | undefined {
  const responding = responderOf(world, emergency, person, at)?.engagement;
  const engagement = responding ?? rosteredFor(bundle, world, emergency, person, at);
  if (engagement === undefined) return undefined;
  return { emergency, engagement, responds: responding !== undefined };
}

/** The emergency that somebody comes to by coming in at a seat: its bed's; else the one that they are busy with; else the first. */
export function calledAt(
  bundle: Bundle,
  world: World,
  seat: Seat,
  person: string,
  at: Instant,
): Called | undefined {
  const calls = emergenciesAt(world, seat, at).flatMap(
    (each) => calledTo(bundle, world, each, person, at) ?? [],
  );
  const [first] = calls;
  if (first !== undefined && isAtBed(world, seat, first.emergency)) return first;
  return calls.find(({ responds }) => responds) ?? first;
}
