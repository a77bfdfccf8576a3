import { accessEn } from "./access.en.ts";
import { applicationsEn } from "./applications.en.ts";
import { casesEn } from "./cases.en.ts";
import { chartsEn } from "./charts.en.ts";
import { consoleEn } from "./console.en.ts";
import { deskEn } from "./desk.en.ts";
import { dormancyEn } from "./dormancy.en.ts";
import { downtimeEn } from "./downtime.en.ts";
import { emergencyEn } from "./emergency.en.ts";
import { grantsEn } from "./grants.en.ts";
import { heldEn } from "./held.en.ts";
import { incidentsEn } from "./incidents.en.ts";
import { locumsEn } from "./locums.en.ts";
import { movesEn } from "./moves.en.ts";
import { noticesEn } from "./notices.en.ts";
import { passportsEn } from "./passports.en.ts";
import { peopleEn } from "./people.en.ts";
import { phonesEn } from "./phones.en.ts";
import { registrationsEn } from "./registrations.en.ts";
import { rehearsalsEn } from "./rehearsals.en.ts";
import { reviewsEn } from "./reviews.en.ts";
import { rostersEn } from "./rosters.en.ts";
import { sessionsEn } from "./sessions.en.ts";
import { standingEn } from "./standing.en.ts";
import { workloadsEn } from "./workloads.en.ts";

/** The words of the bedside, and those that every face has, in plain British-neutral English. */
const bedside = {
  // everywhere
  appName: "Wardkey",
  oneMoment: "One moment…",
  tryNow: "Try now",
  tryAgain: "Try again",
  back: "Back",
  cancel: "Cancel",
  close: "Close",
  bed: (bed: string): string => `bed ${bed}`,
  ward: (ward: string): string => `Ward ${ward}`,
  seat: (seat: string): string => `Seat ${seat}`,
  seatOn: (ward: string): string => `seat on ${ward}`,
  inSeconds: (seconds: number): string => (seconds === 1 ? "in 1 second" : `in ${seconds} seconds`),

  // errors without words of the server's own
  errorUnreachable: "There is no answer from the server. Nothing was done. Please try again.",
  errorUncertain:
    "There was no answer in time, so this screen can't tell whether that was done. Please look before you do it again.",
  errorRefused: "That was not done. Please try again.",
  errorOccupantChanged: "Somebody else is at this screen now. Nothing was done.",

  // starting, unreachable, enrolment
  startingTitle: "Starting",
  lostTitle: "This screen has lost its connection",
  lostBody:
    "Nothing you see elsewhere has changed. It comes back by itself as soon as the server answers.",
  lostKept: "What you were typing is kept until this screen locks.",
  lostMeanwhile: "Until then, use another screen or your ward's downtime folder.",
  lostNext: (when: string): string => `Next try ${when}.`,
  insecureTitle: "This address can't be used as a seat",
  insecureBody:
    "A seat signs what it sends, and the browser allows that only at an https address or on this very computer. Please open the https address instead.",
  enrolTitle: "This screen is not set up yet",
  enrolBody:
    "An administrator sets it up once, for the place where it stands. Read them this code:",
  enrolWaiting: "It asks again by itself.",
  enrolCode: "Code of this screen",

  // locked
  tapYourBadge: "Tap your badge",
  tapHint: "Hold it to the reader, or type its number and press Enter.",
  readingBadge: "Reading your badge…",
  charactersTyped: (count: number): string =>
    count === 1 ? "1 character typed" : `${count} characters typed`,
  parkedHere: "Parked here",
  parkedPerson: (initials: string): string => `${initials} is parked here`,
  demoBadges: "Demonstration badges",
  demoHint: "Click one to tap it. Its PIN is beside the name.",
  demoPin: (pin: string): string => `PIN ${pin}`,
  demoTap: "Tap the badge of",
  droppedAtLock: (initials: string, count: number): string =>
    count === 1
      ? `${initials}: the last words of a half-written text were not kept.`
      : `${initials}: the last words of ${count} half-written texts were not kept.`,
  locking: "Locking…",
  lockingBody: "Your patients are off this screen already.",

  // PIN
  pinTitle: (initials: string): string => `Hello ${initials}`,
  pin: "PIN",
  pinDigits: (count: number): string =>
    count === 1 ? "1 digit entered" : `${count} digits entered`,
  pinKeys: "Digits",
  pinEnter: "Enter",
  pinDelete: "Delete last digit",
  pinWait: (when: string): string => `You can try again ${when}.`,
  pinChecking: "Checking your PIN…",
  pinNotMe: "Not me, go back",
  pinBadgeLocked: "This badge is locked",
  pinBadgeLockedBody:
    "There were too many wrong PINs. Ask the nurse in charge or the badge desk for a supervised unlock. Everybody else can go on using this screen.",

  // signed in
  shiftEndsSoon: (minutes: number): string =>
    minutes === 1
      ? "1 minute left, then this screen locks"
      : `${minutes} minutes left, then this screen locks`,
  lock: "Lock",
  notMe: "Not me",
  more: "More",
  moreTitle: "This screen",
  signOut: "Sign out",
  signOutHint: "Ends your session. Nothing of it stays parked.",
  appearance: "Appearance",
  appearanceAuto: "System",
  appearanceLight: "Light",
  appearanceDark: "Dark",
  appearanceNight: "Night",
  language: "Language",
  myPatients: "My patients",
  noPatients: "You have no patients at the moment.",
  noPatientsHint:
    "When somebody is assigned to you, or comes to your ward, they appear here by themselves.",
  noChart: "Choose a patient to open the chart",
  noChartHint: "Or find any patient by number.",
  identityUnknown: "identity not known yet",
  away_leave: "on leave",
  away_temporary: "elsewhere for now",
  born: "Born",
  age: (years: number): string => `${years} y`,
  ageMonths: (months: number): string => `${months} mo`,
  number: "No.",
  sex_m: "Male",
  sex_f: "Female",
  sex_o: "Other",
  sex_u: "Sex unknown",
  patient: "Patient",
  inWard: (ward: string, bed: string): string => `${ward}, bed ${bed}`,
  findPatient: "Find a patient by number",
  find: "Find",
  finding: "Looking…",
  findHint: "The whole patient number. Searches are recorded.",
  findEmpty: "Type the whole patient number first.",
  foundTitle: "Is this the patient you mean?",
  openChart: "Open chart",
  openingChart: "Opening the chart…",
  closeChart: "Close chart",
  remarks: "Remarks",
  backToPatients: "Back to my patients",
  staleFeeds: (feeds: string): string => `${feeds} What you see from there may be old.`,
  noticeTitle: "This chart was closed",
  noticeDraft: (count: number): string =>
    count === 1
      ? "The text you were writing is not placed. It is kept for you until you sign out or your shift ends."
      : `The ${count} texts you were writing are not placed. They are kept for you until you sign out or your shift ends.`,
  welcomeDropped: (count: number): string =>
    count === 1
      ? "When this screen locked, the last words of one text had not been kept yet. Please look it over."
      : `When this screen locked, the last words of ${count} texts had not been kept yet. Please look them over.`,
  grantsMany: (count: number): string =>
    `You asked for access ${count} times. Touch to see for what.`,
  emergenciesHere: (count: number): string =>
    `Emergency access to ${count} charts of this ward. Touch to see who has it.`,
  welcomeUnderWay:
    "When this screen locked, something that you had sent was still under way. Look whether it is in the chart; if it is not, it was not done, and your text is still here.",
  understood: "Understood",

  // chart
  chart: "Chart",
  chartSections: "Parts of the chart",
  sectionEmpty: "Nothing is recorded here.",
  sectionEmptyHint: "That is not the same as “none known”.",
  rechecking: "Checking that you may still see this chart…",
  accessEnds: (time: string): string => `until ${time}`,
  breakGlassHint: (minutes: number): string =>
    `${minutes} min, for this patient; reviewed afterwards`,
  breakGlassTitle: "Why do you need this chart?",
  breakGlassBody: (minutes: number): string =>
    `It opens for ${minutes} minutes, for this patient only. The privacy officer looks at it afterwards.`,
  breakGlassReasons: "Reasons",
  renewGlass: "More time",
  returnGlass: "Not needed any more",
  actions: "What you can do",
  actionNotNow: (label: string): string => `${label}: not now`,
  notNow: "Not now",
  whyNot: (label: string): string => `Why “${label}” is not possible now`,
  composeText: (label: string): string => `${label}: text`,
  composePlace: (label: string, patient: string): string => `${label} for ${patient}`,
  composePlacing: "Placing it…",
  composeEmpty: "Please write something first.",
  composeBack: "Back to the chart, keep the text",
  composeKept: "Kept for you as you type: it is there again after a lock, here or at another seat.",
  fetchingDrafts: "Fetching what you have half-written…",
  draftMark: "half-written",

  // another patient's bed
  confirmTitle: (patient: string): string => `Do you mean ${patient}?`,
  confirmBed: (bed: string, ward: string): string => `This screen is at bed ${bed} on ${ward}.`,
  confirmLies: (patient: string): string => `${patient} is the patient there.`,
  confirmNotThere: "That is not this patient’s bed.",
  confirmYes: (patient: string): string => `Yes, ${patient}`,
  confirmNo: "No, back to the text",

  // signing
  signNext: "Your passkey signs just this next.",
  signTitle: "Sign this",
  signBody: (label: string, patient: string): string => `${label}, for ${patient}:`,
  signHint:
    "Your passkey signs exactly these words for this patient, once. Changed words are signed anew.",
  signButton: "Sign with your passkey",
  signCancel: "Back to the text",

  // witness
  witnessNext: "A colleague witnesses it next, at this screen: badge and PIN.",
  witnessTitle: (label: string): string => `${label}: with a witness`,
  witnessInvite: "Tap your badge to witness",
  witnessInviteBody:
    "A colleague taps here and gives their PIN. You stay signed in, and so do they where they are.",
  witnessText: "What is witnessed",
  witnessAsks: "Asks for five minutes",
  witnessHello: (name: string): string => `${name} witnesses`,
  witnessCancel: "Without a witness, back to the text",
  witnessLapsed: "Nobody witnessed in time, so nothing was done. The text is as it was.",

  // refusal
  whatNext: "What you can do now",
  askWhom: "Who can help",
  stepUpTitle: "Please confirm it is you",
  stepUpBody: (label: string): string => `${label}. You come straight back to what you were doing.`,

  // idle and lock
  idleTitle: (seconds: number): string =>
    seconds === 1 ? "Locks in 1 second" : `Locks in ${seconds} seconds`,
  idleBody: "Nobody has touched this screen for a while.",
  idleDraft: "Your text is kept.",
  stillHere: "Still here",
};

/** The catalogue of one language: a missing or foreign key is a type error. */
export type Messages = typeof bedside &
  typeof accessEn &
  typeof applicationsEn &
  typeof workloadsEn &
  typeof casesEn &
  typeof consoleEn &
  typeof chartsEn &
  typeof deskEn &
  typeof grantsEn &
  typeof downtimeEn &
  typeof emergencyEn &
  typeof heldEn &
  typeof incidentsEn &
  typeof locumsEn &
  typeof noticesEn &
  typeof passportsEn &
  typeof dormancyEn &
  typeof movesEn &
  typeof peopleEn &
  typeof phonesEn &
  typeof registrationsEn &
  typeof rehearsalsEn &
  typeof reviewsEn &
  typeof rostersEn &
  typeof sessionsEn &
  typeof standingEn;

/** The words of every face. Other languages have the same keys. */
export const en: Messages = {
  ...bedside,
  ...accessEn,
  ...applicationsEn,
  ...workloadsEn,
  ...casesEn,
  ...consoleEn,
  ...deskEn,
  ...grantsEn,
  ...chartsEn,
  ...downtimeEn,
  ...emergencyEn,
  ...heldEn,
  ...incidentsEn,
  ...locumsEn,
  ...noticesEn,
  ...passportsEn,
  ...dormancyEn,
  ...movesEn,
  ...peopleEn,
  ...phonesEn,
  ...registrationsEn,
  ...rehearsalsEn,
  ...reviewsEn,
  ...rostersEn,
  ...sessionsEn,
  ...standingEn,
};
