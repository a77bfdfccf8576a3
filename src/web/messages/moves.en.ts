/** What the console says of somebody who moves to another role or ward (L4). */
export const movesEn = {
  engagementMove: "Move",
  moveTitle: (name: string): string => `Move ${name} to another role or ward`,
  moveRole: "Role",
  moveWard: "Ward",
  moveFirst: "First day; empty: at once",
  moveShow: "Show what changes",
  moveDo: "Move them",
  moveGained: (what: string, from: string, to: string): string =>
    `Gained: ${what}, from ${from} until ${to}`,
  moveLost: (title: string, ward: string, until: string): string =>
    `Lost: ${title}, ${ward}, at ${until}`,
  moveLostNone: "Nothing is lost.",
  moveGainedActions: "What they may do from then on and could not:",
  moveLostActions: "What they may do no more after that:",
  moveOverlap: (until: string): string => `Both hold until ${until}.`,
  moveNoOverlap: "Nothing overlaps: what they had ends when the new begins.",
  moveUnrostered: (count: number): string =>
    count === 1
      ? "1 shift or on-call period is taken out of the roster, or cut short."
      : `${count} shifts and on-call periods are taken out of the roster, or cut short.`,
  moved: (name: string): string =>
    `${name} moves. Whoever runs the wards that it is about is told by mail.`,
};
