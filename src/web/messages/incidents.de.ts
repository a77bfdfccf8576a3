import type { incidentsEn } from "./incidents.en.ts";

/** Was über Vorfälle gesagt wird. */
export const incidentsDe: typeof incidentsEn = {
  incidents: "Vorfälle",
  incidentsHint:
    "Was nicht hätte sein dürfen. Jeder bleibt hier, bis jemand für das Nötige gesorgt hat.",
  incidentsOpen: (count) => (count === 1 ? "1 Vorfall ist offen" : `${count} Vorfälle sind offen`),
  incidentTitle: "Vorfall",
  incidentWhy: "Was ihn dazu gemacht hat",
  incidentUnjustified: "eine Prüfung fand es nicht begründet",
  incidentAfterEngagement:
    "das Dienstverhältnis war beendet, was ein von der Datenbank getrennter Knoten nicht wusste",
  incidentAfterBadge:
    "der Ausweis war gesperrt, was ein von der Datenbank getrennter Knoten nicht wusste",
  incidentAfterRole:
    "es gab keine klinische Rolle mehr, was ein von der Datenbank getrennter Knoten nicht wusste",
  incidentNotMerged:
    "ein von der Datenbank getrennter Knoten hat es getan, und seine Aufzeichnung passt nicht ins Protokoll: Sie liegt auf diesem Knoten",
  incidentHappened: "Geschehen",
  incidentOpened: "Eröffnet",
  incidentMistaken: "Es war doch begründet",
  incidentDealtWith: "Es ist geklärt",
  incidentNotified: "Wer es wissen muss, weiß es",
  incidentNotifiedHint: "Wissen muss es vielleicht der Patient oder die Aufsichtsbehörde.",
  incidentClosed: (who) => `${who}: Der Vorfall ist abgeschlossen.`,
  incidentOwn: "Es geht um Sie selbst: Jemand anderes muss ihn abschließen.",
  incidentManager:
    "Es geht um Ihre Vorgesetzte oder Ihren Vorgesetzten: Jemand anderes muss ihn abschließen.",
};
