import type { PatientView } from "../../../http/contract.ts";
import type { SignedInState } from "./header-bar.tsx";

/**
 * Somebody who was looked up, where they are by now: as the list has them; and where the list of their ward has them no more, without
 * a place, since the one that was told when they were found is not true any more.
 */
export function whereFound(
  found: PatientView,
  { patients, ward }: Pick<SignedInState, "patients" | "ward">,
): PatientView {
  const listed = patients.find(({ id }) => id === found.id);
  if (listed !== undefined) return listed;
  if (found.ward !== ward) return found;
  const { away: _away, bed: _bed, ward: _ward, ...rest } = found;
  return rest;
}
