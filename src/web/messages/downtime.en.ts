/** What a screen says while the database does not answer (X14). */
export const downtimeEn = {
  downtimeAway: "The database does not answer.",
  downtimeTitle: "The database does not answer: break-glass only",
  downtimeReadsTitle: "The database does not answer: charts can only be read",
  downtimeReads: (until: string): string =>
    `Until ${until} as usual. After that: tap, give your PIN, find the patient, break the glass.`,
  downtimeGlass: (since: string): string =>
    `Since ${since}. To read a chart: tap, give your PIN, find the patient, break the glass. Nothing can be written.`,
  downtimeOverTitle: "The database does not answer: nothing opens here",
  downtimeOver: (since: string): string =>
    `Not since ${since}, which is too long to go by. Follow the hospital's procedure for when systems are down.`,
};
