/** What is said of a case that is open at a screen (S7). */
export const casesEn = {
  caseOpen: "Open a case here",
  caseClose: "Close the case",
  caseClosing: "Closing the case…",
  caseOpened:
    "The case is open: this chart stays on the screen when it locks. Close the case when you are done.",
  caseClosed: "The case is closed: a locked screen shows nothing of it any more.",
  caseStands: (patient: string, time: string): string =>
    `Case open since ${time}: ${patient}'s chart stays on this screen when it locks.`,
  caseTitle: "Case open",
  caseSince: (time: string): string => `Case open since ${time}`,
  caseTap: "Tap your badge to write",
  caseTapHint: "The chart can be read meanwhile. Whoever is signed in closes the case.",
};
