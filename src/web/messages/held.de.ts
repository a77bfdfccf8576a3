import type { heldEn } from "./held.en.ts";

/** Was die Konsole dazu sagt, woran die Datei der Personalabteilung und SCIM-Clients angehalten wurden. */
export const heldDe: typeof heldEn = {
  pageHeld: "Angehalten",
  questionHeld:
    "Woran die Datei der Personalabteilung und deren Programme angehalten wurden, bis ein Mensch sagt, dass es gemeint ist",
  heldNone: "Nichts wartet",
  heldNoneHint:
    "Rollen, die über Zugänge oder Akten anderer reichen, und viele Beendigungen auf einmal warten hier auf einen Menschen.",
  heldNotYours: "Darüber entscheidet jemand aus der Verwaltung.",
  heldRoles: "Rollen, die über Zugänge oder Akten anderer reichen",
  heldRolesWhat:
    "Die Datei der Personalabteilung verlangt sie. Eine Datei allein gibt niemandem eine: Wer sie hier gibt, steht dafür ein.",
  heldRole: (role, ward) => `${role}, ${ward}`,
  heldKnown: (number) => `Personalnummer ${number}`,
  heldNew: (number) => `Personalnummer ${number}, neu hier`,
  heldAsked: (time) => `Verlangt: ${time}`,
  heldTerm: (from, to) =>
    [from === "" ? "" : `ab ${from}`, to === "" ? "" : `bis ${to}`]
      .filter((part) => part !== "")
      .join(" "),
  heldGive: "Geben",
  heldGiveWhat: (name, role) =>
    `${name} erhält jetzt diese Rolle: ${role}. Festgehalten wird, dass Sie es gesagt haben.`,
  heldGiven: (name) => `Die Rolle für ${name} ist gegeben.`,
  heldDismiss: "Nicht gemeint",
  heldDismissWhat: (name) =>
    `${name} erhält sie nicht. Verlangt die nächste Datei sie wieder, wartet sie hier wieder.`,
  heldDismissed: (name) => `${name} erhält sie nicht.`,
  heldClients: "Programme, die von der Bremse angehalten wurden",
  heldClientsWhat: (percent) =>
    `An einem Tag hätten mehr als ${percent} % aller laufenden Beschäftigungen geendet. Über das hinaus, was hier gezählt ist, ist nichts geschehen.`,
  heldStopped: (time) => `Angehalten: ${time}`,
  heldEnded: (ended, live) => `Am letzten Tag hat es ${ended} von ${live} Beschäftigungen beendet.`,
  heldAsks: (count) =>
    count === 1 ? "Es verlangt eine Beendigung mehr:" : `Es verlangt ${count} Beendigungen mehr:`,
  heldAsksUnknown: "Was es noch verlangt, ist nicht bekannt: Sehen Sie beim Programm nach.",
  heldMore: (count) => `und ${count} weitere`,
  heldEnds: "Wie viele Beendigungen gemeint sind, die des letzten Tages eingerechnet",
  heldRelease: "So viele durchlassen",
  heldReleaseWhat: (name, ends) =>
    `${name} darf bis morgen um diese Zeit ${ends} Beschäftigungen beenden, die des letzten Tages eingerechnet. Es muss noch einmal darum bitten: Hiervon allein endet nichts.`,
  heldReleased: (name, ends) => `${name} darf bis morgen ${ends} beenden.`,
  heldReleasedUntil: (ends, time) => `Durchgelassen: insgesamt ${ends}, bis ${time}.`,
};
