import type { sessionsEn } from "./sessions.en.ts";

export const sessionsDe: typeof sessionsEn = {
  pageSessions: "Sitzungen",
  questionSessions: "Wer wo angemeldet ist, seit wann und bis wann",
  sessionWho: "Wer",
  sessionRole: "Rolle",
  sessionPlace: "Wo",
  sessionAtConsole: "Konsole",
  sessionOnPhone: (platform) => `Telefon (${platform})`,
  sessionLevel: "Angemeldet mit",
  sessionLevelTap: "Ausweis",
  sessionLevelPin: "Ausweis und PIN",
  sessionLevelPasskey: "Passkey",
  sessionLevelHardware: "Hardware-Passkey",
  sessionState: "Zustand",
  sessionOpen: "Angemeldet",
  sessionParked: "Gesperrt, weiter mit dem Ausweis",
  sessionSince: "Seit",
  sessionEnds: "Endet",
  sessionChart: "Akte",
  sessionChartOpen: "eine ist offen",
  sessionNoChart: "keine",
  sessionEnd: "Beenden",
  sessionEndOf: (name, place) => `Beenden: ${name}, ${place}`,
  sessionEndTitle: "Diese Sitzung beenden?",
  sessionEndWhat: (name, place) =>
    `${name} ist sofort abgemeldet (${place}), mit allen Anwendungen, die daran hängen. Was dort halb geschrieben ist, geht verloren. Die nächste Anmeldung dort braucht eine PIN oder einen Passkey.`,
  sessionEndOwn: (place) =>
    `Sie sind dort sofort abgemeldet (${place}), mit allen Anwendungen, die daran hängen. Was dort halb geschrieben ist, geht verloren.`,
  sessionEndSure: "Sitzung beenden",
  sessionEnded: (name) => `Die Sitzung von ${name} ist beendet.`,
  sessionHere: "diese hier",
  sessionsFirst: (shown, total) =>
    `Die letzten ${shown} von ${total}. Geben Sie an, wonach Sie suchen, um andere zu sehen.`,
  noSessions: "Niemand ist angemeldet",
  noSessionsHint:
    "Hier stehen die Sitzungen an den Bildschirmen, um die Sie sich kümmern, und Ihre eigenen.",
};
