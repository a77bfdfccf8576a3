import type { movesEn } from "./moves.en.ts";

/** Was die Konsole über jemanden sagt, der die Rolle oder die Station wechselt (L4). */
export const movesDe: typeof movesEn = {
  engagementMove: "Versetzen",
  moveTitle: (name) => `${name} in eine andere Rolle oder Station versetzen`,
  moveRole: "Rolle",
  moveWard: "Station",
  moveFirst: "Erster Tag; leer: sofort",
  moveShow: "Zeigen, was sich ändert",
  moveDo: "Versetzen",
  moveGained: (what, from, to) => `Neu: ${what}, von ${from} bis ${to}`,
  moveLost: (title, ward, until) => `Endet: ${title}, ${ward}, um ${until}`,
  moveLostNone: "Nichts endet.",
  moveGainedActions: "Das ist von da an zusätzlich erlaubt:",
  moveLostActions: "Das ist danach nicht mehr erlaubt:",
  moveOverlap: (until) => `Beides gilt bis ${until}.`,
  moveNoOverlap: "Nichts überschneidet sich: Das Bisherige endet, wenn das Neue beginnt.",
  moveUnrostered: (count) =>
    count === 1
      ? "1 Dienst oder Rufbereitschaft fällt aus dem Plan oder endet früher."
      : `${count} Dienste und Rufbereitschaften fallen aus dem Plan oder enden früher.`,
  moved: (name) =>
    `${name} wird versetzt. Wer die betroffenen Stationen leitet, erfährt es per E-Mail.`,
};
