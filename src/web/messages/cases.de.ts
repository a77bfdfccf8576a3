import type { casesEn } from "./cases.en.ts";

/** Was über einen Fall gesagt wird, der an einem Bildschirm offen ist (S7). */
export const casesDe: typeof casesEn = {
  caseOpen: "Hier einen Fall öffnen",
  caseClose: "Fall schließen",
  caseClosing: "Der Fall wird geschlossen…",
  caseOpened:
    "Der Fall ist offen: Diese Akte bleibt auf dem Bildschirm, wenn er sperrt. Bitte den Fall am Ende schließen.",
  caseClosed: "Der Fall ist geschlossen: Ein gesperrter Bildschirm zeigt nichts mehr davon.",
  caseStands: (patient, time) =>
    `Fall offen seit ${time}: Die Akte von ${patient} bleibt auf diesem Bildschirm, wenn er sperrt.`,
  caseTitle: "Offener Fall",
  caseSince: (time) => `Fall offen seit ${time}`,
  caseTap: "Zum Schreiben Ausweis anhalten",
  caseTapHint: "Die Akte ist solange lesbar. Wer angemeldet ist, schließt den Fall.",
};
