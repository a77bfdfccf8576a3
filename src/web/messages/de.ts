import { accessDe } from "./access.de.ts";
import { applicationsDe } from "./applications.de.ts";
import { casesDe } from "./cases.de.ts";
import { chartsDe } from "./charts.de.ts";
import { consoleDe } from "./console.de.ts";
import { deskDe } from "./desk.de.ts";
import { dormancyDe } from "./dormancy.de.ts";
import { downtimeDe } from "./downtime.de.ts";
import { emergencyDe } from "./emergency.de.ts";
import type { Messages } from "./en.ts";
import { grantsDe } from "./grants.de.ts";
import { heldDe } from "./held.de.ts";
import { incidentsDe } from "./incidents.de.ts";
import { locumsDe } from "./locums.de.ts";
import { movesDe } from "./moves.de.ts";
import { noticesDe } from "./notices.de.ts";
import { passportsDe } from "./passports.de.ts";
import { peopleDe } from "./people.de.ts";
import { phonesDe } from "./phones.de.ts";
import { registrationsDe } from "./registrations.de.ts";
import { rehearsalsDe } from "./rehearsals.de.ts";
import { reviewsDe } from "./reviews.de.ts";
import { rostersDe } from "./rosters.de.ts";
import { sessionsDe } from "./sessions.de.ts";
import { standingDe } from "./standing.de.ts";
import { workloadsDe } from "./workloads.de.ts";

/** German, as proof that every word of the screens is in the catalogue. */
export const de: Messages = {
  appName: "Wardkey",
  oneMoment: "Einen Moment…",
  tryNow: "Jetzt versuchen",
  tryAgain: "Noch einmal",
  back: "Zurück",
  cancel: "Abbrechen",
  close: "Schließen",
  bed: (bed) => `Bett ${bed}`,
  ward: (ward) => `Station ${ward}`,
  seat: (seat) => `Platz ${seat}`,
  seatOn: (ward) => `Platz auf ${ward}`,
  inSeconds: (seconds) => (seconds === 1 ? "in 1 Sekunde" : `in ${seconds} Sekunden`),

  errorUnreachable:
    "Der Server antwortet nicht. Es wurde nichts getan. Bitte versuchen Sie es noch einmal.",
  errorUncertain:
    "Es kam keine rechtzeitige Antwort; ob es getan wurde, ist hier nicht bekannt. Bitte sehen Sie nach, bevor Sie es wiederholen.",
  errorRefused: "Das wurde nicht getan. Bitte versuchen Sie es noch einmal.",
  errorOccupantChanged: "Inzwischen ist jemand anders an diesem Bildschirm. Es wurde nichts getan.",

  startingTitle: "Startet",
  lostTitle: "Dieser Bildschirm hat keine Verbindung",
  lostBody:
    "Sonst hat sich nichts geändert. Er kommt von selbst zurück, sobald der Server antwortet.",
  lostKept: "Was Sie gerade schreiben, bleibt erhalten, bis dieser Bildschirm sperrt.",
  lostMeanwhile:
    "Nutzen Sie bis dahin einen anderen Bildschirm oder den Notfallordner der Station.",
  lostNext: (when) => `Nächster Versuch ${when}.`,
  insecureTitle: "Unter dieser Adresse geht es nicht",
  insecureBody:
    "Ein Arbeitsplatz unterschreibt, was er sendet. Der Browser erlaubt das nur unter einer https-Adresse oder auf diesem Rechner selbst. Bitte öffnen Sie die https-Adresse.",
  enrolTitle: "Dieser Bildschirm ist noch nicht eingerichtet",
  enrolBody:
    "Die Administration richtet ihn einmal ein, für den Ort, an dem er steht. Nennen Sie diesen Code:",
  enrolWaiting: "Er fragt von selbst wieder an.",
  enrolCode: "Code dieses Bildschirms",

  tapYourBadge: "Bitte Ausweis anhalten",
  tapHint: "An den Leser halten, oder die Nummer eingeben und Enter drücken.",
  readingBadge: "Ausweis wird gelesen…",
  charactersTyped: (count) =>
    count === 1 ? "1 Zeichen eingegeben" : `${count} Zeichen eingegeben`,
  parkedHere: "Hier geparkt",
  parkedPerson: (initials) => `${initials} ist hier geparkt`,
  demoBadges: "Ausweise zur Vorführung",
  demoHint: "Ein Klick hält den Ausweis an. Die PIN steht beim Namen.",
  demoPin: (pin) => `PIN ${pin}`,
  demoTap: "Ausweis anhalten:",
  droppedAtLock: (initials, count) =>
    count === 1
      ? `${initials}: Die letzten Worte eines angefangenen Textes wurden nicht aufgehoben.`
      : `${initials}: Die letzten Worte von ${count} angefangenen Texten wurden nicht aufgehoben.`,
  locking: "Wird gesperrt…",
  lockingBody: "Ihre Patienten sind schon nicht mehr zu sehen.",

  pinTitle: (initials) => `Hallo ${initials}`,
  pin: "PIN",
  pinDigits: (count) => (count === 1 ? "1 Ziffer eingegeben" : `${count} Ziffern eingegeben`),
  pinKeys: "Ziffern",
  pinEnter: "Enter",
  pinDelete: "Letzte Ziffer löschen",
  pinWait: (when) => `Nächster Versuch ${when} möglich.`,
  pinChecking: "PIN wird geprüft…",
  pinNotMe: "Das bin ich nicht, zurück",
  pinBadgeLocked: "Dieser Ausweis ist gesperrt",
  pinBadgeLockedBody:
    "Die PIN war zu oft falsch. Bitten Sie die Schichtleitung oder die Ausweisstelle um eine beaufsichtigte Freigabe. Alle anderen können diesen Bildschirm weiter nutzen.",

  shiftEndsSoon: (minutes) =>
    minutes === 1
      ? "Noch 1 Minute, dann sperrt der Bildschirm"
      : `Noch ${minutes} Minuten, dann sperrt der Bildschirm`,
  lock: "Sperren",
  notMe: "Das bin ich nicht",
  more: "Mehr",
  moreTitle: "Dieser Bildschirm",
  signOut: "Abmelden",
  signOutHint: "Beendet Ihre Sitzung. Nichts davon bleibt geparkt.",
  appearance: "Darstellung",
  appearanceAuto: "System",
  appearanceLight: "Hell",
  appearanceDark: "Dunkel",
  appearanceNight: "Nacht",
  language: "Sprache",
  myPatients: "Meine Patienten",
  noPatients: "Sie haben zurzeit keine Patienten.",
  noPatientsHint:
    "Wer Ihnen zugeteilt wird oder auf Ihre Station kommt, erscheint hier von selbst.",
  noChart: "Wählen Sie jemanden aus, um die Akte zu öffnen",
  noChartHint: "Oder suchen Sie mit der Patientennummer.",
  identityUnknown: "Identität noch nicht bekannt",
  away_leave: "beurlaubt",
  away_temporary: "zurzeit anderswo",
  born: "Geb.",
  age: (years) => `${years} J.`,
  ageMonths: (months) => `${months} Mon.`,
  number: "Nr.",
  sex_m: "Männlich",
  sex_f: "Weiblich",
  sex_o: "Divers",
  sex_u: "Geschlecht unbekannt",
  patient: "Patient",
  inWard: (ward, bed) => `${ward}, Bett ${bed}`,
  findPatient: "Mit der Patientennummer suchen",
  find: "Suchen",
  finding: "Sucht…",
  findHint: "Die ganze Patientennummer. Suchen werden aufgezeichnet.",
  findEmpty: "Bitte erst die ganze Patientennummer eingeben.",
  foundTitle: "Ist das die gemeinte Person?",
  openChart: "Akte öffnen",
  openingChart: "Akte wird geöffnet…",
  closeChart: "Akte schließen",
  remarks: "Hinweise",
  backToPatients: "Zurück zu meinen Patienten",
  staleFeeds: (feeds) => `${feeds} Was von dort kommt, kann alt sein.`,
  noticeTitle: "Diese Akte wurde geschlossen",
  noticeDraft: (count) =>
    count === 1
      ? "Ihr angefangener Text ist nicht abgegeben. Er bleibt aufgehoben, bis Sie sich abmelden oder Ihre Schicht endet."
      : `Ihre ${count} angefangenen Texte sind nicht abgegeben. Sie bleiben aufgehoben, bis Sie sich abmelden oder Ihre Schicht endet.`,
  welcomeDropped: (count) =>
    count === 1
      ? "Beim Sperren dieses Bildschirms waren die letzten Worte eines Textes noch nicht aufgehoben. Bitte sehen Sie ihn durch."
      : `Beim Sperren dieses Bildschirms waren die letzten Worte von ${count} Texten noch nicht aufgehoben. Bitte sehen Sie sie durch.`,
  grantsMany: (count) => `Sie haben ${count} Mal um Zugriff gebeten. Antippen zeigt, wofür.`,
  emergenciesHere: (count) =>
    `Notfallzugriff auf ${count} Akten dieser Station. Antippen zeigt, wer ihn hat.`,
  welcomeUnderWay:
    "Beim Sperren dieses Bildschirms war etwas von Ihnen noch unterwegs. Sehen Sie nach, ob es in der Akte steht; wenn nicht, wurde es nicht getan, und Ihr Text ist noch da.",
  understood: "Verstanden",

  chart: "Akte",
  chartSections: "Teile der Akte",
  sectionEmpty: "Hier ist nichts eingetragen.",
  sectionEmptyHint: "Das heißt nicht „keine bekannt“.",
  rechecking: "Es wird geprüft, ob Sie diese Akte noch sehen dürfen…",
  accessEnds: (time) => `bis ${time}`,
  breakGlassHint: (minutes) => `${minutes} min, nur für diese Person; wird danach geprüft`,
  breakGlassTitle: "Wozu brauchen Sie diese Akte?",
  breakGlassBody: (minutes) =>
    `Sie ist ${minutes} Minuten offen, nur für diese Person. Der Datenschutz sieht es sich danach an.`,
  breakGlassReasons: "Gründe",
  renewGlass: "Mehr Zeit",
  returnGlass: "Nicht mehr nötig",
  actions: "Was Sie tun können",
  actionNotNow: (label) => `${label}: zurzeit nicht`,
  notNow: "Zurzeit nicht",
  whyNot: (label) => `Warum „${label}“ zurzeit nicht geht`,
  composeText: (label) => `${label}: Text`,
  composePlace: (label, patient) => `${label} für ${patient}`,
  composePlacing: "Wird abgegeben…",
  composeEmpty: "Bitte schreiben Sie zuerst etwas.",
  composeBack: "Zurück zur Akte, Text behalten",
  composeKept:
    "Wird beim Tippen für Sie aufgehoben: Nach dem Sperren ist es wieder da, hier oder an einem anderen Platz.",
  fetchingDrafts: "Ihr angefangener Text wird geholt…",
  draftMark: "angefangen",

  confirmTitle: (patient) => `Meinen Sie ${patient}?`,
  confirmBed: (bed, ward) => `Dieser Bildschirm steht auf ${ward} an Bett ${bed}.`,
  confirmLies: (patient) => `Dort liegt ${patient}.`,
  confirmNotThere: "Das ist nicht das Bett dieser Patientin oder dieses Patienten.",
  confirmYes: (patient) => `Ja, ${patient}`,
  confirmNo: "Nein, zurück zum Text",

  signNext: "Danach unterschreibt Ihr Passkey genau das.",
  signTitle: "Unterschreiben",
  signBody: (label, patient) => `${label}, für ${patient}:`,
  signHint:
    "Ihr Passkey unterschreibt genau diese Worte für diese Person, einmal. Geänderte Worte werden neu unterschrieben.",
  signButton: "Mit dem Passkey unterschreiben",
  signCancel: "Zurück zum Text",

  witnessNext:
    "Danach bezeugt es eine Kollegin oder ein Kollege hier am Bildschirm: Ausweis und PIN.",
  witnessTitle: (label) => `${label}: mit Zeugen`,
  witnessInvite: "Zum Bezeugen Ausweis auflegen",
  witnessInviteBody:
    "Eine Kollegin oder ein Kollege legt hier den Ausweis auf und gibt die PIN ein. Alle bleiben angemeldet, wo sie sind.",
  witnessText: "Was bezeugt wird",
  witnessAsks: "Wartet fünf Minuten",
  witnessHello: (name) => `${name} bezeugt`,
  witnessCancel: "Ohne Zeugen, zurück zum Text",
  witnessLapsed:
    "Niemand hat rechtzeitig bezeugt, es wurde nichts getan. Der Text ist unverändert.",

  whatNext: "Was Sie jetzt tun können",
  askWhom: "Wer helfen kann",
  stepUpTitle: "Bitte bestätigen Sie, dass Sie es sind",
  stepUpBody: (label) => `${label}. Danach geht es genau dort weiter, wo Sie waren.`,

  idleTitle: (seconds) => (seconds === 1 ? "Sperrt in 1 Sekunde" : `Sperrt in ${seconds} Sekunden`),
  idleBody: "Seit einer Weile hat niemand diesen Bildschirm berührt.",
  idleDraft: "Ihr Text bleibt aufgehoben.",
  stillHere: "Ich bin noch da",
  ...accessDe,
  ...applicationsDe,
  ...workloadsDe,
  ...casesDe,
  ...consoleDe,
  ...deskDe,
  ...grantsDe,
  ...chartsDe,
  ...downtimeDe,
  ...emergencyDe,
  ...heldDe,
  ...incidentsDe,
  ...locumsDe,
  ...noticesDe,
  ...passportsDe,
  ...dormancyDe,
  ...movesDe,
  ...peopleDe,
  ...phonesDe,
  ...registrationsDe,
  ...rehearsalsDe,
  ...reviewsDe,
  ...rostersDe,
  ...sessionsDe,
  ...standingDe,
};
