import type { Duty } from "../access/index.ts";
import { type Bundle, dutyToBe, startsOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/** What starting a shift is derived from: the batch in which the policy permits it. */
export interface Starting {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: Instant;
  readonly id: (prefix: string) => string;
}

/** Which shift, of those that somebody may start. */
export interface StartWish {
  readonly person: string;
  readonly ward: string;
  readonly role: string;
}

/**
 * The records of starting a shift that the roster does not have (L9), which follow in one batch from the permit for
 * `shift.start`; and the duty that it is. It ends by itself, and soon, unless whoever is in charge confirms it.
 *
 * @throws ExceptionError `start-unknown`
 */
export function startShift(
  { bundle, world, at, id }: Starting,
  { person, ward, role }: StartWish,
): { readonly records: readonly NewRecord[]; readonly duty: Duty } {
  const start = startsOf(bundle, world, person, at).find(
    (each) => each.ward === ward && each.role === role,
  );
  if (start === undefined) {
    throw new ExceptionError("start-unknown");
  }
  const { engagement, to } = start;
  const duty = id("dty");
  const until = at + bundle.rosters.unconfirmed;
  return {
    records: [{ kind: "duty.declared", body: { duty, engagement, person, role, to, until, ward } }],
    duty: { ...dutyToBe(bundle, world, start, at), id: duty, declared: duty },
  };
}
