/** What the console says of what HR's file and clients of SCIM were stopped at. */
export const heldEn = {
  pageHeld: "Held back",
  questionHeld:
    "What HR's file and its programs were stopped at, until a person says that it is meant",
  heldNone: "Nothing waits",
  heldNoneHint:
    "Roles that reach over others' access or records, and many ends at once, wait here for a person.",
  heldNotYours: "Somebody in administration answers these.",
  heldRoles: "Roles that reach over others' access or records",
  heldRolesWhat:
    "HR's file asks for them. A file alone gives nobody one: whoever gives it here answers for it.",
  heldRole: (role: string, ward: string): string => `${role}, ${ward}`,
  heldKnown: (number: string): string => `staff number ${number}`,
  heldNew: (number: string): string => `staff number ${number}, new here`,
  heldAsked: (time: string): string => `Asked for: ${time}`,
  heldTerm: (from: string, to: string): string =>
    [from === "" ? "" : `from ${from}`, to === "" ? "" : `until ${to}`]
      .filter((part) => part !== "")
      .join(" "),
  heldGive: "Give it",
  heldGiveWhat: (name: string, role: string): string =>
    `${name} is given this role now: ${role}. It is on record that you have said so.`,
  heldGiven: (name: string): string => `The role of ${name} is given.`,
  heldDismiss: "Not meant",
  heldDismissWhat: (name: string): string =>
    `${name} is not given it. If HR's next file asks for it again, it waits here again.`,
  heldDismissed: (name: string): string => `${name} is not given it.`,
  heldClients: "Programs that the brake stopped",
  heldClientsWhat: (percent: number): string =>
    `More than ${percent} % of all live engagements would have ended in a day. Nothing beyond what is counted here has happened.`,
  heldStopped: (time: string): string => `Stopped: ${time}`,
  heldEnded: (ended: number, live: number): string =>
    `In the last day it has ended ${ended} of ${live} engagements.`,
  heldAsks: (count: number): string =>
    count === 1 ? "It asks for one more end:" : `It asks for ${count} more ends:`,
  heldAsksUnknown: "What it asks for besides is not known: look at the program.",
  heldMore: (count: number): string => `and ${count} more`,
  heldEnds: "How many ends are meant, those of the last day included",
  heldRelease: "Let so many through",
  heldReleaseWhat: (name: string, ends: number): string =>
    `${name} may end ${ends} engagements until this time tomorrow, those of the last day included. It has to ask again: nothing ends by this alone.`,
  heldReleased: (name: string, ends: number): string => `${name} may end ${ends} until tomorrow.`,
  heldReleasedUntil: (ends: number, time: string): string =>
    `Let through: ${ends} in all, until ${time}.`,
};
