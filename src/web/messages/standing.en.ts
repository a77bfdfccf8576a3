/** What is said of access for a time that would become standing access. */
export const standingEn = {
  standing: "Would become standing access",
  standingHint:
    "Each ends at the time it says, unless somebody who answers for it, and does not have it, confirms it.",
  standingHas: (who: string, what: string): string => `${who} has access: ${what}`,
  standingGlass: (patient: string, ward: string): string => `emergency access, ${patient}, ${ward}`,
  standingRenewed: "Had again and again within 30 days",
  standingTooLong: "Longer than access for a time may last there, with what it goes on from",
  standingUnused: "Not used since it began",
  standingSince: (since: string): string => `since ${since}`,
  standingEnds: (ends: string): string => `Ends at ${ends}`,
  standingConfirmed: (until: string): string => `; confirmed, at ${until}`,
  standingRenewable: "; confirmed, it may be renewed",
  standingConfirm: "Confirm it",
  standingConfirmedDone: "It is confirmed: it lasts as long as it was to.",
  standingEndedDone: "It has ended.",
};
