/** What the console says of an engagement by which nobody signs in. */
export const dormancyEn = {
  engagementExempt: "Not used: let it be",
  exemptHint:
    "What nobody signs in by is suspended by itself. Until the end of this day it is not, twelve months ahead at most.",
  exemptLast: "Last day of that",
  exemptDo: "Let it be until then",
  exempted: (day: string): string => `It is not suspended for not being used until ${day}.`,
  exemptTitle: "Not used",
  exemptSaid: (day: string): string => `let be until ${day}`,
};
