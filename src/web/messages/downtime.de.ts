import type { downtimeEn } from "./downtime.en.ts";

/** Was ein Bildschirm sagt, während die Datenbank nicht antwortet (X14). */
export const downtimeDe: typeof downtimeEn = {
  downtimeAway: "Die Datenbank antwortet nicht.",
  downtimeTitle: "Die Datenbank antwortet nicht: nur Notfallzugriff",
  downtimeReadsTitle: "Die Datenbank antwortet nicht: Akten sind nur lesbar",
  downtimeReads: (until) =>
    `Bis ${until} wie sonst. Danach: Ausweis anhalten, PIN eingeben, Patienten suchen, Notfallzugriff nehmen.`,
  downtimeGlass: (since) =>
    `Seit ${since}. Um eine Akte zu lesen: Ausweis anhalten, PIN eingeben, Patienten suchen, Notfallzugriff nehmen. Geschrieben werden kann nichts.`,
  downtimeOverTitle: "Die Datenbank antwortet nicht: Hier öffnet sich nichts",
  downtimeBroken:
    "Diese Akte bleibt offen: Sie haben dafür den Notfallzugriff genommen. Es kann nichts geschrieben werden. Die Akte einer anderen Person öffnet sich auf demselben Weg.",
  momentTrying:
    "Einen Moment: Die Datenbank antwortet gerade nicht. Es wird von selbst weiter versucht, meist nur wenige Sekunden lang. Nichts geht verloren.",
  momentGone:
    "Die Datenbank antwortet gerade nicht. Meist geht es in einem Moment weiter, und nichts ist verloren: Bitte versuchen Sie es dann noch einmal.",
  momentUncertain:
    "Die Datenbank hat gerade in diesem Augenblick aufgehört zu antworten. Meist geht es in einem Moment weiter. Bitte sehen Sie dann nach, ob es geschehen ist, bevor Sie es noch einmal tun.",
  downtimeOver: (since) =>
    `Seit ${since} nicht: zu lange, um sich danach zu richten. Bitte nach dem Ausfallplan des Krankenhauses vorgehen.`,
};
