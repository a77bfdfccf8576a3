/** What is said where the roster is wrong: at the bedside, on phones and at the console. */
export const rostersEn = {
  startShift: "Start a shift",
  startAs: (label: string): string => `Start a shift: ${label}`,
  startUntil: (to: string, unless: string): string =>
    `To ${to}. It ends at ${unless} unless whoever is in charge confirms it.`,
  startHint: (minutes: number): string =>
    `Ends in ${minutes} min unless whoever is in charge confirms it`,
  startOther: "Something else",
  startByPin: (label: string): string => `${label}: enter your PIN to start.`,
  myShift: "My shift",
  waitingTitle: "At work, but not on the roster",
  waitingNone: "Nobody waits to be confirmed.",
  waitingCount: (count: number): string =>
    count === 1 ? "1 waits to be confirmed" : `${count} wait to be confirmed`,
  waitingConfirm: (count: number): string => (count === 1 ? "Confirm" : `Confirm all ${count}`),
  waitingRefuse: (count: number): string => (count === 1 ? "Refuse" : `Refuse all ${count}`),
  waitingLapsed: "not confirmed in time",
  waitingWho: "Who",
  waitingWhat: "What",
  waitingUntil: "Ends unless confirmed",
  waitingChoose: (name: string): string => `Choose ${name}`,
  noRelief: (ward: string): string => `Relief has not come (${ward})`,
  handOver: "Hand patients over",
  handOverTitle: "Hand patients over",
  handOverWhom: "Which patients?",
  handOverTo: "Who takes them?",
  handOverNobody: "Nobody else is on duty here yet.",
  handOverGive: (count: number): string =>
    count === 1 ? "Hand 1 patient over" : `Hand ${count} patients over`,
  swap: "Swap a shift",
  swapAsked: (count: number): string =>
    count === 1 ? "A colleague asks to swap" : `${count} colleagues ask to swap`,
  swapTitle: "Swap a shift",
  swapNone: "The roster has no shift of yours that is still to come.",
  swapWhich: "Which of your shifts?",
  swapWho: "Who does it?",
  swapInReturn: "Which of theirs do you do in return? None is fine too.",
  swapPropose: "Ask them",
  swapAgree: "Agree",
  swapDecline: "Decline",
  swapWithdraw: "Take it back",
  pageRosters: "Roster",
  questionRosters: "Who is at work without being on the roster",
  rostersHint:
    "Somebody who starts a shift that the roster does not have stands here until it is confirmed.",
  rostersDone: "The roster is confirmed.",
};
