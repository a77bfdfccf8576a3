import type { Duration } from "../../ports/index.ts";
import type { PastAccess, Relationship } from "./explain-access.ts";

/** An access, and what was found about it. */
export interface ExplainedAccess extends PastAccess {
  readonly relationships: readonly Relationship[];
  /** Where the patient was then. */
  readonly ward?: string;
}

const hour: Duration = 3_600_000;
/** Somebody who was lent to another ward looks at its patients through a shift. */
const shiftLong: Duration = 12 * hour;

/**
 * The same accesses, what deserves a look most first: the unexplained before the explained, and among them those that look
 * least like work. It looks like work where the same person was with several patients of the ward through one shift, as somebody
 * does who was lent to it and whom nobody rostered; and unlike work where several people without any relationship looked at
 * the same patient, as they do at somebody who is known.
 */
export function rankAccesses<A extends ExplainedAccess>(accesses: readonly A[]): readonly A[] {
  const unexplained = accesses.filter(({ relationships }) => relationships.length === 0);
  const byPatient = Map.groupBy(unexplained, ({ patient }) => patient);
  const byPerson = Map.groupBy(unexplained, ({ person }) => person);
  const curious = new Map(
    [...byPatient].map(([patient, all]) => [
      patient,
      new Set(all.map(({ person }) => person)).size,
    ]),
  );
  const score = (access: A): number => {
    if (access.relationships.length > 0) return 0;
    const lent = patientsInOneShift(access, byPerson.get(access.person) ?? []);
    return (curious.get(access.patient) ?? 1) / lent;
  };
  return accesses
    .map((access) => ({ access, score: score(access) }))
    .toSorted((a, b) => b.score - a.score || b.access.at - a.access.at)
    .map(({ access }) => access);
}

/** With how many patients of the ward the person was within a shift's time of it, this one included. */
function patientsInOneShift(access: ExplainedAccess, own: readonly ExplainedAccess[]): number {
  if (access.ward === undefined) return 1;
  const patients = own
    .filter(({ at, ward }) => ward === access.ward && Math.abs(at - access.at) <= shiftLong)
    .map(({ patient }) => patient);
  return new Set(patients).size;
}
