import type { chartsEn } from "./charts.en.ts";

/** Was über das Finden von Patienten und über besonders geschützte Akten gesagt wird. */
export const chartsDe: typeof chartsEn = {
  findByName: "Stattdessen mit dem Namen suchen",
  findByNumber: "Stattdessen mit der Nummer suchen",
  findFamily: "Familienname oder sein Anfang",
  findBorn: "Geboren am",
  findNameHint: "Zeigt, wer es ist, und nicht mehr. Suchen werden aufgezeichnet.",
  findNameEmpty: "Bitte den Familiennamen und den Geburtstag angeben.",
  severalTitle: (count: number): string =>
    count === 1 ? "Eine Person passt" : `${count} Personen passen`,
  reviewMany: "viele nacheinander",
  severalMore: "Es gibt noch mehr. Bitte mehr Buchstaben angeben oder mit der Nummer suchen.",
};
