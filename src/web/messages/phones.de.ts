import type { phonesEn } from "./phones.en.ts";

export const phonesDe: typeof phonesEn = {
  pagePhones: "Telefone",
  questionPhones: "Auf welchen Telefonen jemand angemeldet ist, und welche verloren sind",
  phone: "Telefon",
  phoneOwner: "Wessen",
  phoneShared: "gemeinsam",
  phoneState: "Zustand",
  phoneManaged: "Verwaltet",
  phoneUnmanaged: "Nicht verwaltet",
  phoneChecked: "Zuletzt gemeldet",
  phoneNeverChecked: "nie",
  phoneEnd: "Verloren oder abgegeben",
  phoneEndOf: (platform) => `Verloren oder abgegeben: ${platform}`,
  phoneEndTitle: "Dieses Telefon beenden?",
  phoneEndWhat: (platform, whose) =>
    `${platform} von ${whose} endet für immer. Wer darauf angemeldet ist, ist sofort abgemeldet, und es muss neu registriert werden.`,
  phoneEndOwn: (platform) =>
    `${platform} endet für immer. Wer darauf angemeldet ist, ist sofort abgemeldet, und es muss neu registriert werden.`,
  phoneLost: "Es ist verloren",
  phoneHandedBack: "Es wurde abgegeben",
  phoneEnded: "Das Telefon ist beendet, mitsamt seiner Anmeldung.",
  noPhones: "Kein Telefon ist registriert.",
  noPhonesHint: "Man öffnet /pocket/ auf dem Telefon und registriert es mit dem Passkey.",
  pocketTitle: "Telefon",
  pocketWelcome: "Wardkey auf diesem Telefon",
  pocketWelcomeHint:
    "Ihr Passkey registriert dieses Telefon als Ihres. Es zeigt keine Patienten, bis die Geräteverwaltung des Krankenhauses sagt, dass es verwaltet ist.",
  pocketEndedTitle: "Dieses Telefon ist beendet",
  pocketEndedHint:
    "Es wurde als verloren oder abgegeben gemeldet. Wenn Sie es in der Hand haben, kann es neu registriert werden; es gilt als nicht verwaltet, bis die Geräteverwaltung etwas anderes sagt.",
  pocketStartAgain: "Neu beginnen",
  pocketRegister: "Mit Passkey registrieren",
  pocketSignIn: "Mit Passkey anmelden",
  pocketOut: "Sie sind abgemeldet",
  pocketOutHint: "Auf diesem Telefon bleibt nichts von Patienten zurück.",
  pocketBusy: "Einen Moment ...",
  pocketInsecure:
    "Öffnen Sie diese Seite über https: nur dort bewahren Telefone Schlüssel und Passkeys auf.",
  pocketOffline: "Keine Verbindung. Bis sie wieder da ist, lässt sich nichts Neues öffnen.",
  pocketAt: (site, near) =>
    near === undefined ? `Standort ${site}` : `Standort ${site}, bei ${near}`,
  pocketAway: "Außer Haus",
  pocketAwayHint: "Hier öffnen sich nur Ihre eigenen und die Patienten Ihres Rufdienstes.",
  pocketUnmanaged: "Dieses Telefon ist nicht verwaltet und zeigt deshalb keine Patienten.",
  pocketUnmanagedHint: (id) => `Nennen Sie Ihrer Geräteverwaltung seine Nummer: ${id}`,
  pocketOffDuty: "Nicht im Dienst",
  pocketOffDutyHint:
    "Sie sind nicht im Dienst. Patienten öffnen sich wieder, wenn Ihr nächster Dienst oder Rufdienst beginnt.",
  pocketUntil: (time) => `Längstens bis ${time} angemeldet`,
  pocketMine: "Meine Patienten",
  pocketOnCall: "Rufdienst",
  pocketNobody: "Im Moment niemand.",
  pocketPhones: "Meine Telefone",
  pocketThis: "dieses Telefon",
  pocketDeclareBody:
    "Jeder Bildschirm der Station zeigt ihn sofort, und wer kommt, ist mit dem Ausweis allein angemeldet.",
  pocketFound: "Gefunden",
  noteWrite: "Eintrag schreiben",
  noteAbout: (name) => `Eintrag zu ${name}`,
  notePlace: (name) => `In die Akte von ${name} eintragen`,
};
