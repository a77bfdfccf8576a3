import type { workloadsEn } from "./workloads.en.ts";

type Said = Readonly<Record<string, string>>;
const states: Said = {
  requested: "wartet auf Freigabe",
  approved: "wartet auf einen Zugang",
  active: "läuft",
  rotating: "läuft, ein Zugang wird ersetzt",
  suspended: "angehalten",
  decommissioned: "beendet",
};
const severities: Said = { critical: "sehr ernst", high: "ernst", medium: "mittel", low: "gering" };
const steps: Said = {
  "end-credential": "Den Zugang beenden",
  suspend: "Anhalten",
  retire: "Endgültig beenden",
  narrow: "Rechte einengen",
  quarantine: "Anhalten",
  "end-canary": "Den Köder beenden",
};
const stepSure: Said = {
  "end-credential": "Der Zugang wird ab jetzt abgewiesen, für immer.",
  suspend:
    "Es wird nicht mehr eingelassen, bis es jemand wieder einlässt. Zuletzt hat es niemand genutzt.",
  retire:
    "Es wird nie wieder eingelassen, und seine Zugänge enden. Es wird schon jetzt abgewiesen.",
  narrow: "Vom nächsten Token an darf es nur, was es genutzt hat:",
  quarantine: "Es wird nicht mehr eingelassen, bis es jemand wieder einlässt.",
  "end-canary":
    "Das Geheimnis ist keine Falle mehr. Tun Sie es, wenn Sie wissen, wer den Ort gelesen hat.",
};
const kinds: Said = {
  federated: "Token eines anderen Ausstellers",
  key: "eigener Schlüssel",
  "key-set": "veröffentlichte Schlüssel",
  certificate: "Zertifikat",
  secret: "Geheimnis (Ausnahme)",
};
const keyStates: Said = {
  live: "gilt",
  leaving: "wird ersetzt",
  stopped: "angehalten",
  over: "abgelaufen",
  ended: "beendet",
};

export const workloadsDe: typeof workloadsEn = {
  pageWorkloads: "Dienstkonten",
  questionWorkloads: "Was läuft, wer dafür verantwortlich ist, was es darf, was daran nicht stimmt",
  wlName: "Dienstkonto",
  wlState: "Zustand",
  wlOwner: "Verantwortlich",
  wlDeputy: "Vertretung",
  wlNobody: "niemand",
  wlPurpose: "Wozu",
  wlEnvironment: "Umgebung",
  wlVendor: "Hersteller",
  wlUnsaid: "nicht gesagt",
  wlScopes: "Darf",
  wlUnusedScopes: "Davon nie genutzt",
  wlUntil: "Endet",
  wlUsed: "Zuletzt genutzt",
  wlNeverUsed: "noch nicht",
  wlFindings: "Befunde",
  wlCredentials: "Zugänge",
  wlNetworks: "Kommt von",
  wlAnywhere: "überall",
  wlWards: "Stationen",
  wlAllWards: "alle, die seine Rechte erreichen",
  wlNeededBy: "Gebraucht von",
  wlNeeds: "Braucht",
  wlNothing: "nichts, was gesagt wurde",
  wlStateSaid: (code) => states[code] ?? String(code),
  wlExpired: "sein Ende ist gekommen",
  wlViews: "Was zu sehen ist",
  wlInventory: "Bestand",
  wlGraph: "Wer und was daran hängt",
  wlKnown: (count) =>
    count === 1 ? "1 Dienstkonto ist bekannt" : `${count} Dienstkonten sind bekannt`,
  wlWhole: (whole, all) =>
    `${whole} von ${all} haben jemanden, der hier arbeitet und dafür verantwortlich ist, einen Zweck und ein Ende`,
  wlOpenFindings: (count) => (count === 1 ? "1 offener Befund" : `${count} offene Befunde`),
  wlWorst: (high) => (high === 1 ? "1 davon ist ernst" : `${high} davon sind ernst`),
  wlVisibilityHint:
    "Wie viel von dem bekannt ist, was andere Systeme führen, sagt wardkey inventory discover: Bekanntes geteilt durch Gefundenes.",
  noWorkloads: "Kein Dienstkonto ist bekannt",
  noWorkloadsHint:
    "Ein Dienstkonto wird mit wardkey workload request beantragt; eine Liste wird mit wardkey inventory import übernommen.",
  noFindings: "Es wurde nichts gefunden",
  noFindingsHint: "Hier steht mit Belegen, was von den OWASP NHI Top 10 gefunden wird.",
  wlSeverity: "Wie ernst",
  wlSeveritySaid: (code) => severities[code] ?? String(code),
  wlFinding: "Was gefunden wurde",
  wlFix: "Was zu tun ist",
  wlRisk: "Risiko",
  wlSince: "Seit",
  wlJustNow: "eben erst",
  wlEvidence: "Im Protokoll bei",
  wlAccepted: (who, until, because) => `${who} nimmt es bis ${until} hin (${because})`,
  wlAccept: "Hinnehmen",
  wlAcceptTitle: (what) => `Hinnehmen: ${what}`,
  wlAcceptWhy: "Warum, als Kürzel",
  wlAcceptWhyHint:
    "Buchstaben und Bindestriche, etwa vendor-replies. Es steht im Protokoll: keine Namen.",
  wlAcceptDays: "Für so viele Tage",
  wlAcceptDo: "So lange hinnehmen",
  wlAcceptedDone: "Es ist vermerkt. Danach ist es so offen wie zuvor.",
  wlStepSaid: (code) => steps[code] ?? String(code),
  wlStepSureSaid: (code) => stepSure[code] ?? String(code),
  wlStepDone: "Erledigt. Es steht im Protokoll.",
  wlOpen: (name) => `${name} öffnen`,
  wlBack: "Alle Dienstkonten",
  wlTimeline: "Was geschehen ist",
  wlTimelineHint:
    "Die letzten fünfzig Einträge, die das Protokoll davon hat; der Rest steht im Prüfprotokoll.",
  wlPosition: "Eintrag",
  wlWhen: "Wann",
  wlWhat: "Was",
  wlKind: "Art",
  wlKindSaid: (code) => kinds[code] ?? String(code),
  wlAge: "Alter",
  wlDays: (days) => (days === 1 ? "1 Tag" : `${days} Tage`),
  wlFrom: "Von wo",
  wlKeyStateSaid: (code) => keyStates[code] ?? String(code),
  wlLeaves: (until) => `gilt bis ${until}`,
  wlStillUsed: (places) => `der alte wird noch benutzt von ${places}`,
  wlNotUsedStill: "seitdem benutzt niemand den alten",
  wlFinish: "Ersetzen abschließen",
  wlFinishSure:
    "Der alte Zugang endet jetzt. Benutzt ihn noch jemand, wird es abgelehnt, und nichts geschieht.",
  wlEndKey: "Beenden",
  wlEndKeySure: "Dieser Zugang wird ab jetzt abgewiesen, für immer.",
  wlRelease: "Wieder einlassen",
  wlStopKey: "Anhalten",
  wlStop: "Anhalten",
  wlStopVendor: (vendor) => `Alles von ${vendor} anhalten`,
  wlStopTitle: "Was anhält",
  wlStopWhole: "hält ganz an",
  wlStopPart: (stops, left) => `Zugänge, die anhalten: ${stops}, die weitergelten: ${left}`,
  wlStopRoles: (roles: number): string =>
    roles === 1
      ? "Ihre Rolle in einer Datenbank endet."
      : `Ihre ${roles} Rollen in Datenbanken enden.`,
  wlStopNeeded: (names) => `Gebraucht von ${names}`,
  wlStopCritical: "Es gilt als unverzichtbar.",
  wlStopStandby: "Es steht in Bereitschaft.",
  wlStopNothing: "Noch ist nichts geschehen.",
  wlStopped: "Angehalten. Es wird abgewiesen, bis es jemand wieder einlässt.",
  wlResume: "Wieder einlassen",
  wlResumeSure: "Es wird ab jetzt mit den Zugängen eingelassen, die gelten.",
  wlResumed: "Es wird wieder eingelassen.",
  wlRetire: "Endgültig beenden",
  wlRetireTitle: "Es endet für immer",
  wlRetireHint: "Jeder Zugang endet, und nichts bringt es zurück.",
  wlRetired: (position) =>
    `Es ist beendet, bei Eintrag ${position} des Protokolls. Jeder Zugang wurde noch einmal geprüft:`,
  wlRefused: (why) => `abgewiesen: ${why}`,
  wlNotRefused: "NICHT abgewiesen. Melden Sie das.",
  wlNoCredentials: "Es hatte keinen Zugang.",
  wlKeysHint:
    "Einen neuen Zugang gibt es mit wardkey workload credential, wo ein Geheimnis einmal gezeigt wird; mit --replaces gilt der alte für die Überlappung weiter.",
  wlGraphOwners: "Verantwortlich",
  wlGraphNeeds: "Wer es braucht",
  wlGraphCut: (shown, all) =>
    `${shown} von ${all} sind gezeichnet. Sagen Sie in der Suche, welche.`,
  wlGraphLine: (from, to) => `${from} zu ${to}`,
};
