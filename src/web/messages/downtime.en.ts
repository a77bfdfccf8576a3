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
  downtimeBroken:
    "This chart stays open: you have broken the glass for it. Nothing can be written. Another patient's chart opens in the same way.",
  momentTrying:
    "One moment: the database does not answer just now. This is tried again by itself until there is an answer, usually within a few seconds. Nothing is lost.",
  momentGone:
    "The database does not answer just now. It usually works again in a moment, and nothing is lost: please try again then.",
  momentUncertain:
    "The database stopped answering just then. It usually works again in a moment. Please look then whether this was done before you do it again.",
  downtimeOver: (since: string): string =>
    `Not since ${since}, which is too long to go by. Follow the hospital's procedure for when systems are down.`,
};
