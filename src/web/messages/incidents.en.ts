/** What is said of incidents. */
export const incidentsEn = {
  incidents: "Incidents",
  incidentsHint:
    "What should not have been. Each stays here until somebody has seen to what has to follow.",
  incidentsOpen: (count: number): string =>
    count === 1 ? "1 incident is open" : `${count} incidents are open`,
  incidentTitle: "Incident",
  incidentWhy: "What made it one",
  incidentUnjustified: "a review found it not justified",
  incidentAfterEngagement:
    "their engagement had ended, which a node that was cut off from the database did not know",
  incidentAfterBadge:
    "their badge had been ended, which a node that was cut off from the database did not know",
  incidentAfterRole:
    "they had no clinical role any more, which a node that was cut off from the database did not know",
  incidentNotMerged:
    "a node did it while it was cut off from the database, and its record could not be added to the log: it is kept on that node",
  incidentHappened: "Happened",
  incidentOpened: "Opened",
  incidentMistaken: "It was justified after all",
  incidentDealtWith: "It is dealt with",
  incidentNotified: "Those who must be told were told",
  incidentNotifiedHint: "Those who must be told may be the patient, or the authority.",
  incidentClosed: (who: string): string => `${who}: the incident is closed.`,
  incidentOwn: "It is about you: somebody else has to close it.",
  incidentManager: "It is about somebody whom you report to: somebody else has to close it.",
};
