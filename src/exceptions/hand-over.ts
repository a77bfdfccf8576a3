import { type Bundle, dutyOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/** Whose patients, and who takes them (L10). */
export interface HandOverWish {
  readonly from: string;
  readonly to: string;
  /** Each with the ward where the work is, as its permit says. */
  readonly patients: readonly { readonly patient: string; readonly ward: string }[];
}

/**
 * The records of handing patients over by name (L10), which follow in one batch from the permits for `handover.give`: whoever
 * takes them is responsible from then on, and whoever gives them no more.
 *
 * @throws ExceptionError `taker-off-duty`, `own-handover`
 */
export function handOver(
  { bundle, world, at }: { readonly bundle: Bundle; readonly world: World; readonly at: Instant },
  { from, to, patients }: HandOverWish,
): readonly NewRecord[] {
  if (from === to) {
    throw new ExceptionError("own-handover");
  }
  return patients.map(({ patient, ward }) => {
    const role = takers(bundle, world, ward, at).find(({ person }) => person === to)?.role;
    if (role === undefined) {
      throw new ExceptionError("taker-off-duty");
    }
    const until = at + bundle.rosters.handoverLasts;
    return { kind: "handover.given", body: { from, patient, role, to, until, ward } };
  });
}

/** Somebody who can take patients over. */
export interface Taker {
  readonly person: string;
  readonly role: string;
}

/** Those on duty on a ward whose role hands patients over too, the margins of their shifts included. */
export function takers(bundle: Bundle, world: World, ward: string, at: Instant): readonly Taker[] {
  const people = new Set(world.shiftsByWard.get(ward).map((id) => world.shifts.get(id)?.person));
  for (const declared of world.declared.values()) {
    if (declared.ward === ward) people.add(declared.person);
  }
  return [...people]
    .filter((person) => person !== undefined)
    .flatMap((person) => {
      const duty = dutyOf(bundle, world, person, at).find(
        (each) => each.ward === ward && bundle.roles.get(each.role)?.may.has(handing) === true,
      );
      return duty === undefined ? [] : [{ person, role: duty.role }];
    })
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}

/** The action of handing a patient over. */
export const handing = "handover.give";
