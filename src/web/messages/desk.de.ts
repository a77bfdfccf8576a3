import type { deskEn } from "./desk.en.ts";

export const deskDe: typeof deskEn = {
  passkey: "Passkey",
  passkeys: "Passkeys",
  passkeyHardware: "Hardware-Passkey",
  passkeyUse: "Passkey benutzen",
  passkeyWaiting: "Wartet auf Ihren Passkey…",
  passkeyNotUsed:
    "Es wurde kein Passkey benutzt. Bitte noch einmal, oder wählen Sie einen anderen Weg.",
  passkeyNotMade: "Es wurde kein Passkey angelegt. Bitte noch einmal.",
  passkeyKnown: "Dieses Gerät hat schon einen Passkey der Person.",
  passkeySince: (time) => `seit ${time}`,
  passkeyLocked:
    "Gesperrt: Es gibt vielleicht eine Kopie. Entfernen Sie ihn und legen Sie einen neuen an.",
  passkeyMake: "Passkey anlegen",
  passkeyMakeHint:
    "Die Person hält ihren Schlüssel oder ihr Telefon selbst und bestätigt mit PIN, Finger oder Gesicht.",
  passkeyMade: (name) => `${name} hat einen neuen Passkey.`,
  passkeyRemove: "Entfernen",
  passkeyRemoveSure: "Ja, er ist verloren: entfernen",
  passkeyRemoved: "Der Passkey ist entfernt. Er öffnet nichts mehr.",
  pageWards: "Stationen",
  questionWards: "Wer an welchem Bildschirm angemeldet ist und wer Dienst hat",
  wardChoose: "Station",
  wardSeats: "Bildschirme",
  wardPeople: "Hier im Dienst",
  wardNobody: "Laut Dienstplan hat hier gerade niemand Dienst.",
  noWards: "Keine Station, deren Bildschirme Sie betreuen",
  noWardsHint: "Wer eine Schicht verantwortet oder die Station leitet, sieht sie hier.",
  seatIn: "Jemand ist angemeldet",
  seatLockedNow: "Gesperrt",
  seatFree: "Frei",
  seatNone: "Noch kein Browser ist dieser Bildschirm",
  seatSensor: "mit Anwesenheitssensor",
  seatSince: (role, time) => `${role}, angemeldet seit ${time}`,
  seatParked: (names) => `Kommt mit dem Ausweis zurück: ${names}`,
  seatLock: "Bildschirm sperren",
  seatLockWhat: (name) =>
    `Der Bildschirm wird sofort gesperrt. ${name} kommt mit dem Ausweis zurück; angefangener Text bleibt aufgehoben.`,
  seatLocked: (name) => `${name} ist gesperrt.`,
  personUntil: (role, time) => `${role}, bis ${time}`,
  personOnCall: (role, time) => `${role}, in Bereitschaft bis ${time}`,
  badgeLost: "Ausweis verloren",
  badgesLost: "Verloren: Ausweise beenden",
  badgeLostWhat: (name, badges, where) =>
    `${badges === 1 ? "Der Ausweis" : `Alle ${badges} Ausweise`} von ${name} öffnen nichts mehr.${
      where === "" ? "" : ` ${name} wird abgemeldet an: ${where}.`
    }`,
  badgeLostDone: (name, badges) =>
    badges === 1
      ? `Der Ausweis von ${name} ist beendet.`
      : `${badges} Ausweise von ${name} sind beendet.`,
  noBadge: "Kein Ausweis",
  badgeLend: "Leihausweis ausgeben",
  badgeLendWhat: (name) =>
    `${name} steht vor Ihnen. Lesen Sie einen Leihausweis der Station ein: Er gilt bis nach der Übergabe, mit der eigenen PIN.`,
  badgeLent: (name, time) => `${name} hat einen Leihausweis bis ${time}.`,
  pageBadges: "Ausweise und PINs",
  questionBadges: "Wer einen Ausweis bekommt oder die PIN vergessen hat",
  staffNumber: "Personalnummer",
  staffFind: "Suchen",
  staffUnknown:
    "Diese Personalnummer hat hier niemand. Neue Leute kommen mit der Datei der Personalabteilung.",
  badgesNow: (badges) =>
    badges === 0 ? "Noch kein Ausweis." : badges === 1 ? "Ein Ausweis." : `${badges} Ausweise.`,
  hasPin: "Eine PIN gibt es.",
  hasNoPin: "Noch keine PIN.",
  notEngaged:
    "Es läuft kein Beschäftigungsverhältnis, ein Ausweis würde nichts öffnen. Fragen Sie die Personalabteilung.",
  badgeHint:
    "Sehen Sie sich den Lichtbildausweis an. Lesen Sie den neuen Ausweis ein; die PIN tippt die Person selbst, ungesehen.",
  pinNew: "Neue PIN, 4 bis 12 Ziffern",
  pinAgain: "Dieselbe PIN noch einmal",
  pinsDiffer: "Die beiden PINs sind nicht gleich. Bitte die zweite noch einmal tippen.",
  badgeOrPin: "Lesen Sie einen Ausweis ein oder lassen Sie eine neue PIN tippen.",
  badgeGive: "Ausgeben",
  checkedWhat: "Was Sie geprüft haben, falls es Ersatz für Ausweis oder PIN ist",
  checkedForPasskey:
    "Die Person hatte schon einen Passkey. Was Sie für einen weiteren geprüft haben",
  checkedFirst: "Sagen Sie zuerst, was Sie geprüft haben. Es wurde nichts angelegt.",
  checkedChoose: "Bitte wählen",
  checkedPhotoId: "Einen amtlichen Lichtbildausweis",
  checkedKnown: "Ich kenne die Person, und jemand, der dabei ist, auch",
  checkedPassport: "Ihren Personalpass",
  secondHint:
    "Die Person darf, was Sie nicht dürfen. Deshalb bürgt noch jemand für sie: Diese dritte Person liest ihren eigenen Ausweis ein und tippt ihre eigene PIN, oder sie benutzt ihren eigenen Passkey.",
  secondBadge: "Ausweisnummer der dritten Person",
  secondPin: "PIN der dritten Person",
  secondPasskey: "Passkey der dritten Person",
  secondVouched: "Eine dritte Person bürgt mit ihrem Passkey.",
  secondOther: "Jemand anderes bürgt",
  secondFirst:
    "Erst muss eine dritte Person bürgen, mit Ausweis und PIN oder mit einem Passkey. Es wurde nichts angelegt.",
  gaveBadge: (name, last) => `${name} hat diesen Ausweis bis ${last}.`,
  gavePin: (name) => `${name} hat eine neue PIN.`,
  gaveBoth: (name, last) => `${name} hat diesen Ausweis bis ${last} und eine neue PIN.`,
  badgeLocked: "durch falsche PINs gesperrt",
  badgeLockedAtConsole: "an der Konsole durch falsche PINs gesperrt, an den Bildschirmen nicht",
  badgeUnlock: "Ausweis entsperren",
  badgeUnlockWhat: (name) =>
    `${name} steht vor Ihnen. Die falschen PINs werden vergessen, der Ausweis gilt wieder.`,
  badgeUnlocked: (name) => `Der Ausweis von ${name} gilt wieder.`,
  pageDesk: "Ausgabe",
  questionDesk: "Wer da ist und welche Passkeys die Person hat",
  deskHint: "Die Person liest ihren Ausweis ein und tippt ihre PIN. Sie beaufsichtigen.",
  deskBegin: "Das bin ich",
  deskNext: "Nächste Person",
  signInPasskey: "Mit Passkey anmelden",
};
