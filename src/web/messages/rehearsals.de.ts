import type { rehearsalsEn } from "./rehearsals.en.ts";

/** The same in German. */
export const rehearsalsDe: typeof rehearsalsEn = {
  pageRehearsals: "Proben",
  questionRehearsals:
    "Was die Regeln die Menschen kosten und was sie offen lassen, Aufgabe für Aufgabe und Schritt für Schritt",
  rehearsedAt: (when, policy) => `Geprobt am ${when}, gegen die Regeln ${policy}.`,
  rehearsedPassed: (passed, all) =>
    passed === all
      ? `Alle ${all} Aufgaben sind bestanden.`
      : `${passed} von ${all} Aufgaben sind bestanden.`,
  rehearsalPlot: "Aufwand und Zugriff über den Grund hinaus, je Muster",
  rehearsalPlotHint:
    "Jedes Zeichen ist eine Aufgabe: nach rechts die Sekunden fürs Anmelden und Ausweisen, nach oben die Minuten, um die ein Zugriff seinen Grund überdauert. Ein Kreis ist bestanden, ein Kreuz nicht, und bei einem Dreieck hat der Zugriff kein Ende. Dasselbe steht in der Tabelle.",
  rehearsalExposure: "Offene Bildschirme über den Tag",
  rehearsalExposureHint: (staff, days) =>
    `Minuten am Tag, in denen Bildschirme offen standen, ohne dass jemand davor war, Stunde für Stunde (UTC), alle zusammen, in einer Simulation von ${staff} Beschäftigten über ${days === 1 ? "1 Tag" : `${days} Tage`}.`,
  rehearsalFrontier: (pattern) =>
    `Was die Einstellungen des Musters ${pattern} kosten und was sie offen lassen`,
  rehearsalFrontierHint:
    "Jedes Zeichen ist eine Einstellung, beides in Sekunden der Arbeitszeit je Schicht: nach rechts, was sie die Menschen kostet, nach oben, was sie offen lässt. Entlang der Linie ist keine andere in etwas besser, ohne in etwas anderem schlechter zu sein. Die Raute ist die heutige, ein Stern die empfohlene.",
  rehearsalSpent: "Wohin die Sekunden gehen",
  rehearsalSpentTimes: (seconds, times) =>
    `${seconds}, ${times === "1" ? "einmal" : `${times}-mal`}`,
  rehearsalTask: "Aufgabe",
  rehearsalPattern: "Muster",
  rehearsalAllPatterns: "Alle Muster",
  rehearsalResult: "Ergebnis",
  rehearsalPassed: "bestanden",
  rehearsalFailed: "nicht bestanden",
  rehearsalFriction: "Anmelden und Ausweisen",
  rehearsalPrompts: "Nachfragen",
  rehearsalDeadEnds: "Sackgassen",
  rehearsalResidual: "Zugriff nach dem Grund",
  rehearsalNoEnd: "kein Ende",
  rehearsalUnattributed: "Unter fremdem Namen",
  rehearsalUnattended: "Offen und allein",
  rehearsalSeconds: (seconds) => `${seconds} s`,
  rehearsalMinutes: (minutes) => `${minutes} min`,
  rehearsalOpen: (task) => `Schritte von: ${task}`,
  rehearsalFile: "Datei",
  rehearsalSteps: "Schritte",
  rehearsalPermitted: "erlaubt",
  rehearsalPermittedAs: (name) => `erlaubt, unter dem Namen von ${name}`,
  rehearsalRefused: "abgelehnt",
  rehearsalDeadEnd: "abgelehnt, eine Sackgasse",
  rehearsalWhy: "Warum",
  rehearsalWhyOf: (sentence) => `Warum: ${sentence}`,
  rehearsalNothingDecided: "In diesem Schritt ist keine Entscheidung verzeichnet.",
  rehearsalDecided: (action) => `${action} ist erlaubt`,
  rehearsalDecidedUntil: (action, until) => `${action} ist erlaubt, verlässlich bis ${until}`,
  rehearsalDenied: (action) => `${action} ist abgelehnt`,
  rehearsalWays: "Wie es weitergeht",
  rehearsalHolds: "trifft zu",
  rehearsalDoesNotHold: "trifft nicht zu",
  rehearsalCouldNot: "ließ sich nicht auswerten",
  rehearsalForbids: "verbietet",
  rehearsalPermits: "erlaubt",
  rehearsalLine: (line) => `Zeile ${line}`,
  noRehearsal: "Hier liegt noch keine Probe.",
  noRehearsalHint:
    "Auf diesem Server „wardkey rehearse --console scenarios/“ mit seinem Datenverzeichnis ausführen: Dann stehen hier die Aufgaben mit jedem Schritt.",
  rehearsalDamaged: "Was hier liegt, lässt sich nicht lesen.",
  rehearsalDamagedHint:
    "Es ist kein Bericht, wie ihn diese Version schreibt. Den Befehl noch einmal ausführen: Er ersetzt ihn.",

  pageObserved: "Beobachtet und vorhergesagt",
  questionObserved:
    "Was das Protokoll zu jeder Station und Stunde sagt, neben dem, was vorhergesagt war",
  observedOf: (from, to) => `Das Protokoll vom ${from} bis ${to}.`,
  observedPredicted: (when, days, policy) =>
    `Vorhergesagt am ${when} durch Simulation von ${days === 1 ? "einem Tag" : `${days} Tagen`} unter den Regeln ${policy}: das Mittel der simulierten Stationen mit demselben Muster.`,
  observedWard: "Station",
  observedAllWards: "Alle Stationen",
  observedFigure: "Größe",
  observedHour: "Stunde",
  observedPattern: "Muster",
  observedObserved: "Beobachtet",
  observedWasPredicted: "Vorhergesagt",
  observedDifference: "Unterschied",
  observedNone: "nichts",
  observedSignIns: "Anmeldungen am Tag",
  observedProofs: "PINs und Passkeys, % der Anmeldungen",
  observedTapToChart: "Vom Ausweis zur Akte, s (99. Perzentil)",
  observedDenied: "Abgelehnt, % der Entscheidungen",
  observedGivenUp: "Aufgegeben, % der Ablehnungen",
  observedGlass: "Notfallzugriffe am Tag",
  observedHint:
    "Vorhergesagte Sekunden sind die des Modells. In einer Simulation nimmt niemand Notfallzugriff. Was an Telefonen und Schreibtischen geschieht, zählt in beidem nicht.",
  noObserved: "Hier ist noch nichts beobachtet.",
  noObservedHint:
    "Auf diesem Server „wardkey simulate --observed <von>/<bis> --console“ mit seinem Datenverzeichnis ausführen: Das liest das Protokoll dieser Zeit, simuliert und legt beides hierher.",
  noObservedHours: "Das Protokoll sagt von nichts, was in dieser Zeit an einem Platz getan wurde.",
};
