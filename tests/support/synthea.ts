/**
 * What becomes of the 100 synthetic patients of ../shared/data/synthea, by type: nothing in them is refused, and from
 * 2026 on all their visits have been over for more than thirty days.
 */
export const syntheaCounts: Readonly<
  Record<
    string,
    {
      readonly read: number;
      readonly applied: number;
      readonly historic: number;
      /** Passed over: they say nothing that gives access. */
      readonly unchanged?: number;
    }
  >
> = {
  Patient: { read: 100, applied: 100, historic: 0 },
  Practitioner: { read: 203, applied: 203, historic: 0 },
  Encounter: { read: 3697, applied: 0, historic: 3697 },
  CareTeam: { read: 278, applied: 113, historic: 165 },
  // No organisation contributes to any of them (C11).
  CarePlan: { read: 278, applied: 0, historic: 165, unchanged: 113 },
};

/** The resources that are not taken in. */
export const syntheaIgnored: Readonly<Record<string, number>> = {
  Condition: 639,
  MedicationRequest: 2386,
};
