import type { standingEn } from "./standing.en.ts";

/** Was über befristete Zugriffe gesagt wird, die zu ständigen würden. */
export const standingDe: typeof standingEn = {
  standing: "Würde zum Dauerzugriff",
  standingHint:
    "Jeder endet zur angegebenen Zeit, wenn ihn nicht jemand bestätigt, der dafür zuständig ist und ihn nicht selbst hat.",
  standingHas: (who, what) => `${who} hat Zugriff: ${what}`,
  standingGlass: (patient, ward) => `Notfallzugriff, ${patient}, ${ward}`,
  standingRenewed: "Innerhalb von 30 Tagen immer wieder",
  standingTooLong: "Samt dem, was er fortsetzt, länger, als ein Zugriff dort dauern darf",
  standingUnused: "Seit dem Beginn nicht benutzt",
  standingSince: (since) => `seit ${since}`,
  standingEnds: (ends) => `Endet um ${ends}`,
  standingConfirmed: (until) => `; bestätigt, um ${until}`,
  standingRenewable: "; bestätigt, kann er verlängert werden",
  standingConfirm: "Bestätigen",
  standingConfirmedDone: "Bestätigt: Er dauert so lange wie vorgesehen.",
  standingEndedDone: "Er ist beendet.",
};
